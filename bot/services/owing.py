"""What a unit owes now, in each plan: what it leads, what the round still wants of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules import Facts, RuleTask
from bot.services.context import Context
from bot.services.views import PlanBook, late_month, plan_books, plan_facts
from storage.models import Unit


@dataclass(frozen=True)
class UnitDuties:
    """What a unit leads and still owes on a day. `owed` are this round's unreported codes; the rest are parts of it."""

    book: PlanBook
    month: date
    due_on: date
    open: tuple[RuleTask, ...] = ()
    reported: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    due_this_month: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    closed: int = 0

    @property
    def asked_one_by_one(self) -> tuple[str, ...]:
        """Return the owed codes that 其余正常 never covers: overdue, or due this month."""
        held = {*self.overdue, *self.due_this_month}
        return tuple(code for code in self.owed if code in held)

    @property
    def rest(self) -> tuple[str, ...]:
        """Return the owed codes that 其余正常 may cover."""
        held = {*self.overdue, *self.due_this_month}
        return tuple(code for code in self.owed if code not in held)


def unit_duties(ctx: Context, unit: Unit, day: date | None = None) -> list[UnitDuties]:
    """Return what the unit owes in each open plan in which it leads anything, as of the day (by default today)."""
    found = (_duties(ctx, book, unit.name, day or ctx.today) for book in plan_books(ctx))
    return [duties for duties in found if duties.open or duties.closed]


def _duties(ctx: Context, book: PlanBook, unit: str, day: date) -> UnitDuties:
    month = max(book.schedule.current(day), book.plan.first_month)
    # Inside the late window of the month before, what is missing there is what the unit owes first.
    before = late_month(book, day)
    facts = plan_facts(ctx, book.plan, {month, before} if before else {month})
    rules = book.schedule.rules
    led = [task for task in book.ledger.tasks if unit in task.leads or unit in task.reporting(rules)]
    mine = [task for task in led if task.is_open(day)]
    asked = [task for task in mine if unit in task.reporting(rules)]
    if before and _owed(book, asked, unit, before, day, facts):
        month = before
    owed = _owed(book, asked, unit, month, day, facts)
    return UnitDuties(
        book=book,
        month=month,
        due_on=book.schedule.round(month).due,
        open=tuple(mine),
        reported=tuple(task.code for task in asked if facts.has(unit, task.code, month)),
        owed=tuple(task.code for task in owed),
        overdue=tuple(task.code for task in mine if task.warned_for and task.warned_for < day),
        due_this_month=tuple(
            task.code
            for task in mine
            if task.warned_for
            and day <= task.warned_for
            and task.warned_for.replace(day=1) <= max(month, day.replace(day=1))
        ),
        pending=tuple(task.code for task in asked if (unit, task.code, month) in facts.pending),
        closed=len(led) - len(mine),
    )


def _owed(book: PlanBook, asked: Iterable[RuleTask], unit: str, month: date, day: date, facts: Facts) -> list[RuleTask]:
    rules = book.schedule.rules
    return [
        task for task in asked if book.ledger.owes(task, month, day, rules) and not facts.has(unit, task.code, month)
    ]
