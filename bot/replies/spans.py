"""Lengths of time, months and working days: 两周, 10天, 一个月, 5个工作日, 半年; and the day that lies so far ahead.

span := number (天 | 日 | 周 | 个星期 | 个月 | 年 | 个工作日 | 季度) | 半个月 | 半年
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

SpanUnit = Literal["day", "week", "month", "workday"]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time."""

    count: float
    unit: SpanUnit
    end: int


_SPAN_UNITS: list[tuple[str, SpanUnit, float]] = [
    ("个工作日", "workday", 1),
    ("工作日", "workday", 1),
    ("个自然日", "day", 1),
    ("天", "day", 1),
    ("日", "day", 1),
    ("个星期", "week", 1),
    ("个礼拜", "week", 1),
    ("星期", "week", 1),
    ("周", "week", 1),
    ("个多月", "month", 1),
    ("个月", "month", 1),
    ("个季度", "month", 3),
    ("季度", "month", 3),
    ("年", "month", 12),
]
SPAN_FIRST = frozenset(word[0] for word, _, _ in _SPAN_UNITS)
_HALF_SPANS: tuple[tuple[str, SpanUnit, float], ...] = (
    ("个把月", "month", 1),
    ("个把星期", "day", 7),
    ("个把周", "day", 7),
    ("半个多月", "day", 15),
    ("半个月", "day", 15),
    ("半月", "day", 15),
    ("半年", "month", 6),
)


def month_end(year: int, month: int) -> date:
    """Return a month's last day; months beyond 12 run on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the day so many months on, clipped to the month's last day."""
    end = month_end(day.year, day.month + months)
    return end.replace(day=min(day.day, end.day))


def read_span(text: str, at: int, value: float, end: int) -> Span | None:
    """Return the length of time whose number stands at a place and ends at `end`: 两周, 10天, 一个月, 5个工作日."""
    if text[end : end + 1] not in SPAN_FIRST:
        return None
    if text.startswith("个半月", end):
        return Span(value + 0.5, "month", end + 3)
    for word, unit, factor in _SPAN_UNITS:
        if text.startswith(word, end):
            if word == "周" and text[end + 1 : end + 2] in tuple("一二三四五六日天末"):
                return None  # 94周二: a weekday
            if word == "年" and (
                value > 5 or text[end + 1 : end + 2] in ("底", "末", "内", "初", "中", "度", "来", "以")
            ):
                return None
            half = text[end + len(word) : end + len(word) + 1] == "半" and word in ("个月", "年", "天", "周")
            return Span((value + (0.5 if half else 0)) * factor, unit, end + len(word) + half)
    return None


def read_half_span(text: str, at: int) -> Span | None:
    """Return 半个月, 半月, 半年, 小半年 as a length of time, or None."""
    for word, unit, count in _HALF_SPANS:
        if text.startswith(word, at):
            return Span(count, unit, at + len(word))
    return None


def after(start: date, span: Span) -> date:
    """Return the day a span after a start; working days by the State Council's calendar where it is published."""
    count = span.count
    try:
        if span.unit == "month":
            whole = add_months(start, int(count))
            return whole + timedelta(days=15) if count % 1 else whole
        if span.unit == "workday":
            return _workdays(start, int(min(count, 999)))
        return start + timedelta(days=int(count * (7 if span.unit == "week" else 1)))
    except (OverflowError, ValueError):
        return start


def _workdays(start: date, count: int) -> date:
    import chinese_calendar

    day = start
    while count > 0:
        day += timedelta(days=1)
        try:
            count -= bool(chinese_calendar.is_workday(day))
        except NotImplementedError:  # a year not published yet
            count -= day.weekday() < 5
    return day
