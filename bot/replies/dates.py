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

A month, quarter or half means its last day. `near` is the date as of this year, `day` the same moved ahead so
that it is
not past (only where no year was said); a period that is past by its words (上月, 去年, 昨天) has no `day`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.replies.date_shapes import SHAPES, Found
from bot.replies.holidays import NAMES, festival
from bot.replies.numbers import read_number
from bot.replies.spans import after, read_half_span, read_span

_N = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = (
    r"(?:(20\d\d|[二两]?[〇零○][一二三四五六七八九〇零○]{2}|二[〇零○][一二三四五六七八九〇零○]{2}|2\d(?=年))"
    r" ?年度?的?|(今年|本年度?|明年|来年|后年|去年|上年|前年)的?)"
)
_PART = r"(上中旬|中下旬|上旬|中旬|下旬|月底|月末|底|末|初|中(?!心|小|央|介|国|标|高|型|期|新|学|共))?"
_DIGITS = "0123456789"
_NUMERALS = "一二三四五六七八九十"
_OF_YEAR = "2二两〇零○今本明来后去上前"
_OF_MONTH = "这本当下次上"
_PATTERNS: tuple[tuple[re.Pattern[str], str, str], ...] = (  # with the letters that each may begin with
    (re.compile(r"(20\d\d) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})(?![\d.])[日号]?"), "full", "2"),
    (re.compile(rf"{_YEAR} ?{_N}月份? ?{_N}[日号]?(?!个|家|件|项|次|户)"), "year_day", _OF_YEAR),
    (re.compile(rf"{_YEAR} ?{_N}月份?{_PART}"), "year_month", _OF_YEAR),
    (re.compile(rf"{_YEAR}第?([一二三四1-4])季度(?:末|底)?|{_YEAR}([qQ][1-4])"), "year_quarter", _OF_YEAR),
    (re.compile(rf"{_YEAR}(上半年|下半年|年?底|年?末|全年|年中|中期|年?初|内|以?前|之前)?"), "year", _OF_YEAR),
    (re.compile(r"(20\d\d)[.](1[0-2]|0?[1-9])(?![\d.%])"), "dotted_month", "2"),
    (re.compile(rf"{_N}月?[-~至到]{_N}月份?"), "months", _DIGITS + _NUMERALS),
    (
        re.compile(r"(\d{1,2}) ?月份? ?(\d{1,2}) ?(?:[日号]|(?![\d.%]|[个家件项次户条期场人名万天批]))"),
        "day",
        _DIGITS,
    ),
    (re.compile(rf"{_N}月{_N}[日号]"), "day", _DIGITS + _NUMERALS),
    (re.compile(rf"{_N}月份?{_PART}(以来)?"), "month", _DIGITS + _NUMERALS),
    (
        re.compile(
            r"(这个?月|本月|当月|下下个?月|下个?月|次月|上个?月|月)(份|内)?(上中旬|中下旬|上旬|中旬|下旬|底|末|初|中(?!心))"
        ),
        "this_month_part",
        _OF_MONTH + "月",
    ),
    (re.compile(r"()()(上旬|中旬|下旬)"), "this_month_part", "上中下"),
    (re.compile(rf"(这个?月|本月|当月|下个?月|次月|上个?月)(?:份)?{_N}[日号]"), "this_month_day", _OF_MONTH),
    (
        re.compile(r"(这个?月|本月|当月|下下个?月|下个?月|次月|上个?月)(份|内|以?前|之前)?"),
        "this_month",
        _OF_MONTH,
    ),
    (
        re.compile(
            r"(?:第?([一二三四1-4])季度|(本季度?|这个?季度|下个?季度|上个?季度)|[qQ]([1-4])(?![0-9A-Za-z]))(?:末|底)?"
        ),
        "quarter",
        "第一二三四1234本这下上qQ",
    ),
    (re.compile(r"(上半年|下半年|年底|年末|年内|年中|岁末|全年)"), "year_part", "上下年岁全"),
    (
        re.compile(r"(下下|下个|下|上个|上|这个|这|本)?(?:周|星期|礼拜)([一二三四五六日天末1-6])(?!期)"),
        "weekday",
        "下上这本周星礼",
    ),
    (re.compile(r"(下下|下个|下|上个|上|这个|这|本)(?:周|星期|礼拜)(内|末)?"), "week", "下上这本"),
    (re.compile(r"大后[天日]|后[天]|明[天日晚]|今[天日晚]|今明两天|昨[天日晚]|前天"), "day_word", "大后明今昨前"),
    (
        re.compile(
            rf"(?:{_YEAR})?({'|'.join(NAMES)})(?!层|项|公里)(?:节|放假|假期|长假|黄金周|假|国庆|中秋)*(以?前|之前|以?后|之后|期间)?"
        ),
        "festival",
        _OF_YEAR + "".join(name[0] for name in NAMES),
    ),
    (re.compile(r"(?:除夕|大?年三十)(?:以?前|之前)?"), "new_years_eve", "除大年"),
    (re.compile(r"节(前|后)"), "next_festival", "节"),
    (re.compile(r"年前(?!度|瞻)|年关前"), "before_new_year", "年"),
    (
        re.compile(
            r"(\d{1,2}|[一二三四五六七八九十]{2,3}|十|[一二三四五六七八九](?=号))[日号](?!楼|线|文|令|公告|院|店|机|任务|事项|项|窗|内|之内|以内)"
        ),
        "bare_day",
        _DIGITS + _NUMERALS,
    ),
    (re.compile(r"([01]?\d)[/](3[01]|[12]\d|0?[1-9])(?![\d/])"), "day", _DIGITS),
)
_BY_FIRST = {
    first: tuple((pattern, shape) for pattern, shape, firsts in _PATTERNS if first in firsts)
    for first in {letter for _, _, firsts in _PATTERNS for letter in firsts}
}
FIRST = frozenset(_BY_FIRST)
_NUMERIC = frozenset("0123456789一二三四五六七八九十两〇零○")
_DATED = re.compile(r"[0-9一二三四五六七八九十两〇零○]{1,4} ?[年月日号季/.~至到-]|五一|十一")


# Written as a date; where `read_date` finds none at its beginning, there is no such day or month.
NO_SUCH = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}年\d{1,2}月|\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]$")
_INSIDE = re.compile(r"\d[年月]$")
_MORE = re.compile(r"\d{1,2}[月日](?!历)")


def never(words: str) -> bool:
    """Tell whether no year has such a day: 9月31号, 2月30日."""
    match = _MONTH_DAY.search(words)
    return match is not None and 1 <= int(match[1]) <= 12 and int(match[2]) > monthrange(2024, int(match[1]))[1]


def read_date(text: str, at: int, today: date) -> Found | None:
    """Return the Chinese date that begins at a place, or None; the longest of those that fit."""
    patterns = _BY_FIRST.get(text[at])
    if patterns is None or (text[at] in _NUMERIC and not _DATED.match(text, at)):
        return None
    if at and (
        text[at - 1 : at + 1].isdigit() or (text[at - 1] in "年月\n" and _INSIDE.search(text, max(0, at - 3), at))
    ):
        return None  # the rest of a date that does not exist: 30日 of 2月30日
    best, end = None, at
    for pattern, shape in patterns:
        match = pattern.match(text, at)
        if match and match.end() > end:
            try:
                found = SHAPES[shape](match, today)
            except (ValueError, KeyError, TypeError, OverflowError):
                continue
            if found:
                best, end = found, match.end()
    if best is None or (best.shape == "period" and _MORE.match(text, end)):
        return None  # 2022年13月 and 2月30日 do not exist: they are no year and no month either
    best = best._replace(end=end)
    return _later(text, best) if text[end - 1] == "后" else best


def _later(text: str, found: Found) -> Found:
    """元旦后一周, 国庆后两周内: a length of time behind the day."""
    number = read_number(text, found.end)
    span = read_span(text, found.end, number.value, number.end) if number else read_half_span(text, found.end)
    if span is None or found.day is None:
        return found
    name = next((name for name in NAMES if name in text[max(0, found.end - 8) : found.end]), None)
    eve = festival(NAMES[name], "before", found.day - timedelta(days=60)) if name else None
    day = after(eve + timedelta(days=1) if eve else found.day, span)
    return found._replace(near=day, day=day, end=span.end)
