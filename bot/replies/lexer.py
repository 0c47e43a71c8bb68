"""Plain text -> tokens. The first rule that fits at a place wins; what fits none is TEXT.

separators   space < , 、 ( ) : / | tab < 。 ; ! ? < line break        (strength 1, 2, 3, 4)
junk         telephone and long numbers, clock times, paper numbers 〔2022〕15号, ordinals 第3次
code         a code of the ledger that is not a plain number: 23-2, B14, 一.1
share        93%, 八成, 三分之二                                        -> SHARE
date, span   8月底, next Friday; 两周, 10 days                          -> DATE, SPAN
amount       number [多|余] unit: 268件, 0.5个工作日, 两次              -> AMOUNT (with its span where it is a time)
ordinal      第十四项, 第1个, 14号任务, 第14号                          -> ORDINAL
bullet       一、 (一) 一是 at the head of a sentence                   -> BULLET
number       14, 十四                                                   -> NUMBER
word         the longest entry of the lexicon                           -> WORD
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from bot.replies import units
from bot.replies.dates import Found, Span, read_date, read_half_span, read_span
from bot.replies.english import read_english_date, read_english_span
from bot.replies.lexicon import Classes, read_word
from bot.replies.numbers import DIGITS, NUMERALS, Number, read_number, read_share


class Kind(Enum):
    """What a token is."""

    SEP = "separator"
    JUNK = "junk"
    CODE = "code"
    SHARE = "share"
    DATE = "date"
    SPAN = "span"
    AMOUNT = "amount"
    ORDINAL = "ordinal"
    BULLET = "bullet"
    NUMBER = "number"
    WORD = "word"
    TEXT = "text"
    MENTION = "mention"


_NONE: Classes = frozenset()
Standing = Literal["own", "not_yours", "unknown_task", "unclear"]


@dataclass(slots=True)
class Mention:
    """The tasks that a run of tokens names: codes with their standing, or the rest, or all of them."""

    codes: list[tuple[str, Standing]]
    kind: Literal["codes", "order", "rest", "all"] = "codes"
    explicit: bool = False
    bullet: int = 0  # the number of a list's item, 1. 2. 3., which may be the writer's own
    inner: bool = False  # in brackets behind what is said of it: 正常推进（任务65）
    excluded: bool = False  # 除了28: named to be left out


@dataclass(slots=True)
class Token:
    """One token: where it stands, and what its kind says of it."""

    kind: Kind
    text: str
    start: int
    end: int
    classes: Classes = _NONE
    value: float = 0.0
    strength: int = 0  # of a separator
    unit: str = ""  # of an amount; the noun of an ordinal
    plain: bool = True  # a number in ASCII digits
    day: Found | None = None
    span: Span | None = None
    mention: Mention | None = None

    def has(self, *classes: str) -> bool:
        """Tell whether the word belongs to one of the classes."""
        return not self.classes.isdisjoint(classes)


_STRENGTH = {" ": 1, "\t": 2, "。": 3, ";": 3, "!": 3, "?": 3, "\n": 4}
_STRENGTH.update(dict.fromkeys(",、():/|~-_=><[]{}·《》.", 2))
_PAPER = re.compile(r"\(20\d\d\)\s?第?\d+号|第\d+号(?:文|令|公告)|\d{1,4}号(?:文件|文|令|公告|楼|线|院|店|机)")
_LONG = re.compile(r"(?:\d{3,4}-)\d{7,8}|1\d{2}[- ]\d{4}[- ]\d{4}|\d{5,}")
_CLOCK = re.compile(r"\d{1,2}(?:点半|点钟|点\d{1,2}分?|时\d{1,2}分|[:]\d{2}(?=前|左右|分|之前))|(?<=[午晚])\d{1,2}点")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,}")
_ENGLISH_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_POINT_DAY = re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?=以?前|之前|日|号|左右|完|办|弄|做|搞|上线|交付)")
_BULLET = re.compile(
    r"([一二三四五六七八九十]{1,3})(?:[、.,:]|是(?![否不])|\s)|\(([一二三四五六七八九十]{1,3}|\d{1,2})\)|(?:首先|其次|再次|最后)(?=[,、是])"
)
_ORDINAL_NOUN = ("号任务", "项任务", "项工作", "条任务", "个任务", "项", "条", "号", "个", "件事", "件")
_GROUP = re.compile(
    r"(前|头|最后面?|后面?|末尾?|另外?|剩下的?|剩余的?|剩|其余的?|其他的?|余下的?)(\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:个|项|条)(?!月|多月|工作日|小时|季度|星期)(?:任务|工作)?"
)
_FRACTIONS = {
    "three quarters": 75.0,
    "three-quarters": 75.0,
    "two thirds": 67.0,
    "two-thirds": 67.0,
    "one third": 33.0,
    "a third": 33.0,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "halfway there": 50.0,
    "halfway through": 50.0,
    "halfway": 50.0,
    "half way": 50.0,
    "half": 50.0,
}
_ENGLISH_ORDERS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ENGLISH_ORDER = re.compile(r"(first|second|third|fourth|fifth|sixth)(?: (?:one|item|task))?(?![a-z]| (?:half|phase|quarter|draft|batch|stage|round))")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'-]*")


def lex(text: str, today: date, codes: Sequence[str] = (), shield: frozenset[str] = frozenset()) -> list[Token]:
    """Return the tokens of a normalised text; `codes` are those of the ledger that are not plain numbers, longest first,
    `shield` the four-letter pieces of the unit's titles: words of a title are a name, whatever they say."""
    return _Lexer(text, today, codes, shield).run()


class _Lexer:
    def __init__(self, text: str, today: date, codes: Sequence[str], shield: frozenset[str]) -> None:
        self.shield = shield
        self.text, self.low, self.today, self.codes = text, text.lower(), today, codes
        if len(self.low) != len(text):
            self.low = text
        self.at = 0
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in _STRENGTH:
                self._separator(char)
            elif not (self._code() or self._titled(char) or self._number(char) or self._dated(char) or self._word(char)):
                self._text(1)
        return self.tokens

    def _add(self, kind: Kind, end: int, **more: object) -> bool:
        token = Token(kind, self.text[self.at : end], self.at, end)
        for name, value in more.items():
            setattr(token, name, value)
        self.tokens.append(token)
        self.at = end
        return True

    def _text(self, length: int) -> bool:
        end = self.at + length
        if self.tokens and self.tokens[-1].kind is Kind.TEXT and self.tokens[-1].end == self.at:
            last = self.tokens[-1]
            last.end, last.text = end, self.text[last.start : end]
            self.at = end
            return True
        return self._add(Kind.TEXT, end)

    def _separator(self, char: str) -> None:
        if char == "(" and (paper := _PAPER.match(self.text, self.at)):
            self._add(Kind.JUNK, paper.end())
            return
        if char == "(" and self._bullet():
            return
        last = self.tokens[-1] if self.tokens else None
        strength = _STRENGTH[char]
        if (
            char == "."
            and last
            and last.kind is not Kind.NUMBER
            and self.text[self.at + 1 : self.at + 2] in ("", " ", "\n")
        ):
            strength = 3
        if last and last.kind is Kind.SEP:
            last.end = self.at + 1
            if strength > last.strength or last.text == " ":
                last.text, last.strength = char, max(strength, last.strength)
            self.at += 1
            return
        if char == " " and self._glued():
            self.at += 1
            return
        self._add(Kind.SEP, self.at + 1, strength=strength)

    def _glued(self) -> bool:
        """A space after a letter and before a letter or digit parts English words, not clauses."""
        before, after = self.text[self.at - 1 : self.at], self.text[self.at + 1 : self.at + 2]
        if not before or not after:
            return True
        if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
            return False
        return before.isalpha() or after.isalpha()

    def _code(self) -> bool:
        for code in self.codes:
            if self.low.startswith(code.lower(), self.at):
                end = self.at + len(code)
                before, after = self.text[self.at - 1 : self.at] if self.at else "", self.text[end : end + 1]
                if (code[0].isascii() and before.isascii() and before.isalnum()) or (
                    after.isascii() and after.isalnum()
                ):
                    continue
                if before == "-" or (after in ("-", ".") and self.text[end + 1 : end + 2].isdigit()):
                    continue
                return self._add(Kind.CODE, end, unit=code)
        return False

    def _titled(self, char: str) -> bool:
        end = self.at
        while self.low[end : end + 4] in self.shield:
            end += 1
        return end > self.at and not char.isdigit() and self._text(end + 3 - self.at)

    def _bullet(self) -> bool:
        last = self.tokens[-1] if self.tokens else None
        match = _BULLET.match(self.text, self.at)
        if not match or (last and last.kind is not Kind.SEP):
            return False
        if match[1] and match.group().endswith("、") and (following := read_number(self.text, match.end())):
            if not following.plain and following.end - match.end() >= len(match[1]) >= 2:
                return False  # 三十七、三十八: a list, not a bullet
        if last and last.strength < 3 and not (last.text == ":" or match.group().endswith("是")):
            return False
        word = match[1] or match[2] or ""
        number = read_number(word, 0) if word else None
        return self._add(Kind.BULLET, match.end(), value=number.value if number else 0.0, plain=word.isdigit())

    def _number(self, char: str) -> bool:
        if char == "#":
            return self._add(Kind.WORD, self.at + 1, classes=frozenset({"TASKMARK"}))
        if char == "&":
            return self._add(Kind.WORD, self.at + 1, classes=frozenset({"AND"}))
        if char.isdigit() and self.text[self.at - 1 : self.at].isascii() and self.text[self.at - 1 : self.at].isalpha() and self.at:
            end = re.compile(r"[0-9.]+%?").match(self.text, self.at)
            return self._add(Kind.JUNK, end.end() if end else self.at + 1)
        if char == "第":
            return self._ordinal()
        if char in "前头最后末另剩其余" and (group := _GROUP.match(self.text, self.at)):
            number = read_number(group[2], 0)
            return self._add(
                Kind.ORDINAL, group.end(), value=number.value if number else 0.0, unit=group[1][:1], plain=False
            )
        if not (char.isdigit() or char in NUMERALS or char in "半过近大对"):
            return False
        if char in NUMERALS and self._bullet():
            return True
        if char.isdigit():
            for pattern in (_PAPER, _CLOCK):
                if match := pattern.match(self.text, self.at):
                    return self._add(Kind.JUNK, match.end())
            if self._long() or self._dotted():
                return True
            if _ENGLISH_DAY.match(self.text, self.at) and (day := read_english_date(self.text, self.at, self.today)):
                return self._add(Kind.DATE, day.end, day=day)
        last = self.tokens[-1] if self.tokens else None
        parts = re.compile(r"([1-9])/([2-9]|10)(?!\d)").match(self.text, self.at)
        if parts and int(parts[1]) < int(parts[2]) and last and self._progress_before():
            return self._add(Kind.SHARE, parts.end(), value=float(int(100 * int(parts[1]) / int(parts[2]) + 0.5)))
        share = read_share(self.text, self.at)
        if share:
            return self._add(Kind.SHARE, share[1], value=share[0])
        if char == "半" and (half := read_half_span(self.text, self.at)):
            return self._add(Kind.SPAN, half.end, span=half)
        return self._dated(char) or self._counted(char)

    def _progress_before(self) -> bool:
        return any(t.has("OVERALL", "DONE") for t in self.tokens[-2:])

    def _long(self) -> bool:
        match = _LONG.match(self.text, self.at)
        if not match:
            return False
        number = read_number(self.text, self.at)
        if "-" not in match.group() and number and units.read_unit(self.text, number.end):
            return False
        return self._add(Kind.JUNK, match.end())

    def _dotted(self) -> bool:
        match = _DOTTED.match(self.text, self.at)
        if not match or read_date(self.text, self.at, self.today):
            return False
        for part in re.finditer(r"\d+|\.", match.group()):
            end = self.at + len(part.group())
            if part.group() == ".":
                self._add(Kind.SEP, end, strength=2)
            else:
                self._add(Kind.NUMBER, end, value=float(part.group()))
        return True

    def _dated(self, char: str) -> bool:
        last = self.tokens[-1] if self.tokens else None
        if char in NUMERALS and last and last.kind is Kind.TEXT and last.end == self.at and last.text[-1] in "第统唯专":
            return False
        if char.isascii() and char.isalpha():
            if self._english_count():
                return True
            day = read_english_date(self.text, self.at, self.today)
            if day:
                return self._add(Kind.DATE, day.end, day=day)
            span = read_english_span(self.text, self.at)
            return bool(span) and self._add(Kind.SPAN, span.end if span else 0, span=span)
        day = read_date(self.text, self.at, self.today)
        if day is None and (match := _POINT_DAY.match(self.text, self.at)):
            slashed = f"{match[1]}/{match[2]}"
            if found := read_date(slashed, 0, self.today):
                end = match.end() + (self.text[match.end() : match.end() + 1] in ("日", "号"))
                return self._add(Kind.DATE, end, day=found)
        if day is None or read_word(self.low, self.at)[0] > day.end:
            return False
        return self._add(Kind.DATE, day.end, day=day)

    def _english_count(self) -> bool:
        """half, three quarters; first one, the second."""
        for words, value in _FRACTIONS.items():
            end = self.at + len(words)
            if self.low.startswith(words, self.at) and not self.low[end : end + 1].isalpha():
                return self._add(Kind.SHARE, end, value=value)
        match = _ENGLISH_ORDER.match(self.low, self.at)
        if match:
            return self._add(Kind.ORDINAL, match.end(), value=float(_ENGLISH_ORDERS.index(match[1]) + 1), unit="个")
        return False

    def _ordinal(self) -> bool:
        number = read_number(self.text, self.at + 1)
        if number is None:
            return False
        for noun in _ORDINAL_NOUN:
            if self.text.startswith(noun, number.end):
                end = number.end + len(noun)
                if noun == "号" and self.text[end : end + 1] in ("文", "令"):
                    break
                return self._add(Kind.ORDINAL, end, value=number.value, unit=noun[0])
        if self.text.startswith("季度", number.end):
            day = read_date(self.text, self.at, self.today)
            return bool(day) and self._add(Kind.DATE, day.end if day else 0, day=day)
        after = self.text[number.end : number.end + 1]
        ranged = after in ("至", "到") and read_number(self.text, number.end + 1) is not None
        if ranged and number.value.is_integer():
            return self._add(Kind.ORDINAL, number.end, value=number.value, unit="项")
        if number.value.is_integer() and (not after or after in _STRENGTH):
            return self._add(Kind.ORDINAL, number.end, value=number.value, unit="项")
        return self._add(Kind.JUNK, number.end + 1 if after else number.end)

    def _counted(self, char: str) -> bool:
        number = read_number(self.text, self.at)
        if number is None:
            return False
        if char in NUMERALS and read_word(self.low, self.at)[0] > number.end:
            return False
        if number.plain and (span := read_english_span(self.text, self.at)):
            return self._add(Kind.SPAN, span.end, span=span)
        for noun in ("号任务", "号工作任务", "号事项", *(("号",) if number.value > 31 else ())):
            if self.text.startswith(noun, number.end):
                return self._add(Kind.ORDINAL, number.end + len(noun), value=number.value, unit="号")
        if self._amount(number):
            return True
        if char in NUMERALS:
            if number.value < 10 or number.end - self.at < 2:
                return (
                    False
                    if char in DIGITS or number.value < 10
                    else self._add(Kind.NUMBER, number.end, value=number.value, plain=False)
                )
            return self._add(Kind.NUMBER, number.end, value=number.value, plain=False)
        if number.grouped:  # 1,032 without a unit: two numbers of a list
            number = Number(float(self.text[self.at : number.end].split(",")[0]), self.text.index(",", self.at), True)
        return self._add(Kind.NUMBER, number.end, value=number.value, plain=True)

    def _amount(self, number: Number) -> bool:
        end = number.end
        gap = end
        while self.text[gap : gap + 1] == " ":
            gap += 1
        if self.text[gap : gap + 1] in ("多", "余", "来", "几") and not self.text.startswith(
            ("多报", "多规", "多元", "来源"), gap
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
            and self.text[self.at] in NUMERALS
            and not units.countable(self.text, self.at, number.value, gap + len(unit))
        ):
            return False
        stop = max(gap + len(unit or ""), span.end if span else 0)
        if unit is None or (span and span.end > gap + len(unit)):
            return self._add(Kind.SPAN, stop, span=span, value=number.value)
        return self._add(Kind.AMOUNT, stop, value=number.value, unit=unit, span=span)

    def _word(self, char: str) -> bool:
        end, classes = read_word(self.low, self.at)
        if classes:
            return self._add(Kind.WORD, end, classes=classes)
        letters = _LETTERS.match(self.text, self.at)
        return bool(letters) and self._text(letters.end() - self.at if letters else 1)
