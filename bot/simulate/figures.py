"""What a simulation counts: each month's figures and lights as they stood, the burden, and what must never happen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlmodel import Session, col, select

from bot.locale import text
from bot.rules import Punctuality, burden_of, by_unit_and_month, figures_of, light_of
from bot.rules.months import add_months
from bot.services.context import Context
from bot.services.views import plan_book, plan_facts
from storage import ledger
from storage import summary as stored
from storage.kinds import Light, MessageKind, OutboxState
from storage.models import OutboxRow, Report, Task, Unit

BACK = 12  # months of reports that a light can depend on


@dataclass(frozen=True)
class Month:
    """One month as it stood after its freeze."""

    month: date
    units_due: int
    in_time: int
    late: int
    missing: int
    lights: dict[str, int]
    total: int
    done: int
    overdue: int
    behind: int
    messages: int = 0
    median: float = 0.0
    most: int = 0
    most_by: str = ""


@dataclass
class Result:
    """What the years came to. `wrong` counts what must never happen, by what it is."""

    months: list[Month] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    reports: int = 0
    working_days: int = 0
    burden_median: float = 0.0
    burden_most: int = 0


def month_of_plan(ctx: Context, month: date) -> Month:
    """Return the month's figures and lights over all open plans, as of now."""
    lights: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for plan in ledger.open_plans(session=ctx.session):
        book = plan_book(ctx, plan)
        facts = plan_facts(ctx, plan, [add_months(month, -back) for back in range(-1, BACK)])
        figures = figures_of(month, book.ledger, book.schedule, facts, ctx.today)
        for task in book.ledger.tasks:
            if task.code in figures.standings:
                light = light_of(task, month, book.ledger, book.schedule, facts, ctx.today)
                lights[light.light.value] += 1
        for name in ("total", "done", "overdue", "behind", "units_due"):
            numbers[name] += getattr(figures, name)
        for kind in Punctuality:
            numbers[kind.value] += figures.units[kind]
    return Month(
        month=month,
        units_due=numbers["units_due"],
        in_time=numbers["in_time"],
        late=numbers["late"],
        missing=numbers["missing"],
        lights={light.value: lights[light.value] for light in Light},
        total=numbers["total"],
        done=numbers["done"],
        overdue=numbers["overdue"],
        behind=numbers["behind"],
    )


def closing(ctx: Context, months: list[Month], first: date, last: date) -> Result:
    """Return the result: the months with their burden, and what went wrong, read from storage."""
    sent = stored.nudges_sent(session=ctx.session, first=first, last=last)
    counts = by_unit_and_month(sent)
    with_burden = [_with_burden(each, counts, ctx) for each in months]
    every = list(counts.values())
    return Result(
        months=with_burden,
        wrong=wrong(ctx),
        messages=_messages(ctx.session),
        reports=len(ctx.session.exec(select(Report.id)).all()),
        burden_median=float(median(every)) if every else 0.0,
        burden_most=max(every, default=0),
    )


def wrong(ctx: Context) -> dict[str, int]:
    """Count what must never happen: doubles, nudges out of hours or on days off, over the cap, after an answer."""
    rows = _nudges(ctx.session)
    schedule_of = {plan.id: (plan_book(ctx, plan).schedule, plan) for plan in ledger.open_plans(session=ctx.session)}
    asked = Counter((row.plan_id, row.unit_id, row.person_id, row.day) for row in rows if "asked" not in row.facts)
    out_of_hours = sum(not _in_hours(ctx, row, schedule_of[row.plan_id][0]) for row in rows if row.settled_at)
    return {
        text("two messages to one person of a unit on one day"): sum(count - 1 for count in asked.values()),
        text("out of hours or on a day off"): out_of_hours,
        text("beyond the monthly cap"): _beyond_cap(rows, ctx.office.rules.monthly_cap),
        text("asked again for a round after its report"): _asked_again(ctx.session, rows),
    }


def _in_hours(ctx: Context, row: OutboxRow, schedule: Any) -> bool:
    from bot.rules import may_send

    assert row.settled_at is not None, "it was sent"
    return may_send(ctx.office.local(row.settled_at), schedule)


def _beyond_cap(rows: list[OutboxRow], cap: int) -> int:
    """Count the messages beyond a unit's share of a month that neither a last day nor a near deadline called for."""
    found, counts = 0, Counter[tuple[int | None, date]]()
    messages = {(row.plan_id, row.unit_id, row.day): row for row in rows if row.day}
    for (_, unit_id, day), row in sorted(messages.items(), key=lambda pair: pair[1].id or 0):
        assert day is not None, "sorted out above"
        found += counts[unit_id, day.replace(day=1)] >= cap and not ("urgent" in row.facts or "asked" in row.facts)
        counts[unit_id, day.replace(day=1)] += 1
    return found


def _asked_again(session: Session, rows: list[OutboxRow]) -> int:
    """Count the tasks that a month-end nudge asked about although the unit's report for that month was there."""
    codes = {task.id: task.code for task in session.exec(select(Task)).all()}
    first: dict[tuple[int, str, date], list[Any]] = defaultdict(list)
    for report in session.exec(select(Report)).all():
        first[report.unit_id, codes[report.task_id], report.month].append((report.stored_at, report.withdrawn_at))
    found = 0
    for row in rows:
        asked = [(date.fromisoformat(month), code) for month, codes in row.facts["round"].items() for code in codes]
        for month, code in asked:
            said = first.get((row.unit_id or 0, code, month), ())
            found += any(at < row.created_at and (gone is None or gone > row.created_at) for at, gone in said)
    return found


def _nudges(session: Session) -> list[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.kind == MessageKind.nudge,
        OutboxRow.state == OutboxState.sent,
        OutboxRow.method == "sendMessage",
        ~col(OutboxRow.key).contains("#"),
    )
    return list(session.exec(query).all())


def _messages(session: Session) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for kind, state in session.exec(select(OutboxRow.kind, OutboxRow.state)):
        counts[f"{kind} {state}"] += 1
    return dict(sorted(counts.items()))


def _with_burden(month: Month, counts: dict[tuple[str, date], int], ctx: Context) -> Month:
    found = burden_of(month.month, counts, ctx.office.rules)
    values = {**vars(month), "messages": found.messages, "median": found.median, "most": found.most}
    return Month(**{**values, "most_by": found.most_by[0] if found.most_by else ""})


def units_written_to(session: Session) -> list[str]:
    """Return the units that lead something and can be written to."""
    leads = {row.unit_id for row in _assignments(session)}
    query = select(Unit).where(col(Unit.id).in_(leads), col(Unit.collective).is_(False)).order_by(col(Unit.id))
    return [unit.name for unit in session.exec(query).all()]


def deadlines(session: Session) -> dict[str, date | None]:
    """Return the tasks' deadlines by code."""
    return {task.code: task.deadline for task in session.exec(select(Task)).all()}


def _assignments(session: Session) -> list[Any]:
    from storage.kinds import AssignmentRole
    from storage.models import Assignment

    return list(session.exec(select(Assignment).where(Assignment.role == AssignmentRole.lead)).all())
