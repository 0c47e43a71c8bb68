"""Which of a plan's days have been planned, and whether anything can be due: asked at every tick, answered cheaply.

A note holds the last day that is closed: everything of it has been planned. On a day with several times of day, because
units have their own, it also holds up to which of them the day has been planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules import Dates, Schedule, something_due
from bot.rules.catchup import FARTHEST
from bot.rules.months import add_months
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import notes, nudging
from storage.models import Plan

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Progress:
    """How far a plan has been planned: `closed` days are done; of `part` (a day and time of day) what lies before."""

    closed: date
    part: datetime | None = None

    def handled(self, day: date) -> time | None:
        """Return up to which time of day the day has been planned, if at all."""
        return self.part.time() if self.part and self.part.date() == day else None


def progress(ctx: Context, plan: Plan) -> Progress:
    """Return how far the plan is; a new one begins with its import, which counts itself when the hour is to come."""
    value = notes.get(session=ctx.session, name=_note(plan))
    if value:
        closed, _, part = value.partition(" ")
        return Progress(date.fromisoformat(closed), datetime.fromisoformat(part) if part else None)
    imported = ctx.office.local(plan.imported_at)
    return Progress(imported.date() if imported.time() >= ctx.office.rules.nudge_time else imported.date() - DAY)


def keep(ctx: Context, plan: Plan, found: Progress) -> None:
    """Write down how far the plan is."""
    value = f"{found.closed}" + (f" {found.part.isoformat(timespec='minutes')}" if found.part else "")
    notes.put(session=ctx.session, name=_note(plan), value=value, at=ctx.now)


def times(ctx: Context, schedule: Schedule) -> list[time]:
    """Return the times of day at which nudges go out, in order: the rules' own and those of units."""
    rules = schedule.rules
    own = nudging.own_times(session=ctx.session)
    return sorted({rules.nudge_time, *(each for each in own if rules.quiet_before <= each < rules.quiet_from)})


def may_be_due(ctx: Context, plan: Plan, schedule: Schedule, after: date) -> bool:
    """Tell whether a day after the given one, up to today, can bring any nudge; no task is read."""
    assert plan.id is not None, "the plan has not been stored"
    dates = Dates(nudging.deadlines(session=ctx.session, plan_id=plan.id), nudging.milestone_days(session=ctx.session))
    return any(something_due(day, dates, schedule) for day in days(after, ctx.today))


def months(after: date, today: date, schedule: Schedule) -> set[date]:
    """Return the months whose reports can bear on today's nudges, the days since the given one included."""
    found = {schedule.current(today)}
    for day in days(max(after, today - FARTHEST), today):
        rounds = schedule.on(day)
        found |= {month for month, _ in rounds.nudges} | set(rounds.missed)
    return found


def open_months(day: date, book: PlanBook) -> set[date]:
    """Return the months whose rounds the office can remind of on the day: the present one and the one before."""
    month = max(book.schedule.current(day), book.ledger.first_month)
    return {month, add_months(month, -1), book.schedule.current(day)}


def days(after: date, last: date) -> list[date]:
    """Return the days after the first, up to and with the second."""
    return [after + DAY * step for step in range(1, (last - after).days + 1)]


def _note(plan: Plan) -> str:
    return f"nudged:{plan.id}"
