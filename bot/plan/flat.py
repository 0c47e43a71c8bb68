"""Tables that have lost their form: pipes, tabs within lines, or one cell a line as pasted from a web page."""

from __future__ import annotations

import re
from collections import Counter

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.heads import head_roles, role_of
from bot.plan.numerals import whole
from bot.plan.rows import heading_kind, is_number, plain


def restore(document: Document) -> Document:
    """Return the document with flattened tables in its lines made grids again."""
    out = Document(notes=document.notes)
    run: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            run.append(block)
        else:
            out.blocks.extend(_restore_run(run))
            run = []
            out.blocks.append(block)
    out.blocks.extend(_restore_run(run))
    return out


def _restore_run(lines: list[Line]) -> list[Line | Grid]:
    out: list[Line | Grid] = []
    i = 0
    while i < len(lines):
        for attempt in (_pipes, _tabbed, _one_cell_a_line):
            taken, grid = attempt(lines, i)
            if grid:
                out.append(grid)
                i = taken
                break
        else:
            out.append(lines[i])
            i += 1
    return out


_DATE = re.compile(r"^\s*(?:20|19)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*$")
_BODY = re.compile(r"^[^\t、，,；;]{2,40}(?:政府|办公室|办公厅|委员会|委|局|厅|小组|指挥部|中心|公司)\s*$")


# Markdown ------------------------------------------------------------------------------------------------------------
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def _pipes(lines: list[Line], i: int) -> tuple[int, Grid | None]:
    if lines[i].text.count("|") < 2 and not (
        i + 1 < len(lines) and _RULE.match(lines[i + 1].text) and "|" in lines[i].text
    ):
        return i, None
    rows: list[Row] = []
    j = i
    while j < len(lines) and "|" in lines[j].text:
        if not _RULE.match(lines[j].text):
            rows.append(
                Row(tuple(Cell(c.replace("\\|", "|").strip()) for c in _pipe_cells(lines[j].text)), lines[j].place)
            )
        j += 1
    if len(rows) < 2:
        return i, None
    return j, Grid(_even(rows))


def _pipe_cells(text: str) -> list[str]:
    text = text.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return re.split(r"(?<!\\)\|", text)


# Tabs within lines ---------------------------------------------------------------------------------------------------
def _tabbed(lines: list[Line], i: int) -> tuple[int, Grid | None]:
    """A head with tabs (or wide gaps) in its line; the rows below have about as many."""
    split = _splitter(lines[i].text)
    if split is None:
        return i, None
    heads = [c.strip() for c in split.split(lines[i].text.strip("\n"))]
    if head_roles([plain(h) for h in heads]) is None:
        return i, None
    found: list[tuple[list[str], str]] = []
    j = i + 1
    while j < len(lines):
        text = lines[j].text.strip("\r\n")
        if text.strip():
            cells = [c.strip() for c in split.split(text)]
            if len(cells) == 1 and not heading_kind(text):
                if not found or len(text) > 200 or _is_signature(lines[j:]):
                    break
                found[-1][0][-1] += "\n" + text.strip()  # a line break within the last cell
            elif found and _rest_of_row(found[-1][0], cells, len(heads)):
                found[-1][0][-1] += "\n" + cells[0]
                found[-1][0].extend(cells[1:])
            else:
                found.append((cells, lines[j].place))
        j += 1
    if not found:
        return i, None
    counts = Counter(len(cells) for cells, _ in found if len(cells) > 1)
    width = max(len(heads), counts.most_common(1)[0][0] if counts else 0)
    rows = [Row(tuple(_widen([Cell(h) for h in heads], width)), lines[i].place)]
    rows.extend(Row(tuple(Cell(c) for c in cells[:width]), place) for cells, place in found)
    return j, Grid(_even(rows))


def _is_signature(rest: list[Line]) -> bool:
    """Whether all that follows is who signs and when (落款): bodies a line each, then a date alone on its line."""
    texts = [plain(line.text) for line in rest if line.text.strip()]
    return 0 < len(texts) <= 4 and bool(_DATE.match(texts[-1])) and all(_BODY.search(text) for text in texts[:-1])


def _rest_of_row(above: list[str], cells: list[str], width: int) -> bool:
    """Whether a line goes on within a cell of the row above, which is short of cells."""
    fits = 1 < len(above) < width + 1 and len(above) + len(cells) - 1 <= width + 1
    return fits and bool(cells[0]) and not is_number(cells[0]) and bool(re.search(r"[、，,；;]$", above[-1]))


def _splitter(text: str) -> re.Pattern[str] | None:
    if text.strip().count("\t") >= 1:
        return re.compile("\t")
    if len(re.findall(r"\S[ 　]{2,}\S", text)) >= 2:
        return re.compile(r"[ 　]{2,}")
    return None


def _even(rows: list[Row]) -> tuple[Row, ...]:
    width = max(len(row.cells) for row in rows)
    return tuple(Row(row.cells + (Cell(""),) * (width - len(row.cells)), row.place, row.top) for row in rows)


# One cell a line -----------------------------------------------------------------------------------------------------
def _one_cell_a_line(lines: list[Line], i: int) -> tuple[int, Grid | None]:
    """A run of lines that are heads; then rows of cells, each begun by its number or by a blank line."""
    if not role_of(plain(lines[i].text)) or "\t" in lines[i].text.strip():
        return i, None
    j = i
    heads: list[str] = []
    while j < len(lines) and len(heads) < 12:
        text = plain(lines[j].text)
        if not text:
            j += 1
            continue
        if not role_of(text):
            break
        heads.append(text)
        j += 1
    if len(heads) < 3 or head_roles(heads) is None or _title_first(heads):
        return i, None
    indented = lines[i].text.startswith("\t")
    groups, end = _groups(lines, j, indented, role_of(heads[0]) == "number", len(heads))
    rows = _flat_rows(groups, heads)
    if len(rows) < 2:
        return i, None
    width = max(len(r.cells) for r in rows)
    head_cells = _widen([Cell(h) for h in heads], width)
    return end, Grid(_even([Row(tuple(head_cells), lines[i].place), *rows]))


def _title_first(heads: list[str]) -> bool:
    """Whether the first is the table's own title (重点任务清单) above a head that begins with the number."""
    return role_of(heads[0]) == "title" and any(role_of(h) == "number" for h in heads[1:3])


def _groups(
    lines: list[Line], j: int, indented: bool, numbered: bool, width: int
) -> tuple[list[tuple[list[str], str]], int]:
    """Collect the cells of each row with its place."""
    groups: list[tuple[list[str], str]] = []
    cells: list[str] = []
    place = ""

    def close() -> None:
        nonlocal cells
        if any(c.strip() for c in cells):
            groups.append((cells, place))
        cells = []

    while j < len(lines):
        raw = lines[j].text.rstrip("\r\n")
        text = plain(raw)
        begins = raw.startswith("\t") if indented else True
        if not raw.strip(" 　\xa0\t") and not (indented and raw.startswith("\t")):
            if indented or not numbered:
                close()
            j += 1
            continue
        opens = (
            numbered
            and begins
            and is_number(text)
            and not indented
            and (len(cells) >= width - 1 or _next(groups, text))
        )
        section = (
            begins and not indented and heading_kind(text) in {"一", "（一）"} and len(text) <= 60 and len(cells) != 1
        )
        if opens or section:
            close()
        if indented and not begins and not cells and groups:
            break
        begins = begins and not (not indented and cells and _goes_on(cells[-1], text))
        if not cells:
            place = lines[j].place
        if begins:
            cells.append(text)
        elif cells:
            cells[-1] = (cells[-1] + "\n" + text).strip("\n")
        if section:
            close()
        j += 1
    close()
    return groups, j


def _goes_on(cell: str, text: str) -> bool:
    """Whether a line is the rest of the cell above: a list broken at its commas."""
    return bool(re.search(r"[、，,]$", cell) or re.match(r"[、，,；;]", text))


def _next(groups: list[tuple[list[str], str]], text: str) -> bool:
    """Whether the number follows the last row's number."""
    last = next((g[0][0] for g in reversed(groups) if is_number(g[0][0])), "0")
    before, now = whole(re.sub(r"\D", "", last)), whole(re.sub(r"\D", "", text))
    return before is not None and now is not None and now in {before + 1, 1}


def _flat_rows(groups: list[tuple[list[str], str]], heads: list[str]) -> list[Row]:
    counts: dict[int, int] = {}
    for cells, _ in groups:
        counts[len(cells)] = counts.get(len(cells), 0) + 1
    usual = max((n for n in counts if n >= len(heads) - 1), key=lambda n: counts[n], default=len(heads))
    rows = []
    for cells, place in groups:
        if len(cells) == 1:
            texts = cells
        elif len(cells) < usual:
            texts = _pad(cells, usual, heads)
        else:
            texts = [*cells[: usual - 1], "\n".join(c for c in cells[usual - 1 :] if c)]
        rows.append(Row(tuple(Cell(t) for t in texts), place))
    return rows


def _pad(cells: list[str], width: int, heads: list[str]) -> list[str]:
    """A row with fewer cells: what is missing stood empty or merged, mostly in front, where no number leads it."""
    missing = width - len(cells)
    if is_number(cells[0]):
        return cells + [""] * missing
    return [""] * missing + cells


def _widen(heads: list[Cell], width: int) -> list[Cell]:
    """A head over two columns (具体任务 over title and content) is given twice."""
    while len(heads) < width:
        at = next((k for k, h in enumerate(heads) if role_of(h.text) in {"title", "description"}), len(heads) - 1)
        heads = [*heads[: at + 1], Cell(heads[at].text, left=True), *heads[at + 1 :]]
    return heads
