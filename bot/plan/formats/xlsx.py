"""Excel workbooks: each visible sheet is a grid; merged cells reach into what they cover, dates are shown as dates."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.limits import MAX_CELLS, MAX_ROWS, member, refuse

Progress = Callable[[int, int], None]
_MAX_COLUMNS = 60


def read_xlsx(data: bytes, package: zipfile.ZipFile, progress: Progress | None = None) -> Document:
    """Return the sheets of a .xlsx; hidden sheets are left out and hidden rows read, both with a note."""
    _check_size(package)
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that openpyxl does not know
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        except Exception as error:  # openpyxl raises whatever its parsers raise on damaged files
            raise refuse("文件已损坏，请重新保存后再传。", "The workbook cannot be read.") from error
    document = Document()
    sheets = book.worksheets
    shown = [s for s in sheets if s.sheet_state == "visible"]
    for sheet in sheets:
        if sheet not in shown:
            document.notes.append(("hidden_sheet", f"工作表“{sheet.title}”是隐藏的，没有读。", sheet.title))
    for at, sheet in enumerate(shown):
        _sheet(sheet, document, len(shown) > 1)
        if progress:
            progress(at + 1, len(shown))
    return document


def _check_size(package: zipfile.ZipFile) -> None:
    """Count rows with content and cells before openpyxl builds objects of them."""
    rows = cells = 0
    for name in package.namelist():
        if not re.match(r"xl/worksheets/[^/]+\.xml$", name):
            continue
        content = member(package, name)
        if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content[:100_000]:
            raise refuse("文件内容异常，不予读取。", "The file declares a document type.")
        cells += content.count(b"<c ") + content.count(b"<c>")
        rows += sum(b"<v" in part or b"<is" in part for part in content.split(b"</row>"))
        if rows > MAX_ROWS:
            raise refuse(f"工作表超过{MAX_ROWS}行，请只保留任务部分。", f"More than {MAX_ROWS} rows.")
        if cells > MAX_CELLS:
            raise refuse("工作表的单元格过多（含空的带格式单元格），请删去任务以外的行列后再传。", "Too many cells.")
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        if b"<!ENTITY" in member(package, name):
            raise refuse("文件内容异常，不予读取。", "The file declares entities.")


def _sheet(sheet: Any, document: Document, named: bool) -> None:
    width = min(sheet.max_column or 0, _MAX_COLUMNS)
    values: list[list[Cell]] = [
        [Cell(_show(cell)) for cell in row[:width]]
        for row in sheet.iter_rows(max_row=min(sheet.max_row or 0, MAX_ROWS * 4))
    ]
    _fill_merged(sheet, values, width)
    hidden = (
        [
            i
            for i, row in enumerate(values, start=1)
            if sheet.row_dimensions[i].hidden and any(c.text.strip() for c in row)
        ]
        if (sheet.row_dimensions)
        else []
    )
    if hidden:
        listed = "、".join(map(str, hidden[:20])) + ("等" if len(hidden) > 20 else "")
        document.notes.append(("hidden_rows", f"工作表“{sheet.title}”第{listed}行是隐藏的，已一并读入。", sheet.title))
    label = f"“{sheet.title}”" if named else ""
    rows = [
        Row(tuple(cells), f"{label}第{i}行")
        for i, cells in enumerate(values, start=1)
        if any(c.text.strip() for c in cells)
    ]
    if rows:
        document.blocks.append(Grid(tuple(rows), sheet.title))
        document.blocks.append(Line("", sheet.title))


def _fill_merged(sheet: Any, values: list[list[Cell]], width: int) -> None:
    for area in sheet.merged_cells.ranges:
        top, left = area.min_row - 1, area.min_col - 1
        if top >= len(values) or left >= width:
            continue
        text = values[top][left].text
        for r in range(top, min(area.max_row, len(values))):
            for c in range(left, min(area.max_col, width)):
                values[r][c] = Cell(text, up=r > top, left=c > left)


def _show(cell: Any) -> str:
    """Return what the sheet shows: dates as dates, months as months, 2022.10 not as 2022.1."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    form = str(getattr(cell, "number_format", "") or "")
    if isinstance(value, (datetime, date)):
        return _show_date(value, form)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if "%" in form:
            return f"{value * 100:g}%"
        decimals = re.fullmatch(r"[#,]*0\.(0+)(?:_.*)?", form)
        if decimals and len(decimals[1]) <= 4:
            return f"{value:.{len(decimals[1])}f}"
        return f"{value:g}" if abs(value) < 1e6 else str(value)
    return str(value)


def _show_date(value: datetime | date, form: str) -> str:
    plain = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", form).lower()
    if plain and "d" not in plain and "y" in plain and "m" in plain:
        return f"{value.year}年{value.month}月"
    if plain and "d" not in plain and "y" in plain:
        return f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日"
