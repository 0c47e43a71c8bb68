"""What waits for the bot (updates) and what has happened for those who watch (the journal)."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from typing import Any

from .model import Json

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
# Telegram sends these only to bots that name them.
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction"})


class Bell:
    """Wakes whoever waits when it is rung; ring it on the event loop only."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, timeout: float) -> bool:
        """Wait for the next ring, at most `timeout` seconds; tell whether it rang."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            # Not wait_for: on Python 3.11 it swallows a cancellation that comes together with the ring.
            await asyncio.wait([future], timeout=timeout)
        finally:
            self._waiting.discard(future)
        return future.done()


class UpdateQueue:
    """Updates in order until the bot confirms them, with Telegram's rules for offset, limit and allowed_updates."""

    def __init__(self, first_id: int = 100_001) -> None:
        self._ids = itertools.count(first_id)
        self.pending: list[Json] = []
        self.allowed: list[str] = []
        self.bell = Bell()

    def wants(self, kind: str) -> bool:
        """Tell whether the bot has asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in _ONLY_WHEN_ASKED

    def push(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot does not want its kind."""
        if self.wants(kind):
            self.push_raw({kind: payload})

    def push_raw(self, body: Json) -> int:
        """Queue an update of any shape, as it is; return its id."""
        update_id = next(self._ids)
        self.pending.append({"update_id": update_id} | body)
        self.bell.ring()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative one keeps only that many of the newest."""
        if offset > 0:
            self.pending = [one for one in self.pending if one["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]
        self.bell.ring()

    def head(self, limit: int) -> list[Json]:
        """Return the oldest updates, still unconfirmed."""
        return self.pending[:limit]

    def clear(self) -> None:
        """Drop everything that waits."""
        self.pending = []
        self.bell.ring()


class Journal:
    """Everything that happened, numbered, for the page and for tests that wait; the oldest entries fall out."""

    def __init__(self, size: int = 20_000) -> None:
        self._entries: deque[Json] = deque(maxlen=size)
        self.seq = 0
        self.bell = Bell()

    def add(self, kind: str, chat: int | None = None, **fields: Any) -> None:
        """Write down one event and wake the waiting."""
        self.seq += 1
        self._entries.append({"seq": self.seq, "kind": kind, "chat": chat} | fields)
        self.bell.ring()

    def since(self, seq: int, chat: int | None = None) -> list[Json]:
        """Return the events after `seq`, of one chat where it is given."""
        newer = itertools.takewhile(lambda one: one["seq"] > seq, reversed(self._entries))
        return [one for one in newer if chat in (None, one["chat"])][::-1]
