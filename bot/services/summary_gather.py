"""What one plan gives to a summary, month by month: as it was frozen, else as the rules decide it now. Read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from bot.reports.lines import Frozen, Numbers, Said, Scope, Supplement, TargetLine, TaskLine, UnitLine
from bot.reports.narrow import Part, fits, is_everything, narrow, numbers_of
from bot.reports.summary import Summary
from bot.rules import Facts, Figures, Report, figures_of, light_of, round_by_unit
from bot.rules.months import add_months
from bot.services import summary_frozen
from bot.services.context import Context
from bot.services.summary_targets import Measured, target_lines, told_numbers
from bot.services.views import PlanBook
from storage import ledger
from storage import summary as storage

WINDOW = 12  # months before the one asked for in which a latest report is looked for
FEW = 1000  # tasks that are asked for by number


@dataclass
class _Told:
    """What one plan's units have said, read once."""

    facts: Facts
    said: dict[str, list[Said]]  # of each task what was said in the newest month that has anything
    measures: dict[str, Measured]


@dataclass
class Gathered:
    """What one plan gives to a summary: its part of each month, and what came after a freeze."""

    parts: dict[date, Part] = field(default_factory=dict)
    frozen: Frozen | None = None
    supplement: list[Supplement] = field(default_factory=list)


def gather(ctx: Context, book: PlanBook, month: date, back: int, scope: Scope, several: bool) -> Gathered:
    """Return a plan's parts of the month and of those before it; months that were frozen are as they were then."""
    title = book.plan.title if several else ""
    months = [at for at in (add_months(month, -number) for number in range(back)) if at >= book.plan.first_month]
    kept = summary_frozen.frozen_months(ctx, book, months, title)
    today = summary_frozen.names_today(ctx, kept.values()) if scope.units else {}
    reckoned = [at for at in months if _is_told(book, at, month, kept)]
    told = _told(ctx, book, month, min(reckoned)) if reckoned else None
    lines = kept[month].tasks if month in kept or told is None else _lines(ctx, book, told, month, title)
    if month not in kept and (before := kept.get(add_months(month, -1))) is not None:
        lines = _newly_done(lines, before)

    def known_as(unit: str) -> str:
        return today.get(unit, unit)

    codes = {line.code for line in lines if fits(line, scope, known_as)}
    found = Gathered({at: summary_frozen.part_of(summary) for at, summary in kept.items()})
    if not is_everything(scope):
        found.parts = {at: narrow(part, codes, scope, known_as) for at, part in found.parts.items()}
    if told is not None:
        found.parts |= _open(ctx, book, told, reckoned, {month: lines}, codes, scope, title)
    if month in kept:
        found.frozen = summary_frozen.frozen_at(ctx, book, kept[month])
        found.supplement = summary_frozen.supplement_of(ctx, book, month, codes, title)
    return found


def _is_told(book: PlanBook, at: date, month: date, kept: Collection[date]) -> bool:
    """Tell whether a month is reckoned from the reports: it is not frozen, and its round has really been asked."""
    return at not in kept and (at == month or at >= book.asked_from)


def _open(
    ctx: Context,
    book: PlanBook,
    told: _Told,
    months: Sequence[date],
    lines: Mapping[date, Sequence[TaskLine]],
    codes: set[str],
    scope: Scope,
    title: str,
) -> dict[date, Part]:
    """Return the parts of months that are not frozen, as known now: lines where there are any, else the sums."""
    part = _part(book, codes)
    numbers_told = target_lines(ctx, part, told.measures, title)
    found = {}
    for at in months:
        units, targets = _units(ctx, part, told, at, scope), tuple(each.line(at) for each in numbers_told)
        if at in lines:
            mine = tuple(line for line in lines[at] if line.code in codes)
            found[at] = Part(numbers_of(mine, targets), mine, units, targets)
        else:
            numbers, sections = _figures(ctx, part, told, targets, at)
            found[at] = Part(numbers, units=units, sections=sections)
    return found


def _told(ctx: Context, book: PlanBook, month: date, oldest: date) -> _Told:
    """Read what the rules need for the months from the oldest to this one."""
    plan_id, first = book.plan.id or 0, add_months(oldest, -1)
    rows = list(storage.standing_reports(session=ctx.session, plan_id=plan_id, first=first, last=month))
    rows[:0] = _before(ctx, book, first, {row.code for row in rows if row.month == first})
    # What a unit that is no more has reported counts for the one that has taken over its tasks.
    heirs = ledger.heirs(session=ctx.session)
    newest: dict[str, date] = {}
    reports = []
    for row in rows:
        unit = heirs.get(row.unit, row.unit)
        newest[row.code] = max(row.month, newest.get(row.code, row.month))
        reports.append(
            Report(unit, row.code, row.month, row.late, row.status, row.problem, row.expected or row.extension)
        )
    said: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        if row.month == newest[row.code]:
            said[row.code].append(_said(ctx, row, heirs.get(row.unit, row.unit)))
    waiting = storage.pending(session=ctx.session, plan_id=plan_id, first=first, last=month)
    pending = [(heirs.get(unit, unit), code, at_month) for unit, code, at_month in waiting]
    return _Told(Facts.of(reports, pending), dict(said), told_numbers(ctx, book, first, rows))


def _before(ctx: Context, book: PlanBook, first: date, heard: set[str]) -> Sequence[storage.Standing]:
    """Return the reports of the year before, of the tasks of which nothing was heard in the first month read."""
    silent = {task.id or 0 for task in book.tasks if task.code not in heard}
    if not silent or first <= book.plan.first_month:
        return ()
    return storage.standing_reports(
        session=ctx.session,
        plan_id=book.plan.id or 0,
        first=add_months(first, -WINDOW),
        last=add_months(first, -1),
        task_ids=silent if len(silent) <= FEW else None,
    )


def _said(ctx: Context, row: storage.Standing, unit: str) -> Said:
    expected = row.expected or row.extension
    at = ctx.office.local(row.at)
    return Said(unit, row.month, row.status, row.percent, expected, row.problem, row.words, at, row.late)


def _lines(ctx: Context, book: PlanBook, told: _Told, month: date, title: str) -> list[TaskLine]:
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
            plan=title,
            state=task.state,
            deadline=ruled.deadline,
            extended_to=ruled.extended_to,
            ongoing=task.ongoing,
            claimed=task.code in claimed,
            missing=tuple(missing[task.code]),
            pending=tuple(pending[task.code]),
            speaks=tuple(dict.fromkeys((*ruled.leads, *([ruled.reporter] if ruled.reporter else [])))),
            marks=tuple(name for name, codes in figures.marks.items() if task.code in codes),
        )
        lines.append(_with_reports(line, told, month))
    return lines


def _newly_done(lines: Sequence[TaskLine], before: Summary) -> list[TaskLine]:
    """Return the lines with what is new this month counted from what was frozen: it may be of a month before that."""
    done = {line.code for line in before.tasks if line.standing == "done"}
    found = []
    for line in lines:
        marks = [mark for mark in line.marks if mark != "done_new"]
        new = line.standing == "done" and line.code not in done
        found.append(replace(line, marks=(*marks, *(["done_new"] if new else []))))
    return found


def _with_reports(line: TaskLine, told: _Told, month: date) -> TaskLine:
    """Add the latest report of a unit that leads, and the obstacles in the latest reports of all."""
    latest = told.facts.latest(line.code, month)
    if not latest:
        return line
    said = told.said[line.code]
    of_leads = [each for each in said if each.unit in line.speaks] or said
    obstacles = {(report.unit, report.month) for report in latest if report.obstacle}
    problems = tuple(each for each in said if (each.unit, each.month) in obstacles)
    return replace(line, last=of_leads[-1], problems=problems)


def _part(book: PlanBook, codes: set[str]) -> PlanBook:
    """Return the book with only these tasks, so that the same rules count them."""
    kept = tuple(task for task in book.ledger.tasks if task.code in codes)
    return replace(book, ledger=replace(book.ledger, tasks=kept))


def _figures(
    ctx: Context, book: PlanBook, told: _Told, targets: Sequence[TargetLine], month: date
) -> tuple[Numbers, dict[str, dict[str, int]]]:
    """Return a month's figures, and its sections by standing."""
    met = sum(target.met for target in targets)
    figures: Figures = figures_of(
        month, book.ledger, book.schedule, told.facts, ctx.today, targets=len(targets), targets_met=met
    )
    sections = {
        name: {standing.value: count for standing, count in row.items()} for name, row in figures.by_section.items()
    }
    return Numbers(*(getattr(figures, each.name) for each in fields(Numbers))), sections


def _units(ctx: Context, book: PlanBook, told: _Told, month: date, scope: Scope) -> tuple[UnitLine, ...]:
    return tuple(
        UnitLine(each.unit, each.asked, each.reported, each.late, each.missing, each.pending, each.consult)
        for each in round_by_unit(month, book.ledger, book.schedule, told.facts, ctx.today)
        if not scope.units or each.unit in scope.units
    )
