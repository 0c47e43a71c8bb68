"""Tables pasted from a web page as one cell a line: which of the lines make a row."""

from __future__ import annotations

import re

from bot.plan.blocks import Cell, Grid, Line, Row
from bot.plan.deadlines import is_deadline_text, read_deadline
from bot.plan.flat_counted import numbered_within
from bot.plan.flat_shape import even, widen
from bot.plan.heads import head_roles, role_of
from bot.plan.names import is_collective
from bot.plan.numerals import whole
from bot.plan.rows import heading_kind, is_number, plain
from bot.plan.units import looks_like_unit, split_units


def one_cell_a_line(lines: list[Line], i: int) -> tuple[int, Grid | None]:
    """A run of lines that are heads; then rows of cells, each begun by its number or by a blank line.

    Returns where the table ends; without one, how far the lines were walked in vain.
    """
    if not role_of(plain(lines[i].text)) or "\t" in lines[i].text.strip():
        return i, None
    j = i
    heads: list[str] = []
    while j < len(lines) and len(heads) < 12:
        text = plain(lines[j].text)
        if not text:
            j += 1
            continue
        if not role_of(text):
            break
        heads.append(text)
        j += 1
    if len(heads) < 3 or head_roles(heads) is None or _title_first(heads):
        return i, None
    indented = lines[i].text.startswith("\t")
    if "number" not in map(role_of, heads) and not indented:
        counted = _counted_off(lines, j, heads)
        if counted is not None:
            end, found = counted
            return end, Grid(even([Row(tuple(Cell(h) for h in heads), lines[i].place), *found]))
        within = numbered_within(lines, j, heads)
        if within is not None:
            end, found = within
            heads = [heads[0], "序号", *heads[1:]]
            return end, Grid(even([Row(tuple(Cell(h) for h in heads), lines[i].place), *found]))
    groups, end = _groups(lines, j, indented, role_of(heads[0]) == "number", len(heads))
    rows = _flat_rows(groups, heads)
    if len(rows) < 2:
        return end, None
    width = max(len(r.cells) for r in rows)
    head_cells = widen([Cell(h) for h in heads], width)
    return end, Grid(even([Row(tuple(head_cells), lines[i].place), *rows]))


def _counted_off(lines: list[Line], j: int, heads: list[str]) -> tuple[int, list[Row]] | None:
    """Cells with neither numbers nor blank lines between rows: as many as there are heads make a row.

    Only where the columns of time and of units hold such things, row after row; headings may stand between.
    """
    roles = [role_of(head) for head in heads]
    filled = [k for k in range(j, len(lines)) if plain(lines[k].text)]
    rows: list[Row] = []
    at = 0
    end = j
    while at < len(filled):
        text = plain(lines[filled[at]].text)
        cells = [plain(lines[k].text) for k in filled[at : at + len(heads)]]
        if heading_kind(text) in {"一", "（一）"} and len(text) <= 60:
            rows.append(Row((Cell(text),), lines[filled[at]].place))
            at += 1
        elif len(cells) == len(heads) and _fits(cells, roles):
            rows.append(Row(tuple(Cell(c) for c in cells), lines[filled[at]].place))
            at += len(heads)
            end = filled[at - 1] + 1
        else:
            break
    full = [row for row in rows if len(row.cells) > 1]
    while rows and len(rows[-1].cells) == 1:
        rows.pop()
    return (end, rows) if len(full) >= 2 else None


def _fits(cells: list[str], roles: list[str]) -> bool:
    """Whether a row's cells are what their columns are for; 无 and dashes fit anywhere."""
    checked = 0
    for cell, role in zip(cells, roles, strict=True):
        if role not in {"deadline", "lead", "resp", "support"}:
            continue
        checked += 1
        none = cell in {"无", "/", "-", "—", "——", "N/A"}
        if role == "deadline" and not (none or is_deadline_text(cell) or read_deadline(cell, 2000).deadline):
            return False
        names = split_units(cell) if role != "deadline" and not none else []
        if names and not all(looks_like_unit(n) or is_collective(n) for n in names):
            return False
    return checked >= 1


def _title_first(heads: list[str]) -> bool:
    """Whether the first is the table's own title (重点任务清单), above a head with a number or tasks of its own."""
    if role_of(heads[0]) != "title":
        return False
    numbered = any(role_of(h) == "number" for h in heads[1:3])
    return numbered or (len(heads[0]) > 8 and any(role_of(h) == "title" for h in heads[1:]))


def _groups(
    lines: list[Line], j: int, indented: bool, numbered: bool, width: int
) -> tuple[list[tuple[list[str], str]], int]:
    """Collect the cells of each row with its place."""
    groups: list[tuple[list[str], str]] = []
    cells: list[str] = []
    place = ""

    def close() -> None:
        nonlocal cells
        if any(c.strip() for c in cells):
            groups.append((cells, place))
        cells = []

    while j < len(lines):
        raw = lines[j].text.rstrip("\r\n")
        text = plain(raw)
        begins = raw.startswith("\t") if indented else True
        if not raw.strip(" 　\xa0\t") and not (indented and raw.startswith("\t")):
            if indented or not numbered:
                close()
            j += 1
            continue
        opens = (
            numbered
            and begins
            and is_number(text)
            and not indented
            and (len(cells) >= width - 1 or _next(groups, text))
        )
        section = (
            begins and not indented and heading_kind(text) in {"一", "（一）"} and len(text) <= 60 and len(cells) != 1
        )
        if opens or section:
            close()
        if indented and not begins and not cells and groups:
            break
        begins = begins and not (not indented and cells and _goes_on(cells[-1], text))
        if not cells:
            place = lines[j].place
        if begins:
            cells.append(text)
        elif cells:
            cells[-1] = (cells[-1] + "\n" + text).strip("\n")
        if section:
            close()
        j += 1
    close()
    return groups, j


def _goes_on(cell: str, text: str) -> bool:
    """Whether a line is the rest of the cell above: a list broken at its commas."""
    return bool(re.search(r"[、，,]$", cell) or re.match(r"[、，,；;]", text))


def _next(groups: list[tuple[list[str], str]], text: str) -> bool:
    """Whether the number follows the last row's number."""
    last = next((g[0][0] for g in reversed(groups) if is_number(g[0][0])), "0")
    before, now = whole(re.sub(r"\D", "", last)), whole(re.sub(r"\D", "", text))
    return before is not None and now is not None and now in {before + 1, 1}


def _flat_rows(groups: list[tuple[list[str], str]], heads: list[str]) -> list[Row]:
    counts: dict[int, int] = {}
    for cells, _ in groups:
        counts[len(cells)] = counts.get(len(cells), 0) + 1
    usual = max((n for n in counts if n >= len(heads) - 1), key=lambda n: counts[n], default=len(heads))
    rows = []
    for cells, place in groups:
        if len(cells) == 1:
            texts = cells
        elif len(cells) < usual:
            texts = _pad(cells, usual, heads)
        else:
            texts = [*cells[: usual - 1], "\n".join(c for c in cells[usual - 1 :] if c)]
        rows.append(Row(tuple(Cell(t) for t in texts), place))
    return rows


def _pad(cells: list[str], width: int, heads: list[str]) -> list[str]:
    """A row with fewer cells: what is missing stood empty or merged, mostly in front, where no number leads it."""
    missing = width - len(cells)
    if is_number(cells[0]):
        return cells + [""] * missing
    return [""] * missing + cells
