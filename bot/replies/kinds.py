"""What kind of message it is, once the items are known; and the forms that are recognised before any item is.

undo       := (撤回 | 作废 | undo) [上一条 …]  |  刚才 … 发错          and nothing else of weight
correction := see corrections.py                                       with something to store
kind       := correction | extension | progress, if anything can be stored
            | unknown_task | not_yours | dispute | question | pending | chat, in this order
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.facts import Facts
from bot.replies.finishing import Mark
from bot.replies.joining import FINE
from bot.replies.reading import Doubt, DoubtKind, Item, Reading
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words
from storage.kinds import ReadingKind, Status

NO_CHANGE = Mark.no_change
REFUSING = frozenset({ReadingKind.not_yours, ReadingKind.unknown_task})
_NOTHING = frozenset(("无", "暂无", "没有", "无。", "none", "nil", "n/a", "nothing"))
_NOTHING_OF = re.compile(r"(?:配合|本月|新增|进展|情况|变化|事项|工作|内容|方面|目前|任务|的)+(?:无|暂无|没有|没得)")
_UNDO_BESIDE = words(
    "UNDO LASTONE REPORTV POLITE ADV ASKFOR BE WRONG GENERIC QSTRONG QWEAK SLIP MATERIAL PAST SENT SENTTO "
    "TASKMARK LINK NEG AND PROBLEM SOON CORRECT APPROX SHOULDBE FUTURE OKAY"
)
_LIGHT = frozenset(
    "来忙那个条哎呀嘛头关于把将请帮我的吧一下掉那个信息消息报告记录内容刚发进展条这回给麻烦了呢啊份全都下要它先错"
)


@dataclass(slots=True)
class Talk:
    """What the message does besides reporting."""

    asked: bool = False
    disputed: bool = False
    pending: bool = False
    extends: bool = False
    corrects: bool = False
    polite: bool = False

    def note(self, facts: Facts) -> None:
        """Take over what a group of clauses does."""
        self.asked = self.asked or facts.asked
        self.disputed = self.disputed or facts.disputed
        self.pending = self.pending or facts.pending

    def kind(self, storing: bool, whys: list[str]) -> ReadingKind:
        """Return the message's kind."""
        if storing:
            if self.corrects:
                return ReadingKind.correction
            return ReadingKind.extension if self.extends else ReadingKind.progress
        if whys:
            return ReadingKind.not_yours if "not_yours" in whys else ReadingKind.unknown_task
        if self.disputed:
            return ReadingKind.dispute
        if self.asked:
            return ReadingKind.question
        return ReadingKind.pending if self.pending else ReadingKind.chat


def bare_number(tokens: list[Token], ctx: Context) -> Reading | None:
    """Read a message that is one number: a percent in answer to a nudge of one task, from 5 up; otherwise nothing."""
    end = next((i for i, t in enumerate(tokens) if t.kind is Kind.SEP and t.strength >= 2), len(tokens))
    if any(t.kind is not Kind.NUMBER and _beside_number(t) for t in tokens[:end]):
        return None
    if not ctx.reply_to and any(t.text.lower() in FINE for t in tokens):
        return None  # 14 ok
    compared = any(t.has("COMPARE") for t in tokens[end + 1 : end + 3])  # 70，比上月多10
    loose = [t for t in (tokens[:end] if compared else tokens) if _beside_number(t)]
    if len(ctx.reply_to) == len(loose) > 1 and all(t.kind is Kind.NUMBER for t in loose):
        return Reading(ReadingKind.chat, unread=ctx.text)  # 80 60 40: percents or codes
    if len(loose) != 1 or loose[0].kind is not Kind.NUMBER:
        return None
    value = loose[0].value
    if len(ctx.reply_to) != 1 or not value.is_integer() or not 5 <= value <= 100:
        return Reading(ReadingKind.chat, unread=ctx.text)
    if ctx.open_number(value):
        either = (ctx.reply_to[0], loose[0].text)
        doubt = Doubt(DoubtKind.number_or_percent, loose[0].text, 0, either)
        asked = Item(None, Status.in_progress, int(value), words=ctx.text)
        return Reading(ReadingKind.progress, (asked,), candidates=either, doubts=(doubt,))
    if not ctx.own(ctx.reply_to[0]):
        return None
    done = value == 100
    item = Item(ctx.reply_to[0], Status.done if done else Status.in_progress, int(value), words=ctx.text)
    return Reading(ReadingKind.progress, (item,))


def _beside_number(token: Token) -> bool:
    """Tell whether a token is more than what may stand about a number: 约70左右."""
    if token.kind is Kind.SEP or (token.kind is Kind.WORD and token.has("APPROX", "ADV", "POLITE")):
        return False
    return token.text not in ("左右", "上下", "吧", "分")


def undoes(clauses: list[Clause]) -> bool:
    """Tell whether the message takes back the last report, and says nothing else of weight."""
    for at, clause in enumerate(clauses[:3]):
        if not _takes_back(clause):
            continue
        others = clauses[:at] + clauses[at + 1 :]
        if clause.has("LASTONE"):
            others = [c for c in others if c.tokens or c.mention is None]  # 49：重复报了，撤销刚刚那条
        if not any(_weighs(c) for c in others):
            return True  # 撤回上条，没审过
    tokens = [t for c in clauses for t in c.tokens]
    if any(t.kind in (Kind.SHARE, Kind.AMOUNT) or (t.kind is Kind.DATE and not _gone(t)) for t in tokens):
        return False
    for token in tokens:
        if token.kind is Kind.DATE or (token.kind is Kind.TEXT and set(token.text) <= _LIGHT):
            continue
        if token.kind is not Kind.WORD or not token.has(*_UNDO_BESIDE):
            return False
    takes_back = any(t.has("UNDO") and not t.text.startswith("忽略不") for t in tokens)
    mistaken = any(t.has("WRONG") for t in tokens) and any(
        t.has("LASTONE") or t.text.startswith(("发错", "报错")) for t in tokens
    )
    if any(c.has("NOTOURS") for c in clauses) or (any(c.asked for c in clauses) and not takes_back):
        return False
    return takes_back or (mistaken and not any(t.has("SHOULDBE") for t in tokens))


def _takes_back(clause: Clause) -> bool:
    if not clause.has("UNDO"):
        return False
    light = all(t.kind is Kind.WORD or t.kind is Kind.DATE or set(t.text) <= _LIGHT for t in clause.tokens)
    plain = all(t.has("UNDO", "REPORTV", "POLITE", "ADV", "LASTONE") or t.text == "填" for t in clause.tokens)
    named = clause.mention is not None and not clause.has("LASTONE") and not plain
    return not named and light and not clause.has(*STATUS) and not clause.asked


_TWICE = ("重复报", "重复提交", "重复上报", "重复填", "报重", "发重", "填重", "重复发")


def _weighs(clause: Clause) -> bool:
    """Tell whether a clause says something beside why the last report is taken back."""
    twice = clause.said.startswith(_TWICE)
    reason = (twice or clause.has("WRONG")) and not clause.kinds(Kind.SHARE, Kind.AMOUNT)  # 把51和55的数报错了
    return (
        (clause.mention is not None and not reason)
        or clause.asked
        or clause.kinds(Kind.SHARE, Kind.AMOUNT, Kind.NUMBER)
        or clause.has("DONE", "NOTSTARTED", "STOPPED", "SHOULDBE", "MOVE", "EXTEND", "NOTOURS", "PROGRESS")
    )


def _gone(token: Token) -> bool:
    """昨天那条: a day that has been."""
    return token.day is not None and token.day.shape == "past"


def nothing(clauses: list[Clause], ctx: Context) -> bool:
    """无, in answer or behind a task's number."""
    texts = [t.text for c in clauses for t in c.tokens if not t.has("POLITE", "ADV")]
    said = "".join(texts).strip().lower()
    return said in _NOTHING or bool(_NOTHING_OF.fullmatch(said))


def likewise(clauses: list[Clause]) -> bool:
    """88也一样, behind another task's report: just as that one."""
    same = any(c.has("SAME") for c in clauses)
    return same and all(t.has("SAME", "ADV", "ALL", "BE") for c in clauses for t in c.tokens)


def as_above(clauses: list[Clause]) -> bool:
    """40同上, behind another task's report: as that one."""
    return any(t.text == "同上" for c in clauses for t in c.tokens)


def bare_date(clauses: list[Clause]) -> bool:
    """Tell whether there is nothing but a date: no report."""
    return all(t.kind in (Kind.DATE, Kind.SEP) for c in clauses for t in c.tokens)


def happened(clauses: list[Clause]) -> bool:
    """Tell whether the words tell of something that has happened (已…, …了)."""
    return any(
        t.has("PAST", "REACHED", "LANDS") or t.text in ("了", "过") or t.text.endswith("了")
        for c in clauses
        for t in c.tokens
    )
