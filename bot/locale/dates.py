"""Dates and moments as people write them, in the reader's language."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from bot.locale import Voice

_DAYS = {"zh_CN": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(voice: Voice, value: date, *, today: date | None = None) -> str:
    """Return 8月31日 or 31 August; with the year where `today` is given and lies in another one."""
    year = today is not None and today.year != value.year
    if voice.language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    return (f"{value.year}年" if year else "") + f"{value.month}月{value.day}日"


def day_week(voice: Voice, value: date, *, today: date | None = None) -> str:
    """Return 8月31日（周三） or Wed 31 August; the year as in `day`."""
    if voice.language == "en":
        return f"{weekday(voice, value)} {day(voice, value, today=today)}"
    return f"{day(voice, value, today=today)}（{weekday(voice, value)}）"


def date_only(voice: Voice, value: date) -> str:
    """Return 29日 or 29 August, for a day of the month that is spoken of."""
    return day(voice, value) if voice.language == "en" else f"{value.day}日"


def date_week(voice: Voice, value: date) -> str:
    """Return 29日（周五） or Fri 29 August, for a day of the month that is spoken of."""
    return day_week(voice, value) if voice.language == "en" else f"{value.day}日（{weekday(voice, value)}）"


def weekday(voice: Voice, value: date) -> str:
    """Return 周三 or Wed."""
    name = _DAYS[voice.language][value.weekday()]
    return name if voice.language == "en" else f"周{name}"


def month(voice: Voice, value: date, *, today: date | None = None) -> str:
    """Return 8月 or August; with the year where `today` is given and lies in another one."""
    year = today is not None and today.year != value.year
    if voice.language == "en":
        return _MONTHS[value.month - 1] + (f" {value.year}" if year else "")
    return (f"{value.year}年" if year else "") + f"{value.month}月"


def year_month(voice: Voice, value: date) -> str:
    """Return 2022年8月 or August 2022."""
    return f"{_MONTHS[value.month - 1]} {value.year}" if voice.language == "en" else f"{value.year}年{value.month}月"


def full_day(voice: Voice, value: date) -> str:
    """Return 2022年8月31日 or 31 August 2022."""
    text = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return text if voice.language == "en" else f"{value.year}年{value.month}月{value.day}日"


def clock(local: datetime) -> str:
    """Return 10:42; `local` is already in the office's zone."""
    return f"{local:%H:%M}"


def moment(voice: Voice, local: datetime, *, today: date | None = None) -> str:
    """Return 8月31日10:42 or 31 August 10:42; `local` is already in the office's zone."""
    text = day(voice, local.date(), today=today)
    return f"{text} {clock(local)}" if voice.language == "en" else f"{text}{clock(local)}"


def when(voice: Voice, value: date) -> str:
    """Return 2022年8月 where the day is its month's last, else 2022年8月15日."""
    is_last = value.day == monthrange(value.year, value.month)[1]
    return year_month(voice, value) if is_last else full_day(voice, value)


def hour(voice: Voice, local: datetime, *, month: date | None = None) -> str:
    """Return 28日17时 or 28 August 17:00; with the month where the moment is not in `month`."""
    inside = month is not None and (month.year, month.month) == (local.year, local.month)
    text = date_only(voice, local.date()) if inside else day(voice, local.date(), today=month)
    return f"{text} {local:%H:%M}" if voice.language == "en" else f"{text}{local.hour}时"
