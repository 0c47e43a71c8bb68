"""Making rows of a flattened table equally wide."""

from __future__ import annotations

from bot.plan.blocks import Cell, Row
from bot.plan.heads import role_of


def even(rows: list[Row]) -> tuple[Row, ...]:
    """Fill short rows up with empty cells."""
    width = max(len(row.cells) for row in rows)
    return tuple(Row(row.cells + (Cell(""),) * (width - len(row.cells)), row.place, row.top) for row in rows)


def widen(heads: list[Cell], width: int) -> list[Cell]:
    """A head over two columns (具体任务 over title and content) is given twice."""
    while len(heads) < width:
        at = next((k for k, h in enumerate(heads) if role_of(h.text) in {"title", "description"}), len(heads) - 1)
        heads = [*heads[: at + 1], Cell(heads[at].text, left=True), *heads[at + 1 :]]
    return heads
