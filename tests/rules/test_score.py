"""The score worksheet: outcomes and punctuality of a year, each line with its rule and time."""

from __future__ import annotations

from datetime import date

from bot.rules import Calendar, Facts, Ledger, Report, Rules, RuleTask, Schedule, UnitView
from bot.rules.score import ScoreRule, ScoreTable, by_rule, score_lines, total
from storage.kinds import Status

FIRST, LAST, AS_OF = date(2022, 1, 1), date(2022, 12, 31), date(2022, 10, 20)
SCHEDULE = Schedule(Rules(), Calendar())
MAY = date(2022, 5, 1)


def _report(code: str, month: date, *, late: bool = False) -> Report:
    return Report("甲局", code, month, late, Status.in_progress, None, None)


def _facts(*reports: Report) -> Facts:
    return Facts.of(reports)


TASKS = (
    RuleTask("1", ("甲局",), deadline=date(2022, 8, 31), finished_on=date(2022, 8, 30), closed_on=date(2022, 9, 2)),
    RuleTask("2", ("甲局",), deadline=date(2022, 6, 30)),
    RuleTask("3", ("乙局",), deadline=date(2022, 9, 30), finished_on=date(2022, 9, 1), closed_on=date(2022, 9, 5)),
    RuleTask("4", ("甲局",), deadline=date(2022, 12, 31)),
)


def test_outcomes_count_once_with_the_day_and_a_supporting_unit_has_half() -> None:
    ledger = Ledger(TASKS, date(2022, 10, 1))
    lines = score_lines("甲局", FIRST, LAST, ledger, SCHEDULE, _facts(), ScoreTable(), AS_OF, supports={"3"})
    found = [(line.rule, line.code, line.on, line.points, line.supporting) for line in lines]
    assert found == [
        (ScoreRule.late, "2", date(2022, 6, 30), -5.0, False),
        (ScoreRule.in_time, "1", date(2022, 8, 30), 2.0, False),
        (ScoreRule.in_time, "3", date(2022, 9, 1), 1.0, True),
    ]
    assert total(lines) == -2.0


def test_months_late_and_missed_are_counted_when_frozen_and_an_open_round_is_not() -> None:
    ledger = Ledger((TASKS[3],), date(2022, 8, 1))
    facts = _facts(_report("4", date(2022, 8, 1), late=True))
    lines = score_lines("甲局", FIRST, LAST, ledger, SCHEDULE, facts, ScoreTable(), AS_OF)
    assert [(line.rule, line.on) for line in lines] == [
        (ScoreRule.month_late, date(2022, 8, 31)),
        (ScoreRule.missed, date(2022, 9, 30)),
    ]
    assert by_rule(lines)[ScoreRule.missed] == (1, -0.5)


def test_a_deadline_that_has_not_come_or_lies_in_another_year_counts_nothing() -> None:
    ledger = Ledger((TASKS[3],), date(2022, 10, 1))
    assert score_lines("甲局", FIRST, LAST, ledger, SCHEDULE, _facts(), ScoreTable(), AS_OF) == []
    other = Ledger((TASKS[1],), date(2022, 10, 1))
    assert (
        score_lines("甲局", date(2023, 1, 1), date(2023, 12, 31), other, SCHEDULE, _facts(), ScoreTable(), AS_OF) == []
    )


def test_naming_and_good_practice_count_with_the_points_of_the_table() -> None:
    table = ScoreTable(named=-3, practice=0.5)
    lines = score_lines(
        "甲局", FIRST, LAST, Ledger((), MAY), SCHEDULE, _facts(), table, AS_OF,
        named=[date(2022, 9, 9), date(2021, 9, 9)], practices=[("1", date(2022, 8, 8))],
    )  # fmt: skip
    assert [(line.rule, line.points) for line in lines] == [(ScoreRule.practice, 0.5), (ScoreRule.named, -3)]


def test_a_unit_that_is_only_consulted_is_never_scored() -> None:
    ledger = Ledger(TASKS, MAY, {"甲局": UnitView(consult=True)})
    assert score_lines("甲局", FIRST, LAST, ledger, SCHEDULE, _facts(), ScoreTable(), AS_OF, named=[AS_OF]) == []
