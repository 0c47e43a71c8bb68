"""Tokens -> clauses: what stands between two separators, with the tasks that it names.

A space joins where a value follows its word (完成 80%), and parts where it stands for a comma. In text without
punctuation
a clause also ends before a mention (14办结15推进中), before 然后/另外/但是, and before 下一步.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar, TypeVarTuple

from bot.replies.cursor import STATUS
from bot.replies.tokens import Kind, Mention, Token
from bot.replies.wordlist import words

FILLERS = words("LINK AND TASKMARK ADV POLITE CORRECT LASTONE SLIP BE SHOULDBE NOTBE OURS UNDO ASKFOR")
_LONGEST = 60  # tokens; what runs on longer is cut, so that no message takes long
_OPENING = frozenset(words("OKAY SLIP LINK NEXT"))
_BARE = frozenset((*FILLERS, "GENERIC"))
_CLOSING = frozenset(("了", "✅", "噻", "哈", "哦", "嘛", "吧", "啦", "呢"))
_COMPLAINTS = ("怎么", "为什么", "为啥", "咋", "还要不要", "要不要", "还用", "还需", "请问")
_VALUES = frozenset((Kind.SHARE, Kind.DATE, Kind.SPAN, Kind.AMOUNT))


_More = TypeVarTuple("_More")
_Told = TypeVar("_Told")


@dataclass(slots=True)
class Clause:
    """A clause: its tokens without separators and mentions, the mention, and what surrounds it. The tokens are changed
    by `add` and `retell` alone, which keep what they come to: the rules ask for it a hundred times."""

    tokens: list[Token] = field(default_factory=list)
    mention: Mention | None = None
    lead: int = 0  # so many of the tokens stand before the mention
    tail: bool = False  # the mention stands at the end
    bullet: Token | None = None
    before: int = 4  # strength of the separator before
    after: int = 4  # and of the one behind
    label: bool = False  # a colon follows
    asked: bool = False  # a question mark follows
    bracketed: bool = False  # stands in brackets
    start: int = 0
    end: int = 0
    classes: set[str] = field(init=False, repr=False, compare=False)
    held: set[Kind] = field(init=False, repr=False, compare=False)
    said: str = field(init=False, repr=False, compare=False)  # the tokens' words, joined
    bare: bool = field(init=False, repr=False, compare=False)  # nothing but a mention and fillers
    notes: dict[object, object] = field(
        init=False, repr=False, compare=False
    )  # what rules have found, for them to keep

    def __post_init__(self) -> None:
        """Look at the tokens given."""
        self.retell(self.tokens)

    def retell(self, tokens: list[Token]) -> None:
        """Take other tokens in the place of these."""
        self.tokens, self.classes, self.held, self.said, self.bare, self.notes = [], set(), set(), "", True, {}
        for token in tokens:
            self.add(token)

    def add(self, token: Token) -> None:
        """Take in one more token."""
        self.tokens.append(token)
        self.classes |= token.classes
        self.held.add(token.kind)
        self.said += token.text
        self.bare = self.bare and token.kind is Kind.WORD and not token.classes.isdisjoint(_BARE)
        self.notes = {}

    def has(self, *classes: str) -> bool:
        """Tell whether a word of one of the classes is in the clause."""
        return not self.classes.isdisjoint(classes)

    def any_of(self, classes: frozenset[str]) -> bool:
        """Tell the same of many classes."""
        return not self.classes.isdisjoint(classes)

    def kinds(self, *kinds: Kind) -> bool:
        """Tell whether a token of one of the kinds is in the clause."""
        return not self.held.isdisjoint(kinds)

    def shares(self) -> list[Token]:
        """Return the shares in the clause."""
        return [t for t in self.tokens if t.kind is Kind.SHARE]

    def only(self, *classes: str) -> bool:
        """Tell whether every token is a word of one of the classes."""
        return all(t.kind is Kind.WORD and not t.classes.isdisjoint(classes) for t in self.tokens)


def remembered(rule: Callable[[Clause, *_More], _Told]) -> Callable[[Clause, *_More], _Told]:
    """Let a rule look at a clause once for all who ask: one that goes by the clause's tokens, by what the splitter has
    settled (`asked`, `label`, `before`) and by the reading's context, and by nothing that is changed on the way."""

    @wraps(rule)
    def told(clause: Clause, *more: *_More) -> _Told:
        notes = clause.notes
        found = notes.get(rule, notes)
        if found is notes:  # nothing yet
            found = notes[rule] = rule(clause, *more)
        return found  # type: ignore[return-value]  # what this very rule told

    return told


def split(tokens: list[Token]) -> list[Clause]:
    """Return the clauses in order."""
    return _Splitter(tokens).run()


def _heads(clause: Clause, behind: Clause) -> bool:
    """三、困难 in a line of its own heads what follows, as with a colon."""
    alone = clause.before >= 3 and clause.after >= 4 and behind.mention is None and behind.bullet is None
    alone = alone and clause.mention is None and clause.has("PROBLEM") and behind.before >= 4
    return alone and clause.only("PROBLEM", "ADV", "GENERIC", "BE", "AND")


def _names(token: Token) -> bool:
    return token.kind is Kind.TEXT or (token.kind is Kind.WORD and token.classes <= {"HOLD"})


class _Splitter:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.done: list[Clause] = []
        self.now = Clause()

    def run(self) -> list[Clause]:
        for at, token in enumerate(self.tokens):
            if token.kind is Kind.SEP:
                if not self._joins(at, token):
                    self._close(token.strength, token.text)
            elif token.kind is Kind.MENTION:
                self._mention(at, token)
            elif token.kind is Kind.BULLET:
                self._close(3)
                self.now.bullet = token
                self._span(token)
            else:
                self._word(token, self.tokens[at + 1] if at + 1 < len(self.tokens) else None)
                self._run_on(at)
                if len(self.now.tokens) >= _LONGEST:
                    self._close(1)
        self._close(4)
        for clause, behind in zip(self.done, self.done[1:], strict=False):
            clause.label = clause.label or _heads(clause, behind)
        return self.done

    def _span(self, token: Token) -> None:
        if not (self.now.tokens or self.now.mention or (self.now.bullet is not None and self.now.end)):
            self.now.start = token.start
        self.now.end = token.end

    def _word(self, token: Token, following: Token | None) -> None:
        last = self.now.tokens[-1] if self.now.tokens else None
        if last is not None and (
            (token.kind is Kind.WORD and self._opens(token, last, following))
            or (last.text in _CLOSING and token.text not in _CLOSING and self._share_said())
        ):
            self._close(1)
        self._span(token)
        self.now.add(token)

    def _opens(self, token: Token, last: Token, following: Token | None) -> bool:
        """Tell whether a word begins a clause of its own."""
        after = last.text.endswith("了")
        if token.classes.isdisjoint(_OPENING) and not after:
            return False
        if token.has("OKAY") and last.has("DONE"):
            return False  # 完成没问题
        slips = token.has("SLIP") and len(token.text) >= 2 and last.kind is not Kind.TEXT
        complains = after and token.text.startswith(_COMPLAINTS)
        return (
            (slips or (complains and self.now.has("DONE", "PROGRESS")) or token.has("LINK", "NEXT", "OKAY"))
            and not self.now.bare
            and not self._points_back(token, following)
        )

    def _points_back(self, token: Token, following: Token | None) -> bool:
        """食品连锁那个还在走流程: behind a name and before what is said of it, 那个 is the name's."""
        said = [t for t in self.now.tokens if not t.has(*FILLERS)]
        name = bool(said) and said[-1] is self.now.tokens[-1] and all(_names(t) for t in said)
        return name and token.text == "那个" and following is not None and not _names(following)

    def _share_said(self) -> bool:
        """差不多八成了吧九月底之前…: a share and its particles end a spoken statement."""
        for place, token in enumerate(reversed(self.now.tokens[-4:])):
            if token.text not in _CLOSING:
                return place > 0 and token.kind is Kind.SHARE
        return False

    def _run_on(self, at: int) -> None:
        """搞完了检疫要求书八月份就取消了: a spoken statement ends at 了 where another one follows."""
        token = self.tokens[at]
        if not token.text.endswith(("了", "啦")):
            return
        spoken = token.has("DONE") and token.text.endswith("完了")
        if not spoken and not (
            token.text in ("了", "啦")
            and at
            and self.tokens[at - 1].has("DONE")
            and self.tokens[at - 1].text.endswith("完")
        ):
            return
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is None:
            return
        averaged = following.text.startswith("平均")  # 弄完了平均下来是36个工作日
        if averaged or (following.kind is Kind.TEXT and self._says_on(at + 2)):
            self._close(1)

    def _says_on(self, at: int) -> bool:
        """Tell whether something is stated from here to the next mark or mention."""
        for place in range(at, len(self.tokens)):
            later = self.tokens[place]
            if later.kind in (Kind.SEP, Kind.MENTION):
                return False
            if later.kind is Kind.DATE or later.text == "了" or later.has(*STATUS):
                return True
        return False

    def _mention(self, at: int, token: Token) -> None:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        ends = following is None or following.kind is Kind.SEP
        if self.now.mention is None and not self.now.bare and ends and self._takes_tail():
            self._span(token)
            self.now.mention, self.now.tail = token.mention, True
            return
        if self.now.mention is not None or not (
            self.now.bare or self._asking() or self._dated() or self._preposition()
        ):
            self._close(1)
        self._span(token)
        self.now.mention, self.now.lead = token.mention, len(self.now.tokens)

    def _dated(self) -> bool:
        """上月报37是70%: a day and a word of reporting before the number."""
        return all(
            t.kind is Kind.DATE
            or t.has(*FILLERS, "REPORTV", "BEFORE", "WITHIN", "FUTURE")
            or t.text in ("把", "将", "对")
            for t in self.now.tokens
        )

    def _asking(self) -> bool:
        """Can we get an extension for 77 …: what is asked stands before the number."""
        light = all(
            t.kind in (Kind.WORD, Kind.SPAN) or t.text in ("for", "on", "of", "把", "将") for t in self.now.tokens
        )
        return light and self.now.has("EXTEND", "QSTRONG", "UNDO", "CORRECT") and not self.now.has(*STATUS)

    def _preposition(self) -> bool:
        """No progress on 58 this month."""
        last = self.now.tokens[-1] if self.now.tokens else None
        return last is not None and last.text.lower() in ("on", "for", "of", "with") and self.now.has(*STATUS)

    def _finishes(self, at: int) -> bool:
        """Tell whether behind a date nothing but particles stands before a verb that ends the task."""
        for token in self.tokens[at : at + 4]:
            if token.has("DONE"):
                return True
            if not token.has("APPROX", "BEFORE", "WITHIN", "ADV", "FUTURE", "ALL"):
                return False
        return False

    def _takes_tail(self) -> bool:
        if self.now.has("ASKFOR") and any(t.span is not None for t in self.now.tokens):
            return True  # need another month for 77
        return self.now.has(*STATUS, "UNDO", "QSTRONG", "NOTOURS", "CORRECT")

    def _joins(self, at: int, token: Token) -> bool:
        if token.strength > 1 or not self.now.tokens or at + 1 >= len(self.tokens):
            return False
        last, following = self.now.tokens[-1], self.tokens[at + 1]
        if following.kind is Kind.DATE and last.has("PROGRESS") and self.now.has("ALL"):
            return False  # 都正常 年前没啥大动作
        if following.kind is Kind.DATE and last.has("DONE") and self.now.kinds(Kind.DATE):
            return False  # 61预计12月25日前完成 年底肯定不拖
        if following.kind is Kind.DATE and self.now.has("LACK", "NEG", "UNDONE", "STOPPED") and self._finishes(at + 2):
            return False  # 还差功能没调好 8月5日左右完
        if following.kind in _VALUES:
            return last.kind is Kind.WORD and not last.has("OKAY", "NOCHANGE", "POLITE") and last.text not in _CLOSING
        if last.kind in (Kind.DATE, Kind.SPAN) or last.has("BEFORE", "WITHIN"):
            return following.kind is Kind.WORD and following.has("DONE", "LANDS", "BEFORE", "WITHIN")
        return False

    def _close(self, strength: int, text: str = "") -> None:
        now = self.now
        if now.tokens or now.mention or now.bullet:
            now.label, now.asked, now.after = text == ":", text == "?", strength
            self.done.append(now)
            self.now = Clause(before=strength, bracketed=text == "(")
        else:
            now.before = max(now.before, strength)
            if self.done and text == "?":
                self.done[-1].asked = True
