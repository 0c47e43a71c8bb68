"""The lexer's numbers: fractions, counts of a whole, ordinals, amounts with their unit, and what is left a number."""

from __future__ import annotations

import re
from string import ascii_letters

from bot.replies import units
from bot.replies.dates import read_date
from bot.replies.english import read_english_span
from bot.replies.labels import read_article, read_label
from bot.replies.lexemes import (
    ENGLISH_ORDER,
    ENGLISH_ORDERS,
    ENGLISH_PLACES,
    ENGLISH_TIME,
    FRACTION,
    FRACTIONAL,
    FRACTIONS,
    LETTERS,
    ORDINAL_NOUN,
    ROW_OF_PARTS,
    STEPS,
    STRENGTH,
)
from bot.replies.lexicon import read_word
from bot.replies.numbers import DIGITS, NUMERALS, Number, read_number, read_share
from bot.replies.scanner import Scanner
from bot.replies.spans import SPAN_FIRST, read_span
from bot.replies.tokens import Kind

_SPOKEN = frozenset(("PAST", "DONE", "UNDONE", "PROGRESS", "NOTSTARTED", "NOCHANGE", "NEG", "ALL", "NEARDONE", "EACH"))
_COUNTERS = frozenset(
    "季阶批轮次书方时版产届期页步位人名种类层节章条款段组队中小部分天周月年排代线站梯例篇声眼要责列行栏格表张"
)
_SPOKEN |= {"FUTURE", "STOPPED", "CANTDO", "OVERALL", "LIKE"}

_AS_SUBJECT = ("呢", "的话", "那个", "那项", "那块")
_SAID = ("了", "啦", "哈", "啊", "吧", "嘛", "哦")
_OF_TASKS = ("项", "个", "条", "号", "件")  # 12-14项, 12-14个: tasks
_MEASURED = frozenset("-~号多余来几") | frozenset(ascii_letters) | units.FIRST | SPAN_FIRST
"""What stands behind a number that is more than a number, besides a space."""
_CODES_TO = 200  # 1,032 without a unit is two numbers of a list, 1,340 one number: few plans have so many tasks


class Counting(Scanner):
    """Reads numbers where the lexer stands."""

    def _fraction(self) -> bool:
        """around 4/5, 3/4 finished: a share where a word about it stands beside, no date and no two tasks."""
        match = FRACTION.match(self.text, self.at)
        if match is None or int(match[1]) >= int(match[2]):
            return False
        last = self.tokens[-1] if self.tokens else None
        behind = read_word(self.low, match.end() + 1)[1] if match.end() + 1 < len(self.low) else frozenset()
        if last is not None and last.kind is Kind.SEP and len(self.tokens) > 1:
            last = self.tokens[-2] if self.tokens[-2].kind is Kind.SHARE else last
        about = last is not None and (last.has("APPROX") or last.kind is Kind.SHARE or last.text in ("完成", "进度"))
        if not about and not (behind & {"DONE"}):
            return False
        return self._add(Kind.SHARE, match.end(), value=float(int(100 * int(match[1]) / int(match[2]) + 0.5)))

    def _of(self, match: re.Match[str]) -> bool:
        """13 of 33 townships: a figure where a thing is named behind it; 3 of 5 is neither."""
        unit = LETTERS.match(self.text, match.end() + 1)
        if unit is None or read_word(self.low, unit.start())[1] or unit[0].lower() in STEPS:
            return self._add(Kind.JUNK, match.end())
        return self._add(Kind.AMOUNT, match.end(), value=float(match[1]), unit=unit[0])

    def _english_count(self) -> bool:
        """half, three quarters; first one, the second."""
        if self.low[self.at] in FRACTIONAL:
            for words, value in FRACTIONS.items():
                end = self.at + len(words)
                if self.low.startswith(words, self.at) and not self.low[end : end + 1].isalpha():
                    return self._add(Kind.SHARE, end, value=value)
        if self.low[self.at] in "tfl" and (places := ENGLISH_PLACES.match(self.low, self.at)):
            count = ("one", "two", "three", "four").index(places[2]) + 1
            if places[1] == "last" or count > 1:  # the first one is an ordinal
                return self._add(
                    Kind.ORDINAL, places.end(), value=count, plain=False, unit="前" if places[1] == "first" else "后"
                )
        match = ENGLISH_ORDER.match(self.low, self.at)
        if match:
            return self._add(
                Kind.ORDINAL, match.end(), value=float(match[2] or ENGLISH_ORDERS.index(match[1]) + 1), unit="个"
            )
        return False

    def _ordinal(self) -> bool:
        number = read_number(self.text, self.at + 1)
        char = self.text[self.at + 1 : self.at + 2]
        if char in DIGITS and self.text[self.at + 2 : self.at + 3] in DIGITS and read_share(self.text, self.at + 2):
            number = Number(float(DIGITS[char]), self.at + 2, False)  # 第二七成
        if number is None:
            return False
        if row := ROW_OF_PARTS.match(self.text, self.at):
            return self._add(Kind.JUNK, row.end())  # 第一、二季度, 第二、三批
        named = read_article(self.text, self.at) or read_label(self.text, self.at + 1, self.shield)
        if named:
            return self._add(Kind.JUNK, named)
        for noun in ORDINAL_NOUN:
            if self.text.startswith(noun, number.end):
                end = number.end + len(noun)
                if noun == "号" and self.text[end : end + 1] in ("文", "令"):
                    break
                return self._add(Kind.ORDINAL, end, value=number.value, unit=noun[0])
        if self.text.startswith("季度", number.end):
            day = read_date(self.text, self.at, self.today)
            return bool(day) and self._add(Kind.DATE, day.end if day else 0, day=day)
        after = self.text[number.end : number.end + 1]
        if after in ("和", "跟", "与", "及") and self.text.startswith("第", number.end + 1):
            return self._add(Kind.ORDINAL, number.end, value=number.value, unit="项")  # 第1和第5个
        ranged = after in ("至", "到") and read_number(self.text, number.end + 1) is not None
        if ranged and number.value.is_integer():
            return self._add(Kind.ORDINAL, number.end, value=number.value, unit="项")
        spoken = bool(after) and bool(read_word(self.low, number.end)[1] & _SPOKEN)
        if number.value.is_integer() and (not after or after in STRENGTH or spoken):
            return self._add(Kind.ORDINAL, number.end, value=number.value, unit="项")
        if number.value.is_integer() and after not in _COUNTERS:
            return self._add(Kind.ORDINAL, number.end, value=number.value)  # 第3七成, 第1圆满完成; not 第一季度
        return self._text(number.end + 1 - self.at) if after else self._add(Kind.JUNK, number.end)

    def _counted(self, char: str) -> bool:
        number = read_number(self.text, self.at)
        if number is None:
            return False
        if char in NUMERALS and read_word(self.low, self.at)[0] > number.end:
            return False
        behind = self.text[number.end : number.end + 1]
        if (behind in _MEASURED or behind.isspace()) and self._measured(number):
            return True
        if char in NUMERALS and self.text[number.end - 1] in "万亿":
            scale = self.text[number.end - 1]
            value = number.value / (1e4 if scale == "万" else 1e8)
            return self._add(Kind.AMOUNT, number.end, value=value, unit=scale)
        if char in NUMERALS:
            named = bool(self.tokens) and self.tokens[-1].has("TASKMARK")  # 任务四
            named = named or self._called(number)
            if (
                not named
                and (number.value < 10 or number.end - self.at < 2)
                and not (char == "十" and number.value >= 10)
            ):
                return False
            return self._add(Kind.NUMBER, number.end, value=number.value, plain=False)
        last = self.tokens[-1] if self.tokens else None
        named = last is not None and last.kind is not Kind.SEP and not last.has("TASKMARK", "AND")
        if (
            number.grouped
            and not named
            and number.value % 1000 <= _CODES_TO
            and not self.text.startswith("0", self.text.index(",", self.at) + 1)
        ):  # 1,032 without a unit: two numbers of a list
            number = Number(float(self.text[self.at : number.end].split(",")[0]), self.text.index(",", self.at), True)
        return self._add(Kind.NUMBER, number.end, value=number.value, plain=True)

    def _measured(self, number: Number) -> bool:
        """10 days, 0.5 working day, 34号任务, 12-48件, 268件: a number that goes with what stands behind it."""
        if number.plain and (span := read_english_span(self.text, self.at)):
            return self._add(Kind.SPAN, span.end, span=span, value=number.value, unit=span.unit)
        if number.value % 1 and (time := ENGLISH_TIME.match(self.text, number.end)):
            return self._add(Kind.AMOUNT, time.end(), value=number.value, unit=time[1])  # 0.5 working day
        if self.text.startswith("号", number.end):
            for noun in ("号任务", "号工作任务", "号事项", *(("号",) if number.value > 31 else ())):
                if self.text.startswith(noun, number.end):
                    return self._add(Kind.ORDINAL, number.end + len(noun), value=number.value, unit="号")
        return self._lower_end(number) or self._amount(number)

    def _called(self, number: Number) -> bool:
        """六呢还差一点: a numeral that is the unit's own code, as a subject; 五呢…六呢… counts reasons."""
        last = self.tokens[-1] if self.tokens else None
        apart = last is None or last.kind in (Kind.SEP, Kind.SHARE) or last.has("LINK", "POLITE") or last.text in _SAID
        if not apart or number.value not in self.own or not 2 <= number.value <= 9 or number.end - self.at != 1:
            return False
        before = next(char for char, value in DIGITS.items() if value == number.value - 1 and char not in "两〇○")
        return self.text.startswith(_AS_SUBJECT, number.end) and f"{before}呢" not in self.text

    def _lower_end(self, number: Number) -> bool:
        """12-48个工作日: both ends of a range are figures of the unit behind it."""
        mark = self.text[number.end : number.end + 1]
        upper = read_number(self.text, number.end + 1) if mark in ("-", "~") else None
        if upper is None or not (number.plain and upper.plain and upper.value > number.value):
            return False
        unit = units.read_unit(self.text, upper.end)
        if unit is None or unit in _OF_TASKS:
            return False
        return self._add(Kind.AMOUNT, number.end + 1, value=number.value, unit=unit)

    def _amount(self, number: Number) -> bool:
        end = number.end
        gap = end
        while self.text[gap : gap + 1] == " ":
            gap += 1
        if (
            (gap == end or self.text[gap : gap + 1] != "几")
            and self.text[gap : gap + 1] in ("多", "余", "来", "几")
            and not self.text.startswith(("多报", "多规", "多元", "来源"), gap)
        ):
            gap += 1
        if units.service_hours(self.text, gap):
            return self._add(Kind.TEXT, gap + 2)
        span = read_span(self.text, self.at, number.value, gap)
        unit = units.read_unit(self.text, gap)
        if unit is None and span is None:
            return False
        if (
            unit
            and not (span is not None and span.count % 1)
            and self.text[self.at] in NUMERALS
            and not units.countable(self.text, self.at, number.value, gap + len(unit))
        ):
            return False
        stop = max(gap + len(unit or ""), span.end if span else 0)
        if unit is None or (span and span.end > gap + len(unit)):
            return self._add(Kind.SPAN, stop, span=span, value=number.value)
        value, scale = number.value, self.text[number.end - 1]
        if self.text[self.at] in NUMERALS and scale in "万亿" and unit.startswith(("元", "美元")):
            value, unit = value / (1e4 if scale == "万" else 1e8), scale + unit  # 五百六十万元, as 560万元
        return self._add(Kind.AMOUNT, stop, value=value, unit=unit, span=span)
