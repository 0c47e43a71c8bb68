"""Days and months that do not exist, as reports write them: 2月30日, 13月. They are said back, never moved."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from unicodedata import normalize

_TENS = "一二三四五六七八九"
_MONTH = rf"(?:\d{{1,2}}|二?十[{_TENS}]?)"
_WRITTEN = re.compile(
    rf"(?<![\d.第零〇{_TENS}])(?:(?P<year>\d{{4}})年)?(?P<month>{_MONTH})月(?:份|(?P<day>\d{{1,2}})[日号])?"
    r"|(?<![\d-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])"
)
# A length of time, written short: 历时18月.
_LASTS = re.compile(r"(?:历时|用时|耗时|工期|为期|周期|期限|延期|延长|共|约|近|满|达)\s*$")
_HEAD = re.compile(r"\s*(?:[:：]|份?(?:工作)?(?:任务)?(?:进展|情况|月报|报告|调度))")
_LEAP = 2024  # without a year 29 February may be meant of one that has it


def no_such_days(text: str) -> list[str]:
    """Return the days and months in the text that do not exist, each once."""
    return list(dict.fromkeys(match.group() for match in _found(_plain(text))))


def hangs_on_no_such_day(words: str) -> bool:
    """Tell whether such a day is part of what the words say, not only a head above it (13月：)."""
    plain = _plain(words)
    return any(not _HEAD.match(plain, match.end()) for match in _found(plain))


def _plain(text: str) -> str:
    return normalize("NFKC", text)


def _found(text: str) -> Iterator[re.Match[str]]:
    for match in _WRITTEN.finditer(text):
        month = _number(match["month"] or match["m"])
        day, year = match["day"] or match["d"], int(match["year"] or match["y"] or _LEAP)
        if _exists(year, month, int(day) if day else 1):
            continue
        if day or match["year"] or not _LASTS.search(text, max(0, match.start() - 4), match.start()):
            yield match


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]


def _number(words: str) -> int:
    """Return 13 for 13 and for 十三."""
    if words.isdigit() and words.isascii():
        return int(words)
    tens, _, ones = words.rpartition("十")
    return 10 * (_TENS.index(tens) + 1 if tens else 1) + (_TENS.index(ones) + 1 if ones else 0)
