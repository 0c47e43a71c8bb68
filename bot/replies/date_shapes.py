"""What each shape of a date comes to, seen from today; dates.py finds the shapes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bot.replies.holidays import NAMES, festival, next_festival
from bot.replies.numbers import chinese_value
from bot.replies.spans import add_months, month_end


class Found(NamedTuple):
    """A date in the text: `near` as this year has it, `day` not in the past (None where the words say that it is
    past)."""

    near: date
    day: date | None
    end: int
    shape: Literal["day", "period", "past"] = "period"
    month: bool = False  # a whole month was named: 5月


_WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6} | {str(i): i - 1 for i in range(1, 7)}


def _int(word: str) -> int:
    value = int(word) if word.isdigit() else chinese_value(word.replace("○", "〇"))
    if value is None:
        raise ValueError(word)
    return int(value)


def _year(number: str | None, word: str | None, today: date) -> int:
    if number:
        year = _int(number)
        return year if year > 100 else 2000 + year
    return today.year + {"明": 1, "来": 1, "后": 2, "去": -1, "上": -1, "前": -2}.get((word or "今")[0], 0)


def _part(year: int, month: int, part: str | None) -> date:
    end = month_end(year, month)
    if not part or part[-1] in "底末" or part in ("下旬", "中下旬"):
        return end
    return end.replace(day={"上中旬": 20, "上旬": 10, "初": 10, "中旬": 20, "中": 15}[part])


def _fixed(day: date, today: date, shape: Literal["day", "period"] = "period", month: bool = False) -> Found:
    """A date whose year was said: past is past."""
    return Found(day, day if day >= today else None, 0, shape if day >= today else "past", month)


def _rolling(day: date, today: date, ahead: date, shape: Literal["day", "period"], month: bool = False) -> Found:
    """A date without a year: this one, or the next that is not past."""
    return Found(day, day if day >= today else ahead, 0, shape, month)


def _full(m: re.Match[str], today: date) -> Found:
    return _fixed(date(int(m[1]), int(m[2]), int(m[3])), today, "day")


def _year_day(m: re.Match[str], today: date) -> Found:
    return _fixed(date(_year(m[1], m[2], today), _int(m[3]), _int(m[4])), today, "day")


def _year_month(m: re.Match[str], today: date) -> Found:
    month = _int(m[3])
    if month > 12:
        raise ValueError(month)
    return _fixed(_part(_year(m[1], m[2], today), month, m[4]), today, month=not m[4])


def _year_quarter(m: re.Match[str], today: date) -> Found:
    year = _year(m[1] or m[4], m[2] or m[5], today)
    return _fixed(month_end(year, 3 * _int(m[3] or m[6][1])), today)


def _year_only(m: re.Match[str], today: date) -> Found:
    year, part = _year(m[1], m[2], today), m[3] or ""
    if part.endswith("前"):
        return _fixed(date(year - 1, 12, 31) if year > today.year else date(year, 12, 31), today)
    ends = {"上半年": (6, 30), "年中": (6, 30), "中期": (6, 30), "年初": (1, 31), "初": (1, 31)}
    return _fixed(date(year, *ends.get(part, (12, 31))), today)


def _dotted_month(m: re.Match[str], today: date) -> Found:
    return _fixed(month_end(int(m[1]), int(m[2])), today, month=True)


def _months(m: re.Match[str], today: date) -> Found:
    first, last = _int(m[1]), _int(m[2])
    if not 1 <= first <= 12:
        raise ValueError(first)
    end = month_end(today.year, last)
    return Found(end, end if first > today.month and last >= first else None, 0, "period")


def _day(m: re.Match[str], today: date) -> Found:
    month, number = _int(m[1]), _int(m[2])
    day = date(today.year, month, number) if (month, number) != (2, 29) else month_end(today.year, 2)
    return _rolling(day, today, add_months(day, 12), "day")


def _month(m: re.Match[str], today: date) -> Found:
    month, part = _int(m[1]), m[2]
    if not 1 <= month <= 12:
        raise ValueError(month)
    day = _part(today.year, month, part)
    if m[3]:
        return Found(day, None, 0, "past")
    return _rolling(day, today, _part(today.year + 1, month, part), "period", month=not part)


def _shift_of(word: str) -> int:
    return {"下下": 2, "下": 1, "次": 1, "上": -1}.get(word[:2] if word.startswith("下下") else word[:1], 0)


def _this_month(m: re.Match[str], today: date) -> Found:
    shift = _shift_of(m[1])
    return _fixed(month_end(today.year, today.month + shift), today, month=True)


def _this_month_part(m: re.Match[str], today: date) -> Found:
    month = today.month + _shift_of(m[1])
    end = month_end(today.year, month)
    day = _part(end.year, end.month, m[3])
    if m[1] in ("月", ""):
        following = month_end(today.year, month + 1)
        return _rolling(day, today, _part(following.year, following.month, m[3]), "period")
    return _fixed(day, today)


def _this_month_day(m: re.Match[str], today: date) -> Found:
    end = month_end(today.year, today.month + _shift_of(m[1]))
    return _fixed(end.replace(day=_int(m[2])), today, "day")


def _quarter(m: re.Match[str], today: date) -> Found:
    now = (today.month + 2) // 3
    if m[2]:
        quarter = now + {"下": 1, "上": -1}.get(m[2][0], 0)
        return _fixed(month_end(today.year, 3 * quarter), today)
    quarter = _int(m[1] or m[3])
    return _rolling(month_end(today.year, 3 * quarter), today, month_end(today.year + 1, 3 * quarter), "period")


def _year_part(m: re.Match[str], today: date) -> Found:
    month = 6 if m[1] in ("上半年", "年中") else 12
    return _rolling(month_end(today.year, month), today, month_end(today.year + 1, month), "period")


def _weekday(m: re.Match[str], today: date) -> Found:
    prefix, index = m[1] or "", _WEEKDAY[m[2]]
    weeks = {"下下": 2, "下": 1, "上": -1}.get(prefix.rstrip("个"), 0)
    day = today + timedelta(days=index - today.weekday() + 7 * weeks)
    if not prefix:
        return _rolling(day, today, day + timedelta(days=7), "day")
    return _fixed(day, today, "day")


def _week(m: re.Match[str], today: date) -> Found:
    weeks = {"下下": 2, "下": 1, "上": -1}.get(m[1].rstrip("个"), 0)
    return _fixed(today + timedelta(days=6 - today.weekday() + 7 * weeks), today)


def _day_word(m: re.Match[str], today: date) -> Found:
    word = m[0]
    shift = {"大": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}[word[0]] + (word == "今明两天")
    return _fixed(today + timedelta(days=shift), today, "day")


def _festival(m: re.Match[str], today: date) -> Found | None:
    name, where = NAMES[m[3]], m[4] or ""
    if m[3] in ("十一", "双节", "过年") and not where:
        return None
    start = date(_year(m[1], m[2], today) - 1, 12, 1) if m[1] or m[2] else today
    day = festival(name, "before" if "前" in where else "after" if "后" in where else "in", max(start, today))
    return Found(day, day, 0) if day else None


def _next_festival(m: re.Match[str], today: date) -> Found | None:
    name = next_festival(today)
    day = festival(name, "before" if m[1] == "前" else "after", today) if name else None
    return Found(day, day, 0) if day else None


def _before_new_year(m: re.Match[str], today: date) -> Found | None:
    day = festival("春节", "before", today)
    return Found(day, day, 0) if day else None


def _bare_day(m: re.Match[str], today: date) -> Found:
    number = _int(m[1])
    if number > 31:
        raise ValueError(number)
    day = month_end(today.year, today.month)
    if number <= day.day:
        day = day.replace(day=number)
        if day >= today:
            return Found(day, day, 0, "day")
    ahead = month_end(today.year, today.month + 1)
    near = min(day, today) if number <= day.day else day
    return Found(near, ahead.replace(day=min(number, ahead.day)), 0, "day")


SHAPES = {
    "full": _full,
    "year_day": _year_day,
    "year_month": _year_month,
    "year_quarter": _year_quarter,
    "year": _year_only,
    "dotted_month": _dotted_month,
    "months": _months,
    "day": _day,
    "month": _month,
    "this_month": _this_month,
    "this_month_part": _this_month_part,
    "this_month_day": _this_month_day,
    "quarter": _quarter,
    "year_part": _year_part,
    "weekday": _weekday,
    "week": _week,
    "day_word": _day_word,
    "festival": _festival,
    "next_festival": _next_festival,
    "before_new_year": _before_new_year,
    "new_years_eve": _before_new_year,
    "bare_day": _bare_day,
}
