"""PDF with text: tables by their lines, text around them in order, page by page.

A row that a page break cuts goes on in the first row of the next page, which is marked `top`.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bot.errors import PlanError
from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.formats.pdf_check import check_pdf, damaged
from bot.plan.formats.pdf_columns import Columns, find_table, may_hold_head, outside, pieces_of
from bot.plan.limits import MAX_PAGES, refuse
from bot.plan.rows import heading_kind

Progress = Callable[[int, int], None]
_MAX_DRAWING = 400_000  # bytes of one page's drawing commands; a page of a table has some 50,000
_MAX_RULES = 6_000
_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第\s*|[Pp]age\s+)?\d{1,3}(?:\s*页)?[-—–\s]*(?:(?:/|of|[，,]?\s*共)\s*\d{1,3}\s*页?)?"
)
_LINES = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


def read_pdf(data: bytes, progress: Progress | None = None) -> Document:
    """Return the lines and grids of a PDF. Raises PlanError for scans, passwords, damage and too many pages."""
    check_pdf(data)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    import pdfplumber

    try:
        book = pdfplumber.open(io.BytesIO(data))
        pages = book.pages
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        raise damaged(error) from error
    if len(pages) > MAX_PAGES:
        raise refuse(f"PDF超过{MAX_PAGES}页，请只保留任务部分。", f"More than {MAX_PAGES} pages.")
    document = Document()
    characters = 0
    carried: list[Columns] = []
    with book:
        for number, page in enumerate(pages, start=1):
            try:
                characters += _page(page, number, document, carried)
            except PlanError:
                raise
            except Exception as error:  # see above
                raise damaged(error) from error
            finally:
                page.close()
            if progress:
                progress(number, len(pages))
            if number == 10 and not characters:
                break
    if not characters:
        raise refuse("PDF里没有文字（可能是扫描件），请传原来的Word、Excel文件。", "The PDF holds no text.")
    return Document(_mend(document.blocks), document.notes)


def _page(page: Any, number: int, document: Document, carried: list[Columns]) -> int:
    place = f"第{number}页"
    drawing = sum(len(stream.get_data()) for stream in page.page_obj.contents)
    if drawing > _MAX_DRAWING:
        raise refuse(f"PDF{place}的图形过于复杂，不予读取，请传Word、Excel文件。", "A page draws too much.")
    drawn = len(page.edges) <= _MAX_RULES
    if not drawn:
        document.notes.append(("page_unread", f"{place}的线条过多，表格按文字读。", place))
    tables = [] if not drawn else page.find_tables({**_LINES, "explicit_horizontal_lines": _open_ends(page)})
    tables = [t for t in tables if len(t.rows) and max(len(r.cells) for r in t.rows) >= 2]
    boxes = [t.bbox for t in tables]

    def outside(thing: dict[str, Any]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2
        centre = (thing["x0"] + thing["x1"]) / 2
        return not any(x0 <= centre <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)

    rest = page.filter(lambda o: o["object_type"] != "char" or outside(o)) if boxes else page
    lines = rest.extract_text_lines(return_chars=False)
    spoken = [(line["top"], Line(line["text"], place)) for line in lines]
    found: list[tuple[float, Line | Grid]] = []
    if not tables and (carried or any(may_hold_head(line.text) for _, line in spoken)):
        spoken, found = _unruled(page, place, spoken, carried)
    found.extend(spoken)
    found.extend((table.bbox[1], _grid(table, place)) for table in tables)
    found.sort(key=lambda pair: pair[0])
    document.blocks.extend(block for _, block in found)
    return len(page.chars)


def _unruled(
    page: Any, place: str, spoken: list[tuple[float, Line]], carried: list[Columns]
) -> tuple[list[tuple[float, Line]], list[tuple[float, Line | Grid]]]:
    """Read a table without upright rules by where its words stand; `carried` keeps its columns for the next page."""
    rules = sorted({round(e["top"]) for e in page.edges if e["orientation"] == "h" and e["x1"] - e["x0"] > 60})
    table = find_table(pieces_of(page.extract_words()), rules, place, carried[0] if carried else None)
    carried.clear()
    if table is None:
        return spoken, []
    grid, columns, top, bottom = table
    carried.append(columns)
    return outside(spoken, top, bottom), [(top, grid)]


def _open_ends(page: Any) -> list[float]:
    """Return where upright rules end without a level one: a page break has cut the row there."""
    upright = [e for e in page.edges if e["orientation"] == "v" and e["bottom"] - e["top"] > 4]
    level = [e["top"] for e in page.edges if e["orientation"] == "h"]
    ends = Counter(round(y) for e in upright for y in (e["top"], e["bottom"]))
    if not level:
        return []
    low, high = min(level), max(level)
    return [float(y) for y, times in ends.items() if times >= 3 and (y > high + 3 or y < low - 3)]


def _grid(table: Any, place: str) -> Grid:
    """Return the table with merged cells told by the boxes that are missing from rows."""
    texts = table.extract()
    sizes = Counter(round(c["size"], 1) for c in table.page.chars[:3000])
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    rows: list[Row] = []
    above: list[Cell] = []
    for number, (cells, row) in enumerate(zip(texts, table.rows, strict=True)):
        out: list[Cell] = []
        for i, text in enumerate(cells):
            if i < len(row.cells) and row.cells[i] is None:
                out.append(_covered(table, rows, row, out, above, i))
            else:
                box = row.cells[i] if i < len(row.cells) else None
                out.append(Cell(_unwrap(text or "", (box[2] - box[0]) / size if box else 0.0)))
        above = out
        rows.append(Row(tuple(out), place, top=number == 0))
    return Grid(tuple(rows))


def _unwrap(text: str, room: float) -> str:
    """Join the lines that a cell's width has broken; `room` is how many full characters fit into a line of it."""
    lines = text.split("\n")
    if len(lines) < 2 or not room:
        return text
    out = lines[0]
    for before, line in pairwise(lines):
        latin = bool(re.search(r"[A-Za-z,]$", before) and re.match(r"[A-Za-z(]", line))
        width = sum(1.0 if c > "\u2e7f" else 0.55 for c in before)
        word = len(line.split(" ")[0]) * 0.55 if latin else 1.0
        out += (" " if latin else "" if width + word + 1.6 > room else "\n") + line
    return out


def _covered(table: Any, rows: list[Row], row: Any, out: list[Cell], above: list[Cell], i: int) -> Cell:
    """A missing box is covered by the cell to the left where that one is wide enough, else by the one above."""
    left = next((c for c in reversed(row.cells[:i]) if c is not None), None)
    right = next((c for c in row.cells[i + 1 :] if c is not None), None)
    if left is not None and out and (right is None or left[2] >= right[0] - 1) and left[2] > _column_start(table, i):
        return Cell(out[-1].text, out[-1].up, True)
    if i < len(above):
        return Cell(above[i].text, up=True)
    return Cell("")


def _column_start(table: Any, i: int) -> float:
    starts = [r.cells[i][0] for r in table.rows if i < len(r.cells) and r.cells[i] is not None]
    return Counter(starts).most_common(1)[0][0] if starts else float("inf")


def _mend(blocks: list[Line | Grid]) -> list[Line | Grid]:
    """Drop page numbers and running heads, and join lines that only the page's width has broken."""
    edges = _edges(blocks)
    counts = Counter(_bare(block) for block in blocks)
    pages = len({b.place for b in blocks if isinstance(b, Line)})
    widths = sorted(len(b.text) for b in blocks if isinstance(b, Line))
    full = widths[int(len(widths) * 0.9)] * 0.8 if widths else 0
    out: list[Line | Grid] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            out.append(block)
            continue
        text = block.text.strip()
        bare = _bare(block)
        if not text or (i in edges and _PAGE_NUMBER.fullmatch(text)):
            continue
        if pages > 2 and i in edges and pages * 0.8 <= counts[bare] <= pages * 1.2:
            continue
        last = out[-1] if out else None
        wraps = (
            isinstance(last, Line)
            and len(last.text) >= full
            and full >= 15
            and not re.search(r"[。！？；]$", last.text)
        )
        if wraps and isinstance(last, Line) and not heading_kind(text):
            out[-1] = Line(last.text + text, last.place)
        else:
            out.append(Line(text, block.place))
    return out


def _bare(block: Line | Grid) -> str:
    return re.sub(r"\d+", "#", block.text.strip()) if isinstance(block, Line) else ""


def _edges(blocks: list[Line | Grid]) -> set[int]:
    """Return which blocks are lines at the top or the foot of their page, where running heads stand."""
    by_page: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        place = block.place if isinstance(block, Line) else block.rows[0].place if block.rows else ""
        by_page.setdefault(place, []).append(i)
    ends = {i for page in by_page.values() for i in (page[0], page[-1], *page[-2:-1])}
    return {i for i in ends if isinstance(blocks[i], Line)}
