"""Telegram's sending limits in real (monotonic) time: 30 a second, about one a second a chat, 20 a minute a group."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .errors import too_many
from .model import Chat


@dataclass(frozen=True)
class Limits:
    """How much a bot may send. `private_burst` messages in a row are let through before one a second holds."""

    overall_per_second: int = 30
    private_per_second: float = 1.0
    private_burst: int = 5
    group_per_minute: int = 20

    @classmethod
    def off(cls) -> Limits:
        """Return limits that nobody reaches, for tests of other things."""
        return cls(10**9, 1e9, 10**9, 10**9)


class _Window:
    """At most `count` events in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._times: deque[float] = deque()

    def wait(self, now: float, weight: int) -> float:
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        over = len(self._times) + weight - self._count
        if over <= 0:
            return 0.0
        return self._times[min(over, len(self._times)) - 1] + self._seconds - now if self._times else self._seconds

    def take(self, now: float, weight: int) -> None:
        self._times.extend([now] * weight)


class _Bucket:
    """Tokens that come back at `rate` a second, at most `burst` of them."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = float(burst), 0.0

    def wait(self, now: float, weight: int) -> float:
        if self._at:
            self._tokens = min(float(self._burst), self._tokens + (now - self._at) * self._rate)
        self._at = now
        missing = min(weight, self._burst) - self._tokens
        return max(0.0, missing / self._rate)

    def take(self, _now: float, weight: int) -> None:
        self._tokens -= weight


class Limiter:
    """Counts what the bot sends and refuses what is too much. `monotonic` returns seconds."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._overall = _Window(limits.overall_per_second, 1.0)
        self._chats: dict[int, _Window | _Bucket] = {}

    def admit(self, chat: Chat, weight: int = 1) -> None:
        """Count `weight` messages to a chat, or raise the 429 that Telegram would give."""
        now = self._monotonic()
        gates = (self._overall, self._gate(chat))
        wait = max(gate.wait(now, weight) for gate in gates)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        for gate in gates:
            gate.take(now, weight)

    def _gate(self, chat: Chat) -> _Window | _Bucket:
        gate = self._chats.get(chat.id)
        if gate is None:
            if chat.kind == "private":
                gate = _Bucket(self.limits.private_per_second, self.limits.private_burst)
            else:
                gate = _Window(self.limits.group_per_minute, 60.0)
            self._chats[chat.id] = gate
        return gate
