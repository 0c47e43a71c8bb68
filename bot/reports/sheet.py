"""The ledger as an Excel workbook: frozen head, filters, widths, lights as cell colours; no cell is ever a formula."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from bot.locale import Voice, dates
from bot.reports import rows, rows_followed
from bot.reports.cells import height_of
from bot.reports.rows import Cell, Table
from bot.reports.summary import Summary
from bot.reports.text import clean, mark_of
from storage.kinds import Light

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Colours that differ in brightness too, for eyes that do not tell red from green; the word stands in the cell as well.
COLOURS = {
    Light.green: "#C6E5C3",
    Light.blue: "#BBD6F2",
    Light.yellow: "#FFE699",
    Light.red: "#E58A80",
    Light.grey: "#E4E4E4",
}
CELL_LIMIT = 32767
WIDE = 12  # columns from which on a page of A4 is too small to read


def workbook(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the Summary as a workbook: name, mime type, bytes."""
    import xlsxwriter

    out = BytesIO()
    # Text that begins with = + - @ or looks like a link stays text.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": voice.say("Ledger"), "company": summary.office})
    styles = _styles(book)
    makers = [rows.ledger, rows.sections, rows.units, rows.targets, rows.burden, rows.figures]
    if summary.history:
        makers.append(rows.history)
    if summary.frozen:
        makers.append(rows.supplement)
    if summary.tracked:
        makers.append(rows_followed.tracked)
    if summary.practices:
        makers.append(rows_followed.practices)
    tables = [make(summary, voice) for make in makers]
    for table in tables:
        _sheet(book, table, styles, _note(summary, voice), {voice.say(rows.LIGHTS[light]): light for light in Light})
    book.close()
    name = f"{voice.say('Ledger')}-{summary.month:%Y-%m}.xlsx"
    return name, MIME, out.getvalue()


def _note(summary: Summary, voice: Voice) -> str:
    at = dates.moment(voice, summary.as_of, today=summary.month)
    return voice.say(
        "{titles}: {month} as of {at}; {mark}",
        titles="、".join(summary.titles),
        month=dates.year_month(voice, summary.month),
        at=at,
        mark=mark_of(summary, voice),
    )


def _styles(book: Any) -> dict[str, Any]:
    body = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return {
        "head": book.add_format({**body, "bold": True, "bg_color": "#DDE6EF", "valign": "vcenter"}),
        "text": book.add_format({**body, "num_format": "@"}),
        "number": book.add_format({**body, "align": "center"}),
        "date": book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "center"}),
        **{
            light.value: book.add_format({**body, "bg_color": colour, "num_format": "@"})
            for light, colour in COLOURS.items()
        },
    }


def _sheet(book: Any, table: Table, styles: dict[str, Any], note: str, lights: dict[str, Light]) -> None:
    sheet = book.add_worksheet(table.title)
    for column, (heading, width) in enumerate(zip(table.headings, table.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles["head"])
    for number, row in enumerate(table.rows, start=1):
        sheet.set_row(number, height_of(zip(row, table.widths, strict=True)))
        for column, cell in enumerate(row):
            _cell(sheet, number, column, cell, styles, lights)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)
    sheet.set_header(f"&L{note.replace('&', '&&')[:200]}&RP. &P/&N")
    sheet.set_landscape()
    sheet.set_paper(8 if len(table.headings) > WIDE else 9)  # A3 or A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, row: int, column: int, cell: Cell, styles: dict[str, Any], lights: dict[str, Light]) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, styles["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, styles["date"])
    elif isinstance(cell, str):
        style = styles[lights[cell].value] if cell in lights else styles["text"]
        sheet.write_string(row, column, clean(cell)[:CELL_LIMIT], style)
    else:
        sheet.write_number(row, column, cell, styles["number"])
