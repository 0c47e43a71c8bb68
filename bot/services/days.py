"""A day ahead, as people type it where the bot has asked for one: 2024-03-31, 3月底, 明年一季度."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.errors import Refused
from bot.replies.dates import read_date

# A day without a year that was within these is meant as past: in August, 8月1日 is no day of next year.
JUST_PAST = timedelta(days=92)
_DATED = re.compile(r"\d{1,2}月|\d{4}[-/.年]\d{1,2}")


def read_day(words: str, today: date) -> date:
    """Return the day ahead that the words name. Refused when they name none, a past one, or one that does not exist."""
    text = "".join(words.split())
    found = next(filter(None, (read_date(text, at, today) for at in range(len(text)))), None)
    if found is not None:
        return ahead(found.near, found.day, words, today)
    if _DATED.search(text):
        raise Refused("There is no such day: {words}", words=words[:60])
    raise Refused("No date ahead was understood in: {words}. For example 2024-03-31, or 3月底", words=words[:60])


def ahead(near: date, day: date | None, words: str, today: date) -> date:
    """Return the day of a date read: `near` in this year, `day` moved ahead. Refused where it is (just) past."""
    if day is None:
        if near < today:
            raise Refused("“{words}” is past", words=words[:60])
        return near
    if near < today < day and today - near <= JUST_PAST:
        raise Refused("“{words}” is past; if next year is meant, write {day}", words=words[:60], day=day.isoformat())
    return day
