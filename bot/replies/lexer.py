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

from collections.abc import Sequence
from datetime import date
from string import ascii_letters

from bot.replies.complements import FAILED_FIRST, RESULT_FIRST, read_cannot, read_result
from bot.replies.date_shapes import Found
from bot.replies.dates import FIRST, NO_SUCH, never, read_date
from bot.replies.english import ask_dateparser, left_to_dateparser, read_english_date, read_english_span
from bot.replies.figures import Figures
from bot.replies.lexemes import (
    ALL_NONE,
    DEPARTMENT,
    GROUP,
    LACKING,
    LETTERS,
    MIDDLE,
    NO_TROUBLE,
    OF_NO_TROUBLE,
    PLACE,
    POINT_DAY,
    RUN_OF_NUMERALS,
    STRENGTH,
    TO_ENTER,
)
from bot.replies.lexicon import BEGINNINGS, WORDS, read_word
from bot.replies.numbers import HALF_FIRST, NUMERALS, read_number, read_share
from bot.replies.spans import read_half_span
from bot.replies.tokens import Kind, Token

_PLACE_FIRST = frozenset("前头后另上下末最")
_GROUP_FIRST = frozenset("前头最后末另剩其余")
# What the rules may begin with, besides digits.
_FOREIGN = frozenset("adtADT")
_NUMBERS = frozenset("#&第中个") | _PLACE_FIRST | _GROUP_FIRST | NUMERALS | HALF_FIRST
_DATES = FIRST | frozenset(ascii_letters)
_FORMS = frozenset("非都均皆") | frozenset(LACKING) | OF_NO_TROUBLE | FAILED_FIRST
_WORDS = frozenset(ascii_letters) | BEGINNINGS | _FORMS | RESULT_FIRST


def lex(
    text: str,
    today: date,
    codes: Sequence[str] = (),
    shield: frozenset[str] = frozenset(),
    own: frozenset[int] = frozenset(),
) -> list[Token]:
    """Return the tokens of a normalised text; `codes` are those of the ledger that are not plain numbers,
    longest first,
    `shield` the four-letter pieces of the unit's titles: words of a title are a name, whatever they say."""
    return _Lexer(text, today, codes, shield, own).run()


class _Lexer(Figures):
    ordered = False  # an order to enter something was read
    asked: dict[str, Found | None]  # of dateparser, which takes a thousandth of a second and more

    def run(self) -> list[Token]:
        self.asked = {}
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in STRENGTH:
                self._separator(char)
                if char == "?" and self.ordered:
                    self.tokens[-1].text = "。"  # can you mark 39 done? is an order, not a question
            elif not self._read(char):
                self._text(1)
        return self.tokens

    def _read(self, char: str) -> bool:
        if self.low[self.at] in self.code_first and self._code():
            return True
        if char.isdigit():
            return self._figure(char) or self._dated(char) or self._counted(char) or self._word(char)
        return (
            (self.low[self.at : self.at + 4] in self.shield and self._titled())
            or (char in _FOREIGN and self._foreign())
            or (char in _NUMBERS and self._number(char))
            or (char in _DATES and self._dated(char))
            or (char in NUMERALS and self._counted(char))
            or (char in "首其再最" and self._bullet())
            or self._word(char)
        )

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

    def _foreign(self) -> bool:
        """Take the words for a day that are left to dateparser."""
        words = left_to_dateparser(self.text, self.at)
        if not words:
            return False
        if words not in self.asked:
            self.asked[words] = ask_dateparser(words, self.today)
        end, day = self.at + len(words), self.asked[words]
        return day is not None and self._add(Kind.DATE, end, day=day._replace(end=end))

    def _titled(self) -> bool:
        end = self.at
        while self.low[end : end + 4] in self.shield:
            end += 1
        return self._text(end + 3 - self.at)

    def _number(self, char: str) -> bool:
        if char == "#":
            return self._add(Kind.WORD, self.at + 1, frozenset({"TASKMARK"}))
        if char == "&":
            return self._add(Kind.WORD, self.at + 1, frozenset({"AND"}))
        if char == "第":
            return self._ordinal()
        if char in _PLACE_FIRST and (place := PLACE.match(self.text, self.at)):
            return self._add(Kind.ORDINAL, place.end(), value=1.0, unit="前" if place[1] else "后", plain=False)
        if char == "中" and (middle := MIDDLE.match(self.text, self.at)):
            return self._add(Kind.ORDINAL, middle.end(), value=1.0, unit="中", plain=False)
        if char in _GROUP_FIRST and (group := GROUP.match(self.text, self.at)):
            number = read_number(group[2], 0)
            return self._add(
                Kind.ORDINAL, group.end(), value=number.value if number else 0.0, unit=group[1][:1], plain=False
            )
        if char == "个" and (half := read_half_span(self.text, self.at)):
            return self._add(Kind.SPAN, half.end, span=half)
        if char not in NUMERALS and char not in HALF_FIRST:
            return False
        if char in NUMERALS:
            if department := DEPARTMENT.match(self.text, self.at):
                return self._add(Kind.WORD, department.end(), frozenset({"STAFF"}))
            if run := RUN_OF_NUMERALS.match(self.text, self.at):
                return self._text(run.end() - self.at)  # longer than any number
            if self._bullet():
                return True
        if self._share():
            return True
        if char == "半" and (half := read_half_span(self.text, self.at)):
            return self._add(Kind.SPAN, half.end, span=half)
        return False

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
        match = NO_SUCH.match(self.text, self.at) if char.isdigit() else None
        if match and (day is None or never(match[0])):
            return self._add(Kind.JUNK, match.end())  # 2月30日: neither a task nor a length of time nor another day
        if day is None and char.isdigit() and (match := POINT_DAY.match(self.text, self.at)):
            slashed = f"{match[1]}/{match[2]}"
            if found := read_date(slashed, 0, self.today):
                end = match.end() + (self.text[match.end() : match.end() + 1] in ("日", "号"))
                return self._add(Kind.DATE, end, day=found)
        if day is None or read_word(self.low, self.at)[0] > day.end:
            return False
        return self._add(Kind.DATE, day.end, day=day)

    def _within_word(self, end: int) -> bool:
        """银行, 对接: a single 行 or 对 is an answer only where it stands apart."""
        last = self.tokens[-1] if self.tokens else None
        if self.text[end - 1] in "哎唉诶呃嗯噢喂哦啊呀" and (last is None or last.kind is Kind.SEP):
            return False
        apart = last is None or last.kind in (Kind.SEP, Kind.SHARE) or last.has("POLITE", "ADV", "LINK", "SOON")
        after = self.text[end : end + 1]
        return not (apart and (not after or after in STRENGTH or after in "的了吧嘛啊哈呢哦噢嗯好行对呀哒勒嘞滴"))

    def _will_be(self, end: int) -> bool:
        """8月10号前能好, 9月底好: behind 能, 会 or the end of a time it is what will be done; but 能好好 …"""
        last = self.tokens[-1] if self.tokens else None
        after = self.text[end : end + 1]
        if last is None or not (not after or after in STRENGTH or after in "了吧嘛的"):
            return False
        return last.text in ("能", "会") or last.text.endswith(("底", "内"))  # but 周末好 and 节后好 greet

    def _denies_number(self) -> bool:
        """应为7起，非6起: not so many; but 除非7月."""
        last = self.tokens[-1] if self.tokens else None
        joined = last is not None and last.kind is Kind.TEXT and last.end == self.at
        return not joined and self.text[self.at + 1 : self.at + 2].isdigit()

    def _word(self, char: str) -> bool:
        negated = "不" in self.text[self.at + 1 : self.at + 3]
        if not negated and self.low[self.at] not in _WORDS:
            return False
        latin = char.isascii() and char.isalpha()
        if latin and (order := TO_ENTER.match(self.text, self.at)):
            self.ordered = True
            return self._add(Kind.WORD, order.end(), frozenset({"ADV"}))
        end, classes = read_word(self.low, self.at)
        if (negated or char in _FORMS) and self._formed(char, end):
            return True
        result = read_result(self.text, self.at) if char in RESULT_FIRST else None
        if result and result > end:
            return self._add(Kind.WORD, result, frozenset({"LANDS"}))
        asks = "QSTRONG" in classes and self.text[end - 2 : end] in ("没有", "没得")
        if asks and NO_TROUBLE.match(self.text, end - 2):
            end, classes = end - 2, WORDS.get(self.low[self.at : end - 2], frozenset())  # 办结没有问题: no question
        if "EXTEND" in classes and self.text[self.at : end].endswith("推到") and read_share(self.text, end):
            classes = frozenset({"APPROX"})  # 推到65%
        if char == "好" and end - self.at == 1 and self._will_be(end):
            return self._add(Kind.WORD, end, frozenset({"DONE"}))
        if classes and not (end - self.at == 1 and "POLITE" in classes and self._within_word(end)):
            return self._add(Kind.WORD, end, classes)
        letters = LETTERS.match(self.text, self.at) if latin else None
        return bool(letters) and self._text(letters.end() - self.at if letters else 1)

    def _formed(self, char: str, end: int) -> bool:
        """Take a word that is one by its form, where it reaches beyond the entry of the lexicon that ends at `end`."""
        if char == "非" and self._denies_number():
            return self._add(Kind.WORD, self.at + 1, frozenset({"NOTBE"}))
        cannot = read_cannot(self.text, self.at) if char > "一" else None
        if cannot and cannot[0] > end:
            return self._add(Kind.WORD, cannot[0], frozenset({cannot[1]}))
        if char in "都均皆" and ALL_NONE.match(self.text, self.at):
            return self._add(Kind.WORD, self.at + 2, frozenset({"ALL", "NOCHANGE"}))
        for lacking in LACKING.get(char, ()):
            if (found := lacking.match(self.text, self.at)) and found.end() > end:
                return self._add(Kind.WORD, found.end(), frozenset({"LACK"}))
        trouble = NO_TROUBLE.match(self.text, self.at) if char in OF_NO_TROUBLE else None
        return trouble is not None and trouble.end() > end and self._add(Kind.WORD, trouble.end(), frozenset({"OKAY"}))
