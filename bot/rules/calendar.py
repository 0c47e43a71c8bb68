"""Working days: the State Council's calendar with its shifted workdays, and what the office adds to it.

Where a year is not published yet, weekdays count as working days and `warnings` says so, so that it is shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import ModuleType

from bot.errors import ConfigError
from bot.rules.months import DAY

FARTHEST = 400  # days; a calendar without a working day in so long a time is a mistake in the settings


@cache
def _published() -> tuple[ModuleType, frozenset[int]]:
    """Return the library and the years it knows; imported when the first day is asked for."""
    import chinese_calendar
    from chinese_calendar import constants

    return chinese_calendar, frozenset(day.year for day in constants.holidays)


@dataclass(frozen=True)
class CalendarWarning:
    """A year whose working days are not published: weekdays are counted. `key` names the text."""

    key: str
    year: int


class Calendar:
    """The office's working days.

    `overrides` maps a day to whether it is worked, over everything else; `complete` lists years that the office has
    entered in full by its overrides, so that no warning is due for them.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None, complete: Collection[int] = ()) -> None:
        self.overrides = dict(overrides or {})
        self.complete = frozenset(complete)
        self._known: dict[date, bool] = dict(self.overrides)

    def is_working(self, day: date) -> bool:
        """Tell whether the day is worked."""
        known = self._known.get(day)
        if known is None:
            library, years = _published()
            known = bool(library.is_workday(day)) if day.year in years else day.weekday() < 5
            self._known[day] = known
        return known

    def on_or_before(self, day: date) -> date:
        """Return the day itself when it is worked, else the last working day before it."""
        return self._seek(day, -DAY)

    def next_after(self, day: date) -> date:
        """Return the first working day after the day."""
        return self._seek(day + DAY, DAY)

    def back(self, day: date, count: int) -> date:
        """Return the working day that many working days before the day; with 0 the day itself."""
        for _ in range(count):
            day = self._seek(day - DAY, -DAY)
        return day

    def forward(self, day: date, count: int) -> date:
        """Return the working day that many working days after the day; with 0 the day itself."""
        for _ in range(count):
            day = self._seek(day + DAY, DAY)
        return day

    def count(self, after: date, until: date) -> int:
        """Return how many working days there are after the first day, up to and with the second; 0 where none."""
        return sum(self.is_working(after + DAY * ahead) for ahead in range(1, (until - after).days + 1))

    def covers(self, year: int) -> bool:
        """Tell whether the year's working days are known, not guessed from weekdays."""
        return year in self.complete or year in _published()[1]

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(FARTHEST):
            if self.is_working(day):
                return day
            day += step
        raise ConfigError(f"calendar: no working day within {FARTHEST} days of {day}; check the office's holidays")


def warnings(calendar: Calendar, years: Iterable[int]) -> list[CalendarWarning]:
    """Return a warning for each of the years that is not published."""
    return [CalendarWarning("calendar.unpublished", year) for year in sorted(set(years)) if not calendar.covers(year)]


def warnings_on(calendar: Calendar, day: date) -> list[CalendarWarning]:
    """Return what the office is to be told on the day: this year unpublished, or from December on the next one."""
    years = (day.year, day.year + 1) if day.month == 12 else (day.year,)
    return warnings(calendar, years)
