"""What remains of nudges after days that nobody was awake for."""

from datetime import date

import pytest

from bot.rules import Facts, Ledger, Milestone, Report, Rules, RuleTask, Schedule, Situation, UnitView, catch_up

AUGUST = date(2022, 8, 1)
schedule = Schedule()


def ledger(*tasks, **more):
    return Ledger(tasks or (RuleTask("1", ("甲局",)),), date(2022, 5, 1), **more)


def up_again(last, today, book=None, facts=None, **more):
    return catch_up(last, today, book or ledger(), more.pop("schedule", schedule), facts or Facts(), **more)


def test_a_month_end_nudge_slept_through_goes_out_late_and_counts_the_days_left_anew():
    (nudge,), skipped = up_again(date(2022, 8, 23), date(2022, 8, 25))
    assert (nudge.day, nudge.month_end, nudge.working_days_left) == (date(2022, 8, 25), ("1",), 4)
    assert nudge.situation is Situation.again
    assert skipped == []


def test_two_nudges_slept_through_are_one_message():
    (nudge,), skipped = up_again(date(2022, 8, 23), date(2022, 8, 30))
    assert (nudge.month_end, nudge.working_days_left) == (("1",), 1)
    assert skipped == []


def test_what_has_been_reported_since_is_not_asked_again():
    nudges, skipped = up_again(date(2022, 8, 23), date(2022, 8, 25), facts=Facts.of([Report("甲局", "1", AUGUST)]))
    assert (nudges, skipped) == ([], [])


def test_downtime_over_the_last_nudge_of_a_month_brings_the_missed_one_and_skips_the_other():
    (nudge,), skipped = up_again(date(2022, 8, 30), date(2022, 9, 2))
    assert (nudge.day, nudge.month_end, nudge.missed) == (date(2022, 9, 2), (), ("1",))
    assert (nudge.missed_month, nudge.situation) == (AUGUST, Situation.missed)
    assert [(each.day, each.unit) for each in skipped] == [(date(2022, 8, 31), "甲局")]


@pytest.mark.parametrize(("today", "useful"), [(date(2022, 9, 7), True), (date(2022, 9, 8), False)])
def test_a_missed_notice_is_of_use_until_the_freeze(today, useful):
    nudges, skipped = up_again(date(2022, 8, 31), today)
    assert [nudge.missed for nudge in nudges] == [("1",)] * useful
    assert len(skipped) == (not useful)


@pytest.mark.parametrize(("today", "left"), [(date(2022, 8, 18), 7), (date(2022, 8, 19), 0)])
def test_a_warning_is_of_use_until_its_deadline_and_the_nearest_counts(today, left):
    (nudge,), _ = up_again(date(2022, 8, 11), today, ledger(RuleTask("1", ("甲局",), date(2022, 8, 19))))
    assert dict(nudge.deadline) == {"1": left}


def test_after_the_deadline_there_is_no_warning_but_the_overdue_notice():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 8, 19)))
    (nudge,), skipped = up_again(date(2022, 8, 11), date(2022, 8, 22), book)
    assert (dict(nudge.deadline), nudge.overdue) == ({}, ("1",))
    assert [each.day for each in skipped] == [date(2022, 8, 19), date(2022, 8, 12)]


def test_an_overdue_notice_slept_through_is_said_when_back_with_all_else_in_the_ledger_s_order():
    book = ledger(
        RuleTask("2", ("甲局",), date(2022, 8, 12)),
        RuleTask("1", ("甲局",), date(2022, 8, 10), milestones=(Milestone(date(2022, 8, 22), "验收"),)),
    )
    (nudge,), skipped = up_again(date(2022, 8, 10), date(2022, 8, 16), book)
    assert nudge.overdue == ("2", "1")
    assert [step.title for step in nudge.milestones] == ["验收"]
    assert nudge.situation is Situation.overdue
    assert [each.day for each in skipped] == [date(2022, 8, 12)]  # the warning of the deadline's own day


def test_a_missed_notice_slept_through_joins_what_today_brings():
    book = ledger(RuleTask("1", ("甲局",)), RuleTask("2", ("甲局",), date(2022, 9, 9)))
    (nudge,), skipped = up_again(date(2022, 8, 31), date(2022, 9, 2), book)
    assert (nudge.missed, nudge.missed_month, dict(nudge.deadline)) == (("1", "2"), AUGUST, {"2": 7})
    assert (nudge.situation, skipped) == (Situation.missed, [])


def test_a_milestone_that_has_passed_is_no_longer_announced():
    book = ledger(RuleTask("1", ("甲局",), milestones=(Milestone(date(2022, 8, 17), "验收"),)))
    nudges, skipped = up_again(date(2022, 8, 9), date(2022, 8, 18), book)
    assert nudges == []
    assert [each.day for each in skipped] == [date(2022, 8, 17), date(2022, 8, 10)]


def test_on_a_day_off_nothing_is_caught_up_yet():
    assert up_again(date(2022, 8, 23), date(2022, 8, 27)) == ([], [])
    (nudge,), _ = up_again(date(2022, 8, 23), date(2022, 8, 29))
    assert nudge.situation is Situation.again


def test_a_consult_unit_s_notice_is_caught_up_with_and_stays_a_notice():
    book = ledger(units={"甲局": UnitView(consult=True)})
    (nudge,), _ = up_again(date(2022, 8, 23), date(2022, 8, 26), book)
    assert (nudge.month_end, nudge.situation) == (("1",), Situation.notice)


def test_what_waits_for_a_leader_is_reminded_of_when_back():
    (nudge,), _ = up_again(date(2022, 8, 23), date(2022, 8, 26), facts=Facts.of(pending=[("甲局", "1", AUGUST)]))
    assert (nudge.pending, nudge.month_end, nudge.situation) == (("1",), (), Situation.waiting)


def test_the_cap_holds_for_what_is_caught_up_with():
    strict = Schedule(Rules(monthly_cap=2))
    assert up_again(date(2022, 8, 23), date(2022, 8, 25), schedule=strict, sent={"甲局": 2})[0] == []
    assert len(up_again(date(2022, 8, 23), date(2022, 8, 31), schedule=strict, sent={"甲局": 2})[0]) == 1


def test_a_long_sleep_says_once_what_still_holds():
    book = ledger(RuleTask("1", ("甲局",), date(2022, 6, 15)))
    (nudge,), _ = up_again(date(2022, 1, 1), date(2022, 9, 2), book)
    assert (nudge.overdue, nudge.missed, nudge.month_end, dict(nudge.deadline)) == (("1",), ("1",), (), {})
