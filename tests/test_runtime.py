"""The running bot from its start to its end, over HTTP against the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.app import App
from bot.clock import Clock
from bot.config import load
from bot.runtime import Runtime
from bot.sandbox import Limits, Sandbox, SandboxClient
from bot.sandbox.faults import Fault
from storage.kinds import MessageKind, OutboxState
from storage.models import InboxRow, OutboxRow, Report
from tests import support

MARKET, FINANCE = "县市场监管局", "县财政局"
LI, ZHOU, BYSTANDER = 2001, 2002, 2003
BEFORE, MORNING = "2022-08-24T08:00:00+08:00", "2022-08-24T09:31:00+08:00"
IMPORTED = datetime.fromisoformat("2022-08-01T16:00:00+08:00")
TASKS = [
    {"code": "1", "title": "实施一照多址改革", "lead": [MARKET], "deadline": date(2022, 8, 31)},
    {"code": "2", "title": "清理违规涉企收费", "lead": [FINANCE], "deadline": date(2022, 8, 31)},
]


class Town:
    """An installation whose bot is down, with two liaisons, and Telegram."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock(datetime.fromisoformat(BEFORE))
        self.sandbox = Sandbox(self.clock, limits=Limits.off())
        self.folder = folder
        self.client: SandboxClient
        self.app: App

    async def open(self) -> None:
        """Import a plan and let everybody have written to the bot once."""
        for number, name in ((LI, "李强"), (ZHOU, "周敏"), (BYSTANDER, "路人")):
            self.sandbox.add_user(number, name)
        await self.sandbox.start()
        self.client = await SandboxClient(self.sandbox.url).__aenter__()
        (self.folder / "config.toml").write_text(f'[storage]\nurl = "sqlite:///{self.folder}/duban.db"\n', "utf-8")
        config = load(self.folder / "config.toml", env={"DUBAN_TELEGRAM_TOKEN": self.sandbox.token})
        self.app = App(replace(config, base_url=self.sandbox.base_url), self.clock)
        with self.app.writing() as ctx:
            support.plan(ctx.session, TASKS, first_month=date(2022, 8, 1), imported_at=IMPORTED)
            support.person(ctx.session, LI, "李强", units=[MARKET])
            support.person(ctx.session, ZHOU, "周敏", units=[FINANCE])
        for number in (LI, ZHOU, BYSTANDER):
            await self.client.start(number)
        self.sandbox.world.queue.clear()

    async def close(self) -> None:
        """Stop everything."""
        await self.client.__aexit__()
        await self.sandbox.stop()
        self.app.close()

    @contextlib.asynccontextmanager
    async def running(self, *, catch_up: float = 60.0) -> AsyncIterator[Runtime]:
        """Let the bot run, its clock at half past nine."""
        self.clock.set(datetime.fromisoformat(MORNING))
        runtime = Runtime(self.app, catch_up=catch_up)
        try:
            await runtime.start()
            yield runtime
        finally:
            await runtime.stop()

    def nudged(self) -> dict[int, OutboxState]:
        """Return who was to be nudged, and what became of it."""
        with self.app.reading() as ctx:
            rows = ctx.session.exec(select(OutboxRow).where(OutboxRow.kind == MessageKind.nudge)).all()
            return {row.chat_id: row.state for row in rows}

    def count(self, table: type[Report] | type[InboxRow]) -> int:
        """Return how many rows a table has."""
        with self.app.reading() as ctx:
            return len(ctx.session.exec(select(col(table.id))).all())

    async def heard(self, user: int, words: str) -> None:
        """Wait until the person was told something with these words."""
        await self.client.wait_for(user, lambda one: words in one.get("text", ""), timeout=10)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    made = Town(tmp_path)
    await made.open()
    yield made
    await made.close()


async def test_after_a_time_of_silence_who_has_answered_meanwhile_is_not_nudged(town: Town) -> None:
    for _ in range(130):  # more than Telegram hands over at once, the report behind them all
        await town.client.send(BYSTANDER, "在吗")
    await town.client.send(LI, "1完成60%")
    async with town.running():
        await town.heard(ZHOU, "【8月进展】")
        await town.heard(LI, "已记1项")
    assert town.nudged() == {ZHOU: OutboxState.sent}
    assert town.count(Report) == 1


async def test_a_nudge_that_was_queued_before_the_silence_waits_for_the_answer_too(town: Town) -> None:
    await town.client.fault("sendMessage", code=500, times=1000)
    async with town.running():
        async with asyncio.timeout(20):
            while set(town.nudged()) != {LI, ZHOU}:
                await asyncio.sleep(0.02)
    await town.client.clear_faults()
    await town.client.send(LI, "1完成60%")
    async with town.running():
        await town.heard(ZHOU, "【8月进展】")
        await town.heard(LI, "已记1项")
    assert town.nudged() == {ZHOU: OutboxState.sent, LI: OutboxState.cancelled}


async def test_where_updates_cannot_be_had_nudges_go_out_after_a_while(town: Town) -> None:
    await town.client.fault("getUpdates", code=500, times=1000)
    async with town.running(catch_up=0.3):
        await town.heard(LI, "【8月进展】")
        await town.heard(ZHOU, "【8月进展】")


async def test_while_what_waits_is_not_known_nothing_is_planned(town: Town) -> None:
    fault = Fault("getUpdates", code=500, times=1000)
    town.sandbox.faults.add(fault)
    async with town.running():
        async with asyncio.timeout(20):
            while fault.times > 998:
                await asyncio.sleep(0.02)
        assert town.nudged() == {}
    assert town.nudged() == {}
