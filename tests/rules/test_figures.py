"""The ten figures and the round by unit: one reckoning for all reports."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import (
    Facts,
    Held,
    Ledger,
    Punctuality,
    Report,
    RuleTask,
    Schedule,
    Standing,
    UnitView,
    figures_of,
    round_by_unit,
)
from storage.kinds import Status
from tests.rules.strategies import MONTHS, cases, days

AUGUST, AFTER = date(2022, 8, 1), date(2022, 9, 8)
schedule = Schedule()


def said(unit, code, month=AUGUST, **more):
    return Report(unit, code, month, **more)


book = Ledger(
    (
        RuleTask(
            "1", ("甲局",), date(2022, 8, 31), closed_on=date(2022, 9, 2), finished_on=date(2022, 8, 30), section="一"
        ),
        RuleTask("2", ("甲局",), date(2022, 8, 31), section="一"),
        RuleTask("3", ("乙局",), date(2022, 6, 30), section="一"),
        RuleTask("4", ("乙局",), date(2022, 12, 31), section="二"),
        RuleTask("5", ("丙局",), ongoing=True, section="二"),
        RuleTask("6", ("丙局",), date(2022, 9, 30), section="二"),
        RuleTask("7", ("法院",), ongoing=True, section="二"),
        RuleTask("8", ("甲局",), date(2022, 8, 20), cancelled=True, closed_on=date(2022, 8, 3), section="二"),
        RuleTask("9", ("甲局",), date(2022, 8, 31), held=(Held(date(2022, 8, 29)),), section="二"),
    ),
    date(2022, 5, 1),
    {"法院": UnitView(consult=True)},
)
facts = Facts.of(
    [
        said("甲局", "1", status=Status.done),
        said("甲局", "2", status=Status.in_progress),
        said("甲局", "9", status=Status.done),
        said("乙局", "3", problem="等系统"),
        said("乙局", "4", expected=date(2023, 1, 31), late=True),
        said("乙局", "4", date(2022, 7, 1), problem="等批复"),
        said("丙局", "5", status=Status.in_progress),
    ]
)


def test_every_task_stands_in_one_place():
    found = figures_of(AUGUST, book, schedule, facts, AFTER)
    assert found.standings == {
        "1": Standing.done,
        "2": Standing.overdue,
        "3": Standing.overdue,
        "4": Standing.behind,  # by its own words after the deadline
        "5": Standing.proceeding,
        "6": Standing.behind,  # missed
        "7": Standing.proceeding,  # a consult unit is not chased
        "9": Standing.proceeding,  # claimed in time, with the office
    }


def test_the_ten_figures_of_a_month():
    found = figures_of(AUGUST, book, schedule, facts, AFTER, targets=300, targets_met=268)
    assert (found.total, found.done, found.proceeding, found.behind, found.overdue) == (8, 1, 3, 2, 2)
    assert (found.done_new, found.share_done) == (1, 1 / 8)
    assert (found.overdue_new, found.overdue_carried) == (1, 1)
    assert found.units == {Punctuality.in_time: 1, Punctuality.late: 1, Punctuality.missing: 1}
    assert found.units_due == 3
    assert (found.ongoing, found.ongoing_with_news) == (2, 1)
    assert (found.due_this_month, found.due_next_month) == (3, 1)
    assert (found.problems_raised, found.problems_settled) == (1, 1)
    assert (found.targets_met, found.targets) == (268, 300)
    assert found.by_section["一"] == {
        Standing.done: 1,
        Standing.proceeding: 0,
        Standing.behind: 0,
        Standing.overdue: 2,
    }
    before = figures_of(date(2022, 7, 1), book, schedule, facts, date(2022, 7, 31))
    assert found.change(before)["overdue"] == 1


def test_a_problem_that_is_still_reported_is_not_settled_and_one_without_news_neither():
    july = date(2022, 7, 1)
    before = [said("甲局", "2", july, problem="等系统"), said("丙局", "6", july, problem="等批复")]
    still = Facts.of([*before, said("甲局", "2", problem="还在等系统")])
    found = figures_of(AUGUST, book, schedule, still, AFTER)
    assert (found.problems_raised, found.problems_settled) == (1, 0)


def test_a_claim_with_the_office_is_not_behind_whatever_was_said_before():
    said_before = Facts.of([said("甲局", "9", date(2022, 7, 1), problem="等系统")])
    assert figures_of(AUGUST, book, schedule, said_before, AFTER).standings["9"] is Standing.proceeding


def test_what_was_not_confirmed_by_the_day_looked_at_is_not_done_yet():
    assert figures_of(AUGUST, book, schedule, facts, date(2022, 9, 1)).standings["1"] is Standing.proceeding
    assert figures_of(AUGUST, book, schedule, facts, date(2022, 9, 2)).standings["1"] is Standing.done


def test_a_task_finished_after_the_month_is_not_done_in_it():
    late = Ledger((RuleTask("1", ("甲局",), date(2022, 8, 31), closed_on=date(2022, 9, 3)),), date(2022, 5, 1))
    assert figures_of(AUGUST, late, schedule, Facts(), AFTER).overdue == 1
    assert figures_of(date(2022, 9, 1), late, schedule, Facts(), AFTER).done == 1


def test_the_round_by_unit_says_what_came_late_what_is_missing_and_what_waits():
    waiting = Facts(facts.reports, frozenset({("丙局", "6", AUGUST)}))
    found = {each.unit: each for each in round_by_unit(AUGUST, book, schedule, waiting, AFTER)}
    assert list(found) == ["甲局", "乙局", "丙局", "法院"]
    assert found["甲局"].reported == ("1", "2", "9")
    assert found["甲局"].punctuality is Punctuality.in_time
    assert (found["乙局"].late, found["乙局"].punctuality) == (("4",), Punctuality.late)
    assert (found["丙局"].missing, found["丙局"].pending, found["丙局"].asked) == (("6",), ("6",), 2)
    assert found["法院"].consult


def test_before_the_first_round_the_whole_plan_counts_and_nobody_is_asked():
    april = date(2022, 4, 1)
    found = figures_of(april, book, schedule, Facts(), date(2022, 4, 25))
    assert found.total == 9
    assert found.units_due == 0


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from(MONTHS), days)
def test_the_parts_always_add_up_to_the_total_in_all_and_by_section(case, month, as_of):
    found = figures_of(month, case.ledger, case.schedule, case.facts, as_of)
    assert found.done + found.proceeding + found.behind + found.overdue == found.total == len(found.standings)
    assert sum(sum(section.values()) for section in found.by_section.values()) == found.total
    assert 0 <= found.overdue_new <= found.overdue
    assert 0 <= found.done_new <= found.done
