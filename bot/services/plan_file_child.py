"""The process in which a plan document from outside is read: `python -m bot.services.plan_file_child`.

Takes one line of JSON (name, today, memory, stall, longest) and then the file on standard input; gives one JSON object,
`{"draft": …}` or `{"refused": why}`, on standard output.
"""

from __future__ import annotations

import json
import signal
import sys
from datetime import date
from typing import Any

from bot.errors import PlanError
from bot.plan import draft_json, read


def main() -> None:
    """Read the file within the bounds and print what came of it."""
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    bounds = Bounded(request["memory"], request["stall"], request["longest"])
    bounds.set()
    try:
        draft = read(data, request["name"], today=date.fromisoformat(request["today"]), progress=bounds.ahead)
        answer: dict[str, Any] = {"draft": draft_json(draft)}
    except PlanError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "文件结构过于复杂，不予读取，请只保留任务表。"}
    json.dump(answer, sys.stdout)


class Bounded:
    """Limits that the system enforces: it ends a process that goes beyond its time, and refuses further memory."""

    def __init__(self, memory: int, stall: float, longest: int) -> None:
        self._memory, self._stall, self._longest = memory, stall, longest

    def set(self) -> None:
        """Put the limits in force; where the system has none, the parent's patience is the only one."""
        try:
            import resource
        except ImportError:
            return
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (self._memory, self._memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self._longest, self._longest))
        self.ahead(0, 0)

    def ahead(self, _done: int, _total: int) -> None:
        """Count the time anew: the reader has got ahead. The signal that ends the count ends the process."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, self._stall)


if __name__ == "__main__":
    main()
