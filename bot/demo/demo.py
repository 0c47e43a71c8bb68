"""The demonstration: sandbox, bot and built-in plan in one process, in a throw-away database, in August 2022."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App
from bot.clock import Clock
from bot.config import Config, load
from bot.demo.cast import CAST, INVITED, OFFICE, Player
from bot.plan import read
from bot.runtime import Runtime
from bot.sandbox.client import SandboxClient
from bot.sandbox.clockwork import month_end
from bot.sandbox.sandbox import Sandbox
from bot.services import import_plan, invite
from storage import ledger
from storage.kinds import Role

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2022, 8, 1, 9, 0, tzinfo=ZONE)
PLAN = "demo_plan.tsv"
SEARCHED = 400  # days; a plan without a nudge in so long a time has none


class Demo:
    """A running demonstration. `client` plays its people; `advance` moves its clock through everything that is due."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.clock = Clock(START)
        self.sandbox = Sandbox(self.clock, zone=str(ZONE))
        self.client: SandboxClient
        self._folder, self._port = folder, port

    async def start(self) -> None:
        """Start everything, with the plan imported and everybody joined."""
        for player in CAST:
            self.sandbox.add_user(player.telegram_id, player.name, label=player.label, section=player.section)
        await self.sandbox.start(port=self._port)
        hooks = self.sandbox.hooks
        hooks.on_next_nudge, hooks.on_month_end, hooks.on_advance = self._next_nudge, self._month_end, self._advance
        self.app = App(self._config(), self.clock)
        self._import()
        self.runtime = Runtime(self.app)
        await self.runtime.start()
        self.client = await SandboxClient(self.sandbox.url).__aenter__()

    async def stop(self) -> None:
        """Stop everything."""
        await self.client.__aexit__()
        await self.runtime.stop()
        await self.sandbox.stop()
        self.app.close()

    async def join(self) -> None:
        """Let everybody press Start: the office at once, the others by their links."""
        await self.client.start(OFFICE.telegram_id)
        await self.settle()
        for player in INVITED:
            await self.client.start(player.telegram_id, self.invite(player))
            await self.settle()

    def invite(self, player: Player) -> str:
        """Return the code of a new invite for the player."""
        with self.app.writing() as ctx:
            unit = ledger.find_unit(session=ctx.session, name=player.unit) if player.role is Role.liaison else None
            return invite.invite(ctx, player.role, unit).link.partition("start=")[2]

    async def settle(self) -> None:
        """Wait until everything said so far has been received, handled and answered."""
        await self.client.drained()
        await self.runtime.drain()

    async def advance(self, target: datetime) -> None:
        """Move the clock to the moment, stepping through each morning on the way: set, tick, drain."""
        hour = self.app.office.rules.nudge_time
        now = self.clock.now().astimezone(ZONE)
        day = now.date()
        while day <= target.astimezone(ZONE).date():
            moment = datetime.combine(day, hour, tzinfo=ZONE)
            if now < moment <= target:
                await self._at(moment)
            day += timedelta(days=1)
        await self._at(target)

    def next_nudge(self) -> datetime | None:
        """Return the next morning on which a unit is written to, as the rehearsal has it."""
        from bot.services.rehearse import rehearsal

        now = self.clock.now().astimezone(ZONE)
        first = now.date() if now.time() < self.app.office.rules.nudge_time else now.date() + timedelta(days=1)
        with self.app.reading() as ctx:
            for start in range(0, SEARCHED, 31):
                rows = rehearsal(ctx, first + timedelta(days=start), first + timedelta(days=start + 30))
                if rows:
                    found = date.fromisoformat(rows[0]["date"])
                    return datetime.combine(found, self.app.office.rules.nudge_time, tzinfo=ZONE)
        return None

    async def _at(self, moment: datetime) -> None:
        await self.settle()
        self.clock.set(moment)
        await self.runtime.tick()
        await self.settle()

    async def _next_nudge(self) -> str | None:
        moment = self.next_nudge()
        if moment is None:
            return "台账里没有要提示的了"
        await self.advance(moment)
        return None

    async def _month_end(self) -> str | None:
        await self.advance(month_end(self.clock.now().astimezone(ZONE)))
        return None

    async def _advance(self, target: datetime) -> str | None:
        await self.advance(target)
        return None

    def _config(self) -> Config:
        config = load(_no_file(self._folder), env={"DUBAN_TELEGRAM_TOKEN": self.sandbox.token})
        return replace(config, base_url=self.sandbox.base_url, admins=(OFFICE.telegram_id,))

    def _import(self) -> None:
        data = files("bot.sandbox").joinpath(PLAN).read_bytes()
        draft = read(data, PLAN, today=START.date())
        with self.app.writing() as ctx:
            import_plan.store(ctx, draft, first_month=START.date())


def _no_file(folder: Path) -> Path:
    """Return a settings file that sets nothing but where the database is."""
    path = folder / "config.toml"
    path.write_text('[storage]\nurl = "sqlite:///demo.db"\n', encoding="utf-8")
    return path


@contextlib.asynccontextmanager
async def demo(port: int = 0) -> AsyncIterator[Demo]:
    """Run a demonstration in a folder that is thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="duban-demo-") as folder:
        running = Demo(Path(folder), port)
        await running.start()
        try:
            yield running
        finally:
            await running.stop()
