"""Whether a number that could be a task's is one: by what stands before and behind it, and whose task it would be."""

from __future__ import annotations

import re

from bot.replies.cursor import STATUS, Cursor
from bot.replies.ledger import Standing
from bot.replies.tokens import Kind, Token

NOT_A_CODE = re.compile(
    r"[楼℃岁$+]|路(?![网灯面演径段])|级(?!别)|度(?!假)|版(?!本)|元(?![月旦])|代(?![办表理码])|强(?!化)|千(?![企百])|[GgMmKkVv](?![a-z])|号楼|号线|号院|号店"
)
_STATING = (*STATUS, "NEG", "LACK", "WAIT", "NEAR")
_SAID = frozenset((*STATUS, "EXTEND", "NOTOURS"))
_LINKING = frozenset((":", " ", "的", "有", "是", "为", "包括", "的有", "的是"))


class Plausible(Cursor):
    """Judges numbers."""

    def _plausible(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if following is not None and following.kind is Kind.TEXT and NOT_A_CODE.match(following.text):
            return False
        if self._counts_in_english(following):
            return False
        own = [s in ("own", "unclear") for group in standings for _, s in group]
        token = self.tokens[self.at]
        if self._head():
            return (
                own[0]
                or self._status_follows(upto)
                or self._opens_line(upto, standings)
                or self._promised_or_held(upto)
                or (self._speaks_of(upto, standings[0][0][0]) or self._first_of_all(upto, standings))
            )
        if (
            self._status_follows(upto)
            and (behind := self._behind_unit())
            and any(own) == (behind == self.ctx.view.unit)
        ):
            return True
        last = next((t for t in reversed(self.out[-5:]) if t.text not in _LINKING), self.out[-1])
        if not token.plain or self._in_brackets(upto) or last.text.lower() in ("for", "on", "of"):
            return all(own)
        if self._next_of_run(token) and all(own):
            return True
        at_end = following is None or following.kind is Kind.SEP or following.has("GENERIC", "ADV")
        return all(own) and at_end and last.kind is Kind.WORD and last.has(*STATUS, "FUTURE", "PAST")

    def _counts_in_english(self, following: Token | None) -> bool:
        """29: 9 plans published: behind a task's own number and a colon, so many of what an English word names."""
        if len(self.out) < 2 or self.out[-1].text not in (":", "-") or self.out[-2].mention is None:
            return False
        return following is not None and following.kind is Kind.TEXT and following.text.isascii()

    def _next_of_run(self, token: Token) -> bool:
        """27搞完了28还差查询29发布14条: without any mark, a higher code behind a statement of the one before."""
        lower = [int(c) for c, _ in self.named[-1].codes if c.isdigit()] if self.named else []
        if not lower or lower[-1] >= token.value or token.value < 10:
            return False
        for place in range(self.seen, len(self.out)):
            before = self.out[place]
            self.marked_off = self.marked_off or (before.kind is Kind.SEP and before.strength > 1)
            self.stated = self.stated or before.kind in (Kind.SHARE, Kind.AMOUNT) or before.has(*_STATING)
        self.seen = len(self.out)
        return not self.marked_off and (self.stated or self.out[-1].text in ("了", "过"))

    def _first_of_all(self, upto: int, standings: list[list[tuple[str, Standing]]]) -> bool:
        """66我们配合完了: another unit's number begins the message, and words follow at once."""
        following = self.tokens[upto] if upto < len(self.tokens) else None
        if following is not None and following.text == " ":
            following = self.tokens[upto + 1] if upto + 1 < len(self.tokens) else None
        known = all(s == "not_yours" for group in standings for _, s in group)
        after = self.tokens[upto + 1] if upto + 1 < len(self.tokens) else None
        told = following is not None and (following.has("BE") or following.text in ("归", "由"))
        if known and told and after is not None and after.has("OUTSIDE"):
            return True  # 6是财政局牵头的
        first = all(t.has("POLITE", "TASKMARK", "ADV") for t in self.out)
        if known and self._head(strict=True) and following is not None and following.has("WE"):
            return True  # 56我们做了20%
        if not (known and first) or following is None or following.has("HOLD", "INDICATOR", "QSTRONG"):
            return False
        return self.tokens[self.at].value >= 10 and following.kind in (Kind.TEXT, Kind.WORD)

    def _promised_or_held(self, upto: int) -> bool:
        """388预计10月底完成, 57：因系统未开放无法推进: whose number it may be, what follows is not the last task's."""
        token, following = self.tokens[self.at], self.tokens[upto : upto + 2]
        if following and following[0].kind is Kind.SEP and following[0].text in " :":
            following = following[1:]
        first = following[0] if following else None
        if first is None or not (token.plain and token.value >= 10 and self._head(strict=True)):
            return False
        if self.out and self.out[-1].text == ":":
            return False  # 进度:80 预计:9月15日
        dated = first.kind in (Kind.DATE, Kind.SPAN) and "月" not in first.text[:1]
        return dated or first.has("FUTURE", "WAIT", "CAUSE", "PROBLEM", "LACK", "PAST", "LIKE")

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
            if token.kind is Kind.SHARE or (token.kind is Kind.WORD and not token.classes.isdisjoint(_SAID)):
                return True
            if token.kind is Kind.SEP and token.strength <= 2:
                continue
            if not (
                token.kind is Kind.WORD
                and token.has("ADV", "PAST", "ALL", "APPROX", "NEAR", "OVERALL", "ASKFOR", "GENERIC")
            ):
                return False
        return False

    def _bullet_value(self, upto: int, elements: list[tuple[list[int | str], str]]) -> int:
        following = self.tokens[upto] if upto < len(self.tokens) else None
        before = self.out[-1] if self.out else None
        opens = before is None or (before.kind is Kind.SEP and (before.strength >= 3 or before.text == ":"))
        if len(elements) != 1 or not opens or following is None or following.kind is not Kind.SEP:
            return 0
        value = elements[0][0][0]
        return value if following.text in ".、)\t" and isinstance(value, int) else 0
