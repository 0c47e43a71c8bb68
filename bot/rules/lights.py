"""A task's light in a month, 红黄绿灯, with the reason it has. A service keeps each month's as history.

In this order: red for missed or overdue; yellow for late (a late report turns its month yellow, never green); blue for
an obstacle reported in time, even where it says that the deadline will not be kept: that is the office's debt; yellow
for behind a milestone or finishing after the deadline; green. Grey is not due: before the first month, closed, with the
office, not asked in this month, or its round still open. No pace by calendar alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.ledger import Facts, Ledger, Report, RuleTask, Unit
from bot.rules.months import last_day
from bot.rules.rounds import Schedule
from storage.kinds import Light


class Reason(StrEnum):
    """Why a light is as it is."""

    reported = "reported"
    obstacle = "obstacle"
    late = "late"
    waiting = "waiting"  # with the unit's leader, after the due day
    behind = "behind"  # a milestone has passed
    finishing_late = "finishing_late"  # by its own words, or finished after the deadline
    missed = "missed"
    overdue = "overdue"
    not_due = "not_due"
    not_yet = "not_yet"  # the round is still open


@dataclass(frozen=True)
class Verdict:
    """A light and its reason."""

    light: Light
    reason: Reason


_RANK = (Light.grey, Light.green, Light.blue, Light.yellow, Light.red)
_NOT_DUE = Verdict(Light.grey, Reason.not_due)


def light_of(task: RuleTask, month: date, ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date) -> Verdict:
    """Return the task's light in the month as known on the day; of several units that report, the worst."""
    units = [unit for unit in task.reporting(schedule.rules) if not ledger.unit(unit).consult]
    closed = task.closed_on is not None and (task.closed_on < month or (task.cancelled and task.closed_on <= as_of))
    if not units or closed or month < ledger.starts(task):
        return _NOT_DUE
    if is_overdue(task, month, as_of):
        return Verdict(Light.red, Reason.overdue)
    verdicts = [_of_unit(unit, task, month, ledger, schedule, facts, as_of) for unit in units]
    return max(verdicts, key=lambda verdict: _RANK.index(verdict.light))


def lights_of(
    task: RuleTask, months: Iterable[date], ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date
) -> dict[date, Verdict]:
    """Return the task's light in each of the months, as known on the day."""
    return {month: light_of(task, month, ledger, schedule, facts, as_of) for month in months}


def is_overdue(task: RuleTask, month: date, as_of: date) -> bool:
    """Tell whether the task was due by the month's end, is past its deadline, and was not finished by that end."""
    end = last_day(month)
    if task.deadline is None or task.deadline > end or task.deadline >= as_of:
        return False
    return task.finished_by(min(end, as_of), as_of) is None


def is_behind_milestone(task: RuleTask, month: date, as_of: date) -> bool:
    """Tell whether a milestone had passed without being reached, at the month's end or on the day."""
    until = min(last_day(month), as_of)
    return any(step.due <= until and not step.is_done(until) for step in task.milestones)


def is_finishing_late(task: RuleTask, report: Report) -> bool:
    """Tell whether the report sees the task finished only after its deadline."""
    return task.deadline is not None and report.expected is not None and report.expected > task.deadline


def _of_unit(
    unit: Unit, task: RuleTask, month: date, ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date
) -> Verdict:
    report = facts.report(unit, task.code, month)
    if report is None:
        return _unreported(unit, task, month, ledger, schedule, facts, as_of)
    if report.late:
        return Verdict(Light.yellow, Reason.late)
    if report.obstacle:
        return Verdict(Light.blue, Reason.obstacle)
    if is_behind_milestone(task, month, as_of):
        return Verdict(Light.yellow, Reason.behind)
    finished = task.finished_by(min(last_day(month), as_of), as_of)
    finished_late = task.deadline is not None and finished is not None and finished > task.deadline
    if finished_late or (finished is None and is_finishing_late(task, report)):
        return Verdict(Light.yellow, Reason.finishing_late)
    return Verdict(Light.green, Reason.reported)


def _unreported(
    unit: Unit, task: RuleTask, month: date, ledger: Ledger, schedule: Schedule, facts: Facts, as_of: date
) -> Verdict:
    days = schedule.round(month)
    if not ledger.owes(task, month, days.last_working, schedule.rules):
        return _NOT_DUE
    if as_of <= days.due:
        return Verdict(Light.grey, Reason.not_yet)
    if (unit, task.code, month) in facts.pending and as_of <= days.freeze:
        return Verdict(Light.yellow, Reason.waiting)
    return Verdict(Light.red, Reason.missed)
