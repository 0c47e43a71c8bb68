"""Grids to tasks: follows heads, section rows, merged titles, further rows and rows that a page break has cut."""

from __future__ import annotations

from bot.plan.blocks import Document, Grid, Line
from bot.plan.columns import find_head, upright
from bot.plan.duty import says_first_leads
from bot.plan.grid_reader import GridReader
from bot.plan.rows import RawTask, Sections, heading_kind, marked_heading, plain, squeeze


def table_tasks(document: Document, *, first_leads: bool = False) -> list[RawTask]:
    """Return the tasks of all grids; headings between grids are their sections."""
    found: list[RawTask] = []
    unread: list[Grid] = []
    last: GridReader | None = None
    between = Sections()
    several = sum(1 for g in document.grids() if g.name and find_head(g)) > 1
    for block in document.blocks:
        if isinstance(block, Line):
            text = plain(block.text)
            marked, level = marked_heading(block.text)
            if level == "#":
                continue
            if marked and not heading_kind(marked):
                between.enter(marked, level)
                if last is not None:
                    last.closed = True
            elif heading_kind(text) in {"一", "（一）"} and len(text) <= 60:
                between.enter(squeeze(text))
                if last is not None:
                    last.closed = True
            continue
        reader = GridReader(upright(block), last, between, block.name if several else "")
        reader.manner.first_leads |= first_leads or any(says_first_leads(text) for text in reader.head)
        tasks = reader.read()
        found.extend(tasks)
        last = reader if reader.columns is not None else last
        if not tasks and len(block.rows) >= 3 and max(len(r.cells) for r in block.rows) >= 3:
            unread.append(block)
    for grid in unread if found else []:
        place = grid.rows[0].place
        document.notes.append(("table_unread", f"{place}起的表格没有认出任务，没有读（{len(grid.rows)}行）。", place))
    return found
