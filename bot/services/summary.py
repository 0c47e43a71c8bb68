"""A month's Summary from the database: what each plan gives, added up. Read only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.errors import Refused
from bot.reports.lines import BurdenLine, MonthLine, Numbers, Scope, UnitLine
from bot.reports.narrow import Part
from bot.reports.summary import Summary
from bot.rules import burden_of, by_unit_and_month
from bot.rules.months import add_months, last_day
from bot.services import followed, plan_home, say, views
from bot.services.context import Context
from bot.services.summary_gather import Gathered, gather
from bot.services.views import PlanBook
from storage import ledger
from storage import summary as storage
from storage.models import Task


@dataclass(frozen=True)
class Wanted:
    """What is asked for; everything left out is not narrowed. `month` None is the round that is worked on."""

    month: date | None = None
    scope: Scope = field(default_factory=Scope)
    plan_id: int | None = None  # one open plan, where it is not to be all
    months: int = 0  # how many months of history, this one included
    followed: bool = False  # with observations, coordination items, instructions and good practice


def summarise(ctx: Context, wanted: Wanted | None = None) -> Summary:
    """Return the Summary of a month, frozen where it has been. Refused when there is no plan, or no such month."""
    wanted = wanted or Wanted()
    books = [book for book in views.plan_books(ctx) if wanted.plan_id in (None, book.plan.id)]
    if not books:
        raise Refused("There is no ledger yet; import a plan first")
    month = checked_month(ctx, books, wanted.month)
    books = [book for book in books if book.plan.first_month <= month]
    back = max(wanted.months, 2)
    gathered = [gather(ctx, book, month, back, wanted.scope, len(books) > 1) for book in books]
    parts = [each.parts[month] for each in gathered]
    frozen = tuple(each.frozen for each in gathered if each.frozen is not None)
    burden, messages = _burden(ctx, month, wanted.scope)
    past = {add_months(month, -number): _added(gathered, add_months(month, -number)) for number in range(back)}
    last = _with_sections(past[add_months(month, -1)], gathered)
    codes = {line.code for part in parts for line in part.tasks}
    asked = (ctx, books, wanted.scope, codes)
    return Summary(
        office=plan_home.office_of(ctx, (book.plan for book in books)),
        titles=tuple(book.plan.title for book in books),
        month=month,
        as_of=max(each.at for each in frozen) if len(frozen) == len(books) > 0 else ctx.office.local(ctx.now),
        numbers=sum((part.numbers for part in parts), Numbers()),
        tasks=tuple(line for part in parts for line in part.tasks),
        units=tuple(replace(unit, messages=messages.get(unit.unit, 0)) for unit in _merged(parts)),
        burden=burden,
        before=last.numbers if last else None,
        last=last,
        scope=wanted.scope,
        targets=tuple(target for part in parts for target in part.targets),
        history=tuple(line for _, line in sorted(past.items()) if line) if wanted.months else (),
        frozen=frozen,
        supplement=tuple(line for each in gathered for line in each.supplement),
        tracked=followed.tracked_lines(*asked) if wanted.followed else (),
        practices=followed.practice_lines(*asked) if wanted.followed else (),
    )


def present_month(ctx: Context, books: Iterable[PlanBook]) -> date:
    """Return the round that is worked on: the last month while late reports still count for it, else this one."""
    found = []
    for book in books:
        current = max(book.schedule.current(ctx.today), book.plan.first_month)
        found.append(views.late_month(book, ctx.today) or current)
    return max(found)


def checked_month(ctx: Context, books: Sequence[PlanBook], month: date | None) -> date:
    """Return the month asked for, or the present one. Refused outside the plans' time."""
    present = present_month(ctx, books)
    if month is None:
        return present
    first = min(book.plan.first_month for book in books)
    latest = max(present, ctx.today.replace(day=1), *(book.schedule.current(ctx.today) for book in books))
    if not first <= month <= latest:
        raise Refused(
            "{month} is not in the ledger; it runs from {first} to {last}",
            month=say.year_month(ctx.voice, month),
            first=say.year_month(ctx.voice, first),
            last=say.year_month(ctx.voice, latest),
        )
    return month


def _added(gathered: Iterable[Gathered], month: date) -> MonthLine | None:
    """Return a month of the history, over the plans that have it."""
    parts = [each.parts[month] for each in gathered if month in each.parts]
    if not parts:
        return None
    kept = Counter(unit.punctuality for unit in _merged(parts) if unit.asked and not unit.consult)
    numbers = sum((part.numbers for part in parts), Numbers())
    return MonthLine(month, numbers, kept["reported"], kept["late"], kept["pending"], kept["missing"])


def _with_sections(line: MonthLine | None, gathered: Iterable[Gathered]) -> MonthLine | None:
    """Return the month with its sections by standing, over the plans that have it."""
    if line is None:
        return None
    found: dict[str, dict[str, int]] = {}
    for part in (each.parts[line.month] for each in gathered if line.month in each.parts):
        for section, row in part.standings.items():
            known = found.setdefault(section, dict.fromkeys(row, 0))
            for standing, count in row.items():
                known[standing] = known.get(standing, 0) + count
    return replace(line, sections=found)


def _merged(parts: Iterable[Part]) -> list[UnitLine]:
    """Return the units of several plans, each once."""
    found: dict[str, UnitLine] = {}
    for each in (unit for part in parts for unit in part.units):
        known = found.get(each.unit, UnitLine(each.unit, consult=each.consult))
        found[each.unit] = replace(
            known,
            asked=known.asked + each.asked,
            reported=known.reported + each.reported,
            late=known.late + each.late,
            missing=known.missing + each.missing,
            pending=known.pending + each.pending,
        )
    return list(found.values())


def _burden(ctx: Context, month: date, scope: Scope) -> tuple[BurdenLine, dict[str, int]]:
    """Return what the nudges of the month weigh, and how many each unit got."""
    heirs = ledger.heirs(session=ctx.session)
    rows = storage.nudges_sent(session=ctx.session, first=month, last=last_day(month))
    sent = [(heirs.get(unit, unit), day) for unit, day in rows]
    counts = by_unit_and_month((unit, day) for unit, day in sent if not scope.units or unit in scope.units)
    found = burden_of(month, counts, ctx.office.rules)
    line = BurdenLine(found.messages, found.units, found.median, found.most, found.most_by, found.over_cap)
    return line, {unit: count for (unit, _), count in counts.items()}


def sections_of(books: Iterable[PlanBook]) -> list[str]:
    """Return the plans' sections in their order."""
    tasks: list[Task] = [task for book in books for task in book.tasks]
    return list(dict.fromkeys(task.section for task in tasks if task.section))
