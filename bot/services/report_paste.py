"""A table pasted into the chat: Telegram makes a space of every tab, so that its cells are found again by the head."""

from __future__ import annotations

from bot.replies.tables import column_kinds

HEADS = 3  # fewer known heads are a sentence rather than a table


def tabbed(text: str) -> str:
    """Return the text with tabs between the cells of its table; any other text comes back as it is.

    One space stands for one tab, and two together for an empty cell. A row whose own words hold spaces has more cells
    than the head and stays a line of text.
    """
    lines = text.split("\n")
    place = next((number for number, line in enumerate(lines) if is_head(line)), None)
    if place is None:
        return text
    width = len(lines[place].split(" "))
    rows = [_row(line, width) if number >= place else line for number, line in enumerate(lines)]
    return "\n".join(rows) if any("\t" in row for row in rows[place + 1 :]) else text


def is_head(line: str) -> bool:
    """Tell whether a line is the head of a table that lost its tabs, such as 编号 任务 进展情况 存在问题."""
    kinds = column_kinds(line.split(" ")) if "\t" not in line else None
    return kinds is not None and len(kinds) >= HEADS and "status" in kinds and ("code" in kinds or "title" in kinds)


def _row(line: str, width: int) -> str:
    cells = line.split(" ")
    cells += [""] * (width - len(cells)) if len(cells) > 1 else []  # empty cells at the end are cut off
    return "\t".join(cells) if len(cells) == width else line
