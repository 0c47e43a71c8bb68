"""Everything that is stored, for other programs: tasks, reports, messages, what is followed. Read only, in one go.

Reports and messages are written as they are read, so that a large export needs little memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO, cast

from sqlmodel import col, select

from bot.reports.csv_file import lines
from bot.reports.lines import TaskLine
from bot.services import followed, views
from bot.services.context import Context
from bot.services.summary import summarise
from storage import summary as storage
from storage.beside import beside
from storage.kinds import OutboxState, Source, Status, TaskState
from storage.models import Plan, Report

TABLES = ("tasks", "reports", "messages", "items", "practices")
_Told = tuple[str | None, int | None]
_NOTHING: _Told = (None, None)


def write_json(ctx: Context, out: TextIO) -> None:
    """Write `{"tasks": [...], "reports": [...], "messages": [...], "items": [...], "practices": [...]}`."""
    for number, (name, rows) in enumerate(_tables(ctx).items()):
        out.write("," if number else "{")
        out.write(f'"{name}":[')
        for place, row in enumerate(rows):
            out.write(",\n" if place else "\n")
            out.write(json.dumps(row, ensure_ascii=False))
        out.write("]")
    out.write("}\n")


def write_csv(ctx: Context, out: TextIO, table: str = "tasks") -> None:
    """Write one of the tables as CSV, with a byte order mark for Excel; no cell is ever a formula."""
    out.write("\ufeff")
    headings: list[str] = []
    for row in _tables(ctx)[table]:
        if not headings:
            headings = list(row)
            out.write(lines([headings]))
        out.write(lines([[_flat(row.get(name)) for name in headings]]))


def tasks(ctx: Context) -> Iterator[dict[str, Any]]:
    """Yield every task with its status: what its lead units said last, done only when the office has confirmed it."""
    plans = ctx.session.exec(select(Plan).order_by(col(Plan.id))).all()
    lights = _lines(ctx) if any(plan.closed_at is None for plan in plans) else {}
    for plan in plans:
        book = views.plan_book(ctx, plan)
        rules, latest = book.rule_tasks, _latest(ctx, book)
        claimed = storage.claimed_codes(session=ctx.session, plan_id=plan.id or 0)
        for task in book.tasks:
            status, percent = latest.get(task.code, _NOTHING)
            if task.state is not TaskState.open:
                status, percent = task.state.value, 100 if task.state is TaskState.done else percent
            elif status == Status.done.value:
                status = Status.in_progress.value  # claimed or returned: not done until the office says so
            line = lights.get((plan.title, task.code))
            yield {
                "code": task.code,
                **({"plan": plan.title} if len(plans) > 1 else {}),
                "number": task.number,
                "section": task.section,
                "subsection": task.subsection,
                "title": task.title,
                "lead": [unit.name for unit in book.leads.get(task.id or 0, ())],
                "support": [unit.name for unit in book.supports.get(task.id or 0, ())],
                "status": status,
                "percent": percent,
                "deadline": "ongoing" if task.ongoing else _day(task.deadline),
                "original_deadline": _day(task.original_deadline),
                "extended_to": _day(rules[task.code].extended_to),
                "state": task.state.value,
                "closed_on": _day(task.closed_on),
                "claimed": task.code in claimed,
                "standing": line.standing if line else None,
                "light": line.light.value if line else None,
            }


def reports(ctx: Context) -> Iterator[dict[str, Any]]:
    """Yield every report ever stored, in the order of storing."""
    several = len(ctx.session.exec(select(Plan.id)).all()) > 1
    for report, code, plan, unit, person in storage.all_reports(session=ctx.session):
        yield {
            "task": code,
            **({"plan": plan} if several else {}),
            "unit": unit,
            "person": person,
            "month": f"{report.month:%Y-%m}",
            "status": report.status.value if report.status else None,
            "percent": report.percent,
            "expected": _day(report.expected),
            "extension": _day(report.extension),
            "measures": report.measures,
            "problem": report.problem,
            "text": report.text,
            "late": report.late,
            "recorded_by_office": report.recorded_by_id is not None or report.source is Source.office,
            "superseded": report.superseded_by_id is not None,
            "withdrawn": report.withdrawn_at is not None,
            "at": _moment(ctx, report.at),
        }


def messages(ctx: Context) -> Iterator[dict[str, Any]]:
    """Yield every outgoing message; `at` is when it was settled, or queued where it still waits."""
    for row in storage.all_messages(session=ctx.session):
        state = OutboxState.queued if row.state is OutboxState.sending else row.state
        yield {
            "unit": row.unit,
            "kind": row.kind.value,
            "state": state.value,
            "at": _moment(ctx, row.settled_at or row.created_at),
        }


def _tables(ctx: Context) -> dict[str, Iterator[dict[str, Any]]]:
    return {
        "tasks": tasks(ctx),
        "reports": reports(ctx),
        "messages": messages(ctx),
        "items": followed.items(ctx),
        "practices": followed.practices(ctx),
    }


def _lines(ctx: Context) -> Mapping[tuple[str, str], TaskLine]:
    summary = summarise(ctx)
    return {(line.plan or summary.titles[0], line.code): line for line in summary.tasks}


def _latest(ctx: Context, book: views.PlanBook) -> dict[str, _Told]:
    """Return the status and percent that each task's lead units told last; 同上月 tells neither."""
    codes = {task.id: task.code for task in book.tasks}
    names = {unit.id: unit.name for units in (*book.leads.values(), *book.supports.values()) for unit in units}
    query: Any = (
        cast(Any, select)(Report.id, Report.task_id, Report.unit_id, Report.status, Report.percent)
        .where(
            Report.plan_id == book.plan.id,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.month), col(Report.at), col(Report.id))
    )
    rules = book.rule_tasks
    asked = beside(session=ctx.session, plan_id=book.plan.id or 0)
    found: dict[str, _Told] = {}
    for key, task_id, unit_id, status, percent in ctx.session.exec(query):
        if key in asked:
            status, percent = asked[key].status, asked[key].percent
        code = codes[task_id]
        before = found.get(code, _NOTHING)
        speaks = {*rules[code].leads, rules[code].reporter}
        if names.get(unit_id) in speaks or unit_id not in names:
            told = Status(status).value if status and status != Status.no_change.value else before[0]
            found[code] = (told, percent if percent is not None else before[1])
    return found


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _moment(ctx: Context, value: datetime) -> str:
    return ctx.office.local(value).isoformat(timespec="seconds")


def _flat(value: Any) -> Any:
    """Return a value as one cell."""
    if isinstance(value, list):
        return "、".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in value)
    return value
