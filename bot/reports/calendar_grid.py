"""Nudges as month grids to read, one a unit and month: which day brings what, which days are worked."""

from __future__ import annotations

import unicodedata
from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.locale import Voice, dates
from bot.rules import Calendar
from bot.rules.months import month_of, months_from

WIDTH = 8
Rows = Sequence[Mapping[str, Any]]
"""Rows of a rehearsal."""


def grids(rows: Rows, calendar: Calendar, voice: Voice) -> Iterator[str]:
    """Yield the lines of all grids: each unit's months in which it would hear something, and what the marks mean."""
    for unit in dict.fromkeys(str(row["unit"]) for row in rows):
        mine = [row for row in rows if row["unit"] == unit]
        days = {date.fromisoformat(row["date"]): row for row in mine}
        for month in months_from(min(days), max(days)):
            found = {day: row for day, row in days.items() if month_of(day) == month}
            if found:
                yield from _grid(unit, month, found, calendar, voice)
    yield voice.say(
        "r the round, m missed, d a deadline ahead, o overdue, s a milestone, w with the leader; a dot: not worked"
    )


def marks(row: Mapping[str, Any], voice: Voice) -> str:
    """Return the marks of what a row brings."""
    signs = (
        ("month_end", voice.say("r")),
        ("missed", voice.say("m")),
        ("deadline", voice.say("d")),
        ("overdue", voice.say("o")),
        ("milestones", voice.say("s")),
        ("pending", voice.say("w")),
    )
    return "".join(sign for part, sign in signs if row.get(part))


def _grid(
    unit: str, month: date, found: Mapping[date, Mapping[str, Any]], calendar: Calendar, voice: Voice
) -> Iterator[str]:
    yield f"{unit} {dates.year_month(voice, month)}"
    yield _line(dates.weekday(voice, date(2024, 1, number)) for number in range(1, 8))  # 1 January 2024 is a Monday
    for week in Weeks().monthdatescalendar(month.year, month.month):
        yield _line(_cell(day, month, found, calendar, voice) for day in week)
    yield ""


def _cell(day: date, month: date, found: Mapping[date, Mapping[str, Any]], calendar: Calendar, voice: Voice) -> str:
    if day.month != month.month:
        return ""
    rest = "" if calendar.is_working(day) else "·"
    return f"{day.day}{rest}{marks(found[day], voice) if day in found else ''}"


def _line(cells: Iterable[str]) -> str:
    return "".join(cell + " " * max(1, WIDTH - _wide(cell)) for cell in cells).rstrip()


def _wide(text: str) -> int:
    """Return how many columns a text takes where Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
