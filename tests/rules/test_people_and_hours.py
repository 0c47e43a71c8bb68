"""Who of a unit is written to, and at which hours; the burden ledger."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.rules import (
    Contact,
    Rules,
    Schedule,
    Why,
    burden_of,
    by_unit_and_month,
    may_send,
    next_allowed,
    recipients,
    review_reminder,
)
from tests.rules.strategies import clock_times, days

schedule = Schedule()
CHINA = ZoneInfo("Asia/Shanghai")
WEDNESDAY = date(2022, 8, 24)
liaison, deputy = Contact("a"), Contact("b", deputy=True)


def keys(*people, day=WEDNESDAY, since=None):
    found = recipients(people, day, schedule, since)
    return "".join(person.key for person in found.people), found.why


def test_the_liaisons_are_written_to_and_not_the_deputy():
    assert keys(liaison, deputy, Contact("c")) == ("ac", Why.liaison)


def test_the_deputy_is_written_to_as_well_after_a_working_day_without_a_reaction():
    assert keys(liaison, deputy, since=date(2022, 8, 24)) == ("a", Why.liaison)
    assert keys(liaison, deputy, since=date(2022, 8, 23)) == ("ab", Why.silent)
    assert keys(liaison, deputy, day=date(2022, 8, 29), since=date(2022, 8, 26)) == ("ab", Why.silent)
    assert keys(liaison, since=date(2022, 8, 1)) == ("a", Why.liaison)


def test_the_deputy_stands_in_for_a_liaison_who_is_away_or_cannot_be_reached():
    away = Contact("a", away_until=WEDNESDAY)
    assert keys(away, deputy) == ("b", Why.away)
    assert keys(away, deputy, day=date(2022, 8, 25)) == ("a", Why.liaison)
    assert keys(Contact("a", away_from=date(2022, 8, 25), away_until=date(2022, 8, 30)), deputy) == ("a", Why.liaison)
    assert keys(Contact("a", reachable=False), deputy) == ("b", Why.away)


def test_who_has_left_is_never_written_to_and_nobody_left_is_for_the_office():
    assert keys(Contact("a", left=True), Contact("b", deputy=True, left=True)) == ("", Why.nobody)
    assert keys(Contact("a", reachable=False)) == ("", Why.nobody)
    assert keys() == ("", Why.nobody)


def test_somebody_away_is_written_to_rather_than_nobody():
    assert keys(Contact("a", away_until=WEDNESDAY)) == ("a", Why.no_deputy)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=CHINA)


def test_nothing_goes_out_in_quiet_hours_nor_on_days_off():
    assert may_send(at(WEDNESDAY, 8), schedule)
    assert may_send(at(WEDNESDAY, 19, 59), schedule)
    assert not may_send(at(WEDNESDAY, 7, 59), schedule)
    assert not may_send(at(WEDNESDAY, 20), schedule)
    assert not may_send(at(date(2022, 10, 3), 10), schedule)
    assert may_send(at(date(2022, 10, 8), 10), schedule)


def test_what_is_held_back_goes_out_at_the_next_opening():
    assert next_allowed(at(WEDNESDAY, 10, 5), schedule) == at(WEDNESDAY, 10, 5)
    assert next_allowed(at(WEDNESDAY, 6), schedule) == at(WEDNESDAY, 8)
    assert next_allowed(at(WEDNESDAY, 21), schedule) == at(date(2022, 8, 25), 8)
    assert next_allowed(at(date(2022, 9, 30), 20), schedule) == at(date(2022, 10, 8), 8)


@given(days, clock_times)
def test_the_next_moment_allowed_is_allowed_and_not_before(day, clock):
    now = datetime.combine(day, clock, tzinfo=CHINA)
    found = next_allowed(now, schedule)
    assert found >= now
    assert may_send(found, schedule)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        may_send(at(WEDNESDAY, 10).replace(tzinfo=None), schedule)


def test_a_claim_is_put_before_the_office_again_after_three_working_days():
    assert review_reminder(date(2022, 9, 29), schedule) == date(2022, 10, 9)


def test_burden_counts_messages_by_unit_and_month():
    sent = [("甲局", date(2022, 8, n)) for n in range(1, 10)] + [
        ("乙局", date(2022, 8, 31)),
        ("乙局", date(2022, 9, 1)),
    ]
    counts = by_unit_and_month(sent)
    found = burden_of(date(2022, 8, 1), counts, Rules())
    assert (found.messages, found.units, found.median, found.most, found.most_by) == (10, 2, 5.0, 9, ("甲局",))
    assert found.over_cap == ("甲局",)
    empty = burden_of(date(2022, 10, 1), counts, Rules())
    assert (empty.messages, empty.units, empty.most, empty.most_by, empty.over_cap) == (0, 0, 0, (), ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("who_reports", "nobody"),
        ("due_day", 0),
        ("due_day", 32),
        ("nudge_days", (2, 2)),
        ("nudge_days", (16,)),
        ("warning_days", (-1,)),
        ("late_working_days", -1),
        ("ongoing_every_months", 0),
        ("monthly_cap", 0),
        ("verify_days", -1),
        ("nudge_time", time(20, 0)),
        ("nudge_time", time(7, 59)),
    ],
)
def test_numbers_that_cannot_be_kept_are_refused_by_name(name, value):
    with pytest.raises(ConfigError, match=f"rules.{name}"):
        Rules(**{name: value})


@given(st.integers(1, 31))
def test_every_day_of_a_month_can_be_the_due_day(day):
    assert Rules(due_day=day).due_day == day
