"""The lexer's figures: what begins with a digit.

label (34号窗口) | fraction 3/4 | 13 of 33 | clock 5:30 | telephone | 3.2.1 | 3rd March | share 93% | number …
"""

from __future__ import annotations

import re

from bot.replies import units
from bot.replies.counting import Counting
from bot.replies.dates import read_date
from bot.replies.english import read_day_first, read_english_date
from bot.replies.labels import read_label
from bot.replies.lexemes import ALONE, CLOCK, DOTTED, ENGLISH_DAY, FIGURES, LETTERS, LONG, OF, PARTS, SIMPLE
from bot.replies.numbers import read_number, read_share
from bot.replies.tokens import Kind

_LONGEST_FIGURE = 6  # digits; a longer run before a word is a telephone or an account


class Figures(Counting):
    """Reads what begins with a digit, where the lexer stands."""

    def _day_first(self) -> bool:
        day = read_day_first(self.text, self.at, self.today)
        return day is not None and self._add(Kind.DATE, day.end, day=day)

    def _figure(self, char: str) -> bool:
        """Take what begins with a digit, unless it is a date or a plain number that something may join."""
        alone = ALONE.match(self.text, self.at)
        simple = alone or SIMPLE.match(self.text, self.at)
        if not simple and self._day_first():
            return True
        before = self.text[self.at - 1] if self.at else ""
        if before.isalpha() and before.isascii() and not (self.tokens and self.tokens[-1].has("TASKMARK")):
            end = FIGURES.match(self.text, self.at)
            return self._add(Kind.JUNK, end.end() if end else self.at + 1)
        if alone:
            label = read_label(self.text, self.at, self.shield)
            return self._add(Kind.JUNK, label) if label else self._counted(char)
        if not simple:
            if self._formed_figure(char):
                return True
            if self._codes_share():
                return False
        return self._share()

    def _formed_figure(self, char: str) -> bool:
        """3/4, 13 of 33, 5:30, 3.2.1, 3rd March: a figure that what stands behind it makes another thing."""
        if char in "123456" and self._english_count():
            return True
        if label := read_label(self.text, self.at, self.shield):
            return self._add(Kind.JUNK, label)
        if self._fraction():
            return True
        if match := OF.match(self.text, self.at):
            return self._of(match)
        if match := CLOCK.match(self.text, self.at):
            return self._add(Kind.JUNK, match.end())
        if self._long() or self._dotted():
            return True
        if ENGLISH_DAY.match(self.text, self.at) and (day := read_english_date(self.text, self.at, self.today)):
            return self._add(Kind.DATE, day.end, day=day)
        parts = PARTS.match(self.text, self.at)
        if parts and int(parts[1]) < int(parts[2]) and self._progress_before():
            return self._add(Kind.SHARE, parts.end(), value=float(int(100 * int(parts[1]) / int(parts[2]) + 0.5)))
        return False

    def _share(self) -> bool:
        share = read_share(self.text, self.at)
        return share is not None and self._add(Kind.SHARE, share[1], value=share[0])

    def _codes_share(self) -> bool:
        """15-60% at the head: a code and its percent."""
        last = self.tokens[-1] if self.tokens else None
        headed = last is None or (last.kind is Kind.SEP and last.strength >= 2) or self._behind_coded_share()
        number = read_number(self.text, self.at) if headed else None
        return (
            number is not None
            and number.value in self.own
            and self.text[number.end : number.end + 3].lstrip()[:1] in ("-", "~")
        )

    def _behind_coded_share(self) -> bool:
        """34-60% 35-70%: behind a code with its percent the next pair of that form begins."""
        tail = [t for t in self.tokens[-5:] if t.text != " "]
        return (
            len(tail) >= 3
            and tail[-1].kind is Kind.SHARE
            and tail[-2].text in ("-", "~")
            and tail[-3].kind in (Kind.NUMBER, Kind.CODE)
        )

    def _progress_before(self) -> bool:
        return any(t.has("OVERALL", "DONE") for t in self.tokens[-2:])

    def _long(self) -> bool:
        match = LONG.match(self.text, self.at)
        if not match:
            return False
        number = read_number(self.text, self.at)
        if "-" not in match.group() and number and units.read_unit(self.text, number.end):
            return False
        if len(match.group()) <= _LONGEST_FIGURE and LETTERS.match(self.text, match.end() + 1):
            return False  # 18500 leaflets
        return self._add(Kind.JUNK, match.end())

    def _dotted(self) -> bool:
        match = DOTTED.match(self.text, self.at)
        if not match or read_date(self.text, self.at, self.today):
            return False
        for part in re.finditer(r"\d+|\.", match.group()):
            end = self.at + len(part.group())
            if part.group() == ".":
                self._add(Kind.SEP, end, strength=2)
            else:
                self._add(Kind.NUMBER, end, value=float(part.group()))
        return True
