"""Who is polling: one getUpdates at a time; a newer one ends the older, a webhook ends both."""

from __future__ import annotations

import asyncio

from .errors import ApiError, conflict
from .model import Json
from .updates import UpdateQueue

_LONGEST = 50  # seconds; Telegram holds a poll no longer
_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Poller:
    """Holds the one pending getUpdates. `webhook` is the address updates are pushed to, empty while polling."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._pending: asyncio.Future[ApiError] | None = None
        self.webhook = ""
        self.secret = ""
        self.last_error: tuple[int, str] | None = None
        self.closed = False

    @property
    def waiting(self) -> bool:
        """Tell whether the bot holds a poll right now."""
        return self._pending is not None

    def end(self, reason: str) -> None:
        """End the pending poll with a 409 of this wording."""
        if self._pending is not None and not self._pending.done():
            self._pending.set_result(conflict(reason))
            self._queue.bell.ring()
        self._pending = None

    def close(self) -> None:
        """Let the pending poll return at once, because the stand-in stops."""
        self.closed = True
        self._queue.bell.ring()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Json]:
        """Return updates, waiting up to `timeout` seconds for the first; raise the 409 of a poll that was ended."""
        if self.webhook:
            raise conflict(_WEBHOOK_SET)
        self.end(_OTHER)
        self._queue.confirm(offset)
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[ApiError] = loop.create_future()
        self._pending = ended
        until = loop.time() + max(0, min(timeout, _LONGEST))
        try:
            while not (ready := self._queue.head(limit)) and not self.closed:
                await self._queue.bell.wait(max(0.0, until - loop.time()))
                if ended.done():
                    raise ended.result()
                if loop.time() >= until:
                    return self._queue.head(limit)
            return ready
        finally:
            if self._pending is ended:
                self._pending = None
