"""Items of one message become report rows: month and lateness by the rules, what they replace, what follows.

Everything that a stored report brings with it happens here and in one transaction: a claim of completion, a request for
more time, what was pending, the nudges that are no longer needed, the audit event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.replies import Item
from bot.rules.rounds import Counted
from bot.services import call_sheet, colleagues, evidence_file, nudge, report_follow, signoff, views
from bot.services.context import Context
from bot.services.record import record
from bot.services.report_batch import Batch as Batch
from bot.services.report_batch import Stored as Stored
from bot.services.report_batch import Words as Words
from bot.services.report_item import kept_measures, to_json
from storage import reports
from storage.kinds import ReadingKind, Source, Status, TaskState
from storage.models import Plan, Report, Task, Unit


def store(ctx: Context, batch: Batch) -> Stored:
    """Store every item that names an open task; what it replaces is kept and marked."""
    done = Stored()
    books = views.plan_books(ctx)
    homes = {task.code: (book, task) for book in books for task in book.tasks}
    wanted = [(item, *homes[item.task]) for item in batch.items if item.task in homes]
    if held := _to_approve(batch, wanted):
        done.waiting = signoff.hold(ctx, replace(batch, items=held))
        wanted = [each for each in wanted if each[0] not in held]
    known = reports.months_reported(
        session=ctx.session, unit_id=_id(batch.unit), task_ids=[_id(task) for _, _, task in wanted]
    )
    for item, book, task in wanted:
        if task.state is not TaskState.open:
            done.closed.append(task)
            continue
        done.rows.append((_one(ctx, batch, item, book, task, known.get(_id(task), {}), done), task))
    _settle(ctx, batch.unit, done.rows)
    if batch.words.file and done.rows:
        evidence_file.want(ctx, batch.words.file, [row for row, _ in done.rows])
    colleagues.show(ctx, [earlier for earlier, _, _ in done.replaced])
    refresh(ctx, [book.plan for book in books if any(row.plan_id == book.plan.id for row, _ in done.rows)], batch.unit)
    return done


def _to_approve(batch: Batch, wanted: Sequence[tuple[Item, views.PlanBook, Task]]) -> list[Item]:
    """Return what counts only once the unit's leader has approved it; what the office types in has been."""
    if batch.approved or batch.words.source is Source.office:
        return []
    return [item for item, book, task in wanted if book.schedule.rules.unit_signoff and task.state is TaskState.open]


def refresh(ctx: Context, plans: Iterable[Plan], unit: Unit) -> None:
    """Bring the unit's nudges, and the office's call sheet, in line with what it has said."""
    ctx.session.flush()
    for plan in plans:
        nudge.refresh(ctx, plan, unit)
        call_sheet.has_changed(ctx, plan)


def _one(
    ctx: Context, batch: Batch, item: Item, book: views.PlanBook, task: Task, known: Mapping[date, bool], done: Stored
) -> Report:
    words, unit = batch.words, batch.unit
    before = _replaced(ctx, batch, book, task)
    counted = (
        Counted(before.month, before.late) if before is not None else _count(ctx, book, words.at, known, batch.month)
    )
    same = before or reports.latest(session=ctx.session, unit_id=_id(unit), task_id=_id(task), month=counted.month)
    full, typed_in = _carried(item, same, batch.kind), words.source is Source.office
    row = Report(
        plan_id=_id(book.plan),
        task_id=_id(task),
        unit_id=_id(unit),
        person_id=None if typed_in else ctx.person_id,
        month=counted.month,
        late=counted.late,
        status=full.status,
        percent=full.percent,
        expected=full.expected,
        extension=full.extension,
        measures=kept_measures(full, task),
        problem=full.problem,
        text=words.text,
        words=full.words or words.text,
        reading=_reading(batch, item, counted, carried=full != item),
        source=words.source,
        recorded_by_id=ctx.person_id if typed_in else None,
        chat_id=words.chat_id,
        message_id=words.message_id,
        inbox_id=ctx.inbox_id,
        at=before.at if before is not None and task.id in batch.keep else words.at,
        stored_at=ctx.now,
    )
    replaced = reports.add(session=ctx.session, report=row)
    if replaced is not None:
        done.replaced.append((replaced, row, task))
    record(ctx, "report", row, before=facts(replaced) if replaced else None, after=facts(row))
    if reports.stands(row):
        corrects = batch.kind is ReadingKind.correction or task.id in batch.keep
        if report_follow.follow(ctx, row, task, unit, replaced, asked=item.extension, corrects=corrects):
            done.unclaimed.append(task)
    return row


def facts(row: Report) -> dict[str, Any]:
    """Return what an audit event says of a report."""
    return {
        "report": row.id,
        "task": row.task_id,
        "unit": row.unit_id,
        "month": row.month.isoformat(),
        "late": row.late,
        "status": row.status.value if row.status else None,
        "percent": row.percent,
        "expected": row.expected.isoformat() if row.expected else None,
        "extension": row.extension.isoformat() if row.extension else None,
    }


def is_frozen(ctx: Context, row: Report) -> bool:
    """Tell whether the report's month can no longer be changed."""
    plan = ctx.session.get_one(Plan, row.plan_id)
    return ctx.today > views.schedule(ctx, plan).round(row.month).freeze


def _replaced(ctx: Context, batch: Batch, book: views.PlanBook, task: Task) -> Report | None:
    """Return the report whose month the new one keeps: what an edit or a correction replaces, unless it is frozen."""
    if batch.keep:
        found = batch.keep.get(_id(task))
    elif batch.kind is ReadingKind.correction:
        found = reports.latest(session=ctx.session, unit_id=_id(batch.unit), task_id=_id(task))
    else:
        return None
    return None if found is None or is_frozen(ctx, found) else found


def _count(
    ctx: Context, book: views.PlanBook, at: datetime, known: Mapping[date, bool], explicit: date | None
) -> Counted:
    """Return the month by the moment of the words; where that has been frozen since, by today."""
    schedule, first = book.schedule, book.plan.first_month
    counted = schedule.count(ctx.office.day(at), first, known, explicit)
    if ctx.today > schedule.round(counted.month).freeze:
        counted = schedule.count(ctx.today, first, known, explicit)
    if counted.supplements is not None and counted.supplements < book.asked_from:
        return replace(counted, supplements=None)  # nobody had been asked then
    return counted


def _carried(item: Item, before: Report | None, kind: ReadingKind) -> Item:
    """Fill what a correction of one number or date leaves unsaid from the report of the same month that it replaces.

    A message that only asks for more time says nothing of how the task stands: its row claims nothing either. What the
    unit had said before is read beside it (`storage.beside`).
    """
    only_asks = item.extension is not None and item.percent is None and not item.measures
    if before is None or before.status is None or only_asks:
        return item
    if _only_a_date(item, kind) and before.status is Status.in_progress:
        return replace(item, percent=before.percent, measures=_measures(before), problem=before.problem)
    if item.status is not None:
        return item
    said = item.percent is not None
    return replace(
        item,
        status=Status.in_progress if said and before.status is not Status.blocked else before.status,
        percent=item.percent if said else before.percent,
        expected=item.expected or before.expected,
        measures=item.measures or _measures(before),
        problem=item.problem or before.problem,
    )


def _only_a_date(item: Item, kind: ReadingKind) -> bool:
    """Tell whether a correction says no more than when a task that goes on will be finished."""
    more = item.percent is not None or item.measures or item.problem or item.extension
    dated = item.expected is not None and item.status is Status.in_progress
    return kind is ReadingKind.correction and dated and not more


def _measures(row: Report) -> tuple[Any, ...]:
    from bot.replies import Measure

    return tuple(Measure(each["name"], each["value"], each["unit"]) for each in row.measures)


def _reading(batch: Batch, item: Item, counted: Counted, *, carried: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": batch.kind.value, "item": to_json(item)}
    if counted.supplements:
        found["supplements"] = counted.supplements.isoformat()
    if batch.words.file:
        found["file"] = dict(batch.words.file)
    if batch.words.document:
        found["document"] = dict(batch.words.document)
    if batch.words.codes:
        found["codes"] = list(batch.words.codes)
    if batch.told:
        found["told"] = True
    if carried:
        found["carried"] = True
    if batch.rest:
        found["rest"] = True
    return found


def _settle(ctx: Context, unit: Unit, rows: Sequence[tuple[Report, Task]]) -> None:
    for plan_id in {row.plan_id for row, _ in rows}:
        came = [(task.code, row.month) for row, task in rows if row.plan_id == plan_id]
        reports.settle_pending(session=ctx.session, plan_id=plan_id, unit_id=_id(unit), reported=came, at=ctx.now)


def _id(row: Any) -> int:
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
