"""Lists and ranges of task numbers, and whether a number that could be a code is one.

    list    := element ((、|,|space|/|.|和|及|与|&) element)*      element := number | number (-|~|至|到) number

A number right after a task's own number ("42 65", "14:80") is a percent, unless it is an open code of the unit as well.
"""

from __future__ import annotations

import re
from itertools import islice

from bot.replies.codes import is_element, resolve, value_of
from bot.replies.cursor import STATUS
from bot.replies.dates import read_date
from bot.replies.ledger import Standing
from bot.replies.plausible import NOT_A_CODE, Plausible
from bot.replies.reading import Doubt, DoubtKind
from bot.replies.tokens import Kind, Mention, Token

_LIST_MARKS = frozenset(" 、,/.+")
_RANGE_WORDS = frozenset(("至", "到", "to", "through", "thru"))
_LAST_MONTH_PART = re.compile(r"(\d{1,2})(月[底末初中].*)")
_LINKING = frozenset((":", " ", "的", "有", "是", "为", "包括", "的有", "的是"))
_RANGE_LIMIT = 60
_MOST_LISTED = 2000  # in one message; beyond them numbers stand alone, so that no message takes long


class Numbered(Plausible):
    """The numbered forms of mentions."""

    listed = 0  # numbers looked at as parts of a list

    def _list(self, marked: bool) -> tuple[int, list[tuple[list[int | str], str]], bool]:
        """Return where the list ends, its elements (numbers or codes, with the mark before each), and whether by
        spaces only."""
        first = self.tokens[self.at]
        elements: list[tuple[list[int | str], str]] = [(value_of(first), "")]
        upto, spaced = self.at + 1, True
        while True:
            mark, following = self._connector(upto, elements, marked)
            self.listed += 1
            if following == upto or len(elements) > _RANGE_LIMIT or self.listed > _MOST_LISTED:
                return upto, elements, spaced
            token = self.tokens[following]
            if mark == "-":
                start, stop = elements[-1][0][-1], value_of(token)[-1]
                if not (isinstance(start, int) and isinstance(stop, int) and start < stop <= start + _RANGE_LIMIT):
                    return upto, elements, spaced
                elements[-1][0].extend(range(start + 1, stop + 1))
                spaced = False
            else:
                elements.append((value_of(token), mark))
                spaced = spaced and mark == " "
            upto = following + 1

    def _connector(self, at: int, elements: list[tuple[list[int | str], str]], marked: bool) -> tuple[str, int]:
        """Return the mark that joins the next element and the element's place; the place is `at` where none follows."""
        start = at
        if at + 1 >= len(self.tokens):
            return "", start
        if at + 2 < len(self.tokens) and self.tokens[at].text == " " and self.tokens[at + 1].has("AND"):
            at += 1
        token, after = self.tokens[at], self.tokens[at + 1]
        if token.kind is Kind.SEP and token.text in _LIST_MARKS:
            mark = token.text
        elif (token.kind is Kind.SEP and token.text in "-~") or token.text in _RANGE_WORDS:
            mark = "-"
        elif token.kind is Kind.WORD and token.has("AND"):
            mark = "和"
        else:
            return "", start
        if token.has("AND") and after.text == " " and at + 2 < len(self.tokens):
            at += 1
            after = self.tokens[at + 1]
        if mark in ("和", "、") and after.kind is Kind.DATE and self._split_month(at + 1, mark):
            return mark, at + 1
        if is_element(after, marked) and (marked or after.plain or not self.tokens[self.at].plain):
            beyond = self.tokens[at + 2] if at + 2 < len(self.tokens) else None
            if after.kind is Kind.NUMBER and not after.value.is_integer():
                return "", start
            if mark == " " and beyond is not None and beyond.kind is Kind.TEXT and NOT_A_CODE.match(beyond.text):
                return "", start  # 96 50强名单
            return mark, at + 1
        if after.kind is Kind.AMOUNT and after.unit == "项" and mark != " " and self.ctx.open_number(after.value):
            return mark, at + 1
        return "", start

    def _split_month(self, at: int, mark: str) -> bool:
        """1和4月底完不成: the 4 is a task and 月底 the date, where 4 is an open code of the unit."""
        token = self.tokens[at]
        match = _LAST_MONTH_PART.fullmatch(token.text)
        if match is None:
            return False
        joined = mark == "和" and self.ctx.open_number(self.tokens[self.at].value)  # 3和9月底
        listed = self.ctx.open_number(float(match[1])) and (mark == "和" or int(match[1]) < self.ctx.today.month)
        if not (joined or listed):
            return False
        day = read_date(match[2], 0, self.ctx.today)
        cut = token.start + len(match[1])
        number = Token(Kind.NUMBER, match[1], token.start, cut, value=float(match[1]))
        self.tokens[at : at + 1] = [number, Token(Kind.DATE, match[2], cut, token.end, day=day)]
        return True

    def _accept(self, upto: int, elements: list[tuple[list[int | str], str]], spaced: bool, marked: bool) -> bool:
        if not marked and len(elements) > 1 and elements[-1][1] == "," and self._speaks_on(upto):
            upto, elements = self._without_last(upto, elements)
        standings = [[resolve(n, self.ctx) for n in numbers] for numbers, _ in elements]
        if not marked and not self._plausible(upto, standings):
            return False
        lone = len(elements) == 2 and elements[1][1] == "," and self._says_no_more()
        if (spaced or lone) and len(elements) > 1 and self._pair(elements, standings):
            return True
        if (
            not marked
            and len(standings) == 1
            and standings[0][0][1] not in ("own", "unclear")
            and self._is_bullet(upto, elements, standings)
        ):
            return True
        codes = [c for group in standings for c in group if group[0][1] == c[1] or c[1] != "unknown_task"]
        bullet = self._bullet_value(upto, elements)
        self._emit(upto, Mention(list(dict.fromkeys(codes)), explicit=marked, bullet=bullet))
        self._percent_after()
        return True

    def _says_no_more(self) -> bool:
        """Tell whether two tokens and marks are all of the message."""
        said = (token for token in self.tokens if token.kind is not Kind.SEP)
        return len(list(islice(said, 3))) == 2

    def _speaks_on(self, upto: int) -> bool:
        """已完成26，30还在走程序: behind a statement, a comma's last number opens what follows."""
        last = self.out[-1] if self.out else None
        following = self.tokens[upto] if upto < len(self.tokens) else None
        stated = last is not None and last.kind is Kind.WORD and last.has(*STATUS)
        return stated and following is not None and following.kind is not Kind.SEP and not following.has("GENERIC")

    def _without_last(
        self, upto: int, elements: list[tuple[list[int | str], str]]
    ) -> tuple[int, list[tuple[list[int | str], str]]]:
        while upto > self.at + 1 and self.tokens[upto - 1].text != ",":
            upto -= 1
        return upto - 1, elements[:-1]

    def _pair(self, elements: list[tuple[list[int | str], str]], standings: list[list[tuple[str, Standing]]]) -> bool:
        """Take 42 65 as a task and its percent, where 65 is no open code of the unit."""
        (first, _), (second, _) = elements[0], elements[1]
        own = standings[0][0][1] in ("own", "unclear")
        value = second[0]
        if len(first) > 1 or len(second) > 1 or not own or not isinstance(value, int) or value > 100 or value < 1:
            return False
        beyond = self.tokens[self.at + 3 : self.at + 4]
        if standings[1][0][1] in ("own", "unclear") or (len(elements) == 2 and beyond and beyond[0].kind is Kind.TEXT):
            return False
        after = self.tokens[self.at + 3 : self.at + 4]
        if len(elements) == 2 and after and after[0].has("DONE", "NOCHANGE", "NOTSTARTED", "ALL"):
            return False
        self._emit(self.at + 1, Mention(standings[0]))
        token = self.tokens[self.at + 1]
        self.out.append(Token(Kind.SHARE, token.text, token.start, token.end, value=token.value, unit="bare"))
        self.at += 2
        return True

    def _percent_after(self) -> None:
        """Take "14:80" and 39已80 as a percent; ask where the number is an open code too."""
        number = self._bare_value()
        if number is None or not number.value.is_integer() or number.value > 100:
            return
        if self.ctx.open_number(number.value):
            self.ctx.doubts.append(Doubt(DoubtKind.number_or_percent, number.text))
            number.kind = Kind.JUNK
        else:
            number.kind, number.unit = Kind.SHARE, "bare"

    def _bare_value(self) -> Token | None:
        """Return the number that stands alone behind a task's own, after a colon or words such as 已 and 约."""
        mark = self._peek()
        if mark is None:
            return None
        ahead, weakest = 0, 1
        if mark.kind is Kind.SEP:
            spaced = mark.text == " " and (about := self._peek(1)) is not None and about.has("APPROX")
            if not (spaced or mark.text in ":="):
                return None
            ahead, weakest = 1, 2
        while (word := self._peek(ahead)) is not None and word.has("PAST", "APPROX", "REACHTO", "NEAR"):
            ahead += 1
        number, behind = self._peek(ahead), self._peek(ahead + 1)
        while behind is not None and behind.text in ("了", "左右", "吧", "上下"):
            ahead += 1
            behind = self._peek(ahead + 1)
        if not ahead or number is None or number.kind is not Kind.NUMBER:
            return None
        return number if behind is None or (behind.kind is Kind.SEP and behind.strength >= weakest) else None
