"""Tables that have lost their form: pipes, tabs within lines, or one cell a line as pasted from a web page."""

from __future__ import annotations

import re
from collections import Counter

from bot.plan.blocks import Cell, Document, Grid, Line, Row
from bot.plan.flat_bars import without_bars
from bot.plan.flat_cells import one_cell_a_line
from bot.plan.flat_shape import even, widen
from bot.plan.flat_shift import push_right
from bot.plan.heads import head_roles
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


_PATIENCE = 20  # heads below which no rows were found; each has cost a walk to the end


def _restore_run(lines: list[Line]) -> list[Line | Grid]:
    out: list[Line | Grid] = []
    attempts = [_pipes, _tabbed, one_cell_a_line]
    lines = without_bars(lines)
    i = vain = 0
    while i < len(lines):
        for attempt in attempts:
            taken, grid = attempt(lines, i)
            if grid:
                out.append(grid)
                i = taken
                break
            vain += taken > i
            if vain > _PATIENCE and one_cell_a_line in attempts:
                attempts.remove(one_cell_a_line)
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
    return j, Grid(tuple(push_right(list(even(rows)))))


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
                if not found or len(text) > 200 or is_signature([line.text for line in lines[j : j + 40]]):
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
    rows = [Row(tuple(widen([Cell(h) for h in heads], width)), lines[i].place)]
    rows.extend(Row(tuple(Cell(c) for c in cells[:width]), place) for cells, place in found)
    return j, Grid(tuple(push_right(list(even(rows)))))


def is_signature(texts: list[str]) -> bool:
    """Tell whether texts are who signs and when (落款): bodies one by one, then a date alone."""
    filled = [plain(text) for text in texts if text.strip()]
    return 0 < len(filled) <= 4 and bool(_DATE.match(filled[-1])) and all(_BODY.search(text) for text in filled[:-1])


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
