"""A Summary as bytes and back: it waits in the outbox to be drawn, and a frozen month's is kept for good."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from bot.reports.summary import Summary


def pack(summary: Summary) -> bytes:
    """Return the Summary as bytes."""
    return zlib.compress(_adapter().dump_json(summary), 1)


def unpack(data: bytes) -> Summary:
    """Return the Summary that was packed."""
    found: Summary = _adapter().validate_json(zlib.decompress(data))
    return found


def to_json(summary: Summary) -> dict[str, Any]:
    """Return the Summary as plain values, for a column of the database."""
    found: dict[str, Any] = _adapter().dump_python(summary, mode="json")
    return found


def from_json(values: dict[str, Any]) -> Summary:
    """Return the Summary that these values are of."""
    found: Summary = _adapter().validate_python(values)
    return found


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Summary)


def warm() -> None:
    """Make what packing needs, which takes a while the first time."""
    _adapter()
