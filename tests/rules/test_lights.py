"""A task's light in a month."""

from datetime import date

import pytest

from bot.rules import (
    Facts,
    Held,
    Ledger,
    Milestone,
    Reason,
    Report,
    Rules,
    RuleTask,
    Schedule,
    UnitView,
    light_of,
    lights_of,
)
from storage.kinds import Light, Status

JULY, AUGUST, SEPTEMBER = date(2022, 7, 1), date(2022, 8, 1), date(2022, 9, 1)
AFTER = date(2022, 9, 8)  # August is frozen
UNIT = "甲局"


PLAIN = RuleTask("1", (UNIT,))


def light(task=PLAIN, *reports, month=AUGUST, as_of=AFTER, pending=(), **more):
    book = Ledger((task,), date(2022, 5, 1), **more)
    found = light_of(task, month, book, more.get("schedule") or Schedule(), Facts.of(reports, pending), as_of)
    return found.light, found.reason


def task(**more):
    return RuleTask("1", (UNIT,), **more)


def said(month=AUGUST, **more):
    return Report(UNIT, "1", month, **more)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (said(status=Status.in_progress), (Light.green, Reason.reported)),
        (said(status=Status.no_change), (Light.green, Reason.reported)),
        (said(status=Status.blocked), (Light.blue, Reason.obstacle)),
        (said(problem="等公积金系统"), (Light.blue, Reason.obstacle)),
        (said(problem="等公积金系统", expected=date(2023, 3, 31)), (Light.blue, Reason.obstacle)),
        (said(expected=date(2022, 12, 31)), (Light.green, Reason.reported)),
        (said(expected=date(2023, 1, 1)), (Light.yellow, Reason.finishing_late)),
        (said(late=True, status=Status.done), (Light.yellow, Reason.late)),
        (said(late=True, problem="等系统"), (Light.yellow, Reason.late)),
    ],
)
def test_a_report_gives_its_month_a_light(report, expected):
    assert light(task(deadline=date(2022, 12, 31)), report) == expected


def test_no_report_is_grey_while_the_round_is_open_and_red_after_it():
    assert light(as_of=date(2022, 8, 31)) == (Light.grey, Reason.not_yet)
    assert light(as_of=date(2022, 9, 1)) == (Light.red, Reason.missed)
    assert light(RuleTask("1", (UNIT,)), said(JULY)) == (Light.red, Reason.missed)


def test_what_is_with_a_leader_is_yellow_until_the_freeze():
    key = (UNIT, "1", AUGUST)
    assert light(as_of=date(2022, 9, 7), pending=[key]) == (Light.yellow, Reason.waiting)
    assert light(as_of=AFTER, pending=[key]) == (Light.red, Reason.missed)


def test_overdue_is_red_whatever_was_reported_and_the_deadline_s_own_day_is_not_overdue():
    due = task(deadline=date(2022, 8, 31))
    assert light(due, said(problem="等系统"), as_of=date(2022, 8, 31)) == (Light.blue, Reason.obstacle)
    assert light(due, said(problem="等系统"), as_of=date(2022, 9, 1)) == (Light.red, Reason.overdue)
    assert light(due, said(JULY), month=JULY) == (Light.green, Reason.reported)


def test_a_claim_made_in_time_is_not_overdue_unless_it_is_returned():
    claimed = task(deadline=date(2022, 8, 31), held=(Held(date(2022, 8, 30)),))
    assert light(claimed, said(status=Status.done)) == (Light.green, Reason.reported)
    returned = task(deadline=date(2022, 8, 31), held=(Held(date(2022, 8, 30), date(2022, 9, 5)),))
    assert light(returned, said(status=Status.done)) == (Light.red, Reason.overdue)
    confirmed = task(deadline=date(2022, 8, 31), finished_on=date(2022, 8, 30), closed_on=date(2022, 9, 5))
    assert light(confirmed, said(status=Status.done)) == (Light.green, Reason.reported)


def test_finishing_after_the_deadline_turns_that_month_yellow_and_leaves_the_one_before_red():
    late = task(deadline=date(2022, 8, 31), finished_on=date(2022, 9, 6), closed_on=date(2022, 9, 7))
    reports = (said(), said(SEPTEMBER, status=Status.done))
    assert light(late, *reports) == (Light.red, Reason.overdue)
    assert light(late, *reports, month=SEPTEMBER, as_of=date(2022, 10, 20)) == (Light.yellow, Reason.finishing_late)


def test_a_milestone_behind_turns_it_yellow():
    steps = (Milestone(date(2022, 8, 20), "印发方案"),)
    assert light(task(milestones=steps), said()) == (Light.yellow, Reason.behind)
    reached = (Milestone(date(2022, 8, 20), "印发方案", done_on=date(2022, 8, 25)),)
    assert light(task(milestones=reached), said()) == (Light.green, Reason.reported)
    assert light(task(milestones=(Milestone(date(2022, 9, 20), "验收"),)), said()) == (Light.green, Reason.reported)


@pytest.mark.parametrize(
    "grey",
    [
        RuleTask("1", ()),
        task(closed_on=date(2022, 7, 20)),
        task(cancelled=True, closed_on=date(2022, 8, 20)),
        task(first_month=SEPTEMBER),
        task(held=(Held(date(2022, 7, 20)),)),
    ],
)
def test_what_is_not_due_is_grey(grey):
    assert light(grey) == (Light.grey, Reason.not_due)


def test_a_task_closed_in_the_month_keeps_the_light_of_its_report():
    assert light(task(closed_on=AUGUST), said(status=Status.done)) == (Light.green, Reason.reported)
    assert light(task(closed_on=AUGUST)) == (Light.grey, Reason.not_due)


def test_where_every_lead_reports_the_worst_of_them_is_the_task_s_light():
    joint = RuleTask("1", (UNIT, "乙局", "丙局"))
    every = Schedule(Rules(who_reports="every-lead"))
    book = Ledger((joint,), date(2022, 5, 1))
    facts = Facts.of([said(), Report("乙局", "1", AUGUST, problem="等系统"), Report("丙局", "1", AUGUST)])
    assert light_of(joint, AUGUST, book, every, facts, AFTER).light is Light.blue
    assert light_of(joint, AUGUST, book, every, Facts.of([said()]), AFTER).light is Light.red


def test_a_consult_unit_has_no_light():
    assert light(task(deadline=date(2022, 8, 1)), units={UNIT: UnitView(consult=True)}) == (Light.grey, Reason.not_due)


def test_history_keeps_each_month_s_own_light():
    one = RuleTask("1", (UNIT,))
    book = Ledger((one,), date(2022, 5, 1))
    facts = Facts.of([said(date(2022, 5, 1)), said(JULY, late=True)])
    months = [date(2022, number, 1) for number in range(4, 9)]
    found = lights_of(one, months, book, Schedule(), facts, date(2022, 8, 10))
    assert [verdict.light for verdict in found.values()] == [
        Light.grey,
        Light.green,
        Light.red,
        Light.yellow,
        Light.grey,
    ]
