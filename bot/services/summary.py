"""A month's Summary from the database: the rules decide, this gathers. Read only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from bot.errors import Refused
from bot.reports.lines import BurdenLine, MonthLine, Numbers, Only, Said, Scope, TargetLine, TaskLine, UnitLine
from bot.reports.summary import Summary
from bot.rules import (
    Facts,
    Figures,
    Report,
    RuleTask,
    burden_of,
    by_unit_and_month,
    figures_of,
    light_of,
    round_by_unit,
)
from bot.rules.months import add_months, last_day
from bot.services import say, views
from bot.services.context import Context
from bot.services.summary_targets import Measured, TargetNumbers, target_lines, told_before
from bot.services.views import PlanBook
from storage import ledger
from storage import summary as storage
from storage.models import Task

WINDOW = 12  # months before the one asked for in which a latest report is looked for


@dataclass(frozen=True)
class Wanted:
    """What is asked for; everything left out is not narrowed. `month` None is the round that is worked on."""

    month: date | None = None
    scope: Scope = field(default_factory=Scope)
    plan_id: int | None = None  # one open plan, where it is not to be all
    months: int = 0  # how many months of history, this one included


@dataclass
class _Told:
    """What one plan's units have said, read once."""

    facts: Facts
    said: dict[tuple[str, date], list[Said]]
    measures: dict[str, Measured]


@dataclass
class _Month:
    """A month of the history while the plans are added up."""

    numbers: Numbers | None = None
    units: dict[str, UnitLine] = field(default_factory=dict)


def summarise(ctx: Context, wanted: Wanted | None = None) -> Summary:
    """Return the Summary of a month. Refused when there is no plan, or no such month in its time."""
    wanted = wanted or Wanted()
    books = [book for book in views.plan_books(ctx) if wanted.plan_id in (None, book.plan.id)]
    if not books:
        raise Refused("There is no ledger yet; import a plan first")
    month = checked_month(ctx, books, wanted.month)
    books = [book for book in books if book.plan.first_month <= month]
    scope, several = wanted.scope, len(books) > 1
    lines: list[TaskLine] = []
    units: dict[str, UnitLine] = {}
    targets: list[TargetLine] = []
    past = {add_months(month, -back): _Month() for back in range(max(wanted.months, 2))}
    for book in books:
        told = _told(ctx, book, month, len(past))
        everything = _lines(ctx, book, told, month, several)
        mine = [line for line in everything if _fits(line, book.rule_tasks[line.code], scope)]
        part = _part(book, {line.code for line in mine})
        numbers_told = target_lines(ctx, part, told.measures, book.plan.title if several else "")
        targets += [each.line(month) for each in numbers_told]
        for at, found in past.items():
            if at >= book.plan.first_month and (at == month or at >= book.asked_from):
                found.numbers = (found.numbers or Numbers()) + _numbers(ctx, part, told, numbers_told, at)
                if wanted.months:
                    _add_units(found.units, ctx, part, told, at, scope)
        _add_units(units, ctx, part, told, month, scope)
        lines += mine
    burden, messages = _burden(ctx, month, scope)
    return Summary(
        office=ctx.office.name,
        titles=tuple(book.plan.title for book in books),
        month=month,
        as_of=ctx.office.local(ctx.now),
        numbers=past[month].numbers or Numbers(),
        tasks=tuple(lines),
        units=tuple(replace(unit, messages=messages.get(unit.unit, 0)) for unit in units.values()),
        burden=burden,
        before=past[add_months(month, -1)].numbers,
        scope=scope,
        targets=tuple(targets),
        history=tuple(_history(past)) if wanted.months else (),
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


def _history(past: Mapping[date, _Month]) -> Iterator[MonthLine]:
    for month in sorted(past):
        found = past[month]
        if found.numbers is not None:
            kept = Counter(unit.punctuality for unit in found.units.values() if unit.asked and not unit.consult)
            counts = (kept["reported"], kept["late"], kept["pending"], kept["missing"])
            yield MonthLine(month, found.numbers, *counts)


def _told(ctx: Context, book: PlanBook, month: date, months: int) -> _Told:
    plan_id = book.plan.id or 0
    first = add_months(month, -WINDOW - months + 2)
    said: dict[tuple[str, date], list[Said]] = defaultdict(list)
    measures: dict[str, Measured] = defaultdict(list)
    for code, at_month, numbers in told_before(ctx, book, first):
        measures[code].append((at_month, numbers))
    # What a unit that is no more has reported counts for the one that has taken over its tasks.
    heirs = ledger.heirs(session=ctx.session)
    reports = []
    for row in storage.standing_reports(session=ctx.session, plan_id=plan_id, first=first, last=month):
        unit, expected = heirs.get(row.unit, row.unit), row.expected or row.extension
        reports.append(Report(unit, row.code, row.month, row.late, row.status, row.problem, expected))
        at = ctx.office.local(row.at)
        said[row.code, row.month].append(
            Said(unit, row.month, row.status, row.percent, expected, row.problem, row.words, at, row.late)
        )
        if row.measures:
            measures[row.code].append((row.month, row.measures))
    waiting = storage.pending(session=ctx.session, plan_id=plan_id, first=first, last=month)
    pending = [(heirs.get(unit, unit), code, at_month) for unit, code, at_month in waiting]
    return _Told(Facts.of(reports, pending), dict(said), dict(measures))


def _lines(ctx: Context, book: PlanBook, told: _Told, month: date, several: bool) -> list[TaskLine]:
    figures = figures_of(month, book.ledger, book.schedule, told.facts, ctx.today)
    claimed = storage.claimed_codes(session=ctx.session, plan_id=book.plan.id or 0)
    missing, pending = defaultdict(list), defaultdict(list)
    for unit in round_by_unit(month, book.ledger, book.schedule, told.facts, ctx.today):
        for code in unit.missing:
            missing[code].append(unit.unit)
        for code in unit.pending:
            pending[code].append(unit.unit)
    rules = book.rule_tasks
    lines = []
    for task in book.tasks:
        if task.code not in figures.standings:
            continue
        ruled = rules[task.code]
        light = light_of(ruled, month, book.ledger, book.schedule, told.facts, ctx.today).light
        line = TaskLine(
            code=task.code,
            number=task.number,
            title=task.title,
            section=task.section,
            subsection=task.subsection,
            leads=tuple(unit.name for unit in book.leads.get(task.id or 0, ())),
            supports=tuple(unit.name for unit in book.supports.get(task.id or 0, ())),
            standing=figures.standings[task.code].value,
            light=light,
            plan=book.plan.title if several else "",
            state=task.state,
            deadline=ruled.deadline,
            extended_to=ruled.extended_to,
            ongoing=task.ongoing,
            claimed=task.code in claimed,
            missing=tuple(missing[task.code]),
            pending=tuple(pending[task.code]),
        )
        lines.append(_with_reports(line, ruled, told, month))
    return lines


def _with_reports(line: TaskLine, ruled: RuleTask, told: _Told, month: date) -> TaskLine:
    """Add the latest report of a unit that leads, and the obstacles in the latest reports of all."""
    latest = told.facts.latest(line.code, month)
    if not latest:
        return line
    said = told.said[line.code, latest[0].month]
    leads = {*ruled.leads, ruled.reporter}
    of_leads = [each for each in said if each.unit in leads] or said
    obstacles = {(report.unit, report.month) for report in latest if report.obstacle}
    problems = tuple(each for each in said if (each.unit, each.month) in obstacles)
    return replace(line, last=of_leads[-1], problems=problems)


def _fits(line: TaskLine, ruled: RuleTask, scope: Scope) -> bool:
    wanted = {
        Only.overdue: line.standing == "overdue",
        Only.coordination: line.needs_coordination,
        Only.missing: bool(set(line.missing) - set(line.pending)),
    }
    if not all(wanted[only] for only in scope.only):
        return False
    if scope.section and line.section != scope.section:
        return False
    return not scope.units or bool({*line.leads, *ruled.leads, ruled.reporter} & set(scope.units))


def _part(book: PlanBook, codes: set[str]) -> PlanBook:
    """Return the book with only these tasks, so that the same rules count them."""
    kept = tuple(task for task in book.ledger.tasks if task.code in codes)
    return replace(book, ledger=replace(book.ledger, tasks=kept))


def _numbers(ctx: Context, book: PlanBook, told: _Told, targets: Sequence[TargetNumbers], month: date) -> Numbers:
    met = sum(each.line(month).met for each in targets)
    figures: Figures = figures_of(
        month, book.ledger, book.schedule, told.facts, ctx.today, targets=len(targets), targets_met=met
    )
    return Numbers(*(getattr(figures, each.name) for each in fields(Numbers)))


def _add_units(
    units: dict[str, UnitLine], ctx: Context, book: PlanBook, told: _Told, month: date, scope: Scope
) -> None:
    for each in round_by_unit(month, book.ledger, book.schedule, told.facts, ctx.today):
        if scope.units and each.unit not in scope.units:
            continue
        known = units.get(each.unit, UnitLine(each.unit, consult=each.consult))
        units[each.unit] = replace(
            known,
            asked=known.asked + each.asked,
            reported=known.reported + each.reported,
            late=known.late + each.late,
            missing=known.missing + each.missing,
            pending=known.pending + each.pending,
        )


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
