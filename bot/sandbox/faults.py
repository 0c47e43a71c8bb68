"""Faults that tests ask for: the next calls of a method fail, hang, or are done unanswered. And the log of calls."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from .errors import ApiError, ControlError
from .model import Json
from .updates import Bell

_WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass
class Fault:
    """What happens to the next `times` calls of `method` (`*`: any), of one chat where `chat` is given.

    kind: `error` answers `code`; `hang` never answers; `drop` does the work and closes the connection unanswered;
    `garbage` answers 502 with a page instead of JSON.
    """

    method: str
    kind: str = "error"
    times: int = 1
    code: int = 500
    description: str = ""
    retry_after: int = 1
    chat: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("error", "hang", "drop", "garbage"):
            raise ControlError(f"unknown kind of fault: {self.kind}")

    def error(self) -> ApiError:
        """Return the refusal that this fault stands for."""
        words = self.description or _WORDS.get(self.code, "Bad Request: injected")
        parameters = {"retry_after": self.retry_after} if self.code == 429 else {}
        return ApiError(self.code, words.format(retry_after=self.retry_after), **parameters)


class Faults:
    """The faults that are still to happen, and what the bot has called."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.cleared = Bell()
        self.calls: deque[Json] = deque(maxlen=10_000)
        self._count = 0

    def add(self, fault: Fault) -> None:
        """Let a fault happen from now on."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget all faults and let hanging calls go."""
        self._waiting.clear()
        self.cleared.ring()

    def take(self, method: str, chat: str) -> Fault | None:
        """Return the fault that hits this call, counting it; None for an undisturbed call."""
        for fault in self._waiting:
            if fault.method.lower() in ("*", method.lower()) and fault.chat in (None, _number(chat)):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def log(self, method: str, chat: str, code: int, params: Json) -> None:
        """Write down a call of the bot; getUpdates is left out."""
        if method.lower() == "getupdates":
            return
        self._count += 1
        entry: Json = {"n": self._count, "method": method, "chat": _number(chat), "code": code, "params": params}
        self.calls.append(entry)


def _number(chat: str) -> int | None:
    return int(chat) if chat.lstrip("-").isdigit() else None
