"""Telegram's sending limits: how many messages may go now, overall and to each chat. No waiting happens here.

Time is real and monotonic, in seconds, and given from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class Bucket:
    """Tokens that come back at an even pace. In any window of `seconds` at most `limit` are taken.

    A bucket of capacity c that refills r in a window lets c + r - 1 through in it, so r is limit - c + 1. It starts
    with a single token: one that starts full lets twice the limit through in the first window, and after a restart.
    """

    def __init__(self, limit: int, seconds: float, burst: int, now: float) -> None:
        if not 1 <= burst <= limit:
            raise ValueError("a burst is at least 1 and at most the limit")
        self._rate = (limit - burst + 1) / seconds
        self._capacity = float(burst)
        self._tokens = 1.0
        self._at = now

    def wait(self, now: float) -> float:
        """Return the seconds until a token is there."""
        missing = 1.0 - self._level(now)
        # A billionth is a rounding error, not a wait.
        return missing / self._rate if missing > 1e-9 else 0.0

    def take(self, now: float) -> None:
        """Take a token."""
        self._tokens = max(0.0, self._level(now) - 1.0)
        self._at = now

    def room(self, now: float) -> int:
        """Return how many tokens are there."""
        return int(self._level(now) + 1e-9)

    def full(self, now: float) -> bool:
        """Tell whether nothing was taken for so long that the past does not matter."""
        return self._level(now) >= self._capacity

    def _level(self, now: float) -> float:
        return min(self._capacity, self._tokens + max(0.0, now - self._at) * self._rate)


@dataclass(frozen=True)
class Pace:
    """The limits: messages a second overall, seconds between messages to one chat, messages a minute to one group."""

    overall: int = 30
    chat_seconds: float = 1.0
    group_minute: int = 20


class Pacer:
    """Knows which chats may be written to now."""

    def __init__(self, monotonic: Callable[[], float], pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._monotonic = monotonic
        # Three at once, at most: enough to catch up after a late wake-up, far too few for a burst.
        self._overall = Bucket(self.pace.overall, 1.0, min(3, self.pace.overall), monotonic())
        self._chats: dict[int, list[Bucket]] = {}
        self._paused: dict[int, float] = {}
        self._all_paused = 0.0
        self._flooded: tuple[int, float] | None = None

    def room(self) -> int:
        """Return how many messages may go now, whatever the chat."""
        now = self._monotonic()
        return 0 if now < self._all_paused else self._overall.room(now)

    def take(self, chat_id: int) -> None:
        """Count a message that goes now."""
        now = self._monotonic()
        self._overall.take(now)
        for bucket in self._buckets(chat_id, now):
            bucket.take(now)

    def wait(self, chat_id: int) -> float:
        """Return the seconds until this chat may be written to, the overall limit aside."""
        now = self._monotonic()
        return self._wait(chat_id, now)

    def not_ready(self) -> set[int]:
        """Return the chats that may not be written to now."""
        now = self._monotonic()
        self._forget(now)
        return {chat_id for chat_id in self._chats.keys() | self._paused.keys() if self._wait(chat_id, now) > 0}

    def next_change(self) -> float | None:
        """Return the seconds until the next chat, or all of them, may be written to; None where nobody waits."""
        now = self._monotonic()
        if now < self._all_paused:
            return self._all_paused - now
        waits = [self._overall.wait(now), *(self._wait(chat_id, now) for chat_id in {*self._chats, *self._paused})]
        return min((wait for wait in waits if wait > 0), default=None)

    def pause(self, chat_id: int, seconds: float, *, everyone: bool = False) -> None:
        """Leave a chat alone for so long; when a second chat is refused meanwhile, the bot itself sends too much."""
        now = self._monotonic()
        until = now + seconds
        self._paused[chat_id] = max(until, self._paused.get(chat_id, 0.0))
        if self._flooded and self._flooded[0] != chat_id and now < self._flooded[1]:
            everyone = True
        self._flooded = (chat_id, until)
        if everyone:
            self._all_paused = max(until, self._all_paused)

    def _wait(self, chat_id: int, now: float) -> float:
        waits = [bucket.wait(now) for bucket in self._chats.get(chat_id, ())]
        return max([0.0, self._paused.get(chat_id, 0.0) - now, *waits])

    def _buckets(self, chat_id: int, now: float) -> list[Bucket]:
        if chat_id not in self._chats:
            buckets = [Bucket(1, self.pace.chat_seconds, 1, now)]
            if chat_id < 0:  # groups, supergroups and channels
                buckets.append(Bucket(self.pace.group_minute, 60.0, min(4, self.pace.group_minute), now))
            self._chats[chat_id] = buckets
        return self._chats[chat_id]

    def _forget(self, now: float) -> None:
        for chat_id in [one for one, until in self._paused.items() if until <= now]:
            del self._paused[chat_id]
        for chat_id in [one for one, buckets in self._chats.items() if all(bucket.full(now) for bucket in buckets)]:
            del self._chats[chat_id]
