"""What one unit is told on one day."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.rules import (
    NOTHING_SAID,
    Calendar,
    Dates,
    Facts,
    Held,
    Ledger,
    Milestone,
    MilestoneDue,
    Report,
    Rules,
    RuleTask,
    Schedule,
    Situation,
    UnitView,
    months_overdue,
    next_day,
    nudges_on,
    remind_now,
    something_due,
)
from storage.kinds import Status

AUGUST, SEPTEMBER = date(2022, 8, 1), date(2022, 9, 1)
FIRST, AGAIN, LAST, MISSED = date(2022, 8, 24), date(2022, 8, 29), date(2022, 8, 31), date(2022, 9, 1)
schedule = Schedule()


def ledger(*tasks, **more):
    return Ledger(tasks or (RuleTask("1", ("甲局",)),), date(2022, 5, 1), **more)


def only(day, book, facts=NOTHING_SAID, **more):
    """Return the day's one nudge, or None."""
    found = nudges_on(day, book, more.pop("schedule", schedule), facts, **more)
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("day", "situation", "left"),
    [(FIRST, Situation.first, 5), (AGAIN, Situation.again, 2), (LAST, Situation.last, 0)],
)
def test_a_round_asks_three_times_and_says_how_long_there_is(day, situation, left):
    nudge = only(day, ledger())
    assert (nudge.situation, nudge.working_days_left, nudge.month) == (situation, left, AUGUST)
    assert (nudge.at, nudge.month_end, nudge.missed) == (time(9, 30), ("1",), ())


def test_on_other_days_nothing_is_sent():
    quiet = [day for n in range(2, 32) if (day := date(2022, 8, n)) not in (FIRST, AGAIN, LAST)]
    assert not any(nudges_on(day, ledger(), schedule) for day in quiet)


def test_all_of_a_day_is_one_message_per_unit_in_the_ledger_s_order():
    book = ledger(
        RuleTask("14", ("甲局",), date(2022, 8, 31)),
        RuleTask("2", ("甲局",), date(2022, 7, 31)),
        RuleTask("3", ("乙局",), ongoing=True),
    )
    first, second = nudges_on(LAST, book, schedule)
    assert (first.unit, first.month_end, dict(first.deadline), first.overdue) == ("甲局", ("14", "2"), {"14": 0}, ())
    assert (second.unit, second.month_end) == ("乙局", ("3",))
    assert first.codes == {"14", "2"}


def test_who_reported_is_not_asked_again_and_not_called_missing():
    facts = Facts.of([Report("甲局", "1", AUGUST)])
    book = ledger(RuleTask("1", ("甲局",)), RuleTask("2", ("甲局",)))
    assert [only(day, book, facts).month_end for day in (FIRST, AGAIN, LAST)] == [("2",)] * 3
    assert only(MISSED, book, facts).missed == ("2",)
    everything = Facts.of([Report("甲局", code, AUGUST) for code in "12"])
    assert all(only(day, book, everything) is None for day in (FIRST, AGAIN, LAST, MISSED))


def test_a_report_of_another_unit_or_month_answers_nothing():
    others = Facts.of([Report("乙局", "1", AUGUST), Report("甲局", "1", date(2022, 7, 1))])
    assert only(FIRST, ledger(RuleTask("1", ("甲局", "乙局"))), others).month_end == ("1",)


def test_the_first_real_lead_answers_for_a_joint_task_unless_every_lead_does():
    book = ledger(RuleTask("1", ("甲局", "乙局")))
    assert only(FIRST, book).unit == "甲局"
    every = Schedule(Rules(who_reports="every-lead"))
    assert [nudge.unit for nudge in nudges_on(FIRST, book, every)] == ["甲局", "乙局"]
    chosen = ledger(RuleTask("1", ("甲局", "乙局"), reporter="丙局"))
    assert [nudge.unit for nudge in nudges_on(FIRST, chosen, every)] == ["丙局"]


def test_a_task_with_only_collective_leads_is_asked_of_nobody():
    book = ledger(RuleTask("1", (), date(2022, 8, 31)))
    assert not any(nudges_on(date(2022, 8, n), book, schedule) for n in range(1, 32))


def test_a_deadline_is_announced_to_every_lead_moved_to_the_working_day_before():
    book = ledger(RuleTask("1", ("甲局", "乙局"), date(2022, 10, 7)))  # the last day of a holiday
    day = date(2022, 9, 30)  # the warnings of 7 days and of the day itself both fall here
    assert [(nudge.unit, dict(nudge.deadline)) for nudge in nudges_on(day, book, schedule)] == [
        ("甲局", {"1": 0}),
        ("乙局", {"1": 0}),
    ]
    assert only(date(2022, 9, 7), ledger(RuleTask("1", ("甲局",), date(2022, 10, 7)))).deadline == {"1": 30}


def test_overdue_is_said_on_the_first_working_day_after_and_of_each_later_month():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 8, 12)))
    days = [date.fromordinal(date(2022, 8, 10).toordinal() + n) for n in range(90)]
    said = [day for day in days if (found := only(day, book)) and found.overdue]
    assert said == [date(2022, 8, 15), date(2022, 9, 1), date(2022, 10, 8), date(2022, 11, 1)]
    assert only(date(2022, 8, 15), book).situation is Situation.overdue
    assert months_overdue(date(2022, 8, 12), date(2022, 11, 1)) == 3


def test_a_granted_extension_moves_warnings_and_overdue_notices():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 8, 12), extended_to=date(2022, 9, 14)))
    assert only(date(2022, 8, 15), book).deadline == {"1": 30}
    assert only(date(2022, 9, 15), book).overdue == ("1",)


def test_a_report_of_the_round_answers_early_warnings_and_one_that_names_the_end_the_last():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 8, 19)))
    week, day, after = date(2022, 8, 12), date(2022, 8, 19), date(2022, 8, 22)
    vague = Facts.of([Report("甲局", "1", AUGUST, status=Status.in_progress)])
    assert only(week, book, vague) is None
    assert only(day, book, vague).deadline == {"1": 0}
    assert only(after, book, vague).overdue == ("1",)
    dated = Facts.of([Report("甲局", "1", AUGUST, expected=date(2022, 8, 26))])
    assert [only(each, book, dated) for each in (week, day, after)] == [None, None, None]
    today = Facts.of([Report("甲局", "1", AUGUST, expected=day)])
    assert (only(day, book, today), only(after, book, today).overdue) == (None, ("1",))
    broken = Facts.of([Report("甲局", "1", AUGUST, expected=date(2022, 8, 18))])
    assert only(day, book, broken).deadline == {"1": 0}
    assert only(date(2022, 9, 1), book, dated).overdue == ("1",)


def test_another_lead_that_did_not_report_is_still_warned():
    book = ledger(RuleTask("1", ("甲局", "乙局"), date(2022, 8, 19)))
    facts = Facts.of([Report("甲局", "1", AUGUST, status=Status.done)])
    assert only(date(2022, 8, 19), book, facts).unit == "乙局"


def test_a_claimed_task_is_left_alone_while_the_office_has_it_and_not_missed_for_that_time():
    held = RuleTask("1", ("甲局",), date(2022, 8, 31), held=(Held(date(2022, 8, 25), date(2022, 9, 1)),))
    assert only(FIRST, ledger(held)).month_end == ("1",)
    assert only(AGAIN, ledger(held)) is None
    assert only(LAST, ledger(held)) is None
    assert only(MISSED, ledger(held)).missed == ()
    assert only(MISSED, ledger(held)).overdue == ("1",)


def test_a_closed_task_is_never_spoken_of_again():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 7, 31), closed_on=date(2022, 8, 24)))
    assert only(date(2022, 8, 1), book).overdue == ("1",)
    assert not any(nudges_on(date(2022, 8, n), book, schedule) for n in range(24, 32))


def test_what_is_with_a_leader_is_reminded_of_and_not_called_missing():
    facts = Facts.of(pending=[("甲局", "1", AUGUST)])
    book = ledger(RuleTask("1", ("甲局",)), RuleTask("2", ("甲局",)))
    nudge = only(AGAIN, book, facts)
    assert (nudge.month_end, nudge.pending) == (("2",), ("1",))
    nudge = only(MISSED, book, facts)
    assert (nudge.missed, nudge.pending) == (("2",), ("1",))
    alone = only(LAST, ledger(), facts)
    assert (alone.month_end, alone.pending, alone.situation) == ((), ("1",), Situation.waiting)


def test_a_consult_unit_gets_one_courteous_notice_a_round():
    book = ledger(RuleTask("1", ("法院",), date(2022, 8, 26)), units={"法院": UnitView(consult=True)})
    told = [day for n in range(1, 32) if (day := date(2022, 8, n)) and nudges_on(day, book, schedule)]
    assert told == [FIRST]
    assert only(FIRST, book).situation is Situation.notice
    assert nudges_on(MISSED, book, schedule) == []
    assert remind_now(AGAIN, book, schedule) == []


def test_quiet_lasts_through_its_day():
    book = ledger(units={"甲局": UnitView(quiet_until=AGAIN)})
    assert [bool(nudges_on(day, book, schedule)) for day in (FIRST, AGAIN, LAST)] == [False, False, True]
    assert nudges_on(LAST, ledger(quiet_until=LAST), schedule) == []


def test_a_unit_can_have_its_own_time_of_day_outside_the_quiet_hours():
    assert only(FIRST, ledger(units={"甲局": UnitView(nudge_time=time(15, 0))})).at == time(15, 0)
    assert only(FIRST, ledger(units={"甲局": UnitView(nudge_time=time(23, 0))})).at == time(9, 30)


def test_milestones_are_announced_to_who_reports_until_they_are_reached():
    steps = (Milestone(date(2022, 8, 19), "方案印发"), Milestone(date(2022, 8, 19), "摸底", done_on=date(2022, 8, 11)))
    book = ledger(RuleTask("1", ("甲局", "乙局"), milestones=steps))
    nudge = only(date(2022, 8, 12), book)
    assert nudge.milestones == (MilestoneDue("1", "方案印发", date(2022, 8, 19), 7),)
    assert (nudge.unit, nudge.codes) == ("甲局", {"1"})
    assert only(date(2022, 8, 19), book).milestones[0].days_left == 0
    assert only(date(2022, 8, 12), book, Facts.of([Report("甲局", "1", AUGUST)])) is None


def test_ongoing_tasks_can_be_asked_about_by_quarter():
    book = ledger(RuleTask("1", ("甲局",), ongoing=True))
    quarterly = Schedule(Rules(ongoing_every_months=3))
    assert only(LAST, book, schedule=quarterly) is None
    assert only(date(2022, 9, 30), book, schedule=quarterly).month_end == ("1",)


def test_rounds_begin_with_the_plan_s_first_month_or_the_task_s_own():
    assert nudges_on(date(2022, 4, 29), ledger(), schedule) == []
    late = RuleTask("1", ("甲局",), first_month=SEPTEMBER)
    assert only(LAST, ledger(late)) is None
    assert only(MISSED, ledger(late)) is None
    assert only(date(2022, 9, 30), ledger(late)).month_end == ("1",)


def test_beyond_the_cap_only_the_due_day_and_near_deadlines_go_out_and_then_say_everything():
    book = ledger(RuleTask("1", ("甲局",)), RuleTask("2", ("甲局",), date(2022, 9, 28)))
    full = {"甲局": 8}
    assert only(FIRST, book, sent=full) is None
    assert only(AGAIN, book, sent=full) is None  # the warning of 30 days is not near enough
    assert only(LAST, book, sent=full).month_end == ("1", "2")
    assert only(date(2022, 9, 28), book, sent=full).deadline == {"2": 0}
    assert only(FIRST, book, sent={"甲局": 7}) is not None
    assert only(FIRST, book, sent={"乙局": 9}) is not None


def test_a_holiday_of_the_office_s_own_moves_the_nudge():
    closed = Schedule(calendar=Calendar({LAST: False}))
    assert only(LAST, ledger(), schedule=closed) is None
    assert only(date(2022, 8, 30), ledger(), schedule=closed).situation is Situation.last


def test_the_office_can_ask_at_once_for_what_is_open():
    book = ledger(RuleTask("1", ("甲局",)), RuleTask("2", ("乙局",)))
    (nudge,) = remind_now(date(2022, 8, 17), book, schedule, Facts.of([Report("甲局", "1", AUGUST)]))
    assert (nudge.unit, nudge.month_end, nudge.month, nudge.working_days_left) == ("乙局", ("2",), AUGUST, 10)
    late = remind_now(date(2022, 9, 5), book, schedule, Facts.of([Report("甲局", "1", AUGUST)]))
    assert [(each.unit, each.missed, each.month_end) for each in late] == [
        ("甲局", (), ("1",)),
        ("乙局", ("2",), ("2",)),
    ]


def test_the_next_day_to_look_at_is_found_without_looking_at_tasks():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 8, 19)))
    assert next_day(date(2022, 8, 1), book, schedule) == date(2022, 8, 12)
    assert next_day(date(2022, 8, 12), book, schedule) == date(2022, 8, 19)
    assert next_day(date(2022, 8, 19), book, schedule) == date(2022, 8, 22)
    assert something_due(FIRST, book, schedule)
    assert not something_due(date(2022, 8, 23), book, schedule)
    assert not something_due(date(2022, 8, 27), book, schedule)
    dates = Dates(frozenset([date(2022, 8, 19)]))
    assert [something_due(date(2022, 8, n), dates, schedule) for n in (12, 15, 16)] == [True, False, False]


def test_a_lead_named_twice_is_told_once():
    assert RuleTask("1", ("甲局", "甲局")).leads == ("甲局",)
    assert (
        len(nudges_on(FIRST, ledger(RuleTask("1", ("甲局", "甲局"))), Schedule(Rules(who_reports="every-lead")))) == 1
    )


def test_facts_seen_later_decide_what_an_earlier_day_would_still_say():
    book = ledger(RuleTask("1", ("甲局",), closed_on=date(2022, 8, 26)))
    assert only(FIRST, book).month_end == ("1",)
    assert only(FIRST, book, at=date(2022, 8, 26)) is None
    assert only(FIRST, replace(book, quiet_until=date(2022, 8, 25)), at=date(2022, 8, 25)) is None
