"""Dates as people write them in Chinese, by rules of our own; English ones are in english.py.

    date     := [year] month [day | part] | [year] quarter | [year] half | year-end | week-day | day-word
              | festival [节] [前|后|期间] | span | full
    year     := 2023年 | 二〇二三年 | 23年 | 今年 | 明年 | 后年 | 去年
    month    := 12月[份] | 十二月[份] | 本月 | 这个月 | 下[个]月 | 上[个]月 | 月(底|末|中|初)
    day      := 25日 | 25号 | 二十五日
    part     := 上旬 | 初 (the 10th) | 中旬 (the 20th) | 中 (the 15th) | 下旬 | 底 | 末 (the last day)
    quarter  := [第]一季度 | 1季度 | 本季度 | 下季度 | Q1          half := 上半年 | 下半年
    span     := number (天|日|周|个星期|个月|年|个工作日|季度) | 半个月 | 半年      (from today, or from a deadline)
    full     := 2022-12-31 | 2022/12/31 | 2022.12.31 | 12/31 | 12.31 | 2023.6

A month, quarter or half means its last day. `near` is the date as of this year, `day` the same moved ahead so that it is
not past (only where no year was said); a period that is past by its words (上月, 去年, 昨天) has no `day`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.replies.holidays import NAMES, festival, next_festival
from bot.replies.numbers import chinese_value

SpanUnit = Literal["day", "week", "month", "workday"]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time."""

    count: float
    unit: SpanUnit
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A date in the text: `near` as this year has it, `day` not in the past (None where the words say that it is past)."""

    near: date
    day: date | None
    end: int
    shape: Literal["day", "period", "past"] = "period"
    month: bool = False  # a whole month was named: 5月


_N = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(20\d\d|[二两]?[〇零○][一二三四五六七八九〇零○]{2}|二[〇零○][一二三四五六七八九〇零○]{2}|2\d) ?年度?的?|(今年|本年度?|明年|来年|后年|去年|上年|前年)的?)"
_PART = r"(上旬|中旬|下旬|月底|月末|底|末|初|中(?!心|小|央|介|国|标|高|型|期|新|学|共))?"
_PATTERNS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"(20\d\d) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})(?![\d.])[日号]?"), "full"),
    (re.compile(rf"{_YEAR} ?{_N}月份? ?{_N}[日号]?(?!个|家|件|项|次|户)"), "year_day"),
    (re.compile(rf"{_YEAR} ?{_N}月份?{_PART}"), "year_month"),
    (re.compile(rf"{_YEAR}第?([一二三四1-4])季度(?:末|底)?|{_YEAR}([qQ][1-4])"), "year_quarter"),
    (re.compile(rf"{_YEAR}(上半年|下半年|年?底|年?末|全年|年中|中期|年?初|内|以?前|之前)?"), "year"),
    (re.compile(r"(20\d\d)[.](1[0-2]|0?[1-9])(?![\d.%])"), "dotted_month"),
    (re.compile(rf"{_N}月?[-~至到]{_N}月份?"), "months"),
    (re.compile(r"(\d{1,2}) ?月份? ?(\d{1,2}) ?(?:[日号]|(?![\d.%]|[个家件项次户条期场人名万天批]))"), "day"),
    (re.compile(rf"{_N}月{_N}[日号]"), "day"),
    (re.compile(rf"{_N}月份?{_PART}(以来)?"), "month"),
    (
        re.compile(r"(这个?月|本月|当月|下下个?月|下个?月|次月|上个?月|月)(份|内)?(上旬|中旬|下旬|底|末|初|中(?!心))"),
        "this_month_part",
    ),
    (re.compile(rf"(这个?月|本月|当月|下个?月|次月|上个?月)(?:份)?{_N}[日号]"), "this_month_day"),
    (re.compile(r"(这个?月|本月|当月|下下个?月|下个?月|次月|上个?月)(份|内|以?前|之前)?"), "this_month"),
    (
        re.compile(
            r"(?:第?([一二三四1-4])季度|(本季度?|这个?季度|下个?季度|上个?季度)|[qQ]([1-4])(?![0-9A-Za-z]))(?:末|底)?"
        ),
        "quarter",
    ),
    (re.compile(r"(上半年|下半年|年底|年末|年内|年中|岁末|全年)"), "year_part"),
    (re.compile(r"(下下|下个|下|上个|上|这个|这|本)?(?:周|星期|礼拜)([一二三四五六日天末1-6])(?!期)"), "weekday"),
    (re.compile(r"(下下|下个|下|上个|上|这个|这|本)(?:周|星期|礼拜)(内|末)?"), "week"),
    (re.compile(r"大后[天日]|后[天]|明[天日晚]|今[天日晚]|今明两天|昨[天日晚]|前天"), "day_word"),
    (
        re.compile(
            rf"(?:{_YEAR})?({'|'.join(NAMES)})(?!层|项|公里)(?:节|假期|长假|黄金周|假|国庆|中秋)*(以?前|之前|以?后|之后|期间)?"
        ),
        "festival",
    ),
    (re.compile(r"节(前|后)"), "next_festival"),
    (re.compile(r"年前(?!度|瞻)|年关前"), "before_new_year"),
    (
        re.compile(r"(\d{1,2}|[一二三四五六七八九十]{2,3}|十)[日号](?!楼|线|文|令|公告|院|店|机|任务|事项|项|窗|内|之内|以内)"),
        "bare_day",
    ),
    (re.compile(r"([01]?\d)[/](3[01]|[12]\d|0?[1-9])(?![\d/])"), "day"),
]
_WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6} | {str(i): i - 1 for i in range(1, 7)}
_FIRST = frozenset(
    "0123456789一二三四五六七八九十两〇零○今本明来后去上前这当下次月第Qq全年岁周星礼大昨春新过农元清劳端中国双节五"
)
_NUMERIC = frozenset("0123456789一二三四五六七八九十两〇零○")
_DATED = re.compile(r"[0-9一二三四五六七八九十两〇零○]{1,4} ?[年月日号季/.~至到-]|五一|十一")
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


def month_end(year: int, month: int) -> date:
    """Return a month's last day; months beyond 12 run on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the day so many months on, clipped to the month's last day."""
    end = month_end(day.year, day.month + months)
    return end.replace(day=min(day.day, end.day))


def read_date(text: str, at: int, today: date) -> Found | None:
    """Return the Chinese date that begins at a place, or None; the longest of those that fit."""
    if text[at] not in _FIRST or (text[at] in _NUMERIC and not _DATED.match(text, at)):
        return None
    best: Found | None = None
    for pattern, shape in _PATTERNS:
        match = pattern.match(text, at)
        if match and (best is None or match.end() > best.end):
            try:
                found = _SHAPES[shape](match, today)
            except (ValueError, KeyError, TypeError, OverflowError):
                continue
            if found:
                best = replace(found, end=match.end())
    return best


def read_span(text: str, at: int, value: float, end: int) -> Span | None:
    """Return the length of time whose number stands at a place and ends at `end`: 两周, 10天, 一个月, 5个工作日."""
    for word, unit, factor in _SPAN_UNITS:
        if text.startswith(word, end):
            if word == "周" and text[end + 1 : end + 2] in _WEEKDAY and text[end + 1 : end + 2] not in "123456":
                return None  # 94周二: a weekday
            if word == "年" and (value > 5 or text[end + 1 : end + 2] in ("底", "末", "内", "初", "中", "度", "来", "以")):
                return None
            half = text[end + len(word) : end + len(word) + 1] == "半" and word in ("个月", "年", "天", "周")
            return Span((value + (0.5 if half else 0)) * factor, unit, end + len(word) + half)
    return None


def read_half_span(text: str, at: int) -> Span | None:
    """Return 半个月, 半月, 半年, 小半年 as a length of time, or None."""
    for word, unit, count in (
        ("半个多月", "day", 15),
        ("半个月", "day", 15),
        ("半月", "day", 15),
        ("半年", "month", 6),
    ):
        if text.startswith(word, at):
            return Span(count, "month" if unit == "month" else "day", at + len(word))
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
    if not part or part[-1] in "底末" or part == "下旬":
        return end
    return end.replace(day={"上旬": 10, "初": 10, "中旬": 20, "中": 15}[part])


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
    return {"下下": 2, "下": 1, "次": 1, "上": -1}.get(word[:2] if word.startswith("下下") else word[0], 0)


def _this_month(m: re.Match[str], today: date) -> Found:
    shift = _shift_of(m[1])
    return _fixed(month_end(today.year, today.month + shift), today, month=True)


def _this_month_part(m: re.Match[str], today: date) -> Found:
    month = today.month + _shift_of(m[1])
    end = month_end(today.year, month)
    day = _part(end.year, end.month, m[3])
    if m[1] == "月":
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


_SHAPES = {
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
    "bare_day": _bare_day,
}
