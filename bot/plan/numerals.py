"""Chinese numerals and full-width figures as plain ones, where a date or a number of an item is written with them."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_WIDE = str.maketrans("０１２３４５６７８９．％－／", "0123456789.%-/")
NUMERAL = "[零〇○一二三四五六七八九十百两]"
_DATE_WORD = re.compile(r"[年月日季]")
_BEFORE_DATE_WORD = re.compile(rf"({NUMERAL}+)(?=\s*(?:年|月|日|号|季度))")


def chinese_number(text: str) -> int | None:
    """Return 23 for 二十三, 2022 for 二〇二二; None where the text is no such number."""
    if not 0 < len(text) <= 12 or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        else:
            digit = _DIGITS[c]
    return total + (digit or 0)


def whole(text: str) -> int | None:
    """Return a count written in plain figures; None for anything else, ① and endless figures included."""
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else None


def narrow(text: str) -> str:
    """Bring full-width figures to plain ones."""
    return text.translate(_WIDE)


def plain_dates(text: str) -> str:
    """Bring the numbers of dates to figures: 二〇二二年八月 -> 2022年8月. Words like 一年 (a span) stay."""

    def figure(match: re.Match[str]) -> str:
        word = match.group(1)
        value = chinese_number(word)
        follows = match.string[match.end() :].lstrip()[:1]
        if value is None or (follows == "年" and value < 1900) or (follows == "号"):
            return word
        return str(value)

    text = narrow(text)
    return _BEFORE_DATE_WORD.sub(figure, text) if _DATE_WORD.search(text) else text
