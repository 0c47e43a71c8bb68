"""Numbers as people write them: 14, 1,032, 3.6, 十四, 二〇二二, 一万二, 零点五, 八成, 六成五, 三分之二,
百分之九十, 过半.

number   := digits ["." digits] | chinese
digits   := 1032 | 1,032                                  (groups of three)
chinese  := numeral [点 digit+] | numeral-digit-string    (零点五, 二〇二二)
share    := number [-number] % | 七八成 (the lower) | 百分之 chinese | chinese 分之 chinese | number 成 [digit]
[多] | 一半 | 过半
"""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
NUMERALS = frozenset([*DIGITS, *_PLACES, *_LARGE])
_ONES = frozenset(DIGITS)
_TENS = frozenset("十百千万亿零〇")
_LONGEST = 14  # letters of a Chinese numeral; a longer run is no number
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?")
_RANGE = re.compile(
    r"(\d{1,2})(?:% ?[-~至到] ?|[-~至到])\d{1,3}%|([一二三四五六七八九])[-~至到]?[二三四五六七八九]成(?:左右|多)?"
)
_SHARED = frozenset("%pP分成")  # what a number that is a share has behind it
_MORE = re.compile("(?:还?多|出头|(?<=多))一?点(?:点|儿)?(?![位数击])|出头|还多")
_HALF = {"一半": 50, "过半": 50, "近半": 50, "大半": 50, "一多半": 50, "半数": 50, "对半": 50}
HALF_FIRST = frozenset(word[0] for word in _HALF)


class Number(NamedTuple):
    """A number and where it ends; `plain` where it was written in ASCII digits alone, `grouped` with commas."""

    value: float
    end: int
    plain: bool
    grouped: bool = False


def chinese_value(word: str) -> float | None:
    """Return the value of a Chinese numeral, None where it is none: 三十七, 一万二, 二〇二二, 零点五."""
    if "点" in word:
        whole, _, tail = word.partition("点")
        left = chinese_value(whole)
        if left is None or not tail or any(c not in DIGITS for c in tail):
            return None
        return float(f"{int(left)}." + "".join(str(DIGITS[c]) for c in tail))
    if not word or not NUMERALS.issuperset(word):
        return None
    if _ONES.issuperset(word):
        return float("".join(str(DIGITS[c]) for c in word)) if len(word) > 1 else float(DIGITS[word])
    return _placed(word)


def _placed(word: str) -> float | None:
    total = section = digit = 0
    unit, place = 10, 10_000
    if len(word) > 1 and word[-1] == "两":
        return None  # 百分之八十|两周内
    for char in word:
        if char in DIGITS:
            if digit:
                return None  # 五十四一: two numbers, or a number and a word
            digit = DIGITS[char]
            if char in "零〇":
                unit = 10
        elif char in _PLACES:
            if _PLACES[char] >= place:
                return None  # 九十十月, 七十三十八项: two numbers
            unit = place = _PLACES[char]
            section += (digit or (1 if unit == 10 else 0)) * unit
            if not digit and unit != 10:
                return None
            digit = 0
        else:
            unit = _LARGE[char]
            if not section + digit:
                return None
            total = (total + section + digit) * unit if char == "亿" else total + (section + digit) * unit
            section, digit, place = 0, 0, 10_000
    tail = word[max(word.rfind("万"), word.rfind("亿")) + 1 :]
    if total and len(tail) > 1 and tail[0] not in "零〇" and section + digit < 1000:
        return None  # 五百二十万九十五项: two numbers, a place left out would be said as 零
    if digit and unit > 10 and word[-2] not in "零〇":
        digit *= unit // 10  # 一万二, 三百五: the last digit stands one place below
    return float(total + section + digit)


_ROUGH_TENS = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千万\d])(?:一两|两三|二三|三四|四五|五六|六七|七八|八九)[十百](?![一二三四五六七八九])"
)
_ROUGH = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千万\d])(?:一两|两三|二三|三四|四五|五六|六七|七八|八九)(?=[成个家户件项天周月次人名场期份笔处])"
)
"""两三家, 七八成: about so many; the lower one counts."""


_MONTH = re.compile("十[一二]?月")  # 百分之七十五|十二月底


def read_number(text: str, at: int) -> Number | None:
    """Return the number that begins at a place, or None; a scale behind ASCII digits (1.2万) is left to the unit."""
    if text[at : at + 1] not in NUMERALS:
        found = _ARABIC.match(text, at)
        if found is None:
            return None
        raw, end = found.group(), found.end()
        return Number(float(raw.replace(",", "")), end, True, "," in raw)
    if text[at + 1 : at + 2] in _ONES:
        if tens := _ROUGH_TENS.match(text, at):
            return Number(10.0 * DIGITS[tens[0][0]] * (10 if tens[0][-1] == "百" else 1), tens.end(), False)
        if (about := _ROUGH.match(text, at)) and text[about.end() : about.end() + 1] not in _TENS:
            return Number(float(DIGITS[about[0][0]]), about.end(), False)
    end = at
    while end < len(text) and end - at <= _LONGEST and (text[end] in NUMERALS or (text[end] == "点" and end > at)):
        end += 1
    if end - at > _LONGEST:
        return None
    while end > at:
        value_ = chinese_value(text[at:end])
        cut = text[end - 1] in DIGITS and text[end : end + 1] in _PLACES  # 五百二十万九|十五项
        cut = cut and not text.startswith("百分之", end) and not _MONTH.match(text, end)
        if value_ is not None and not cut:
            return Number(value_, end, False)
        end -= 1
    return None


def read_share(text: str, at: int) -> tuple[float, int] | None:
    """Return the percentage that begins at a place and its end: 93%, 百分之九十, 三分之二, 八成, 六成五, 过半.

    五成多一点, 80%出头: that it is a little more belongs to it.
    """
    share = _share(text, at)
    more = _MORE.match(text, share[1]) if share else None
    return (share[0], more.end()) if share and more else share


def _share(text: str, at: int) -> tuple[float, int] | None:
    if text.startswith("百分", at):
        for word in ("百分百", "百分之百", "百分之一百"):
            if text.startswith(word, at):
                return 100.0, at + len(word)
        if text.startswith("之", at + 2) or text[at + 2 : at + 3].isdigit():
            number = read_number(text, at + (3 if text.startswith("之", at + 2) else 2))
            return _before_code(text, at, number) if number else None
    if text[at : at + 1] in HALF_FIRST:
        for word, value in _HALF.items():
            if text.startswith(word, at):
                return float(value), at + len(word)
    if (found := _RANGE.match(text, at)) and text[at - 1 : at] not in ("从", "由", "自"):
        low = found[1] or found[2]
        return (float(low) if low.isdigit() else 10.0 * DIGITS[low]), found.end()
    number = read_number(text, at)
    if number is None:
        return None
    return _after_number(text, number)


def _before_code(text: str, at: int, number: Number) -> tuple[float, int]:
    """百分之六十|五号那个: what looks like the last digit may be the number of the next task."""
    start = text.index("分", at) + (2 if text.startswith("之", text.index("分", at) + 1) else 1)
    shorter = chinese_value(text[start : number.end - 1]) if text.startswith("号", number.end) else None
    if shorter is not None and text[number.end - 1] in DIGITS:
        return shorter, number.end - 1
    return number.value, number.end


def _after_number(text: str, number: Number) -> tuple[float, int] | None:
    end = number.end
    while text[end : end + 1] == " ":
        end += 1
    if text[end : end + 1] not in _SHARED or number.grouped:
        return None  # 14,100%: a task and its percent
    after = text[end : end + 8].lower()
    if after.startswith("%"):
        return number.value, end + 1
    for word in ("percent", "per cent", "pct"):
        if after.startswith(word):
            return number.value, end + len(word)
    if after.startswith("分之"):
        top = read_number(text, end + 2)
        if top and top.value > number.value and _MONTH.match(text, end + 3):
            top = Number(float(DIGITS.get(text[end + 2], 0)), end + 3, False)  # 三分之二|十一月底
        if top and number.value >= 2 and top.value <= number.value:
            return float(int(100 * top.value / number.value + 0.5)), top.end
    if (
        after.startswith("成")
        and 1 <= number.value <= 10
        and after[1:2] not in ("立", "果", "效", "员", "功", "本", "熟")
    ):
        return _tenths(text, number.value, end + 1)
    return None


def _tenths(text: str, value: float, end: int) -> tuple[float, int]:
    digit = text[end : end + 1]
    if (
        digit in DIGITS
        and DIGITS[digit]
        and text[end + 1 : end + 2] not in ("十", "百", "号", "月", "个", "家", "件", "项", "户", "次")
    ):
        return 10 * value + DIGITS[digit], end + 1
    if digit.isdigit() and digit.isascii() and value < 10 and not text[end + 1 : end + 2].isalnum():
        return 10 * value + int(digit), end + 1  # 9成5
    if digit == "半":
        return 10 * value + 5, end + 1
    if digit in ("多", "左"):
        return 10 * value, end + (1 if digit == "多" else 0)
    return 10 * value, end
