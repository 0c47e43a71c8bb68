"""Moving the sandbox's clock.

Whoever starts the sandbox hooks in to do the due work on the way; without hooks it is only set.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock, aware

from .errors import ControlError
from .model import Json
from .updates import Journal

_log = logging.getLogger(__name__)
_MONTH_END_AT = time(9, 30)


@dataclass
class ClockHooks:
    """What moves the time instead of the sandbox. Each sets the clock itself, stepping through what is due on the way,
    and returns when all is done; the text it returns, if any, is shown at the page.

    `on_advance` gets the aware moment to arrive at.
    """

    on_next_nudge: Callable[[], Awaitable[str | None]] | None = None
    on_month_end: Callable[[], Awaitable[str | None]] | None = None
    on_advance: Callable[[datetime], Awaitable[str | None]] | None = None


def month_end(now: datetime) -> datetime:
    """Return 09:30 on the last day of the month of local `now`, of the next month when that has passed."""
    first = now.replace(day=1, hour=_MONTH_END_AT.hour, minute=_MONTH_END_AT.minute, second=0, microsecond=0)
    for _ in range(2):
        first = (first + timedelta(days=32)).replace(day=1)
        last = first - timedelta(days=1)
        if last > now:
            return last
    raise AssertionError("one of two month ends lies ahead")


class Clockwork:
    """The clock as the page sees it: tells the time, and moves it, one move at a time and never back."""

    def __init__(self, clock: Clock, zone: str, hooks: ClockHooks, journal: Journal) -> None:
        self.clock = clock
        self.zone = ZoneInfo(zone)
        self.hooks = hooks
        self._journal = journal
        self._moving = asyncio.Lock()

    def reading(self) -> Json:
        """Return the time (ISO, in the office's zone), the zone, and whether it is being moved."""
        local = self.clock.now().astimezone(self.zone)
        return {"now": local.isoformat(timespec="seconds"), "zone": self.zone.key, "moving": self._moving.locked()}

    async def move(self, *, to: str = "", days: float = 0, target: str = "") -> Json:
        """Move to `next_nudge` or `month_end`, by days, or to an ISO moment; return the reading and the hook's note."""
        if self._moving.locked():
            raise ControlError("时钟正在推进，请稍候", 409)
        async with self._moving:
            watching = asyncio.create_task(self._watch())
            try:
                note = await self._move(to, days, target)
            except ControlError:
                raise
            except Exception as error:
                _log.exception("the clock could not be moved")
                raise ControlError(f"推进失败：{type(error).__name__}", 500) from error
            finally:
                watching.cancel()
                # Said after the lock is free, so that nobody reads "moving" for ever.
                asyncio.get_running_loop().call_soon(self._announce)
        return self.reading() | {"note": note or ""}

    async def _watch(self) -> None:
        while True:  # so that the page sees the time pass while much is done on the way
            self._announce()
            await asyncio.sleep(0.5)

    def _announce(self) -> None:
        self._journal.add("clock", **self.reading())

    async def _move(self, to: str, days: float, target: str) -> str | None:
        now = self.clock.now()
        if to == "next_nudge":
            if self.hooks.on_next_nudge is None:
                raise ControlError("这里没有接机器人的提示，无法推进到下一次提示", 409)
            return await self.hooks.on_next_nudge()
        if to == "month_end" and self.hooks.on_month_end is not None:
            return await self.hooks.on_month_end()
        if to == "month_end":
            moment = month_end(now.astimezone(self.zone))
        elif to:
            raise ControlError(f"不认识的时刻：{to}")
        else:
            moment = self._moment(target) if target else now + timedelta(days=days)
        if moment < now:
            raise ControlError("时钟只能向前")
        if self.hooks.on_advance is not None:
            return await self.hooks.on_advance(aware(moment))
        self.clock.set(moment)
        return None

    def _moment(self, target: str) -> datetime:
        try:
            moment = datetime.fromisoformat(target)
        except ValueError as error:
            raise ControlError(f"不是时间：{target}") from error
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
