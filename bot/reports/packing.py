"""A Summary as bytes and back: it waits in the outbox to be drawn, and a frozen month's is kept for good."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from bot.reports.bulletin import About
from bot.reports.summary import Summary


def pack(summary: Summary, about: About | None = None) -> bytes:
    """Return the Summary, with what a paper says besides, as bytes."""
    return zlib.compress(_both().dump_json((summary, about)), 1)


def unpack(data: bytes) -> tuple[Summary, About | None]:
    """Return the Summary that was packed, and what was packed with it."""
    found: tuple[Summary, About | None] = _both().validate_json(zlib.decompress(data))
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
def _both() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Summary, About | None])


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Summary)


def warm() -> None:
    """Make what packing needs, which takes a while the first time."""
    _both()
    _adapter()
