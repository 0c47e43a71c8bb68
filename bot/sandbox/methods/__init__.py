"""The Bot API methods that the stand-in plays: a name each, called with a Call, returning what goes into `result`."""

from __future__ import annotations

from . import editing, files, polling, profile, sending
from .base import Call, Method

METHODS: dict[str, Method] = {
    name.lower(): method
    for room in (polling, sending, editing, files, profile)
    for name, method in room.METHODS.items()
}

__all__ = ["METHODS", "Call", "Method"]
