"""Texts and tables of a document, or of a long paste, read task by task for one unit; what is unclear is only shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from bot.replies import Item, Ledger, read
from bot.replies.tables import column_kinds
from bot.services import owing, report_sheet, rest, views
from bot.services.bulk import Part
from bot.services.context import Context
from bot.services.report_batch import Batch, Words
from bot.services.report_clear import sorted_out
from bot.services.report_doc import Blocks, Table, chunks
from bot.services.report_item import kept_measures
from storage import ledger as stored
from storage import reports
from storage.kinds import STORING, ReadingKind, TaskState
from storage.models import Report, Task, Unit

ROWS = 30  # rows of a table that are read at once
_LAST = ("上月", "上次", "上期", "去年", "previous", "last")
_TOLD = ("status", "percent", "expected", "problem", "whether", "extension", "measure")


def read_blocks(ctx: Context, unit: Unit, words: Words, blocks: Blocks) -> list[Part]:
    """Read a document for the unit: our own sheet by its cells, anything else as texts and tables."""
    ledger = views.replies_ledger(ctx)
    sheet = report_sheet.find(blocks)
    if sheet is not None:
        return tidied(ctx, unit, [_sheet(ctx, unit, words, ledger, sheet)])
    parts = [read_text(ctx, unit, replace(words, text=text), ledger) for text in texts(blocks)]
    return tidied(ctx, unit, parts)


def read_text(ctx: Context, unit: Unit, words: Words, ledger: Ledger) -> Part:
    """Read one text for the unit; what could not be stored at once is told in the part."""
    reading = read(words.text, unit=unit.name, today=ctx.office.day(words.at), ledger=ledger)
    refused = [each.task for each in reading.refused]
    if reading.kind not in STORING:
        named = [item.task for item in reading.items if item.task]
        batch = Batch(unit, words, ReadingKind.progress, [])
        return Part(batch, refused=refused or named, unread=[] if refused or named else [words.text])
    clear = sorted_out(ctx, unit, words, reading)
    named_codes, only = clear.spoken()
    covered = rest.covered(owing.unit_duties(ctx, unit), named=named_codes, only=only) if clear.rest else []
    items = [*clear.items, *(replace(clear.rest[0], task=code) for code in covered)]
    items = [replace(item, words=_own_words(words.text, item.words)) for item in items]
    unread = [reading.not_recorded, *(said or item.words for item, _, _, said in clear.unclear)]
    unread += [item.words for item in clear.undated]
    return Part(
        Batch(unit, words, reading.kind, items, reading.month),
        held=[str(item.task) for item in clear.held],
        refused=refused,
        unread=[each for each in unread if each.strip()],
    )


def _own_words(text: str, words: str) -> str:
    """Return a table's row as it was written, where the words are the reader's own form of it (〔2022〕 stays so)."""
    if words in text or "\t" not in text:
        return words
    wanted = _bare(words)
    best: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t") if _bare(cell) and _bare(cell) in wanted]
        if len("".join(cells)) > len("".join(best)):
            best = cells
    return "，".join(best) or words


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", words)))


def texts(blocks: Blocks) -> list[str]:
    """Return a document's texts: paragraphs together, each table by itself with its head above every piece."""
    found: list[str] = []
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        found += chunks(lines)
        lines = []
        found += _table(block)
    return [*found, *chunks(lines)]


def tidied(ctx: Context, unit: Unit, parts: Sequence[Part]) -> list[Part]:
    """Leave out what has been reported already, what is closed, and what the document says twice and differently."""
    found: dict[str, Item] = {}
    twice: set[str] = set()
    for item in (item for part in parts for item in part.batch.items):
        code = str(item.task)
        if code in found and _core(found[code]) != _core(item):
            twice.add(code)
        found.setdefault(code, item)
    last, months = _last(ctx, unit), {each.book.plan.id: each.month for each in owing.unit_duties(ctx, unit)}
    kept: list[Part] = []
    seen: set[str] = set()
    for part in parts:
        items: list[Item] = []
        same, closed, unread = list(part.unchanged), list(part.refused), list(part.unread)
        for item in part.batch.items:
            code = str(item.task)
            task = stored.find_task(session=ctx.session, code=code)
            before = last.get(task.id) if task else None
            if code in twice:
                unread.append(item.words)
            elif task is None or task.state is not TaskState.open:
                closed.append(code)
            elif before and before.month >= months.get(before.plan_id, before.month) and _same(item, before, task):
                same.append(code)
            elif code not in seen:
                items.append(item)
            seen.add(code)
        batch = replace(part.batch, items=items)
        kept.append(replace(part, batch=batch, unchanged=same, refused=closed, unread=unread))
    return kept


def _sheet(ctx: Context, unit: Unit, words: Words, ledger: Ledger, sheet: report_sheet.Sheet) -> Part:
    view, items, refused, unread = ledger.of(unit.name), [], [], []
    for row in report_sheet.changed(sheet.rows, _said(ctx, unit)):
        if row.code not in view.tasks:
            refused.append(row.code)
            continue
        item = report_sheet.item_of(row, unit=unit.name, today=ctx.office.day(words.at), ledger=ledger)
        if item is None:
            unread.append(f"{row.code} {row.words}")
        else:
            items.append(item)
    text = "\n".join(f"{item.task} {item.words}" for item in items)
    batch = Batch(unit, replace(words, text=text), ReadingKind.progress, items, sheet.month)
    return Part(batch, refused=refused, unread=unread)


def _table(table: Table) -> list[str]:
    """Return a table's rows as texts; columns about last month are left out, and rows that report nothing."""
    rows = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    place = next((at for at, row in enumerate(rows[:6]) if column_kinds(row)), None)
    if place is None:
        return _pieces([], [row for row in rows if any(row)])
    heads = rows[place]
    kinds = column_kinds(heads) or []
    kept = [at for at, head in enumerate(heads) if not any(word in head.lower() for word in _LAST)]
    told = [at for at, kind in enumerate(kinds) if kind in _TOLD and at in kept]
    body = [row for row in rows[place + 1 :] if any(at < len(row) and row[at] for at in told)]
    above = [row for row in rows[:place] if any(row)]
    return _pieces(
        [*(_line(row) for row in above), _line([heads[at] for at in kept])],
        [[row[at] for at in kept if at < len(row)] for row in body],
    )


def _pieces(head: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "\n".join([*head, *(_line(row) for row in rows[start : start + ROWS])]) for start in range(0, len(rows), ROWS)
    ]


def _line(row: Sequence[str]) -> str:
    """Return a row as text; one that says one thing only is a line, not a row."""
    told = [cell for cell in row if cell]
    return told[0] if len(told) == 1 and len(row) > 1 else "\t".join(row)


def _last(ctx: Context, unit: Unit) -> dict[int | None, Report]:
    assert unit.id is not None, "the unit has not been stored"
    return {row.task_id: row for row in reports.standing_of(session=ctx.session, unit_id=unit.id)}


def _said(ctx: Context, unit: Unit) -> dict[str, set[str]]:
    """Return for each code the words that the unit has reported of it."""
    assert unit.id is not None, "the unit has not been stored"
    found: dict[str, set[str]] = {}
    for code, words in reports.words_by_code(session=ctx.session, unit_id=unit.id):
        found.setdefault(code, set()).add(words)
    return found


def _core(item: Item) -> tuple[Any, ...]:
    return item.status, item.percent, item.expected, item.extension, item.problem


def _same(item: Item, row: Report, task: Task) -> bool:
    own = (item.status, item.percent, item.expected, item.problem or None, kept_measures(item, task))
    return own == (row.status, row.percent, row.expected, row.problem or None, list(row.measures)) and (
        item.extension in (None, row.extension)
    )
