"""English dates: rules of our own for the usual ones, dateparser for the spans it is right on, loaded only then.

date   := [early|mid|late|end of|by] month [day] [year] | day month [year] | [end of] (this|next)
(week|month|quarter|year)
          | [this|next] weekday | today | tomorrow | Q1..Q4 [year] | end of [the] year | eoy | eom
          | [in|within] number (days|weeks|months|working days)
          | before (National Day | Spring Festival | Christmas …)
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.replies.date_shapes import Found
from bot.replies.holidays import festival
from bot.replies.spans import Span, SpanUnit, add_months, month_end

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![A-Za-z0-9_])(?:(?<![A-Za-z]{5})\.(?= ?\d{1,2}(?![\d:%])))?"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_DAY += r"(?![A-Za-z0-9_])"
_COUNT = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "another": 1,
}
_COUNT["couple"] = 2
_END = r"(?:(early|beginning of|start of|mid|middle of|late|(?:the )?end of(?: the)?)[- ]+)?"
_PATTERNS: tuple[tuple[re.Pattern[str], str, str], ...] = (  # with what each may begin with, 0 for a figure
    (
        re.compile(rf"{_END}{_MONTH}(?: (3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|%))?(?:,? ?(20\d\d))?", re.I),
        "month",
        "abdefjlmnost",
    ),
    (re.compile(rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? ?(20\d\d))?", re.I), "day_month", "0t"),
    (
        re.compile(rf"{_END}(?:the )?(this |next |current |last )?(week|month|quarter|year)(?![A-Za-z0-9_])", re.I),
        "period",
        "bcelmnqstwy",
    ),
    (
        re.compile(rf"(this |next |coming |last )?{_DAY}(?: (?:of )?(next) week(?![A-Za-z]))?", re.I),
        "weekday",
        "cflmnstw",
    ),
    (
        re.compile(
            r"(today|tonight|tomorrow|yesterday|eoy|eom|xmas|christmas|year[- ]end|month[- ]end)(?![A-Za-z0-9_])", re.I
        ),
        "word",
        "cemtxy",
    ),
    (re.compile(r"q([1-4])(?![A-Za-z0-9_])(?:,? (?:of )?(20\d\d|next year|this year))?", re.I), "quarter", "q"),
    (
        re.compile(
            r"before (national day|spring festival|chinese new year|mid-?autumn|new year|may day)(?![A-Za-z0-9_])", re.I
        ),
        "feast",
        "b",
    ),
)
_BY_FIRST = {
    first: tuple((pattern, shape) for pattern, shape, firsts in _PATTERNS if first in firsts)
    for first in {letter for _, _, firsts in _PATTERNS for letter in firsts}
}
_SPAN = re.compile(
    r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|another"
    r"|a couple of)[\s-]?(?:more )?"
    r"(working days?|business days?|days?|weeks?|months?|quarters?)(?![A-Za-z0-9_])",
    re.I,
)
_FEASTS = {
    "national day": "国庆",
    "spring festival": "春节",
    "chinese new year": "春节",
    "new year": "元旦",
    "may day": "五一",
}
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})-{_MONTH}-(?:20)?(\d\d)(?![A-Za-z0-9_])|(1[3-9]|2\d|3[01])[./-](\d{{1,2}})[./-]20(\d\d)(?![A-Za-z0-9_])",
    re.I,
)
_LEFT_TO_DATEPARSER = re.compile(r"a fortnight(?![A-Za-z0-9_])|(?:the )?day after tomorrow(?![A-Za-z0-9_])", re.I)


def read_english_date(text: str, at: int, today: date) -> Found | None:
    """Return the English date that begins at a place, or None; the longest that fits."""
    best: Found | None = None
    for pattern, shape in _BY_FIRST.get("0" if text[at].isdigit() else text[at].lower(), ()):
        match = pattern.match(text, at)
        if match and match.group().strip() and (best is None or match.end() > best.end):
            try:
                best = _resolve(shape, match, today) or best
            except (ValueError, OverflowError):
                continue
    if best and best.month and text[best.end : best.end + 1] in ("底", "末"):
        best = best._replace(end=best.end + 1)  # July底
    return best


def read_english_span(text: str, at: int) -> Span | None:
    """Return a length of time such as "two weeks" or "10 working days", or None."""
    match = _SPAN.match(text, at)
    if not match:
        return None
    word = match[1].lower()
    count = int(word) if word.isdigit() else _COUNT[word.split()[1] if word.startswith("a couple") else word]
    unit: SpanUnit = "workday" if match[2][0].lower() in "wb" and match[2].lower()[:4] != "week" else "day"
    if match[2].lower().startswith("week"):
        unit = "week"
    elif match[2].lower().startswith("month"):
        unit = "month"
    elif match[2].lower().startswith("quarter"):
        count, unit = 3 * count, "month"
    return Span(count, unit, match.end())


def read_day_first(text: str, at: int, today: date) -> Found | None:
    """Return the date that begins at a place with its day, and no doubt about it: 30-Sep-2022, 30/09/2022."""
    match = _DAY_FIRST.match(text, at)
    if not match:
        return None
    month = _MONTHS.index(match[2][:3].lower()) + 1 if match[2] else int(match[5])
    try:
        day = date(2000 + int(match[3] or match[6]), month, int(match[1] or match[4]))
    except ValueError:
        return None
    return Found(day, day if day >= today else None, match.end(), "day" if day >= today else "past")


def left_to_dateparser(text: str, at: int) -> str:
    """Return the words that begin at a place and that our rules leave to dateparser, "" where none do."""
    match = _LEFT_TO_DATEPARSER.match(text, at)
    return match.group().lower() if match else ""


def ask_dateparser(words: str, today: date) -> Found | None:
    """Let dateparser read what is left to it and it is right on: a fortnight, the day after tomorrow."""
    import dateparser

    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": _noon(today)}
    found = dateparser.parse(words, languages=["en"], settings=settings)
    if found is None:
        return None
    day = found.date()
    return Found(day, day if day >= today else None, len(words), "day" if day >= today else "past")


def _noon(today: date) -> object:
    from datetime import datetime

    return datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001 - dateparser wants a naive base


def _resolve(shape: str, m: re.Match[str], today: date) -> Found | None:
    end = m.end()
    if shape == "month":
        return _month(m, today, end)
    if shape == "day_month":
        return _dated(_MONTHS.index(m[2][:3].lower()) + 1, int(m[1]), m[3], today, end)
    if shape == "period":
        return _period(m, today, end)
    if shape == "weekday":
        return _weekday(m, today, end)
    if shape == "word":
        return _word(m[1].lower(), today, end)
    if shape == "quarter":
        said = (m[2] or "").lower()
        year = today.year + (said == "next year") if not said.isdigit() else int(said)
        day = month_end(year, 3 * int(m[1]))
        return Found(day, day if day >= today else None if m[2] else month_end(year + 1, 3 * int(m[1])), end)
    name = m[1].lower()
    eve = festival(_FEASTS.get(name, "中秋"), "before", today)
    return Found(eve, eve, end) if eve else None


def _month(m: re.Match[str], today: date, end: int) -> Found | None:
    part, name, number, year = (m[1] or "").lower(), m[2], m[3], m[4]
    if name == "may" and not (part or number or year):
        return None  # the verb
    month = _MONTHS.index(name[:3].lower()) + 1
    if number:
        return _dated(month, int(number), year, today, end)
    this = int(year or today.year)
    days = {"e": 10, "b": 10, "s": 10, "m": 20}
    number_ = None if part.endswith(("end of", "end of the", "late")) else days.get(part[:1])
    here, there = month_end(this, month), month_end(this + 1, month)
    if number_:
        here, there = here.replace(day=number_), there.replace(day=number_)
    return Found(here, here if here >= today else None if year else there, end, month=not part)


def _dated(month: int, day: int, year: str | None, today: date, end: int) -> Found:
    here = date(int(year or today.year), month, day)
    ahead = None if year else add_months(here, 12)
    return Found(here, here if here >= today else ahead, end, "day")


def _period(m: re.Match[str], today: date, end: int) -> Found | None:
    part, which, unit = (m[1] or "").strip().lower(), (m[2] or "").strip().lower(), m[3].lower()
    if not part and not which:
        return None
    ahead = which == "next"
    if which == "last":
        return Found(today, None, end, "past")
    if unit == "week":
        day = today + timedelta(days=6 - today.weekday() + 7 * ahead)
    elif unit == "month":
        day = month_end(today.year, today.month + ahead)
        day = day.replace(day=10) if part.startswith(("early", "beg", "start")) else day
        day = day.replace(day=20) if part.startswith("mid") else day
    elif unit == "quarter":
        day = month_end(today.year, 3 * ((today.month + 2) // 3 + ahead))
    else:
        day = date(today.year + ahead, 12, 31)
    return Found(day, day if day >= today else None, end)


def _weekday(m: re.Match[str], today: date, end: int) -> Found | None:
    if m[2].lower() in ("sun", "sat", "mon", "wed") and not m[1] and not m[2][0].isupper():
        return None
    if (m[1] or "").strip().lower() == "last":
        return Found(today, None, end, "past")
    day = today + timedelta(days=_DAYS.index(m[2][:3].lower()) - today.weekday())
    if m[3] or (m[1] or "").strip().lower() == "next":
        day += timedelta(days=7)
    return Found(day, day if day >= today else day + timedelta(days=7), end, "day")


def _word(word: str, today: date, end: int) -> Found:
    if word == "yesterday":
        day = today - timedelta(days=1)
        return Found(day, None, end, "past")
    if word == "tomorrow":
        day = today + timedelta(days=1)
    elif word in ("today", "tonight"):
        day = today
    elif word in ("xmas", "christmas"):
        day = date(today.year + (today > date(today.year, 12, 25)), 12, 25)
    else:
        day = date(today.year, 12, 31) if "y" in word else month_end(today.year, today.month)
    return Found(day, day, end, "day" if word in ("tomorrow", "today") else "period")
