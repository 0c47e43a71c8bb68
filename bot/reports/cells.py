"""How high a row of a sheet must be for its words: not every program finds that out when it opens the file."""

from __future__ import annotations

import math
from collections.abc import Iterable

LINE, MOST = 15.0, 240.0  # points


def height_of(cells: Iterable[tuple[object, float]]) -> float:
    """Return the height in points for cells, each with its column's width in characters."""
    return min(MOST, LINE * max((_lines(cell, width) for cell, width in cells), default=1))


def _lines(cell: object, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    room = max(width - 1, 1)
    return sum(max(1, math.ceil(sum(1 if c.isascii() else 2.1 for c in line) / room)) for line in cell.split("\n"))
