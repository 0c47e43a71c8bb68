"""The one clock. Only the outermost callers read it; everything below is given `now`."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


def aware(moment: datetime) -> datetime:
    """Return the moment in UTC; refuse a naive one with ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"a naive datetime: {moment!r}")
    return moment.astimezone(UTC)


class Clock:
    """Tells the time, shifted where a start was given; runs on at the real pace. `set` is for the sandbox."""

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._shift = timedelta(0)
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._shift

    def set(self, moment: datetime) -> None:
        """Make it this moment now."""
        moment = aware(moment)
        with self._lock:
            self._shift = moment - datetime.now(UTC)
