"""A document without its format: lines and grids in their order. Readers make these; layouts are recognised in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell's text; `up` and `left` tell that a merged cell above or to the left reaches into this one."""

    text: str
    up: bool = False
    left: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph or line of text; it may keep leading tabs, which flattened tables are told by."""

    text: str
    place: str


@dataclass(frozen=True)
class Row:
    """One row of a grid. `top` marks the first row of a page, where a row may go on from the page before."""

    cells: tuple[Cell, ...]
    place: str
    top: bool = False

    @property
    def texts(self) -> list[str]:
        """The cells' texts, stripped."""
        return [cell.text.strip() for cell in self.cells]


@dataclass(frozen=True)
class Grid:
    """A table; `name` is the sheet's where there is one."""

    rows: tuple[Row, ...]
    name: str = ""


@dataclass
class Document:
    """Lines and grids in the order of the document; `notes` are anomalies that the reader itself met."""

    blocks: list[Line | Grid] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # kind, message, place

    def lines(self) -> Iterator[Line]:
        """Give the lines outside the grids."""
        return (block for block in self.blocks if isinstance(block, Line))

    def grids(self) -> Iterator[Grid]:
        """Give the grids."""
        return (block for block in self.blocks if isinstance(block, Grid))
