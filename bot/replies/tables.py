"""Pasted tables (tab-separated, with strokes or with spaces between the cells, with or without heads, or one field a
line) -> one line of text a row, for the same reader as everything else; what stands around them stays where it is.

A cell broken over two lines is put together again, a row without number and title goes on with the one above it, and
rows that sum up (合计) or are another unit's own are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.replies import table_upright
from bot.replies.context import Context
from bot.replies.spaced import tabbed
from bot.replies.table_columns import without_plan
from bot.replies.table_heads import CODE, STANDINGS, column_kinds, is_head, kind_of, settled
from bot.replies.table_rows import Manner, agrees, line_of, names_another, nothing, repeats_deadline
from bot.replies.titles import essence

__all__ = ["column_kinds", "unfold"]

_NONE = ("无", "暂无", "无困难", "无问题", "没有")
_NAMING = {"code", "title", "indicator", "unit", "reporter"}
_SUMS = ("合计", "总计", "小计", "共计", "合 计", "total", "sum")


@dataclass(slots=True)
class _Table:
    """The heads and rows of one table."""

    heads: list[str] | None = None
    rows: list[list[str]] = field(default_factory=list)


def unfold(text: str, ctx: Context) -> str:
    """Return the text with its table rows turned into lines; a text without a table comes back as it is."""
    text = tabbed(text)
    lines = [_cells(line) for line in text.split("\n")]
    if sum(len(cells) >= 2 for cells in lines) < 1 or ("\t" not in text and not _ruled(lines, text)):
        return text
    lines = table_upright.laid_flat(lines)
    out: list[str] = []
    table: _Table | None = None
    for at, cells in enumerate(lines):
        if table is not None and len(cells) < 2 and cells[0].lower() in _SUMS:
            continue
        if len(cells) < 2 and not (table and _inside(lines, at, table)):
            out += [*_told(table, ctx), " ".join(cells)]
            table = None
        elif _heads(cells, table, ctx):
            out += _told(table, ctx)
            table = _Table(cells)
        elif not all(set(cell) <= set("-: ") for cell in cells):
            table = table or _Table()
            table.rows.append(cells)
    return "\n".join(line for line in [*out, *_told(table, ctx)] if line)


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if line.count("|") >= 2 or (line.count("|") == 1 and not line.strip().startswith("|")):
        return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
    return [line.strip()]


def _ruled(lines: list[list[str]], text: str) -> bool:
    """Tell whether strokes make a table: four of them, or heads above at least one row."""
    rows = [cells for cells in lines if len(cells) >= 2]
    return text.count("|") >= 4 or (len(rows) >= 2 and is_head(rows[0]))


def _inside(lines: list[list[str]], at: int, table: _Table) -> bool:
    """Tell whether a line of one cell is the middle of a cell that was broken over several lines."""
    width = len(table.heads or ())
    if not (table.rows and len(table.rows[-1]) < width and lines[at] != [""]):
        return False
    behind = next((cells for cells in lines[at + 1 : at + 4] if len(cells) >= 2), None)
    return behind is not None and not _begins(behind) and len(table.rows[-1]) + len(behind) - 1 == width


def _begins(cells: list[str]) -> bool:
    return CODE.fullmatch(cells[0]) is not None


def _heads(cells: list[str], table: _Table | None, ctx: Context) -> bool:
    if table is not None and (table.heads is None or len(cells) != len(table.heads)) and len(table.rows) >= 3:
        return False
    return is_head(cells) and not any(_is_title(cell, ctx) for cell in cells)


def _is_title(cell: str, ctx: Context) -> bool:
    """Tell whether a cell is a task's title, whatever word of a head it holds."""
    code = ctx.view.titles.told(cell) if len(essence(cell)) >= 4 else None
    return code is not None and ctx.view.titles.repeats(cell, code, 0.9)


def _told(table: _Table | None, ctx: Context) -> list[str]:
    """Return the rows of a table as lines."""
    if table is None or not table.rows:
        return []
    sorted_rows = _sorted(table, ctx)
    place = [cells.get("code", "").strip("(). 、") for cells in sorted_rows]
    counting = len(place) >= 2 or (table.heads is not None and "序号" in table.heads)
    counting = counting and place == [str(n + 1) for n in range(len(place))]
    counted = counting and (
        any(names_another(cells, ctx) for cells in sorted_rows) or not any(agrees(cells, ctx) for cells in sorted_rows)
    )
    shares = [cells["percent"] for cells in sorted_rows if re.fullmatch(r"[\d.]+", cells.get("percent", ""))]
    fractions = any("." in share for share in shares) and all(float(share) <= 1 for share in shares)
    limits = [cells for cells in sorted_rows if cells.get("limit")]
    promises = not all(repeats_deadline(cells, ctx) for cells in limits)
    told = any(cells.keys() - _NAMING and any(cells[k] for k in cells.keys() - _NAMING) for cells in sorted_rows)
    return [line_of(cells, Manner(counted, fractions, promises, told), ctx) for cells in sorted_rows]


def _sorted(table: _Table, ctx: Context) -> list[dict[str, str]]:
    """Return each row's cells by what their columns are for, rows that go on with the one above put to it."""
    rows = [row for row in _mended(table) if any(row) and not _sums(row)]
    if table.heads is None:
        rows = without_plan(rows, ctx)
        obstacles = _ends_in_obstacles(rows)
        found = [_by_place(row, ctx, obstacles=obstacles) for row in rows]
        if any(cells["code"] or cells.get("title") for cells in found):
            found = [_named_first(cells) for cells in found]
    else:
        kinds = settled([kind_of(head) for head in table.heads], table.heads, rows)
        found = [_by_head(row, kinds, table.heads) for row in rows]
    kept: list[dict[str, str]] = []
    for row, cells in zip(rows, found, strict=True):
        if not _own(cells.get("reporter", ""), ctx):
            continue
        named = cells.get("code") or cells.get("title") or cells.get("indicator")
        if kept and not named and (table.heads is not None or not row[0]):
            for kind, cell in cells.items():
                kept[-1][kind] = f"{kept[-1][kind]}。{cell}" if kept[-1].get(kind) else cell
        else:
            kept.append(cells)
    return kept


def _mended(table: _Table) -> list[list[str]]:
    """Return the rows with cells that were broken over two lines put together."""
    width, out = len(table.heads or ()), list[list[str]]()
    for row in table.rows:
        last = out[-1] if out else None
        broken = last is not None and len(last) < width and (len(row) == 1 or len(last) + len(row) - 1 == width)
        if last is not None and broken and not _begins(row):
            last[-1] = f"{last[-1]},{row[0]}".strip(",")
            last += row[1:]
            continue
        out.append(list(row))
    return out


def _sums(row: list[str]) -> bool:
    first = next((cell for cell in row if cell), "").lower()
    return first.startswith(_SUMS)


def _own(reporter: str, ctx: Context) -> bool:
    """Tell whether a row is the unit's own: 填报单位 names no other unit."""
    return not ctx.ledger.knows(reporter) or reporter == ctx.view.unit


def _ends_in_obstacles(rows: list[list[str]]) -> bool:
    """Tell whether the last column, which has no head, is that of obstacles: 无 stands in one of its cells."""
    wide = len(rows) >= 2 and all(len(row) == len(rows[0]) >= 3 for row in rows)
    return wide and any(row[-1].rstrip("。") in _NONE for row in rows)


def _by_place(row: list[str], ctx: Context, *, obstacles: bool) -> dict[str, str]:
    cells: dict[str, str] = {}
    if obstacles:
        cells["problem"], row = row[-1], row[:-1]
    cells["code"] = row[0] if CODE.fullmatch(row[0]) else ""
    rest = row[1:] if cells["code"] else row
    named = ctx.view.titles.told(rest[0]) if len(rest) > 1 else None
    if named and ctx.view.titles.covers(rest[0], named):
        cells["title"], rest = rest[0], rest[1:]
    cells["status"] = ",".join(cell for cell in rest if cell)
    return cells


def _named_first(cells: dict[str, str]) -> dict[str, str]:
    """Take the first of several cells for the name of something, in a row beside others that begin with tasks."""
    name, comma, said = cells["status"].partition(",")
    if cells["code"] or cells.get("title") or not comma or re.search(r"\d", name):
        return cells
    return {**cells, "title": name, "status": said}


def _by_head(row: list[str], kinds: list[str], heads: list[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for kind, head, cell in zip(kinds, heads, row, strict=False):
        if not kind or kind == "skip" or not cell:
            continue
        if kind == "status" and cell == "✅" and head in STANDINGS:
            cell = head
        if kind not in cells or nothing(cells[kind]):
            cells[kind] = cell
        elif not nothing(cell):
            cells[kind] = f"{cells[kind]}。{cell}"
    return cells
