"""Who is polling: one waiting getUpdates at a time; a newer one ends the older, a webhook ends both."""

from __future__ import annotations

import asyncio

from .errors import conflict
from .model import Json
from .updates import UpdateQueue

_LONGEST = 50  # seconds; Telegram holds a poll no longer
_CONFLICT_PAUSE = 3.0  # seconds in which Telegram answers at once only the first of several conflicts
_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Poller:
    """Holds the one waiting getUpdates. `webhook` is the address updates are pushed to, empty while polling."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._waiting: asyncio.Future[str] | None = None
        self._next_conflict = 0.0
        self._stopping = asyncio.Event()
        self.webhook = ""
        self.secret = ""
        self.last_error: tuple[int, str] | None = None

    @property
    def waiting(self) -> bool:
        """Tell whether the bot holds a poll right now."""
        return self._waiting is not None

    def end(self, reason: str) -> None:
        """End the waiting poll with a 409 of this wording."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(reason)
            self._queue.bell.ring()
        self._waiting = None

    def close(self) -> None:
        """Let the waiting poll return at once, because the stand-in stops."""
        self._stopping.set()
        self._queue.bell.ring()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Json]:
        """Return updates, waiting up to `timeout` seconds for the first; raise the 409 of a poll that was ended."""
        if self.webhook:
            await self._refuse(_WEBHOOK_SET)
        self._queue.confirm(offset)
        ready = self._queue.head(limit)
        if ready or timeout <= 0:
            return ready
        self.end(_OTHER)  # only a poll that has to wait itself ends the one before
        return await self._wait(limit, min(timeout, _LONGEST))

    async def _wait(self, limit: int, timeout: int) -> list[Json]:
        loop = asyncio.get_running_loop()
        ended = self._waiting = loop.create_future()
        until = loop.time() + timeout
        try:
            while not (ready := self._queue.head(limit)) and loop.time() < until and not self._stopping.is_set():
                await self._queue.bell.wait(max(0.0, until - loop.time()))
                if ended.done():
                    await self._refuse(ended.result())
            return ready
        finally:
            if self._waiting is ended:
                self._waiting = None

    async def _refuse(self, reason: str) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._next_conflict:
            pause = asyncio.ensure_future(self._stopping.wait())
            await asyncio.wait([pause], timeout=_CONFLICT_PAUSE)
            pause.cancel()
        else:
            self._next_conflict = now + _CONFLICT_PAUSE
        raise conflict(reason)
