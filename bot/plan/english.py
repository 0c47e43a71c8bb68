"""Times as English-speaking offices write them, brought to the plain dates that the grammar of deadlines reads.

One fiscal year alone (FY2025, FY25) is counted as the United States do, from October of the year before; two years
(FY2024/25) as the Commonwealth mostly does, from April. Neither is certain, nor is which figure of 04/05/2025 is the
month: what is read from them is marked as unclear.
"""

from __future__ import annotations

import re
from calendar import monthrange

_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINAL = "|".join(_WORDS)
_NOUN = r"(?!\s+(?!and\b|or\b|to\b|Q[1-4])[a-z]{3})"  # the FY2023 budget timeline is no date
_FISCAL = re.compile(
    rf"(?:(?:Q\s*(?P<qa>[1-4])|(?P<qaw>{_ORDINAL})\s+quarter)(?:\s+of)?[\s,/-]*)?(?:(?:the\s+)?end\s+of\s+)?"
    r"\b(?:FY|fiscal\s+year|financial\s+year)\s*['’]?(?P<year>20\d{2}|\d{2})(?!\d)"
    r"(?:\s*[-–/]\s*(?P<to>20\d{2}|\d{2})(?!\d))?"
    rf"(?:[\s,/-]*(?:Q\s*(?P<qb>[1-4])|(?P<qbw>{_ORDINAL})\s+quarter))?{_NOUN}",
    re.IGNORECASE,
)
_TWO_YEARS = re.compile(
    r"(?:Q\s*(?P<qa>[1-4])(?:\s+of)?[\s,/-]*)?(?<!\d)(?P<year>20\d{2})\s*[-–/]\s*(?P<to>\d{2})(?!\d|\s*[-/.年月]\s*\d)",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_PLAIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), into)
    for pattern, into in (
        (r"\bstart(?:s|ing|ed)?(?:\s+date)?\s*[:：][^;,\n]*(?:[;,\n]|$)", " "),
        (rf"\b{MONTH}\s*(?:20\d{{2}})?\s*(?:[-–—]|to|until|till|through)\s*(?=(?:\d{{1,2}}\s+)?{MONTH})", ""),
        (rf"(?<!\d)(\d{{1,2}})[-\s]({MONTH})[-\s,]+(20\d{{2}})(?!\d)", r"\1 \2 \3"),
        (rf"\b({MONTH})[-’']\s?(\d{{2}})(?!\d)", r"\1 20\2"),
        (r"^\s*20\d{2}\s*[-–—]\s*(20\d{2})\s*$", r"by \1"),
        (r"\bH([12])[\s,/-]*(20\d{2})\b|\b(20\d{2})[\s,/-]*H([12])\b", "half"),
        (r"\b(first|second)\s+half\s+(?:of\s+)?(20\d{2})\b", "half"),
        (rf"\b({_ORDINAL})\s+quarter\s+(?:of\s+)?(20\d{{2}})\b", "quarter"),
        (r"\b(20\d{2})\s*[-/]?\s*Q([1-4])\b", r"Q\2 \1"),
        (r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d{2})(?!\d)", "slashed"),
    )
)


def to_calendar(text: str) -> tuple[str, bool]:
    """Return the text with such times as plain dates, and whether one of them can be understood in two ways."""
    if not re.search(r"[A-Za-z/]|20\d{2}\s*[-–—]", text):
        return text, False
    unclear = bool(_FISCAL.search(text))
    text = _FISCAL.sub(_fiscal, text)
    following = [m for m in _TWO_YEARS.finditer(text) if _follow(m)]
    unclear = unclear or bool(following)
    text = _TWO_YEARS.sub(lambda m: _fiscal(m) if _follow(m) else m.group(), text) if following else text
    for pattern, into in _PLAIN:
        if into == "half":
            text = pattern.sub(_half, text)
        elif into == "quarter":
            text = pattern.sub(lambda m: f"Q{_WORDS[m[1].lower()]} {m[2]}", text)
        elif into == "slashed":
            unclear = unclear or any(_either(m) for m in pattern.finditer(text))
            text = pattern.sub(_slashed, text)
        else:
            text = pattern.sub(into, text)
    return text, unclear


def _fiscal(match: re.Match[str]) -> str:
    year = int(match["year"]) % 100 + 2000
    starts, first = (4, year) if match["to"] else (10, year - 1)
    said = match.groupdict()
    word = (said.get("qaw") or said.get("qbw") or "").lower()
    number = int(said["qa"] or said.get("qb") or _WORDS.get(word, 4))
    ahead = starts - 2 + number * 3  # months from January of the first year to the quarter's last
    end, month = first + ahead // 12, ahead % 12 + 1
    return f" {end}-{month:02}-{monthrange(end, month)[1]} "


def _follow(match: re.Match[str]) -> bool:
    """Whether the two figures are a year and the next one: 2025/26, and not 2025-06."""
    return int(match["to"]) == (int(match["year"]) + 1) % 100 and int(match["to"]) > 12


def _half(match: re.Match[str]) -> str:
    figures = [group for group in match.groups() if group]
    year = next(f for f in figures if f.startswith("20"))
    first = bool({"1", "first"} & {f.lower() for f in figures})
    return f"{year}-06-30" if first else f"{year}-12-31"


def _either(match: re.Match[str]) -> bool:
    return 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 12 and match[1] != match[2]


def _slashed(match: re.Match[str]) -> str:
    """Day first, as most of the world has it, unless that cannot be."""
    day, month = int(match[1]), int(match[2])
    if month > 12:
        day, month = month, day
    return f"{match[3]}-{month:02}-{day:02}"
