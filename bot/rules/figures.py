"""How the round stands, unit by unit, and the ten figures: one reckoning for every report, so that all agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.rules.ledger import Facts, Ledger, RuleTask, Unit
from bot.rules.lights import Reason, is_behind_milestone, is_finishing_late, is_overdue, light_of
from bot.rules.months import add_months, last_day, month_of
from bot.rules.rounds import Schedule
from storage.kinds import Status


class Standing(StrEnum):
    """Where a task stands: exactly one of these, so that they add up to the total."""

    done = "done"
    proceeding = "proceeding"
    behind = "behind"
    overdue = "overdue"


class Punctuality(StrEnum):
    """How a unit has kept the round."""

    in_time = "in_time"
    late = "late"
    missing = "missing"


@dataclass(frozen=True)
class UnitRound:
    """What the round asks of a unit and what has come; codes in the ledger's order."""

    unit: Unit
    reported: tuple[str, ...]
    late: tuple[str, ...]  # of those reported
    missing: tuple[str, ...]
    pending: tuple[str, ...]  # of those missing: with the unit's leader
    consult: bool = False

    @property
    def asked(self) -> int:
        """Return how many tasks the round asks about."""
        return len(self.reported) + len(self.missing)

    @property
    def punctuality(self) -> Punctuality:
        """Return how the unit has kept the round so far."""
        if self.missing:
            return Punctuality.missing
        return Punctuality.late if self.late else Punctuality.in_time


@dataclass(frozen=True)
class Figures:
    """The ten figures of a month as known on a day. Consult units are in none that counts units."""

    month: date
    as_of: date
    standings: Mapping[str, Standing]  # by code, every task of the total
    by_section: Mapping[str, Mapping[Standing, int]]
    total: int
    done: int
    done_new: int
    proceeding: int
    behind: int
    overdue: int
    overdue_new: int  # the deadline was in this month; the others are carried over
    units: Mapping[Punctuality, int]
    ongoing: int
    ongoing_with_news: int
    due_this_month: int
    due_next_month: int
    problems_raised: int
    problems_settled: int
    targets: int = 0
    targets_met: int = 0
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # which codes a number counts, by its name

    @property
    def share_done(self) -> float:
        """Return the share that is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def overdue_carried(self) -> int:
        """Return how many were overdue before this month."""
        return self.overdue - self.overdue_new

    @property
    def units_due(self) -> int:
        """Return how many units the round asks."""
        return sum(self.units.values())

    def change(self, before: "Figures") -> dict[str, int]:
        """Return by how much each number has changed since the other figures."""
        names = ("total", "done", "proceeding", "behind", "overdue", "due_this_month", "due_next_month", "targets_met")
        return {name: getattr(self, name) - getattr(before, name) for name in names}


@dataclass
class _Tally:
    """Codes of one unit while they are sorted."""

    reported: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)


def round_by_unit(month: date, ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date) -> list[UnitRound]:
    """Return how each unit stands with the month's round; units that are asked nothing are left out."""
    asked_on = min(as_of, schedule.round(month).last_working)
    tallies: dict[Unit, _Tally] = {}
    for task in ledger.tasks:
        asked = ledger.owes(task, month, asked_on, schedule.rules)
        for unit in task.reporting(schedule.rules):
            report = facts.report(unit, task.code, month)
            if report is None and not asked:
                continue
            tally = tallies.setdefault(unit, _Tally())
            (tally.missing if report is None else tally.reported).append(task.code)
            if report is not None and report.late:
                tally.late.append(task.code)
            if report is None and (unit, task.code, month) in facts.pending:
                tally.pending.append(task.code)
    return [
        UnitRound(
            unit, tuple(of.reported), tuple(of.late), tuple(of.missing), tuple(of.pending), ledger.unit(unit).consult
        )
        for unit, of in tallies.items()
    ]


def counts(task: RuleTask, month: date, as_of: date) -> bool:
    """Tell whether the task is in the month's total: not cancelled by then, and not joined later."""
    cancelled = task.cancelled and task.closed_on is not None and task.closed_on <= min(as_of, last_day(month))
    return not cancelled and (task.first_month is None or task.first_month <= month)


def standing_of(task: RuleTask, month: date, ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date) -> Standing:
    """Return where the task stood at the month's end, or stands on the day where that is earlier.

    Done is confirmed by the office and finished by then. Overdue: the deadline has passed and no claim is in hand.
    Behind: missed, behind a milestone, or by the last report blocked, with a problem, or finishing after the deadline.
    """
    if is_done(task, month, as_of):
        return Standing.done
    if is_overdue(task, month, as_of):
        return Standing.overdue
    if task.finished_by(min(as_of, last_day(month)), as_of) is not None:
        return Standing.proceeding  # a claim that waits for the office is not the unit's delay
    reports = facts.latest(task.code, month)
    if (
        is_behind_milestone(task, month, as_of)
        or any(report.obstacle or is_finishing_late(task, report) for report in reports)
        or light_of(task, month, ledger, schedule, facts, as_of).reason is Reason.missed
    ):
        return Standing.behind
    return Standing.proceeding


def is_done(task: RuleTask, month: date, as_of: date) -> bool:
    """Tell whether the task was finished by the month's end and that is confirmed, as known on the day."""
    if task.closed_on is None or task.cancelled or task.closed_on > as_of:
        return False
    return (task.finished_on or task.closed_on) <= min(as_of, last_day(month))


def figures_of(
    month: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts,
    as_of: date,
    *,
    targets: int = 0,
    targets_met: int = 0,
) -> Figures:
    """Return the month's ten figures as known on the day; the targets are counted elsewhere."""
    tasks = [task for task in ledger.tasks if counts(task, month, as_of)]
    standings = {task.code: standing_of(task, month, ledger, schedule, facts, as_of) for task in tasks}
    sections: dict[str, dict[Standing, int]] = {}
    for task in tasks:
        section = sections.setdefault(task.section, dict.fromkeys(Standing, 0))
        section[standings[task.code]] += 1
    units = dict.fromkeys(Punctuality, 0)
    for unit in round_by_unit(month, ledger, schedule, facts, as_of):
        units[unit.punctuality] += not unit.consult
    before = add_months(month, -1)
    problems = {task.code for task in tasks if _has_problem(facts, task.code, month)}
    earlier = {task.code for task in tasks if _has_problem(facts, task.code, before)}
    marks = {kind.value: {code for code, found in standings.items() if found is kind} for kind in Standing}
    done, overdue = marks[Standing.done], marks[Standing.overdue]
    marks |= {
        "done_new": {task.code for task in tasks if task.code in done and not is_done(task, before, as_of)},
        "overdue_new": {task.code for task in tasks if task.code in overdue and _is_due_in(task, month)},
        "ongoing": {task.code for task in tasks if task.ongoing},
        "ongoing_with_news": {task.code for task in tasks if task.ongoing and _has_news(facts, task.code, month)},
        "due_this_month": {task.code for task in tasks if _is_due_in(task, month)},
        "due_next_month": {task.code for task in tasks if _is_due_in(task, add_months(month, 1))},
        "problems_raised": problems,
        "problems_settled": {code for code in earlier - problems if facts.of_month(code, month) or code in done},
    }
    return Figures(
        month=month,
        as_of=as_of,
        standings=standings,
        by_section=sections,
        total=len(tasks),
        units=units,
        targets=targets,
        targets_met=targets_met,
        marks={name: frozenset(codes) for name, codes in marks.items()},
        **{name: len(codes) for name, codes in marks.items()},
    )


def _is_due_in(task: RuleTask, month: date) -> bool:
    return task.deadline is not None and month_of(task.deadline) == month


def _has_problem(facts: Facts, code: str, month: date) -> bool:
    return any(report.obstacle for report in facts.of_month(code, month))


def _has_news(facts: Facts, code: str, month: date) -> bool:
    return any(report.status is not Status.no_change for report in facts.of_month(code, month))
