"""Which tokens name tasks: numbers, lists, ranges, ordinals of the message replied to, the rest.

    mention  := marked | head | tail | order | rest
    marked   := (任务 | 序号 | # | No. | task) list | 第 list 项 | 14号任务 | 14这项     anywhere; also codes
    such as 23-2
    head     := list                      at the head of a clause, or right behind a status word (3✅12✅)
    tail     := status [:] list           at the end of a clause, the unit's own codes only (继续推进35)
    list     := element ((、|,|space|/|.|和|及|与) element)*       element := number | number (-|~|至|到) number
    order    := 第1个 | 前两个 | 最后一个                             in answer to several tasks, see picks.py
    rest     := 其余 [N项] [任务] | 其他 | 剩下两个 | the rest          at the head of a clause

A number right after a task's own number ("42 65", "14:80") is a percent, unless it is an open code of the unit as well.
"""

from __future__ import annotations

import re
from math import inf

from bot.replies.codes import resolve
from bot.replies.cursor import STATUS
from bot.replies.numbers import NUMERALS
from bot.replies.picks import THESE, Picks
from bot.replies.tokens import Kind, Mention, Token

_BESIDES = re.compile(r"(?:[这那]一?[个项块])?(?:之外|以外|外)?$")
_WORDS = frozenset((Kind.WORD, Kind.TEXT))
_NAMING = frozenset(("EXCEPT", "REST"))
_NUMBERED = frozenset((Kind.BULLET, Kind.DATE, Kind.AMOUNT, Kind.ORDINAL, Kind.NUMBER, Kind.CODE))
_LONGEST_LEFT_OUT = 16  # tokens of a name behind 除, and 除 itself
_OWN_POINTS = 10  # a report of one month has no more points of its own: 一、 … 十、
_NOUNS_OF_TASKS = ("任务", "工作任务", "重点任务", "牵头任务", "举措", "改革任务", "工作", "指标", "材料", "清单")


class Marker(Picks):
    """Replaces the tokens that name tasks by MENTION tokens."""

    points = 0  # of a list (1) (2) (3) within one task's report
    words_end = 0  # of the words last looked through for a name
    lowest = inf  # of the points 一、 二、 read so far

    def run(self) -> list[Token]:
        """Return the tokens with the mentions put in."""
        while self.at < len(self.tokens):
            if not self._names(self.tokens[self.at]):
                token = self.tokens[self.at]  # another one where `_names` has cut it
                self.out.append(_unused(token) if token.kind is Kind.ORDINAL else token)
                self.at += 1
        return self.out

    def _names(self, token: Token) -> bool:
        """Take what begins with a token for a mention, where it is one."""
        if token.kind in _WORDS:
            if token.classes.isdisjoint(_NAMING) and token.text not in THESE:
                return False
            return (
                (token.has("EXCEPT") and self._excepted())
                or (token.text in THESE and self._these())
                or (token.has("REST") and self._rest())
            )
        if token.kind is Kind.ORDINAL and (self._order() or self._rest()):
            return True
        return token.kind in _NUMBERED and self._codes()

    def _counts_matters(self) -> bool:
        """新增事项12项: how many, not which."""
        before = self.out[-2] if len(self.out) > 1 else None
        return before is not None and before.kind is not Kind.SEP and self.out[-1].text.endswith("事项")

    def _counted_code(self, token: Token, marked: bool) -> bool:
        """48项，审批压减至26天: at the head of a clause, or spoken (四十八项早就完成了), a number with 项 is a code."""
        if self._head() and self._runs_into_title(token):
            return self._codes()
        last = self.out[-1] if self.out else None
        if last is not None and last.kind is Kind.MENTION and (token.value < 10 or token.text[0] not in NUMERALS):
            return False  # 14、15两项: how many were named
        following, spoken = self._peek(1), token.text[0] in NUMERALS
        if token.unit != "项" or not token.value.is_integer():
            return False
        if not self.ctx.open_number(token.value):
            told = following is not None and (following.kind is Kind.SHARE or following.has("DONE", "PAST", *STATUS))
            if not told or not self._head(strict=True) or token.value <= len(self.ctx.view.tasks):
                return False  # 122项已完成: more than the unit has, so no count of its tasks
            upto, elements, spaced = self._list(True)
            return self._accept(upto, elements, spaced, True)
        counts = following is not None and (following.text.startswith(_NOUNS_OF_TASKS) or following.has("ALL"))
        if counts and token.value <= len(self.ctx.view.tasks):
            return False  # 22项任务, 三项均已办结: how many; 60项全部完成 of a unit with two is the code
        if spoken and token.value < 10 and not marked:
            return False
        if not (marked or self._head(strict=True) or self._led() or (spoken and token.value >= 10)):
            return False
        upto, elements, spaced = self._list(True)
        return self._accept(upto, elements, spaced, True)

    def _runs_into_title(self, token: Token) -> bool:
        """51秒批事项30项: what looks like a unit begins a word of that task's own; the token is cut behind the number.
        In 37 受理 38 件 and 38 家企业 nothing of the title follows: they are counts."""
        match = re.match(r"\d{1,3}", token.text)
        if (
            not match
            or token.unit == "项"
            or token.span is not None
            or not self.ctx.open_number(float(match[0]))
            or token.start + len(match[0]) >= token.end
        ):
            return False
        code, _ = self.ctx.ledger.resolve(int(match[0]), self.ctx.view)
        cut = token.start + len(match[0])
        while self.ctx.text[cut] == " ":
            cut += 1
        if not self.ctx.view.titles.has(code, self.ctx.text[cut : cut + 2]):
            return False
        number = Token(Kind.NUMBER, match[0], token.start, cut, value=float(match[0]))
        rest = Token(Kind.TEXT, self.ctx.text[cut : token.end], cut, token.end)
        self.tokens[self.at : self.at + 1] = [number, rest]
        return True

    def _excepted(self) -> bool:
        """除用地清单制外均已完成: a task left out by words of its title."""
        if self.at >= self.words_end:
            self.words_end = self._end_of_words(self.at + 1)
        upto = self.words_end
        if upto - self.at > _LONGEST_LEFT_OUT:
            return False
        words = "".join(t.text for t in self.tokens[self.at + 1 : upto])
        name = _BESIDES.sub("", words)
        code = self.ctx.view.titles.told(name, marked=True) if len(name) >= 2 else None
        if code is None:
            return False
        return self._emit(upto, Mention([(code, "own")], excluded=True))

    def _end_of_words(self, at: int) -> int:
        """Return the place of the next mark, value or word of what is said of a task."""
        while (
            at < len(self.tokens)
            and self.tokens[at].kind in (Kind.TEXT, Kind.WORD)
            and not self.tokens[at].has("ALL", "REST", *STATUS)
        ):
            at += 1
        return at

    def _in_a_row(self, token: Token) -> bool:
        """第七十六项五成第七十七项资金没到位第七十八项…: spoken one behind the other, wherever the next begins."""
        last = self.out[-1] if self.out else None
        alike = last is not None and last.has("LIKE", "COMPARE", "NOTBE")
        if not self.spoken or alike or not token.text.startswith("第"):
            return False
        others = token.unit == "项" and token.value >= 10 and token.text.endswith("项")  # 公布了33个第七十一项…
        return self.ctx.open_number(token.value) or (others and resolve(int(token.value), self.ctx)[1] == "not_yours")

    def _led(self) -> bool:
        return "".join(t.text for t in self.out[-2:]).removesuffix("的").endswith(("牵头", "负责", "承担", "承办"))

    def _codes(self) -> bool:
        token = self.tokens[self.at]
        if token.kind is Kind.BULLET:
            return self._parenthesised(token)
        if token.kind is Kind.DATE:
            return self._day_as_code(token)
        marked = self._marked()
        if token.kind is Kind.AMOUNT:
            return self._counted_code(token, marked and not self._counts_matters())
        if token.kind is Kind.ORDINAL:
            if (not token.plain and token.unit in "前头后最末剩其余另") or (
                token.unit in "个件" and "任务" not in token.text
            ):
                return False
            if not token.unit and not self._status_follows(self.at + 1):
                return False  # 第一图纸出来了第二…: the writer's own counting
            marked = "任务" in token.text or token.unit == "号" or self._head() or self._led() or self._in_a_row(token)
            if not marked:
                return False
        elif token.kind is Kind.NUMBER and (self._behind_rate() or self._turned()):
            self._put_right()
            return False  # 26进度80，30暂停; 进度不是90
        elif token.kind not in (Kind.NUMBER, Kind.CODE) or (self.out and self.out[-1].has("INDICATOR")):
            return False
        elif token.kind is Kind.NUMBER and (
            not (token.value.is_integer() and 1 <= token.value <= 9999)
            or "." in token.text
            or (2015 <= token.value <= 2035 and token.plain)
        ):
            return self._dotted_pair(token)
        upto, elements, spaced = self._list(marked)
        return self._accept(upto, elements, spaced, marked or token.kind is Kind.CODE)

    def _is_point(self, token: Token) -> bool:
        """50 …（1）…；（2）…: points 1, 2, 3 of one task's report, not tasks 1, 2, 3."""
        if int(token.value) != self.points + 1:
            return False
        if not any(not mention.inner and mention.kind == "codes" for mention in self.named):
            return False
        following = self._peek(1)
        code, _ = self.ctx.ledger.resolve(int(token.value), self.ctx.view)
        words = following.text if following is not None and following.kind is Kind.TEXT else ""
        if self.ctx.view.titles.strength(words, code) >= 2:
            return False
        self.points += 1
        return True

    def _parenthesised(self, token: Token) -> bool:
        if token.plain and self._is_point(token):
            return False
        if not token.plain:
            self.lowest = min(self.lowest, token.value)
        if token.value < 1 or not (token.plain or self._spoken_code(token)):
            return False
        code, standing = self.ctx.ledger.resolve(int(token.value), self.ctx.view)
        if standing not in ("own", "unclear") and not self._status_follows(self.at + 1):
            return False
        return self._emit(self.at + 1, Mention([(code, standing)], bullet=int(token.value)))

    def _spoken_code(self, token: Token) -> bool:
        """四十二，已完成: a numeral beyond what a report's own points come to, where no such point stands before it."""
        following = self._peek(1)
        if not self.ctx.open_number(token.value) or (following is not None and following.kind is Kind.DATE):
            return False  # 十一、十二月
        return token.text[-1] in " :" or (token.text[-1] in ",、." and self.lowest > _OWN_POINTS)

    def _dotted_pair(self, token: Token) -> bool:
        """1.3办结: two tasks where both are the unit's own codes; else a decimal."""
        match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", token.text)
        if not match or not self._head() or (self.out and self.out[-1].kind is Kind.MENTION):
            return False
        if not all(self.ctx.open_number(float(n)) for n in match.groups()):
            return False
        pair = [self.ctx.ledger.resolve(int(n), self.ctx.view) for n in match.groups()]
        return self._emit(self.at + 1, Mention(list(pair)))


def _unused(token: Token) -> Token:
    """还剩6个部门: a counted rest that names no tasks is an amount; an English ordinal is text."""
    if not token.plain and token.unit in "剩余最" and token.text[-1] in "个项条":
        token.kind, token.unit = Kind.AMOUNT, "个" if "个" in token.text else "项"
    elif not token.plain and not token.text[-1].isdigit() and token.text[0] in "前上":
        if "面" in token.text or "头" in token.text:
            token.kind, token.classes = Kind.WORD, frozenset({"LASTONE"})
    elif token.text.lower().endswith("last one"):
        token.kind, token.classes = Kind.WORD, frozenset({"LASTONE"})  # ignore the last one
    elif token.text[:1].isascii() or not token.unit:
        token.kind = Kind.TEXT
    return token
