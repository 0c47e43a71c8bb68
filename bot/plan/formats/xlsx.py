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
    if progress:
        progress(0, len(sheets))  # loading is most of the work
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
    """Count rows with content, cells and merged areas before openpyxl builds objects of them."""
    rows = cells = 0
    for name in package.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        content = member(package, name)
        if not name.startswith("xl/worksheets/"):
            continue
        cells += content.count(b"<c ") + content.count(b"<c>") + _merged_cells(content)
        rows += sum(b"<v" in part or b"<is" in part for part in content.split(b"</row>"))
        if rows > MAX_ROWS:
            raise refuse(f"工作表超过{MAX_ROWS}行，请只保留任务部分。", f"More than {MAX_ROWS} rows.")
        if cells > MAX_CELLS:
            raise refuse("工作表的单元格过多（含空的带格式单元格），请删去任务以外的行列后再传。", "Too many cells.")


def _merged_cells(content: bytes) -> int:
    total = 0
    for match in re.finditer(rb'<mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', content):
        columns = _column(match[3]) - _column(match[1]) + 1
        total += max(columns, 1) * max(int(match[4]) - int(match[2]) + 1, 1)
    return total


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: Any, document: Document, named: bool) -> None:
    filled: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():  # iter_rows would build a cell for every gap
        text = _show(cell) if column <= _MAX_COLUMNS else ""
        if text.strip():
            filled.setdefault(row, {})[column] = text
    if not filled:
        return
    width = max(max(columns) for columns in filled.values())
    values = {row: [Cell(columns.get(c, "")) for c in range(1, width + 1)] for row, columns in sorted(filled.items())}
    _fill_merged(sheet, values, width)
    hidden = [row for row in values if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden]
    if hidden:
        listed = "、".join(map(str, hidden[:20])) + ("等" if len(hidden) > 20 else "")
        message = f"工作表“{sheet.title}”第{listed}行是隐藏的，已一并读入。"
        document.notes.append(("hidden_rows", message, sheet.title))
    label = f"“{sheet.title}”" if named else ""
    rows = tuple(Row(tuple(cells), f"{label}第{row}行") for row, cells in values.items())
    document.blocks.append(Grid(rows, sheet.title))
    document.blocks.append(Line("", sheet.title))


def _fill_merged(sheet: Any, values: dict[int, list[Cell]], width: int) -> None:
    for area in sheet.merged_cells.ranges:
        first = values.get(area.min_row)
        if area.min_col > width:
            continue
        text = first[area.min_col - 1].text if first else ""
        for row in range(area.min_row, area.max_row + 1):
            if row in values:
                for column in range(area.min_col, min(area.max_col, width) + 1):
                    values[row][column - 1] = Cell(text, up=row > area.min_row, left=column > area.min_col)


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
