"""A table whose tabs became spaces on the way (Telegram makes one of every tab; Word and WPS set columns with several,
also full-width ones): its cells are found again by the head."""

from __future__ import annotations

import re

from bot.replies.table_heads import column_kinds

HEADS = 3  # fewer known heads are a sentence rather than a table
_WIDE = re.compile(r"[ \u3000]{2,}|\u3000")


def tabbed(text: str) -> str:
    """Return the text with tabs between the cells of its table; any other text comes back as it is.

    Where the head is set with single spaces, one stands for one tab, and two together for an empty cell; a row whose
    own words hold spaces has more cells than the head and stays a line of text. Where it is set with several, so are
    the rows.
    """
    lines = text.split("\n")
    place = next((number for number, line in enumerate(lines) if is_head(line)), None)
    if place is None:
        return text
    wide, width = _manner(lines[place], lines[place + 1 :])
    rows = [_row(line, width, wide=wide) if number >= place else line for number, line in enumerate(lines)]
    return "\n".join(rows) if any("\t" in row for row in rows[place + 1 :]) else text


def is_head(line: str) -> bool:
    """Tell whether a line is the head of a table that lost its tabs, such as 编号 任务 进展情况 存在问题."""
    if line.count(" ") + line.count("\u3000") < HEADS - 1 or "\t" in line or "|" in line:
        return False
    return any(_heads(_split(line, wide=wide)) for wide in (True, False))


def _heads(cells: list[str]) -> bool:
    kinds = column_kinds(cells) if len(cells) >= HEADS else None
    told = kinds is not None and bool({"status", "percent", "measure"} & set(kinds))
    return told and kinds is not None and bool({"code", "title"} & set(kinds))


def _manner(head: str, rows: list[str]) -> tuple[bool, int]:
    """Return whether several spaces stand between the cells, and how many cells a row has."""
    if not _WIDE.search(head.strip()):
        return False, len(head.split(" "))
    width = len(_split(head, wide=True))
    as_set = _heads(_split(head, wide=True)) and any(len(_split(row, wide=True)) == width for row in rows)
    return True, width if as_set else len(head.split())


def _split(line: str, *, wide: bool) -> list[str]:
    return _WIDE.split(line.strip()) if wide and _WIDE.search(line.strip()) else line.split(" ")


def _row(line: str, width: int, *, wide: bool) -> str:
    cells = _split(line, wide=wide)
    if wide and len(cells) != width and len(line.split()) == width:
        cells = line.split()
    cells += [""] * (width - len(cells)) if len(cells) > 1 else []  # empty cells at the end are cut off
    return "\t".join(cells) if len(cells) == width else line
