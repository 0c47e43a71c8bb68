"""The grammar of deadlines as plans write them.

    deadline := stage ((、|，|；|line break) stage)*
    stage    := [recurring | start | status] [date | span] [底|末|初|上旬|中旬|下旬|前] words
    date     := [year] (month [day] | quarter | half | 年底 | 全年) | year
    span     := date (-|至|到) date        the end counts
    ongoing  := 长期坚持 | 持续推进 | 每… | annually | …

A month means its last day. A missing year is that of the date before, else the plan's. Of several stages the last date
is the deadline and each is a milestone. Recurring dates (每月25日前), starts (自…起) and ends of validity are none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.plan.draft import Deadline, Milestone
from bot.plan.english import to_calendar
from bot.plan.numerals import plain_dates


@dataclass(frozen=True)
class DeadlineReading:
    """What a cell or phrase says. `problem` is a kind of anomaly, "" where all is plain; `hint` a suggested answer."""

    deadline: Deadline
    milestones: tuple[Milestone, ...] = ()
    problem: str = ""
    hint: str = ""
    recurring: bool = False


_ONGOING = re.compile(
    r"长期|持续|常态|经常性|滚动|按进度|适时|不断|立行立改|随时|日常|动态|贯穿|坚持|按需|逐年|定期|常年|始终|"
    r"按照?(?:上级|市级|省级|国家|自治区)?[^，。]{0,8}(?:进度|部署|要求|安排)(?:推进|落实|完成|开展|实施)|"
    r"\b(?:ongoing|on-going|continu(?:ous(?:ly)?|ing|al(?:ly)?)|(?:(?:semi|bi)-?)?annual(?:ly)?|yearly|quarterly|monthly|"
    r"weekly|daily|permanent|rolling|business as usual|BAU|as (?:needed|required)$|recurring|year-round|"
    r"(?:each|every|per|once a|twice a)\s+(?:fiscal\s+|\w+\s+)?(?:year|quarter|month|week|months|weeks))\b",
    re.IGNORECASE,
)
_RECURRING = re.compile(
    r"每\s*(?:\d+\s*个?)?(?:年度?|半年|季度?|个?月份?|周|日|天|学期|旬|个?季度|逢)|逐月|按月|按季|按年|月底前各|以季度为"
)
_MONTHS = {
    name: i
    for i, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_EN_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_TAIL = r"(?:份)?(?:\s*(?P<part>月?[底末初]|上旬|中旬|下旬|中))?"
_QUARTER = "(?:第?[一二三四1-4](?:季度|个季度)|Q[1-4])"
_DATE = re.compile(
    r"(?P<iso>(?<![\d.])(?P<iy>20\d{2})\s*[-/.](?P<im>\d{1,2})(?:\s*[-/.](?P<id>\d{1,2})(?!\d))?(?![\d]))"
    r"|(?P<compact>(?<!\d)(?P<cy>20\d{2})(?P<cm>0[1-9]|1[0-2])(?P<cd>[0-3]\d)?(?!\d))"
    r"|(?P<plan5>[“\"]?十[四五三]五[”\"]?(?:规划)?(?:期?末|期间|时期)?)"
    rf"|(?:(?P<y>\d{{4}})\s*年?度?\s*(?:[-—–－~～至到]+\s*(?P<y2>\d{{4}})\s*年)|(?P<y1>\d{{4}})(?:\s*年度?|(?=\s*Q[1-4]))|(?P<rel>今年|本年度?|当年|明年|次年|翌年|来年))?\s*"
    rf"(?:(?P<m>\d{{1,2}})\s*月{_TAIL}(?:\s*(?P<d>\d{{1,2}})\s*[日号])?|(?P<q>{_QUARTER})[底末]?(?:[\s,/]*(?P<qy>20\d{{2}})(?![\d年]))?|(?P<half>[上下]半年)[底末]?"
    r"|(?P<yearend>年[底末内中]|全年|岁末|(?<=年)[底末内中]|(?<=年度)[底末内]))?"
    rf"|(?P<en>(?:(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\s+)?\b(?P<em>{_EN_MONTH})\s*(?:(?P<ed2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?\s*)?(?P<ey>20\d{{2}})?\b)"
    r"|(?P<fy>(?:\b(?:by|in|during|before|(?:the )?end of|calendar year|CY)\s+|"
    r"^\s*)(?P<ey2>20\d{2})\b(?!\s*[-—–~～至到]?\s*\d))",
    re.IGNORECASE,
)
_SPAN_MONTHS = re.compile(r"(\d{1,2})\s*月?份?\s*[-—–－~～至到]+\s*(?=(?:\d{4}\s*年)?\s*\d{1,2}\s*月)")
_SPAN_DATES = re.compile(
    r"(?P<year>\d{4}\s*年)\s*(?:\d{1,2}\s*月(?:份|底|初)?(?:\d{1,2}\s*[日号])?)?\s*[-—–－~～至到]+\s*"
)
_START = re.compile(
    r"(?:自|从)[^，。；]*?(?:起|开始|之日)|\d{4}\s*年(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?起|\bbetween\b.*?\band\b|短期.*长期.*|有效期至?[^，。；]*|截[至止][^，。；]*?(?:旬|日|月|年|底)(?!前)|\b(?:from|starting|since)\b[^,;]*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\d+\s*(?:个)?\s*(?:工作日|自然日|天|日|周|星期|个?月|年|小时)\s*(?:之内|以内|内|后|左右)"
    r"|\bwithin\s+\d+|\b\d+\s+(?:days?|weeks?|months?|years?)\b|[一二三四五六七八九十半两]+(?:个)?(?:工作日|天|周|月|年)(?:之内|以内|内)|[长中短]期[（(]",
    re.IGNORECASE,
)
_VAGUE_EN = re.compile(r"\b(?:early|mid|late|spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(
    r"(?<![\d.])([2-4]\d)年(?=\s*(?:\d{1,2}\s*月|年?[底末]|[上下]半年|第?[一二三四1-4]季))"
)  # 24年8月底
_DAY_ALONE = re.compile(r"^(1[0-2]|0?[1-9])\s*[/.]\s*([12]\d|3[01]|0?[1-9])$")  # 6/30 in a cell
_BEFORE_YEAR = re.compile(r"^\s*(?:以?前|之前)")
_LONGEST = 600  # a cell about time is short; what is longer is some other text
_PLAN5_END = {"三": 2020, "四": 2025, "五": 2030}


@lru_cache(maxsize=4096)
def read_deadline(text: str, year: int | None) -> DeadlineReading:
    """Read a deadline cell or phrase; `year` is the plan's, for dates without one. An empty text gives no date."""
    plain = plain_dates(text[:_LONGEST].strip())
    if not plain or plain in {"-", "—", "/", "／", "无", "——", "--", "N/A", "n/a"}:
        return DeadlineReading(None, problem="deadline_missing")
    plain = _DAY_ALONE.sub(r"\1月\2日", plain)
    plain, unclear = to_calendar(_SHORT_YEAR.sub(r"20\1年", plain))
    recurring = bool(_RECURRING.search(plain))
    body = _drop_recurring(_START.sub(" ", plain))
    dates, bad, vague, before_year = _dates(body, year)
    if bad and not dates:
        return DeadlineReading(None, problem="deadline_invalid", hint=bad)
    if dates:
        stages = tuple(Milestone(title, due) for title, due in dates)
        several = len({m.due for m in stages}) > 1
        problem = "deadline_invalid" if bad else "deadline_vague" if vague or before_year or unclear else ""
        last = max(due for _, due in dates)
        return DeadlineReading(last, stages if several else (), problem, bad or "", recurring)
    if recurring or _ONGOING.search(body):
        return DeadlineReading("ongoing", recurring=recurring)
    return DeadlineReading(None, problem="deadline_relative" if _RELATIVE.search(plain) else "deadline_unreadable")


@lru_cache(maxsize=4096)
def is_deadline_text(text: str) -> bool:
    """Tell whether a clause is about time: a date with 前/底/完成 or the like, or an ongoing word on its own."""
    if len(text) > 80:
        return False
    plain = plain_dates(text.strip())
    if not plain or len(plain) > 60:
        return False
    if re.fullmatch(
        r"(?:并|要)?(?:长期坚持|持续(?:推进|优化|实施|开展|加强|深化|坚持)?|常态化(?:推进|开展|实施)?|长期(?:推进|实施)?|按进度推进|立行立改|全年|每[年月季度半]+|立即|适时|滚动)[，。]?",
        plain,
    ):
        return True
    found = read_deadline(plain, 2000)
    if found.deadline is None:
        return found.problem == "deadline_invalid" and len(plain) < 24
    if found.deadline == "ongoing":
        return bool(
            len(plain) <= 16 and (_RECURRING.match(plain) or re.match(r"(?:并)?(?:长期|持续|常态|按进度|不断)", plain))
        )
    return bool(
        re.search(r"前|底|末|完成|取得|初|旬|之?内|时限|全年|成效|推进|实现|[日号月年]\s*$|季度|半年|建成|到位", plain)
    )


def _drop_recurring(text: str) -> str:
    """Blank the date that belongs to 每年, 每月: it comes round again and ends nothing."""
    return re.sub(r"每\s*(?:\d+\s*个?)?(?:年度?|半年|个?季度?|个?月份?|周)[^，,。；;、\n]*", " ", text)


def _dates(text: str, year: int | None) -> tuple[list[tuple[str, date]], str, bool, bool]:
    found: list[tuple[str, date]] = []
    bad, vague, before_year = "", bool(_VAGUE_EN.search(text)), False
    if vague:
        return [], "", False, False
    blank = [(m.start(), m.end()) for m in _RELATIVE.finditer(text)]
    current, start_of_stage = year, 0
    text = _spans_to_ends(text)
    for match in _DATE.finditer(text):
        if match.end() == match.start() or any(a <= match.start() < b for a, b in blank):
            continue
        due, explicit, hint = _one(match, current, text)
        if explicit:
            current = explicit
        if hint:
            bad = bad or hint
            continue
        if due is None:
            continue
        only_year = bool(match["y1"] or match["y2"]) and not any(match[k] for k in ("m", "q", "half", "yearend"))
        if only_year and _BEFORE_YEAR.match(text[match.end() :]):
            due, before_year = date(due.year - 1, 12, 31), True
        end = _stage_end(text, match.end())
        found.append((_stage_title(text[start_of_stage:end]), due))
        start_of_stage = end
    return found, bad, vague, before_year


def _spans_to_ends(text: str) -> str:
    """Replace 4-6月, 2022年8月至10月, 2022年3月—2023年6月 by their ends, the year kept."""

    def end_only(match: re.Match[str]) -> str:
        rest = match.string[match.end() :]
        if re.match(r"\d{4}\s*年", rest) or re.match(r"20\d{2}\b", rest):
            return ""
        return match["year"] if re.match(r"\d{1,2}\s*月|年?底", rest) else match.group(0)

    text = _SPAN_DATES.sub(end_only, text)
    return _SPAN_MONTHS.sub("", text)


def _one(match: re.Match[str], current: int | None, text: str) -> tuple[date | None, int | None, str]:
    """Return the date's last day, the year it states, and for an impossible date the nearest possible one."""
    if match["iso"]:
        return _day(int(match["iy"]), int(match["im"]), match["id"], "")
    if match["compact"]:
        return _day(int(match["cy"]), int(match["cm"]), match["cd"], "")
    if match["plan5"]:
        end = _PLAN5_END.get(match["plan5"].strip('“"')[1], 2025)
        return (date(end, 12, 31), None, "") if re.search(r"末|期间|时期", match["plan5"]) else (None, None, "")
    if match["en"]:
        month = _MONTHS[match["em"].rstrip(".").lower()]
        stated = int(match["ey"]) if match["ey"] else None
        the_year = stated or current
        if the_year is None or (match["em"].lower() == "may" and not (match["ey"] or match["ed"] or match["ed2"])):
            return None, None, ""
        due, _, hint = _day(the_year, month, match["ed"] or match["ed2"], "")
        return due, stated, hint
    if match["fy"]:
        return date(int(match["ey2"]), 12, 31), int(match["ey2"]), ""
    return _chinese(match, current)


def _chinese(match: re.Match[str], current: int | None) -> tuple[date | None, int | None, str]:
    year = match["y2"] or match["y1"] or match["qy"]
    stated = int(year) if year else None
    if match["rel"] and current:
        stated = current + (match["rel"][0] in "明次翌来")
    the_year = stated or current
    if the_year is None or not 1990 <= the_year <= 2100:
        return None, None, ""
    if match["m"]:
        due, _, hint = _day(the_year, int(match["m"]), match["d"], match["part"] or "")
        return due, stated, hint
    if match["q"]:
        number = "一二三四".find(match["q"].strip("第")[0]) + 1 or int(re.sub(r"\D", "", match["q"]))
        return _last(the_year, number * 3), stated, ""
    if match["half"]:
        return _last(the_year, 6 if match["half"][0] == "上" else 12), stated, ""
    if match["yearend"]:
        return _last(the_year, 6 if match["yearend"].endswith("中") else 12), stated, ""
    return (_last(the_year, 12), stated, "") if stated else (None, None, "")


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: str | None, part: str) -> tuple[date | None, int | None, str]:
    if not 1 <= month <= 12:
        return None, year, f"{year}-12-31"
    last = _last(year, month)
    if day:
        number = int(day)
        if not 1 <= number <= last.day:
            return None, year, last.isoformat()
        return date(year, month, number), year, ""
    if part in {"上旬"}:
        return date(year, month, 10), year, ""
    if part in {"中旬", "中"}:
        return date(year, month, 20 if part == "中旬" else 15), year, ""
    return last, year, ""


def _stage_end(text: str, position: int) -> int:
    stop = re.compile(r"[，,；;。、\n]").search(text, position)
    return stop.end() if stop else len(text)


def _stage_title(text: str) -> str:
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text).strip("，,；;。、：: ")[:60]


def vague_start_of_month(text: str) -> bool:
    """Tell whether the text says 初 of a month, which is read as the month."""
    return "月初" in text and bool(re.search(r"\d\s*月初", plain_dates(text)))
