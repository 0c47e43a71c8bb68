"""Lists and ranges of task numbers, and whether a number that could be a code is one.

    list    := element ((、|,|space|/|.|和|及|与|&) element)*      element := number | number (-|~|至|到) number

A number right after a task's own number ("42 65", "14:80") is a percent, unless it is an open code of the unit as well.
"""

from __future__ import annotations

import re

from bot.replies.codes import is_element, resolve, value_of
from bot.replies.cursor import STATUS, Cursor
from bot.replies.dates import read_date
from bot.replies.reading import Doubt, DoubtKind
from bot.replies.tokens import Kind, Mention, Standing, Token

_LIST_MARKS = frozenset(" 、,/.+")
_RANGE_WORDS = frozenset(("至", "到", "to", "through", "thru"))
_NOT_A_CODE = re.compile(
    r"[楼℃岁$]|路(?![网灯面演径段])|级(?!别)|度(?!假)|版(?!本)|元(?![月旦])|代(?![办表理码])|强(?!化)|千(?![企百])|[GgMmKkVv](?![a-z])|号楼|号线|号院|号店"
)
_LAST_MONTH_PART = re.compile(r"(\d{1,2})(月[底末初中].*)")
_LINKING = frozenset((":", " ", "的", "有", "是", "为", "包括", "的有", "的是"))
_RANGE_LIMIT = 60


class Numbered(Cursor):
    """The numbered forms of mentions."""

    def _list(self, marked: bool) -> tuple[int, list[tuple[list[int | str], str]], bool]:
        """Return where the list ends, its elements (numbers or codes, with the mark before each), and whether by
        spaces only."""
        first = self.tokens[self.at]
        elements: list[tuple[list[int | str], str]] = [(value_of(first), "")]
        upto, spaced = self.at + 1, True
        while True:
            mark, following = self._connector(upto, elements, marked)
            if following == upto or len(elements) > _RANGE_LIMIT:
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
        if at + 2 < len(self.tokens) and self.tokens[at].text == " " and self.tokens[at + 1].has("AND"):
            at += 1
        token = self.tokens[at] if at < len(self.tokens) else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if (
            after is not None
            and token is not None
            and token.has("AND")
            and after.text == " "
            and at + 2 < len(self.tokens)
        ):
            at += 1
            after = self.tokens[at + 1]
        if token is None or after is None:
            return "", start
        mark = ""
        if token.kind is Kind.SEP and token.text in _LIST_MARKS:
            mark = token.text
        elif (token.kind is Kind.SEP and token.text in "-~") or token.text in _RANGE_WORDS:
            mark = "-"
        elif token.kind is Kind.WORD and token.has("AND"):
            mark = "和"
        if not mark:
            return "", start
        if mark in ("和", "、") and after.kind is Kind.DATE and self._split_month(at + 1, mark):
            return mark, at + 1
        if is_element(after, marked) and (marked or after.plain or not self.tokens[self.at].plain):
            beyond = self.tokens[at + 2] if at + 2 < len(self.tokens) else None
            if after.kind is Kind.NUMBER and not after.value.is_integer():
                return "", start
            if mark == " " and beyond is not None and beyond.kind is Kind.TEXT and _NOT_A_CODE.match(beyond.text):
                return "", start  # 96 50强名单
            return mark, at + 1
        if after.kind is Kind.AMOUNT and after.unit == "项" and mark != " " and self.ctx.open_number(after.value):
            return mark, at + 1
        return "", start

    def _split_month(self, at: int, mark: str) -> bool:
        """1和4月底完不成: the 4 is a task and 月底 the date, where 4 is an open code of the unit."""
        token = self.tokens[at]
        match = _LAST_MONTH_PART.fullmatch(token.text)
        if (
            not match
            or not self.ctx.open_number(float(match[1]))
            or (mark == "、" and int(match[1]) >= self.ctx.today.month)
        ):
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
        lone = (
            len(elements) == 2
            and elements[1][1] == ","
            and len([t for t in self.tokens if t.kind is not Kind.SEP]) == 2
        )
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

    def _plausible(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if following is not None and following.kind is Kind.TEXT and _NOT_A_CODE.match(following.text):
            return False
        own = [s in ("own", "unclear") for group in standings for _, s in group]
        token = self.tokens[self.at]
        if self._head():
            return (
                own[0]
                or self._status_follows(upto)
                or self._opens_line(upto, standings)
                or (self._speaks_of(upto, standings[0][0][0]) or self._first_of_all(upto, standings))
            )
        if (
            (behind := self._behind_unit())
            and any(own) == (behind == self.ctx.view.unit)
            and self._status_follows(upto)
        ):
            return True
        last = next((t for t in reversed(self.out[-5:]) if t.text not in _LINKING), self.out[-1])
        if not token.plain or self._in_brackets(upto) or last.text.lower() in ("for", "on", "of"):
            return all(own)
        if self._next_of_run(token) and all(own):
            return True
        at_end = following is None or following.kind is Kind.SEP or following.has("GENERIC", "ADV")
        return all(own) and at_end and last.kind is Kind.WORD and last.has(*STATUS, "FUTURE", "PAST")

    def _next_of_run(self, token: Token) -> bool:
        """27搞完了28还差查询29发布14条: without any mark, a higher code behind a statement of the one before."""
        said: list[Token] = []
        for before in reversed(self.out):
            if before.kind is Kind.SEP and before.strength > 1:
                return False
            if before.mention is not None:
                lower = [int(c) for c, _ in before.mention.codes if c.isdigit()]
                stated = any(
                    t.kind in (Kind.SHARE, Kind.AMOUNT) or t.has(*STATUS, "NEG", "LACK", "WAIT", "NEAR") for t in said
                )
                rising = bool(lower) and lower[-1] < token.value and token.value >= 10
                return rising and (stated or bool(said and said[0].text in ("了", "过")))
            said.append(before)
        return False

    def _first_of_all(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        """66我们配合完了: another unit's number begins the message, and words follow at once."""
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if following is not None and following.text == " ":
            following = self.tokens[upto + 1] if upto + 1 < len(self.tokens) else None
        known = all(s == "not_yours" for group in standings for _, s in group)
        first = all(t.has("POLITE", "TASKMARK", "ADV") for t in self.out)
        if known and self._head(strict=True) and following is not None and following.has("WE"):
            return True  # 56我们做了20%
        if not (known and first) or following is None or following.has("HOLD", "INDICATOR", "QSTRONG"):
            return False
        return self.tokens[self.at].value >= 10 and following.kind in (Kind.TEXT, Kind.WORD)

    def _speaks_of(self, upto: int, code: str) -> bool:
        """17简易注销…: another unit's number, and words of that very task behind it."""
        task = self.ctx.task(code)
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if task is None or following is None or following.kind is not Kind.TEXT:
            return False
        return self.ctx.text[following.start : following.start + 4] in task.title + task.description

    def _behind_unit(self) -> str | None:
        """县商务委的75已完成: the unit whose name the number stands right behind."""
        ahead = self.ctx.text[max(0, self.tokens[self.at].start - 24) : self.tokens[self.at].start].rstrip(" 的")
        own = self.ctx.view.unit
        names = (name for name in (own, *self.ctx.ledger.units) if len(name) >= 4)
        return next((n for n in names if ahead.endswith(n) or (n[0] == "县" and ahead.endswith(n[1:]))), None)

    def _in_brackets(self, upto: int) -> bool:
        """检疫流程优化工作（8）已完成."""
        before, after = self.out[-1], self.tokens[upto] if upto < len(self.tokens) else None
        return before.kind is Kind.SEP and before.text == "(" and after is not None and after.text == ")"

    def _opens_line(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        """Another unit's number, or an ordinal of the writer's own, at the head of a line and set apart."""
        last = self.out[-1] if self.out else None
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if (last is not None and not (last.kind is Kind.SEP and last.strength >= 3)) or following is None:
            return False
        return following.kind is Kind.SEP and following.strength <= 2 and upto + 1 < len(self.tokens)

    def _is_bullet(
        self, upto: int, elements: list[tuple[list[int | str], str]], standings: list[list[tuple[str, Standing]]]
    ) -> bool:
        """1.推进招投标… where 1 is not the unit's: a bullet; a bare statement behind it (388. 完成) speaks of a
        task."""
        value = self._bullet_value(upto, elements)
        if not value or self._status_follows(upto):
            return False
        token = self.tokens[self.at]
        self.out.append(Token(Kind.BULLET, token.text, token.start, token.end, value=float(value)))
        self.at = upto
        return True

    def _status_follows(self, at: int) -> bool:
        """A number that is not the unit's is a task only where a statement follows at once."""
        for place, token in enumerate(self.tokens[at : at + 3], at):
            behind = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            if token.has("DONE", "PROGRESS") and behind is not None and behind.kind is Kind.TEXT:
                return False  # 1.完成目录编制: a point of a list, and what was finished in it
            if token.kind is Kind.SHARE or (token.kind is Kind.WORD and token.has(*STATUS, "EXTEND", "NOTOURS")):
                return True
            if token.kind is Kind.SEP and token.strength <= 2:
                continue
            if not (
                token.kind is Kind.WORD
                and token.has("ADV", "PAST", "ALL", "APPROX", "NEAR", "OVERALL", "ASKFOR", "GENERIC")
            ):
                return False
        return False

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
        ahead = int(mark is not None and mark.kind is Kind.SEP and mark.text in ":=")
        weakest = 2 if ahead else 1
        while (word := self._peek(ahead)) is not None and word.has("PAST", "APPROX", "REACHTO"):
            ahead += 1
        number, behind = self._peek(ahead), self._peek(ahead + 1)
        while behind is not None and behind.text in ("了", "左右", "吧", "上下"):
            ahead += 1
            behind = self._peek(ahead + 1)
        if not ahead or number is None or number.kind is not Kind.NUMBER:
            return None
        return number if behind is None or (behind.kind is Kind.SEP and behind.strength >= weakest) else None

    def _bullet_value(self, upto: int, elements: list[tuple[list[int | str], str]]) -> int:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        before = self.out[-1] if self.out else None
        opens = before is None or (before.kind is Kind.SEP and (before.strength >= 3 or before.text == ":"))
        if len(elements) != 1 or not opens or following is None or following.kind is not Kind.SEP:
            return 0
        value = elements[0][0][0]
        return value if following.text in ".、)\t" and isinstance(value, int) else 0
