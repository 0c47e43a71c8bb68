"""Working days: shifted workdays, the office's own, and years that nobody has published."""

from datetime import date

import pytest

from bot.errors import ConfigError
from bot.rules import Calendar, CalendarWarning, warnings, warnings_on


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2022, 10, 3), False),  # National Day, a Monday
        (date(2022, 10, 8), True),  # a Saturday worked in return
        (date(2022, 10, 9), True),  # and its Sunday
        (date(2022, 10, 15), False),
        (date(2024, 2, 4), True),  # a Sunday before the Spring Festival
        (date(2022, 8, 31), True),
    ],
)
def test_working_days_follow_the_state_council(day, worked):
    assert Calendar().is_working(day) is worked


def test_the_office_s_own_days_come_first():
    calendar = Calendar({date(2022, 8, 31): False, date(2022, 9, 3): True})
    assert not calendar.is_working(date(2022, 8, 31))
    assert calendar.is_working(date(2022, 9, 3))
    assert calendar.next_after(date(2022, 8, 30)) == date(2022, 9, 1)


def test_steps_count_working_days_over_a_long_holiday():
    calendar = Calendar()
    assert calendar.on_or_before(date(2022, 10, 7)) == date(2022, 9, 30)
    assert calendar.next_after(date(2022, 9, 30)) == date(2022, 10, 8)
    assert calendar.back(date(2022, 10, 10), 3) == date(2022, 9, 30)
    assert calendar.forward(date(2022, 9, 30), 3) == date(2022, 10, 10)
    assert calendar.count(date(2022, 9, 30), date(2022, 10, 10)) == 3
    assert calendar.count(date(2022, 10, 10), date(2022, 9, 30)) == 0
    assert calendar.back(date(2022, 10, 10), 0) == date(2022, 10, 10)


def test_a_year_that_is_not_published_has_weekdays_and_a_warning():
    calendar = Calendar()
    assert calendar.is_working(date(2093, 1, 1)) is (date(2093, 1, 1).weekday() < 5)
    assert warnings(calendar, [2093, 2022, 2093]) == [CalendarWarning("calendar.unpublished", 2093)]
    assert warnings(calendar, range(2022, 2025)) == []


def test_a_year_that_the_office_has_entered_in_full_needs_no_warning():
    calendar = Calendar({date(2093, 1, 1): False}, complete=[2093])
    assert warnings(calendar, [2093]) == []
    assert not calendar.is_working(date(2093, 1, 1))


def test_the_office_is_told_in_december_that_next_year_s_calendar_is_missing():
    calendar = Calendar(complete=range(2027, 2050))
    assert warnings_on(calendar, date(2049, 11, 30)) == []
    assert [each.year for each in warnings_on(calendar, date(2049, 12, 1))] == [2050]
    assert [each.year for each in warnings_on(calendar, date(2050, 3, 1))] == [2050]


def test_a_calendar_without_working_days_is_a_mistake_that_names_itself():
    calendar = Calendar({date.fromordinal(n): False for n in range(738000, 739000)})
    with pytest.raises(ConfigError, match="no working day"):
        calendar.next_after(date.fromordinal(738010))
