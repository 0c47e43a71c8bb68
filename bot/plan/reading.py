"""The way from a document's bytes to a draft: format, layout, tasks, anomalies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.plan.anomalies import find_anomalies
from bot.plan.assemble import build, number_tasks
from bot.plan.blocks import Document, Grid, Line
from bot.plan.draft import Anomaly, Draft
from bot.plan.duty import says_first_leads
from bot.plan.flat import restore
from bot.plan.formats.detect import read_document
from bot.plan.limits import MAX_BYTES, MAX_CHARACTERS, MAX_LINES, MAX_ROWS, refuse
from bot.plan.prose import prose_tasks
from bot.plan.rows import RawTask
from bot.plan.tables import table_tasks
from bot.plan.titles import find_issued, find_title, find_year

Progress = Callable[[int, int], None]


def read(data: bytes, name: str, *, today: date, progress: Progress | None = None) -> Draft:
    """Read a plan document; `name` is the file's. `progress` is called with steps done and steps in all.

    Raises PlanError with one message for people where the document cannot be read or holds no task.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise refuse("文件是空的。", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise refuse(f"文件超过{MAX_BYTES // 1024 // 1024}MB，请只保留任务部分再传。", "The file is too big.")
    try:
        document = read_document(data, name, progress)
        _check_length(document)
        document = restore(document)
        raws = find_tasks(document)
    except (RecursionError, MemoryError) as error:
        raise refuse("文件结构过于复杂，不予读取，请只保留任务表。", "The file nests too deeply.") from error
    if not raws:
        raise refuse(
            "没有读到任务。需要有带“任务、牵头（责任）单位、完成时限”表头的表格，或写明责任单位的编号条目。",
            "No task was found.",
        )
    if len(raws) > MAX_ROWS:
        raise refuse(f"任务超过{MAX_ROWS}条，请分成几个文件。", "Too many tasks.")
    return _draft(document, raws, name, today)


def _check_length(document: Document) -> None:
    lines = characters = 0
    for line in document.lines():
        lines += 1
        characters += len(line.text)
    if lines > MAX_LINES or characters > MAX_CHARACTERS:
        raise refuse("文件太长，请只保留任务部分。", "The text is too long.")


def find_tasks(document: Document) -> list[RawTask]:
    """Return the tasks of the annex table where there is one, else those of the running text."""
    first = any(says_first_leads(text) for text in _stray_texts(document))
    tabled = table_tasks(document, first_leads=first)
    spoken = prose_tasks(document.lines(), first_leads=first) if len(tabled) < 200 else []
    if not tabled and not spoken:
        spoken = prose_tasks(_cell_lines(document))
    told = [task for task in tabled if task.lead or task.support or task.deadline_text]
    if not told or (len(tabled) < 3 and len(tabled) < len(spoken)) or len(tabled) * 4 < len(spoken):
        _note_left_out(document, "表格", tabled if spoken else [])
        return spoken or tabled
    _note_left_out(document, "正文", spoken)
    return tabled


def _stray_texts(document: Document) -> Iterator[str]:
    """Texts in which a document speaks of its own way: lines, and rows of a table with a single text (注：…)."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (words[0] for words in (list({t for t in r.texts if t}) for r in block.rows) if len(words) == 1)


def _note_left_out(document: Document, where: str, raws: list[RawTask]) -> None:
    """Say that the other part of the document speaks of tasks too."""
    if len(raws) >= 3:
        other = "附表" if where == "正文" else "正文"
        message = f"{where}中另有{len(raws)}条写明责任单位或时限的内容，以{other}为准，没有导入。"
        document.notes.append(("left_out", message, raws[0].place))


def _cell_lines(document: Document) -> Iterator[Line]:
    """The lines of a document whose tables only lay out its text, cell by cell."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
            continue
        for row in block.rows:
            for cell in row.cells:
                if not cell.up and not cell.left:
                    yield from (Line(text, row.place) for text in cell.text.split("\n"))


def _draft(document: Document, raws: list[RawTask], name: str, today: date) -> Draft:
    texts = _texts(document)
    title = find_title(texts, name)
    issued = find_issued(texts)
    year = find_year(title, issued, [*texts, *(raw.deadline_text for raw in raws)])
    notes = [Anomaly(kind, None, message, place) for kind, message, place in document.notes]
    numbered = number_tasks(raws, year if year is not None else today.year)
    if year is None and any(
        isinstance(n.reading.deadline, date) and not re.search(r"20\d{2}", n.raw.deadline_text) for n in numbered
    ):
        message = f"文中没有年份，不带年份的时限按{today.year}年记。"
        notes.append(Anomaly("year_assumed", None, message, "", "请确认年份。"))
    tasks = [build(n) for n in numbered]
    body = "\n".join(block.text for block in document.lines())
    found = find_anomalies(tasks, numbered, body=body, today=today, issued=issued)
    return Draft(title, issued, tuple(tasks), (*found, *notes))


def _texts(document: Document) -> list[str]:
    """The texts in which title, signature and year are looked for: lines, and short rows of tables."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            texts.append(block.text)
        elif isinstance(block, Grid):
            for row in (*block.rows[:6], *block.rows[-4:]):
                words = list(dict.fromkeys(t for t in row.texts if t))
                if len(words) == 1 or (
                    words and len("".join(words)) < 60 and re.match(r"落款|成文|印发|发[文布]", words[0])
                ):
                    texts.append(" ".join(words))
    return texts
