"""Makes plan documents with real libraries: Word, Excel and PDF, with merged cells, section rows and page breaks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

Rows = Sequence[Sequence[str]]
UP = "\x00up"  # a cell merged with the one above
LEFT = "\x00left"  # a cell merged with the one to its left


def docx(*parts: str | Rows, repeat_head: bool = False) -> bytes:
    """A Word document of paragraphs and tables; UP and LEFT cells are merged."""
    import docx as library

    document = library.Document()
    for part in parts:
        if isinstance(part, str):
            for text in part.split("\n"):
                document.add_paragraph(text)
            continue
        _docx_table(document, part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_table(document: Any, rows: Rows) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    cells = [list(row.cells) for row in table.rows]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in {UP, LEFT}:
                cells[r][c].text = text
    for (r0, c0), (r1, c1) in areas(rows):
        cells[r0][c0].merge(cells[r1][c1])


def areas(rows: Rows) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged areas that UP and LEFT marks describe, as (first, last) corners."""
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {UP, LEFT}:
                continue
            right = c
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            down = r
            while down + 1 < len(rows) and c < len(rows[down + 1]) and rows[down + 1][c] == UP:
                down += 1
            if (right, down) != (c, r):
                found.append(((r, c), (down, right)))
    return found


def xlsx(*sheets: tuple[str, Rows], hidden_rows: Sequence[int] = ()) -> bytes:
    """A workbook; UP and LEFT cells are merged."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                if value not in {UP, LEFT, ""}:
                    sheet.cell(r, c, value)
        for (r0, c0), (r1, c1) in areas(rows):
            sheet.merge_cells(start_row=r0 + 1, start_column=c0 + 1, end_row=r1 + 1, end_column=c1 + 1)
        for r in hidden_rows:
            sheet.row_dimensions[r].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(
    *parts: str | Rows,
    widths: Sequence[int] = (),
    repeat_head: bool = True,
    password: str = "",
    rules: str = "GRID",
    valign: str = "TOP",
) -> bytes:
    """A PDF of paragraphs and tables that break over pages, rows included; `rules` GRID, LINEBELOW or none at all."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK")
    story: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            story.extend(Paragraph(_escape(text), style) for text in part.split("\n"))
            continue
        data = [[Paragraph(_escape("" if t in {UP, LEFT} else t), style) for t in row] for row in part]
        commands: list[tuple[Any, ...]] = [
            *([(rules, (0, 0), (-1, -1), 0.5, "black")] if rules else []),
            ("VALIGN", (0, 0), (-1, -1), valign),
        ]
        commands += [("SPAN", (c0, r0), (c1, r1)) for (r0, c0), (r1, c1) in areas(part)]
        tall = any(t == UP for row in part for t in row)  # reportlab cannot break a row under a cell that spans rows
        story.append(
            LongTable(
                data,
                colWidths=list(widths) or None,
                repeatRows=int(repeat_head),
                splitInRow=int(not tall and rules == "GRID"),
                style=commands,
            )
        )
    out = io.BytesIO()
    extra = {"encrypt": password} if password else {}
    SimpleDocTemplate(out, pagesize=landscape(A4), **extra).build(story)
    return out.getvalue()


def rtf(*parts: str | Rows, unicode: bool = False) -> bytes:
    """A Rich Text file of paragraphs and tables, in bytes of the Chinese code page or in characters by number."""
    out = [b"{\\rtf1\\ansi\\ansicpg936\\uc1{\\fonttbl{\\f0 SimSun;}}{\\*\\generator Test;}\r\n"]
    for part in parts:
        if isinstance(part, str):
            out += [b"\\pard\\fs24 " + _rtf_text(text, unicode) + b"\\par\r\n" for text in part.split("\n")]
            continue
        for row in part:
            marks = {UP: b"\\clvmrg", LEFT: b"\\clmrg"}
            heads = b"".join(marks.get(t, b"") + b"\\cellx%d" % (1000 * i) for i, t in enumerate(row, start=1))
            cells = [b"\\pard\\intbl " + _rtf_text("" if t in marks else t, unicode) + b"\\cell\r\n" for t in row]
            out += [b"\\trowd", heads, b"\r\n", *cells, b"\\row\r\n"]
    return b"".join([*out, b"}"])


def _rtf_text(text: str, unicode: bool) -> bytes:
    written = text.replace("\n", "\\par ")
    if unicode:
        return "".join(c if c.isascii() else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in written).encode()
    return b"".join(
        c.encode() if c.isascii() else b"".join(b"\\'%02x" % byte for byte in c.encode("gbk")) for c in written
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>")
