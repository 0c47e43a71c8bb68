"""All of history under the present reader: what would be read differently, and putting it so as new versions.

Only what stands and was read from words is looked at; presses, what a person has said in answer to a question, and the
columns of a sheet are no readings. A month that is frozen stays as it is. What would be read beside what is stored, or
no longer be read at all, is only shown: people decide on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.replies import REST, Item, Ledger, TaskView, read
from bot.services import report_follow, report_store, rest, views
from bot.services.context import Context
from bot.services.record import record
from bot.services.report_item import as_written, from_json, kept_measures, to_json
from storage import reports
from storage.kinds import STORING, Source, TaskState
from storage.models import Plan, Report, Task, Unit

FIELDS = ("status", "percent", "expected", "extension", "problem", "measures")


@dataclass(frozen=True)
class Change:
    """One difference. `kind`: `changed` (fields with before and after), `more` (a task not stored), `gone`, `asked`.

    `frozen` tells that the month's figures stand.
    """

    kind: str
    report: Report
    task: str
    unit: str
    fields: dict[str, tuple[Any, Any]]
    item: Item | None = None
    frozen: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the difference as it is printed."""
        row = self.report
        return {
            "kind": self.kind,
            "report": row.id,
            "task": self.task,
            "unit": self.unit,
            "month": f"{row.month:%Y-%m}",
            "frozen": self.frozen,
            "words": row.words,
            "fields": {name: {"before": before, "after": after} for name, (before, after) in self.fields.items()},
        }


@dataclass
class Outcome:
    """How many reports were read again, and what differs."""

    read: int
    changes: list[Change]


def reread(ctx: Context) -> Outcome:
    """Read everything again and return what differs; nothing is stored."""
    histories = _History(ctx)
    count, changes = 0, list[Change]()
    for rows in _messages(ctx):
        found = list(_compared(ctx, histories, rows))
        count += len(rows)
        changes += found
    return Outcome(count, changes)


def apply(ctx: Context, changes: Sequence[Change]) -> int:
    """Store what is read differently as new versions, with their audit; return how many."""
    done = 0
    for change in changes:
        if change.kind != "changed" or change.frozen or change.item is None or not reports.stands(change.report):
            continue
        _store(ctx, change.report, change.item)
        done += 1
    return done


class _History:
    """The ledger as it was on a day: tasks closed since are open again."""

    def __init__(self, ctx: Context) -> None:
        self._views: list[tuple[TaskView, date | None]] = []
        self._made: dict[tuple[bool, ...], Ledger] = {}
        for book in views.plan_books(ctx):
            closed = {task.code: task.closed_on if task.state is not TaskState.open else None for task in book.tasks}
            self._views += [(view, closed[view.code]) for view in views.task_views(ctx, book)]

    def on(self, day: date) -> Ledger:
        """Return the ledger of the day."""
        standing = tuple(closed is None or closed >= day for _, closed in self._views)
        if standing not in self._made:
            known = zip(self._views, standing, strict=True)
            self._made[standing] = Ledger(replace(view, open=is_open) for (view, _), is_open in known)
        return self._made[standing]


def _messages(ctx: Context) -> Iterator[list[tuple[Report, Task, Unit]]]:
    """Yield the standing reports of each text and unit together, in the order of storing."""
    groups: dict[tuple[Any, ...], list[tuple[Report, Task, Unit]]] = {}
    for row, task, unit in reports.read_from_words(session=ctx.session):
        if row.source is not Source.button:
            groups.setdefault((row.chat_id, row.message_id, row.unit_id, row.text), []).append((row, task, unit))
    yield from groups.values()


def _compared(ctx: Context, histories: _History, rows: Sequence[tuple[Report, Task, Unit]]) -> Iterator[Change]:
    first, _, unit = rows[0]
    day = ctx.office.day(first.at)
    codes = list(first.reading.get("codes", ()))
    reading = read(first.text, unit=unit.name, today=day, ledger=histories.on(day), reply_to=codes or None)
    doubtful = {doubt.item for doubt in reading.doubts if doubt.item is not None}
    stores = reading.kind in STORING
    said = {item.task: (place, item) for place, item in enumerate(reading.items)} if stores else {}
    stored = {task.code for _, task, _ in rows}
    for row, task, _ in rows:
        if not _is_reading(row):
            continue
        place, item = said.get(task.code, (None, None))
        frozen = report_store.is_frozen(ctx, row)
        if item is None:
            yield Change("gone", row, task.code, unit.name, {}, frozen=frozen)
        elif place in doubtful:
            yield Change("asked", row, task.code, unit.name, {}, frozen=frozen)
        elif fields := _differences(row, item):
            yield Change("changed", row, task.code, unit.name, fields, item, frozen)
    # Beside answers to questions, presses and further versions, whatever else the text says is news.
    if all(_is_reading(row) for row, _, _ in rows):
        for place, item in said.values():
            known = reports.ever(session=ctx.session, row=first, code=str(item.task))
            if item.task in (None, REST) or item.task in stored or known or place in doubtful:
                continue
            if rest.is_rest(item, reading.items):
                continue
            fields = {name: (None, value) for name, value in _facts(item).items() if value}
            yield Change("more", first, str(item.task), unit.name, fields, frozen=report_store.is_frozen(ctx, first))


def _is_reading(row: Report) -> bool:
    """Tell whether a report is what the reader made of its text, and nothing that a person has added or pressed."""
    own = row.reading
    return "item" in own and not (
        own.get("rest") or own.get("told") or own.get("carried") or row.source is Source.sheet
    )


def _differences(row: Report, item: Item) -> dict[str, tuple[Any, Any]]:
    before = _facts(from_json(row.reading["item"]))
    after = _facts(replace(item, problem=as_written(row.text, item.problem) if item.problem else None))
    return {name: (before[name], after[name]) for name in FIELDS if before[name] != after[name]}


def _facts(item: Item) -> dict[str, Any]:
    found = to_json(item)
    return {name: found[name] for name in FIELDS}


def _store(ctx: Context, row: Report, item: Item) -> None:
    written = replace(
        item,
        words=as_written(row.text, item.words),
        problem=as_written(row.text, item.problem) if item.problem else None,
    )
    newer = Report(
        **row.model_dump(exclude={"id", "superseded_by_id", "withdrawn_at", "stored_at", "reading"}),
        stored_at=ctx.now,
        reading={**row.reading, "item": to_json(written), "reread_of": row.id},
    )
    newer.status, newer.percent, newer.problem = written.status, written.percent, written.problem
    newer.expected, newer.extension = written.expected, written.extension
    task, unit = ctx.session.get_one(Task, row.task_id), ctx.session.get_one(Unit, row.unit_id)
    newer.measures, newer.words = kept_measures(written, task), written.words
    replaced = reports.add(session=ctx.session, report=newer)
    record(ctx, "reread", newer, before=report_store.facts(row), after=report_store.facts(newer))
    if reports.stands(newer):
        asked = written.extension if written.extension != row.extension else None
        report_follow.follow(ctx, newer, task, unit, replaced, asked=asked)
    report_store.refresh(ctx, [ctx.session.get_one(Plan, row.plan_id)], unit)
