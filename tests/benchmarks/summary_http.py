"""How long `/summary` takes over HTTP: `python -m tests.benchmarks.summary_http [reports] [frozen]`.

The bot runs as a process of its own against the sandbox. Measured at the sandbox: from handing out the update to the
arrival of the first message (the picture with its caption); and receipts while pictures are being drawn.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bot.rules.months import add_months
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import BotApi
from bot.services import papers, views
from storage.database import Database
from storage.kinds import Role
from tests import support
from tests.benchmarks.summary import FIRST, MONTHS, NOW, town
from tests.e2e.bot import Bot

OFFICE, STAFF, LIAISONS = 1, range(11, 19), range(101, 131)


@dataclass
class Clockwork:
    """When what was handed out and what has arrived, by chat."""

    fetched: dict[int, float] = field(default_factory=dict)
    arrived: dict[int, list[tuple[str, float]]] = field(default_factory=dict)

    def watch(self) -> None:
        """Look at every call that the sandbox answers."""
        before = BotApi.call

        async def call(api: BotApi, name: str, params: Any) -> Any:
            began = time.perf_counter()
            result = await before(api, name, params)
            if name == "getUpdates":
                for update in result:
                    body = update.get("message") or {}
                    self.fetched[body.get("chat", {}).get("id", 0)] = time.perf_counter()
            elif name.startswith("send"):
                self.arrived.setdefault(int(params.text("chat_id")), []).append((name, began))
            return result

        BotApi.call = call  # type: ignore[method-assign]

    def begin(self, chat: int) -> None:
        """Forget what was before."""
        self.fetched.pop(chat, None)
        self.arrived[chat] = []

    async def first(self, chat: int) -> tuple[str, float]:
        """Return the first message to the chat since the update went out: its method, and after how many ms."""
        while chat not in self.fetched or not self.arrived[chat]:
            await asyncio.sleep(0.001)
        method, at = self.arrived[chat][0]
        return method, (at - self.fetched[chat]) * 1000


def freeze(db: Database) -> None:
    """Freeze every month that is over, as the bot would have done on its day."""
    for month in range(MONTHS - 1):
        with db.writing() as session:
            moment = NOW.replace(
                year=add_months(FIRST, month + 1).year, month=add_months(FIRST, month + 1).month, day=20
            )
            ctx = support.context(session, now=moment)
            papers.freeze(ctx, views.plan_books(ctx)[0], add_months(FIRST, month))


async def ask(bot: Bot, clock: Clockwork, chat: int, words: str) -> tuple[str, float]:
    """Write and wait for the first message that comes back."""
    clock.begin(chat)
    await bot.client.send(chat, words)
    return await clock.first(chat)


async def replies(bot: Bot, clock: Clockwork) -> str:
    """Let all liaisons report, one after the other, and say how long their receipts took."""
    took = []
    for number, chat in enumerate(LIAISONS):
        took.append((await ask(bot, clock, chat, f"{number + 1}清单已印发，共{number}项"))[1])
    return f"median {median(took):.0f} ms, worst {max(took):.0f}"


async def main(reports: int, frozen: bool) -> None:
    """Measure and print."""
    clock = Clockwork()
    clock.watch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = town(folder, reports)
        with db.writing() as session:
            for number in STAFF:
                support.person(session, number, f"科员{number}", role=Role.office)
            for number, chat in enumerate(LIAISONS):
                support.person(session, chat, f"联络员{number}", units=[f"县第{number + 1}局"])
        if frozen:
            freeze(db)
        db.close()
        bot = Bot(folder, (NOW + timedelta(hours=2)).isoformat())
        for number in (OFFICE, *STAFF, *LIAISONS):
            bot.sandbox.add_user(number, f"人{number}")
        await bot.sandbox.start()
        (folder / "config.toml").write_text(
            f'[telegram]\nbase_url = "{bot.sandbox.base_url}"\n[office]\nadmins = [{OFFICE}]\n'
            f'[storage]\nurl = "sqlite:///{folder / "bench.db"}"\n'
        )
        async with SandboxClient(bot.sandbox.url) as bot.client:
            await bot.run()
            await measure(bot, clock)
            await bot.stop()
        await bot.sandbox.stop()


async def measure(bot: Bot, clock: Clockwork) -> None:
    """Ask for summaries and let liaisons reply."""
    await asyncio.sleep(8)  # the bot has started, and its drawing process is warm
    took = []
    for chat in (OFFICE, *STAFF):
        method, milliseconds = await ask(bot, clock, chat, "/summary")
        took.append(milliseconds)
        await asyncio.sleep(2)
        assert method == "sendPhoto", method
    print(f"the picture with its caption after {median(took):.0f} ms, first {took[0]:.0f}, worst {max(took):.0f}")
    print(f"receipts alone: {await replies(bot, clock)}")
    await asyncio.sleep(2)
    for chat in STAFF:
        clock.begin(chat)
        await bot.client.send(chat, "/summary")
    print(f"receipts while {len(STAFF)} pictures are drawn: {await replies(bot, clock)}")
    pictures = [(await clock.first(chat))[1] for chat in STAFF]
    print(f"those pictures: first after {min(pictures):.0f} ms, last {max(pictures):.0f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0, "frozen" in sys.argv))
