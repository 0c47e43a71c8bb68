"""A unit's own sheet: its open tasks with what was said last, and columns to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bot.locale import Voice
from bot.reports.cells import height_of

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "duban"
CELL_LIMIT = 32_000  # Excel takes 32,767 characters a cell


@dataclass(frozen=True)
class Line:
    """One open task. `last` is what was said of it last, `last_month` for which month."""

    code: str
    title: str
    deadline: str
    last: str = ""
    last_month: str = ""
    owed: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class UnitSheet:
    """What a unit's sheet shows, in the reader's language."""

    unit: str
    plan: str
    month: str
    due: str
    lines: Sequence[Line]


# Heading, width in characters, whether it is for the unit to fill in.
_COLUMNS = (
    ("Code", 8, False),
    ("Task", 34, False),
    ("Deadline", 18, False),
    ("Last report", 40, False),
    ("Status", 11, True),
    ("Percent", 9, True),
    ("Progress this month", 44, True),
    ("Expected", 13, True),
    ("Obstacle", 28, True),
)
STATUS = ("In progress", "Done", "Blocked", "Not started", "No change")
_HEAD = 2  # rows above the table's headings


def heads(voice: Voice) -> list[str]:
    """Return the table's headings, by which a sheet that comes back is told."""
    return [voice.say(name) for name, _, _ in _COLUMNS]


def render(voice: Voice, sheet: UnitSheet) -> tuple[str, str, bytes]:
    """Return the sheet as (name, mime, bytes): an .xlsx, a row a task, the columns to fill unlocked."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(SHEET)
    _head(voice, book, page, sheet)
    _table(voice, book, page, sheet)
    last = _HEAD + len(sheet.lines)
    page.data_validation(
        _HEAD + 1, 4, max(last, _HEAD + 1), 4, {"validate": "list", "source": [voice.say(word) for word in STATUS]}
    )
    page.freeze_panes(_HEAD + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD)
    page.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True})
    book.close()
    return f"{_safe(sheet.unit)}_{_safe(sheet.month)}.xlsx", MIME, out.getvalue()


def _head(voice: Voice, book: Any, page: Any, sheet: UnitSheet) -> None:
    page.write_string(
        0,
        0,
        voice.say("{unit}: progress of {month}", unit=sheet.unit, month=sheet.month),
        book.add_format({"bold": True, "font_size": 14}),
    )
    note = voice.say("{plan}; due {due}. Please fill in the columns in yellow.", plan=sheet.plan, due=sheet.due)
    page.write_string(1, 0, note, book.add_format({"font_color": "#555555"}))
    head = book.add_format({"bold": True, "bg_color": "#DDE6EF", "border": 1, "text_wrap": True, "valign": "vcenter"})
    for column, (name, width, _) in enumerate(_COLUMNS):
        page.set_column(column, column, width)
        page.write_string(_HEAD, column, voice.say(name), head)


def _table(voice: Voice, book: Any, page: Any, sheet: UnitSheet) -> None:
    base = {"border": 1, "text_wrap": True, "valign": "top"}
    plain = book.add_format({**base, "locked": True})
    late = book.add_format({**base, "locked": True, "font_color": "#B00020"})
    fill = book.add_format({**base, "locked": False, "bg_color": "#FFFBE6", "num_format": "@"})
    for number, line in enumerate(sheet.lines):
        row = _HEAD + 1 + number
        deadline = voice.say("{deadline} (past)", deadline=line.deadline) if line.overdue else line.deadline
        last = voice.say("{month}: {words}", month=line.last_month, words=line.last) if line.last else ""
        known = (line.code, line.title, deadline, last[:CELL_LIMIT])
        page.set_row(row, height_of(zip(known, (width for _, width, _ in _COLUMNS), strict=False)))
        for column, text in enumerate(known):
            page.write_string(row, column, text, late if column == 2 and line.overdue else plain)
        for column in range(len(known), len(_COLUMNS)):
            page.write_blank(row, column, None, fill)


def _safe(text: str) -> str:
    """Return the text as part of a file's name."""
    return "".join(c if c.isalnum() or c in "（）()-" else "_" for c in text).strip("_") or "duban"
