"""The days of a round, and the month that a report counts for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import Calendar, Rules, Schedule
from bot.rules.months import add_months, last_day, months_between, months_from

AUGUST, SEPTEMBER, OCTOBER = date(2022, 8, 1), date(2022, 9, 1), date(2022, 10, 1)
plan_start = date(2022, 5, 1)


def test_months_are_counted_over_the_turn_of_the_year():
    assert add_months(date(2022, 11, 1), 3) == date(2023, 2, 1)
    assert add_months(date(2022, 1, 1), -1) == date(2021, 12, 1)
    assert last_day(date(2024, 2, 1)) == date(2024, 2, 29)
    assert list(months_from(date(2022, 12, 15), date(2023, 1, 2))) == [date(2022, 12, 1), date(2023, 1, 1)]
    assert months_between(date(2022, 11, 30), date(2023, 1, 1)) == 2


def test_a_round_is_due_on_the_month_s_last_day_and_nudged_on_working_days_before_it():
    days = Schedule().round(AUGUST)
    assert days.due == days.last_working == date(2022, 8, 31)
    assert days.nudges == (date(2022, 8, 24), date(2022, 8, 29), date(2022, 8, 31))
    assert days.preview == date(2022, 8, 23)
    assert days.missed == date(2022, 9, 1)
    assert days.freeze == date(2022, 9, 7)
    assert days.figures == date(2022, 9, 8)
    assert days.verify == date(2022, 9, 9)


def test_the_office_has_its_own_days_in_a_round():
    schedule = Schedule()
    august = [date(2022, 8, n) for n in range(20, 32)] + [date(2022, 9, n) for n in range(1, 16)]
    found = {
        day: names for day in august if (names := [(event.value, month) for event, month in schedule.office_on(day)])
    }
    assert found == {
        date(2022, 8, 23): [("preview", AUGUST)],
        date(2022, 8, 24): [("digest", AUGUST)],
        date(2022, 8, 29): [("digest", AUGUST)],
        date(2022, 8, 31): [("digest", AUGUST)],
        date(2022, 9, 1): [("missing", AUGUST)],
        date(2022, 9, 8): [("figures", AUGUST)],
        date(2022, 9, 9): [("verified", AUGUST)],
    }


def test_the_last_day_stays_the_due_day_though_the_last_nudge_comes_before_the_weekend():
    days = Schedule().round(date(2022, 12, 1))  # the 31st is a Saturday, and the new year's holiday lasts to the 2nd
    assert (days.due, days.last_working, days.missed) == (date(2022, 12, 31), date(2022, 12, 30), date(2023, 1, 3))


def test_a_due_day_of_the_office_moves_to_the_working_day_before():
    days = Schedule(Rules(due_day=25)).round(date(2022, 9, 1))
    assert (days.due, days.last_working, days.missed) == (date(2022, 9, 23), date(2022, 9, 23), date(2022, 9, 26))


@pytest.mark.parametrize(
    ("month", "due"),
    [(date(2022, 2, 1), date(2022, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29))],
)
def test_a_due_day_that_the_month_lacks_is_its_last(month, due):
    assert Schedule(Rules(due_day=31)).round(month).due == due


def test_a_shifted_workday_is_a_nudge_s_day():
    days = Schedule(Rules(due_day=12)).round(OCTOBER)
    assert days.nudges == (date(2022, 9, 30), date(2022, 10, 10), date(2022, 10, 12))
    assert Schedule(Rules(due_day=9)).round(OCTOBER).last_working == date(2022, 10, 9)


@settings(max_examples=30, deadline=None)
@given(
    st.none() | st.integers(1, 31),
    st.lists(st.integers(0, 15), max_size=4, unique=True),
    st.dictionaries(st.dates(date(2022, 8, 1), date(2022, 11, 30)), st.booleans(), max_size=30),
)
def test_asking_a_day_and_asking_a_round_agree(due_day, nudge_days, overrides):
    schedule = Schedule(Rules(due_day=due_day, nudge_days=tuple(nudge_days)), Calendar(overrides))
    rounds = [schedule.round(add_months(date(2022, 5, 1), n)) for n in range(10)]
    for day in (date.fromordinal(date(2022, 8, 1).toordinal() + n) for n in range(122)):
        found = schedule.on(day)
        asked = {
            (r.month, left)
            for r in rounds
            for left, at in zip(schedule.rules.nudge_days, r.nudges, strict=True)
            if at == day
        }
        assert set(found.nudges) == asked
        assert set(found.missed) == {r.month for r in rounds if r.missed == day}


def count(day, reported=None, explicit=None, **rules):
    found = Schedule(Rules(**rules)).count(day, plan_start, reported, explicit)
    return found.month, found.late, found.supplements


def test_a_report_within_the_month_counts_for_it_in_time():
    assert count(date(2022, 8, 24), {date(2022, 7, 1): False}) == (AUGUST, False, None)
    assert count(date(2022, 8, 31), {date(2022, 7, 1): False}) == (AUGUST, False, None)


def test_a_report_in_the_late_window_counts_for_the_month_before_if_that_is_unreported():
    assert count(date(2022, 9, 1)) == (AUGUST, True, None)
    assert count(date(2022, 9, 7)) == (AUGUST, True, None)
    assert count(date(2022, 9, 7), {AUGUST: False}) == (SEPTEMBER, False, None)


def test_a_report_after_the_freeze_counts_for_the_current_month_and_supplements_the_old_one():
    assert count(date(2022, 9, 8)) == (SEPTEMBER, False, AUGUST)
    assert count(date(2022, 9, 8), {AUGUST: True}) == (SEPTEMBER, False, None)


def test_an_explicit_month_decides_while_it_is_open():
    both = {date(2022, 7, 1): False}
    assert count(date(2022, 9, 2), both, SEPTEMBER) == (SEPTEMBER, False, None)
    assert count(date(2022, 9, 2), {AUGUST: False}, AUGUST) == (AUGUST, False, None)
    assert count(date(2022, 9, 2), both, AUGUST) == (AUGUST, True, None)
    assert count(date(2022, 9, 8), both, AUGUST) == (SEPTEMBER, False, AUGUST)
    assert count(date(2022, 8, 10), both, OCTOBER) == (AUGUST, False, None)


def test_a_second_report_of_a_month_keeps_the_lateness_of_the_first():
    assert count(date(2022, 9, 28), {SEPTEMBER: False, AUGUST: False}, due_day=25) == (SEPTEMBER, False, None)
    assert count(date(2022, 9, 28), {AUGUST: False}, due_day=25) == (SEPTEMBER, True, None)


def test_with_an_early_due_day_reports_after_the_freeze_are_ahead_for_the_next_month():
    assert count(date(2022, 8, 20), {AUGUST: False}, due_day=5) == (SEPTEMBER, False, None)
    assert count(date(2022, 8, 12), {AUGUST: False}, due_day=5)[:2] == (AUGUST, False)  # the window's last day
    assert count(date(2022, 8, 20), {}, due_day=5) == (SEPTEMBER, False, AUGUST)
    assert count(date(2022, 8, 10), {date(2022, 7, 1): False}, due_day=5) == (AUGUST, True, None)


def test_a_report_before_the_first_round_counts_for_it():
    assert count(date(2022, 4, 28)) == (plan_start, False, None)
    assert count(date(2022, 5, 3)) == (plan_start, False, None)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2022, 1, 1), date(2024, 12, 31)),
    st.none() | st.integers(1, 31),
    st.dictionaries(st.dates(date(2022, 1, 1), date(2024, 12, 31)).map(lambda d: d.replace(day=1)), st.booleans()),
    st.none() | st.dates(date(2022, 1, 1), date(2025, 12, 31)).map(lambda d: d.replace(day=1)),
)
def test_a_report_never_counts_for_a_frozen_round_nor_one_before_the_plan(day, due_day, reported, explicit):
    schedule = Schedule(Rules(due_day=due_day))
    found = schedule.count(day, plan_start, reported, explicit)
    assert found.month >= plan_start
    assert day <= schedule.round(found.month).freeze
    assert found.supplements is None or day > schedule.round(found.supplements).freeze
    if found.month not in reported:
        assert found.late is (day > schedule.round(found.month).due)
