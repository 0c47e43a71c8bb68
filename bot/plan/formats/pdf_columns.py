"""Tables in a PDF that no ruled lines show: columns told by the gutters between words, rows by the gaps between lines.

A head line says how many columns there are; between two heads there must be a gutter that no word below crosses. Rows
are parted by level rules where there are some, else by the gaps that are wider than those within a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.plan.blocks import Cell, Grid, Line, Row
from bot.plan.flat import is_signature
from bot.plan.heads import head_roles, role_of
from bot.plan.rows import heading_kind, is_number

_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*|Page\s+)?\d{1,3}(?:\s*页)?(?:\s*(?:/|of|共)\s*\d{1,3}\s*页?)?[-—–\s]*")


@dataclass(frozen=True)
class Piece:
    """Text without a wide gap in it, and where it stands."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Columns:
    """The borders between columns from left to right, and which columns hold numbers and times."""

    borders: tuple[float, ...]
    roles: tuple[str, ...]

    def of(self, piece: Piece) -> int:
        """Return the column that a piece stands in."""
        middle = (piece.left + piece.right) / 2
        return sum(border <= middle for border in self.borders)

    def crossed(self, piece: Piece) -> bool:
        """Whether a piece reaches over a border."""
        return any(piece.left < border - 1 and piece.right > border + 1 for border in self.borders)


def may_hold_head(text: str) -> bool:
    """Tell cheaply whether a line of a page may be a table's head."""
    words = text.split()
    return len(text) <= 160 and len(words) >= 3 and sum(bool(role_of(word)) for word in words) >= 2


def pieces_of(words: Sequence[dict[str, object]]) -> list[Piece]:
    """Join the words of a line that no more than a space parts."""
    plain = sorted(
        (Piece(str(w["text"]), _f(w["x0"]), _f(w["x1"]), _f(w["top"]), _f(w["bottom"])) for w in words),
        key=lambda p: (round(p.top), p.left),
    )
    out: list[Piece] = []
    for word in plain:
        last = out[-1] if out else None
        size = word.bottom - word.top
        if last and abs(last.top - word.top) < size * 0.3 and -size < word.left - last.right < size * 0.6:
            gap = " " if last.text[-1:].isascii() and word.text[:1].isascii() else ""
            out[-1] = Piece(last.text + gap + word.text, last.left, word.right, last.top, max(last.bottom, word.bottom))
        else:
            out.append(word)
    return out


def _f(value: object) -> float:
    return float(str(value))


def find_table(
    pieces: list[Piece], rules: Sequence[float], place: str, carried: Columns | None
) -> tuple[Grid, Columns, float, float] | None:
    """Return the table with its columns and where it begins and ends; `carried` is that of the page before."""
    lines = _lines(pieces)
    found_head = _find_head(lines)
    if found_head is None:
        if carried is None or not lines:
            return None
        body = _body(lines, carried)
        columns, head = carried, []
    else:
        joined, at, end = found_head
        head = lines[at:end]
        body = _below(lines[end:], joined)
        found = _columns(joined, [p for line in [*head, *body] if not _is_section(line) for p in line])
        if found is None:
            return None
        columns = found
        body = _body(body, columns)
    body = _without_signature(body)
    filled = [line for line in body if not _is_section(line)]
    if len(filled) < (1 if head == [] else 2) or (not head and _too_few(filled, columns)):
        return None
    bands = [*([head] if head else []), *_bands(body, columns, rules)]
    rows = tuple(_row(band, columns, place, i == 0 and not head) for i, band in enumerate(bands) if band)
    flat = [p for line in [*head, *body] for p in line]
    return Grid(rows), columns, min(p.top for p in flat), max(p.bottom for p in flat)


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.left)):
        if lines and abs(lines[-1][0].top - piece.top) < (piece.bottom - piece.top) * 0.4:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    kept = [sorted(line, key=lambda p: p.left) for line in lines]
    return [line for line in kept if not (len(line) == 1 and _PAGE_NUMBER.fullmatch(line[0].text))]


def _is_head(line: list[Piece]) -> bool:
    texts = [piece.text for piece in line]
    return len(texts) >= 3 and head_roles(texts) is not None and not any(is_number(t) and t.isdigit() for t in texts)


def _find_head(lines: list[list[Piece]]) -> tuple[list[Piece], int, int] | None:
    """Return the head's pieces and its lines; words that a narrow column has broken are put together again."""
    for height in (1, 2, 3):
        for i in range(len(lines) - height + 1):
            joined = _stacked(lines[i : i + height])
            if _is_head(joined):
                more = _stacked(lines[i : i + height + 1])
                if _known(more) > _known(joined) and _is_head(more):
                    return more, i, i + height + 1
                return joined, i, i + height
    return None


def _known(head: list[Piece]) -> int:
    return sum(bool(role_of(piece.text)) for piece in head)


def _stacked(lines: list[list[Piece]]) -> list[Piece]:
    """Join pieces that stand below each other."""
    out: list[Piece] = []
    for piece in (piece for line in lines for piece in line):
        over = next((i for i, p in enumerate(out) if p.left < piece.right and piece.left < p.right), None)
        if over is None:
            out.append(piece)
            continue
        last = out[over]
        text = _joined([last.text, piece.text])
        left, right = min(last.left, piece.left), max(last.right, piece.right)
        out[over] = Piece(text, left, right, last.top, max(last.bottom, piece.bottom))
    return sorted(out, key=lambda p: p.left)


def _below(lines: list[list[Piece]], head: list[Piece]) -> list[list[Piece]]:
    """The lines up to the first that reaches over two heads: prose below the table."""
    for i, line in enumerate(lines):
        for piece in line:
            covered = sum(piece.left <= h.left and piece.right >= h.right for h in head)
            if covered >= 2 and not _is_section(line):
                return lines[:i]
    return lines


def _is_section(line: list[Piece]) -> bool:
    return len(line) == 1 and heading_kind(line[0].text) in {"一", "（一）"} and len(line[0].text) <= 60


def _columns(head: list[Piece], pieces: list[Piece]) -> Columns | None:
    borders: list[float] = []
    for a, b in pairwise(head):
        gutter = _gutter((a.left + a.right) / 2, (b.left + b.right) / 2, pieces)
        if gutter is None:
            return None
        borders.append(gutter)
    return Columns(tuple(borders), tuple(head_roles([p.text for p in head]) or ()))


def _gutter(start: float, end: float, pieces: list[Piece]) -> float | None:
    """Return the middle of the widest stretch between two places that no piece covers."""
    spans = sorted((p.left, p.right) for p in pieces if p.right > start and p.left < end)
    best, at, reached = 2.0, None, start
    for left, right in [*spans, (end, end)]:
        if left - reached > best:
            best, at = left - reached, (left + reached) / 2
        reached = max(reached, right)
    return at


def _body(lines: list[list[Piece]], columns: Columns) -> list[list[Piece]]:
    for i, line in enumerate(lines):
        if not _is_section(line) and any(columns.crossed(piece) for piece in line):
            return lines[:i]
    return lines


def _without_signature(lines: list[list[Piece]]) -> list[list[Piece]]:
    """Leave out who signs and when, which stand alone on the last lines."""
    for i in range(max(0, len(lines) - 3), len(lines)):
        texts = [line[0].text for line in lines[i:] if len(line) == 1]
        if len(texts) == len(lines) - i and is_signature(texts):
            return lines[:i]
    return lines


def _too_few(lines: list[list[Piece]], columns: Columns) -> bool:
    """Whether what goes on from the page before looks like running text rather than a table."""
    return sum(len(line) >= 2 for line in lines) * 2 < len(lines) or all(
        columns.of(p) == 0 for line in lines for p in line
    )


def _bands(lines: list[list[Piece]], columns: Columns, rules: Sequence[float]) -> list[list[list[Piece]]]:
    """Part the lines into rows."""
    breaks = [_parted(a, b, rules) for a, b in pairwise(lines)]
    if sum(breaks) * 3 < len(lines) and not (any(breaks) and len(rules) >= 3):
        breaks = _by_numbers(lines, columns) or _by_gaps(lines)
    bands: list[list[list[Piece]]] = [[lines[0]]] if lines else []
    for i, line in enumerate(lines[1:]):
        if breaks[i] or _is_section(line) or _is_section(lines[i]):
            bands.append([line])
        else:
            bands[-1].append(line)
    return bands


def _parted(a: list[Piece], b: list[Piece], rules: Sequence[float]) -> bool:
    low, high = max(p.bottom for p in a) - 2, min(p.top for p in b) + 2
    return any(low <= rule <= high for rule in rules)


def _gaps(lines: list[list[Piece]]) -> list[float]:
    return [min(p.top for p in b) - max(p.bottom for p in a) for a, b in pairwise(lines)]


def _by_numbers(lines: list[list[Piece]], columns: Columns) -> list[bool]:
    """A row holds one number: begin rows at numbers, or part at the widest gaps where numbers stand in the middle."""
    if "number" not in columns.roles:
        return []
    column = columns.roles.index("number")
    numbered = [any(columns.of(p) == column and is_number(p.text) for p in line) for line in lines]
    count = sum(numbered)
    if count < 2:
        return []
    gaps = _gaps(lines)
    widest = set(sorted(range(len(gaps)), key=lambda i: -gaps[i])[: count - 1])
    at_gaps = [i in widest for i in range(len(gaps))]
    groups, group = [], [numbered[0]]
    for broken, number in zip(at_gaps, numbered[1:], strict=True):
        if broken:
            groups.append(group)
            group = []
        group.append(number)
    groups.append(group)
    if all(sum(g) == 1 for g in groups):
        return at_gaps
    return numbered[1:] if numbered[0] else []


def _by_gaps(lines: list[list[Piece]]) -> list[bool]:
    """Gaps between rows are wider than gaps within a cell; where all are alike each line is a row."""
    gaps = _gaps(lines)
    if not gaps:
        return []
    low, high = min(gaps), max(gaps)
    if high - low < 2.0:
        return [True] * len(gaps)
    return [gap > (low + high) / 2 for gap in gaps]


def _row(band: list[list[Piece]], columns: Columns, place: str, top: bool) -> Row:
    cells: list[list[str]] = [[] for _ in range(len(columns.borders) + 1)]
    if len(band) == 1 and _is_section(band[0]):
        return Row(tuple(Cell(band[0][0].text if i == 0 else "") for i in range(len(cells))), place)
    for line in band:
        for piece in line:
            cells[columns.of(piece)].append(piece.text)
    return Row(tuple(Cell(_joined(texts)) for texts in cells), place, top=top)


def _joined(texts: list[str]) -> str:
    out = texts[0] if texts else ""
    for text in texts[1:]:
        out += (" " if out[-1:].isascii() and text[:1].isascii() else "") + text
    return out


def outside(lines: Sequence[tuple[float, Line]], top: float, bottom: float) -> list[tuple[float, Line]]:
    """Return the lines of the page above and below a table."""
    return [(y, line) for y, line in lines if not top - 2 <= y <= bottom - 2]
