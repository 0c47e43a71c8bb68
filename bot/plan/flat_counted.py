"""Cells one a line where the rows are counted in a column without a head: 1, 2, 3 stand alone among the cells."""

from __future__ import annotations

from bot.plan.blocks import Cell, Line, Row
from bot.plan.numerals import whole
from bot.plan.rows import plain

_LEAST = 3


def numbered_within(lines: list[Line], j: int, heads: list[str]) -> tuple[int, list[Row]] | None:
    """Return where the table ends and its rows: the first cell (left out where it is merged), the number, the rest.

    Each row has as many cells behind its number as there are heads behind the first.
    """
    filled = [k for k in range(j, len(lines)) if plain(lines[k].text)]
    texts = [plain(lines[k].text) for k in filled]
    rest = len(heads) - 1
    rows: list[Row] = []
    at = 0
    while at < len(texts):
        due = len(rows) + 1
        first = 0 if whole(texts[at]) == due else 1
        if at + first >= len(texts) or whole(texts[at + first]) != due or at + first + rest >= len(texts):
            break
        cells = texts[at + first + 1 : at + first + 1 + rest]
        if any(whole(cell) == due + 1 for cell in cells):
            break
        opening = Cell(texts[at]) if first else Cell(rows[-1].cells[0].text if rows else "", up=bool(rows))
        rows.append(Row((opening, Cell(texts[at + first]), *map(Cell, cells)), lines[filled[at]].place))
        at += first + 1 + rest
    return (filled[at - 1] + 1, rows) if len(rows) >= _LEAST else None
