"""What is followed beside the round, and good practice: as lines of a summary, and as rows of an export. Read only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from bot.reports.lines import PracticeLine, Scope, TrackedLine
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import practices as stored_practices
from storage import tracked as stored
from storage.kinds import TrackedState


def tracked_lines(
    ctx: Context, books: Collection[PlanBook], scope: Scope, codes: Collection[str]
) -> tuple[TrackedLine, ...]:
    """Return what is followed on these tasks; what belongs to no task where only units are asked for, or nothing."""
    plans, several = {book.plan.id for book in books}, len(books) > 1
    found = []
    for row, answer in _items(ctx):
        item = row.TrackedItem
        mine = row.plan_id in plans and row.code in codes
        free = item.task_id is None and not scope.section and not scope.only
        if not (mine or free) or (scope.units and not {row.unit, row.raised_by} & set(scope.units)):
            continue
        found.append(
            TrackedLine(
                kind=item.kind,
                number=item.id,
                unit=row.unit,
                text=item.text,
                filed_on=ctx.office.day(item.filed_at),
                due_on=item.due_on,
                state=item.state,
                code=row.code or "",
                plan=row.plan or "" if several else "",
                leader=item.leader,
                raised_by=row.raised_by or "",
                answer=answer,
                outcome=item.outcome,
                settled_on=ctx.office.day(item.settled_at) if item.settled_at else None,
            )
        )
    return tuple(sorted(found, key=lambda line: line.state is TrackedState.settled))


def practice_lines(
    ctx: Context, books: Collection[PlanBook], scope: Scope, codes: Collection[str]
) -> tuple[PracticeLine, ...]:
    """Return the good practice on these tasks."""
    plans = {book.plan.id: book.plan.title if len(books) > 1 else "" for book in books}
    return tuple(
        PracticeLine(
            month=report.month,
            code=task.code,
            title=task.title,
            unit=unit.name,
            words=report.words or report.text,
            note=practice.note,
            by_office=practice.by_office,
            plan=plans[task.plan_id],
        )
        for practice, report, task, unit in stored_practices.standing(session=ctx.session)
        if task.plan_id in plans and task.code in codes and (not scope.units or unit.name in scope.units)
    )


def items(ctx: Context) -> Iterator[dict[str, Any]]:
    """Yield every observation, coordination item and instruction ever filed, in the order of filing."""
    for row, answer in _items(ctx):
        item = row.TrackedItem
        yield {
            "number": item.id,
            "kind": item.kind.value,
            "task": row.code,
            **({"plan": row.plan} if row.plan else {}),
            "unit": row.unit,
            "text": item.text,
            "leader": item.leader,
            "raised_by": row.raised_by,
            "filed_by": row.person,
            "filed_as": item.filed_as.value,
            "at": _moment(ctx, item.filed_at),
            "due": item.due_on.isoformat(),
            "state": item.state.value,
            "answer": answer,
            "outcome": item.outcome,
            "settled_at": _moment(ctx, item.settled_at) if item.settled_at else None,
        }


def practices(ctx: Context) -> Iterator[dict[str, Any]]:
    """Yield every report that is marked as good practice, the newest months first."""
    for practice, report, task, unit in stored_practices.standing(session=ctx.session):
        yield {
            "task": task.code,
            "unit": unit.name,
            "month": f"{report.month:%Y-%m}",
            "text": report.words or report.text,
            "note": practice.note,
            "by_office": practice.by_office,
            "at": _moment(ctx, practice.at),
        }


def _items(ctx: Context) -> Iterator[tuple[Any, str]]:
    """Yield every item with its last answer."""
    rows = stored.everything(session=ctx.session)
    told = stored.answers(session=ctx.session, item_ids=[row.TrackedItem.id for row in rows])
    last = {answer.item_id: answer.text for answer in told}
    for row in rows:
        yield row, last.get(row.TrackedItem.id, "")


def _moment(ctx: Context, value: datetime) -> str:
    return ctx.office.local(value).isoformat(timespec="seconds")
