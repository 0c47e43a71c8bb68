"""The score worksheet of a unit: facts of a year with proposed points, each line with its rule, event and time.

Off by default: evaluation belongs to another office and its yearly rules. It measures outcomes and punctuality, never
use of the bot; a person signs it. An obstacle told in time costs nothing, nor does what waits for the office.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.ledger import Facts, Ledger, RuleTask, Unit
from bot.rules.months import add_months
from bot.rules.rounds import Schedule


class ScoreRule(StrEnum):
    """What a line counts."""

    in_time = "in_time"  # finished by the deadline
    late = "late"  # finished after it, or not at all
    month_late = "month_late"  # a month reported late
    missed = "missed"  # a month not reported
    named = "named"  # named in a bulletin
    practice = "practice"  # good practice


@dataclass(frozen=True)
class ScoreTable:
    """The points of each rule; `support` is the share of a supporting unit in what its task brings."""

    enabled: bool = False
    in_time: float = 2.0
    late: float = -5.0
    month_late: float = -0.1
    missed: float = -0.5
    named: float = -1.0
    practice: float = 1.0
    support: float = 0.5

    def points(self, rule: ScoreRule) -> float:
        """Return the points of a rule."""
        found: float = getattr(self, rule.value)
        return found


@dataclass(frozen=True)
class ScoreLine:
    """One line of the worksheet: which rule, on which task ("" for none), when, with which points."""

    rule: ScoreRule
    code: str
    on: date
    points: float
    supporting: bool = False


def score_lines(
    unit: Unit,
    first: date,
    last: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts,
    table: ScoreTable,
    as_of: date,
    *,
    supports: Collection[str] = (),
    named: Collection[date] = (),
    practices: Collection[tuple[str, date]] = (),
) -> list[ScoreLine]:
    """Return a unit's lines from the first day to the last, by date; none for a unit that is only consulted.

    `supports` are the codes that it supports; `named` the days on which it was named; `practices` what was marked.
    """
    if ledger.unit(unit).consult:
        return []
    lines = [
        *(line for task in ledger.tasks for line in _outcome(unit, task, first, last, table, as_of, supports)),
        *_all_months(unit, (first, last), ledger, schedule, facts, table, as_of),
        *(_line(table, ScoreRule.named, "", day) for day in named if first <= day <= last),
        *(_line(table, ScoreRule.practice, code, day) for code, day in practices if first <= day <= last),
    ]
    return sorted(lines, key=lambda line: (line.on, line.rule, line.code))


def total(lines: Collection[ScoreLine]) -> float:
    """Return the sum of the points, to two places."""
    return round(sum(line.points for line in lines), 2)


def by_rule(lines: Collection[ScoreLine]) -> Mapping[ScoreRule, tuple[int, float]]:
    """Return for each rule how many lines it has and their points."""
    return {
        rule: (len(mine), total(mine)) for rule in ScoreRule if (mine := [line for line in lines if line.rule is rule])
    }


def _outcome(
    unit: Unit, task: RuleTask, first: date, last: date, table: ScoreTable, as_of: date, supports: Collection[str]
) -> Iterator[ScoreLine]:
    """Yield what the task's end brings: only of tasks whose deadline is in the time asked for and has come."""
    leads = unit in task.leads or unit == task.reporter
    if not leads and task.code not in supports:
        return
    if task.cancelled or task.deadline is None or not first <= task.deadline <= last:
        return
    finished = task.finished_by(as_of, as_of)
    if finished is not None and finished <= task.deadline:
        rule, day = ScoreRule.in_time, finished
    elif task.deadline < as_of:
        rule, day = ScoreRule.late, task.deadline
    else:
        return
    points = table.points(rule) * (1.0 if leads else table.support)
    yield ScoreLine(rule, task.code, day, points, supporting=not leads)


def _all_months(
    unit: Unit,
    days: tuple[date, date],
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts,
    table: ScoreTable,
    as_of: date,
) -> Iterator[ScoreLine]:
    """Yield the months reported late or, once they are frozen, not at all."""
    for task in ledger.tasks:
        if unit not in task.reporting(schedule.rules):
            continue
        month = max(ledger.starts(task), days[0].replace(day=1))
        while month <= days[1] and month <= as_of:
            rounds, report = schedule.round(month), facts.report(unit, task.code, month)
            owed = ledger.owes(task, month, rounds.last_working, schedule.rules)
            if report is not None and report.late:
                yield _line(table, ScoreRule.month_late, task.code, rounds.due)
            elif report is None and rounds.freeze < as_of and owed:
                yield _line(table, ScoreRule.missed, task.code, rounds.due)
            month = add_months(month, 1)


def _line(table: ScoreTable, rule: ScoreRule, code: str, day: date) -> ScoreLine:
    return ScoreLine(rule, code, day, table.points(rule))
