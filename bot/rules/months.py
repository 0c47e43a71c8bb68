"""Months as dates: a month is the date of its first day."""

from collections.abc import Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """Return the month that the day is in."""
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """Return the month that many months later (earlier where negative)."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def last_day(month: date) -> date:
    """Return the month's last day."""
    return add_months(month, 1) - DAY


def months_from(first: date, last: date) -> Iterator[date]:
    """Yield the months from the one of `first` to the one of `last`, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def months_between(earlier: date, later: date) -> int:
    """Return how many months later the second month is."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month
