"""Asking for more time: whether a clause does, and until when.

    asks      := EXTEND [到] date | EXTEND span | ASKFOR … (再给|宽限) span | LIMIT MOVE date
                 能不能延到10月底, 想延长两个月, 再给两周, 时限调整为11月底
    extension := the date that is asked for, a span from the task's deadline, the day told right before the asking

预计推迟到10月底完成 tells when, and asks for nothing.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from bot.replies.clauses import Clause, remembered
from bot.replies.context import Context
from bot.replies.spans import Span, add_months, after, month_end
from bot.replies.tokens import Kind, Token

_TELLING = ("预计", "估计", "可能", "将", "会", "大概", "只能")
_MORE = re.compile(r"more |another |extra |additional ", re.I)
_PROCEDURE = re.compile(
    r"(?:要|用|需|怎么|哪|谁)[^,。;]{0,6}(?:写|盖|交|填|走|打|报)|(?:写|盖|交|填|走)[^,。;]{0,6}[吗么]"
)
_GRANTED_YET = re.compile(r"(?:批|准|同意)(?:下来)?了?(?:没有?|吗|么)$|批没批|同没同意|批下来了?吗")
_GRANTED = re.compile(
    r"(?:已经?|刚|上个?月|上次|之前|前期)[^,。;]{0,4}(?:批(?:复|准)?|同意|准)(?:我们|我局|我委)?(?:了|到|至|延|顺延|宽限)"
    r"|(?:已经?获批|批到|批准到|批复到|获批)"
)
PUT_OFF = ("推", "延后", "延期", "延迟", "缓")
"""Words that others' delays begin with: 系统市里推迟上线."""
_WISHES = ("申请", "想", "希望", "恳请")
_GIVEN = frozenset(("再给", "多给", "宽限", "再要", "need", "we need", "give us", "give me", "allow us", "grant us"))
_GIVING = frozenset("再多宽nwgaNWGA")  # they begin with one of these
_LONGER = re.compile(r"(?:多|再)(?:要|给|宽限|缓|宽)(?:我们)?$")


def extension(clauses: list[Clause], code: str | None, ctx: Context) -> date | None:
    """Return the date that is asked for, in the clause that asks or right behind it; None where none is named."""
    place = next((i for i, c in enumerate(clauses) if c.has("EXTEND", "MOVE") or asks_for_time(c)), 0)
    for clause in clauses[place : place + 3]:
        start = next((i for i, t in enumerate(clause.tokens) if t.has("EXTEND", "MOVE")), 0)
        for token in (*clause.tokens[start:], *reversed(clause.tokens[:start])):
            if token.kind is Kind.DATE and token.day and token.day.day and not _stale(clause, token):
                return token.day.day
            if token.span is not None:
                return _from_deadline(token.span, code, ctx)
    return None


def told_before(clauses: list[Clause], ctx: Context) -> date | None:
    """最快也要8月底，烦请批准延期: the day told in the clause right before the asking."""
    last = clauses[-1] if clauses else None
    if last is None or not any(t.has("FUTURE") or t.text in ("最快", "最早") for t in last.tokens):
        return None
    days = [t.day.day for t in last.tokens if t.kind is Kind.DATE and t.day and t.day.day and not _stale(last, t)]
    return days[-1] if days else None


def _stale(clause: Clause, token: Token) -> bool:
    """10月底前完不成，申请延期: the date before belongs to what cannot be done."""
    at = clause.tokens.index(token)
    return any(t.has("CANTDO", "CANNOT", "NEG", "UNDONE") for t in clause.tokens[at + 1 :])


def _from_deadline(span: Span, code: str | None, ctx: Context) -> date | None:
    task = ctx.task(code)
    if task is None or task.deadline is None:
        return None
    if span.unit == "month" and not span.count % 1:
        try:
            moved = add_months(task.deadline, int(span.count))
            return month_end(moved.year, moved.month)
        except (ValueError, OverflowError):
            return None
    return after(task.deadline, span)


@remembered
def asks_for_time(clause: Clause) -> bool:
    """Tell whether the clause asks for more time: 申请延期, 能不能延到10月底, 再给两周时间, 时限调整为11月底."""
    extends = clause.has("EXTEND")
    if not extends and not (
        clause.kinds(Kind.DATE, Kind.SPAN, Kind.AMOUNT) and (_moves_limit(clause) or _asks_for_more(clause))
    ):
        return False
    if clause.has("NOEXTEND"):
        return False
    if clause.has("HOW") and not clause.kinds(Kind.DATE, Kind.SPAN):
        return False
    if _GRANTED.search(clause.said):
        return False  # 延期上月已批到10月底
    if about_procedure(clause):
        return False
    if clause.has("QSTRONG") and clause.tokens[-1].has("REPORTV") and not clause.kinds(Kind.DATE):
        return False  # 能不能宽限两天报: to report, not to finish
    return not extends or _puts_off(clause)


def _puts_off(clause: Clause) -> bool:
    """申请延期, 能不能延到10月底: asked here, and not told of what was or of what others do."""
    if clause.asked and any(b.text == "的" for a, b in pairwise(clause.tokens) if a.has("EXTEND")):
        return False
    at, word = next((i, t) for i, t in enumerate(clause.tokens) if t.has("EXTEND"))
    before = clause.tokens[:at]
    gone = any(t.has("PAST") or t.text.startswith("已") for t in clause.tokens[at:])
    ahead = any(t.kind is Kind.SPAN or (t.day is not None and t.day.day is not None) for t in clause.tokens[at:])
    if gone and not ahead:
        return False  # 延期申请上周已经交了
    if any(t.has("NEG", "CANNOT", "PAST") and t.text not in ("刚", "just") for t in before[-2:]) or _is_told(
        before, word
    ):
        return False
    if at and before[-1].has("OUTSIDE") and word.text.startswith(PUT_OFF) and not _wants(before[:-1]):
        return False  # 系统市里推迟上线: what others put off
    return _asks_here(clause, word, at)


def _moves_limit(clause: Clause) -> bool:
    """时限调整为11月底: the time itself is said to be another."""
    return (
        clause.has("LIMIT")
        and clause.has("MOVE")
        and clause.kinds(Kind.DATE)
        and not clause.has("LASTONE", "WRONG", "CORRECT")
        and any(t.has("LIMIT") and not t.text.startswith("预计") for t in clause.tokens)
    )


def _asks_for_more(clause: Clause) -> bool:
    """想申请到2023年6月30日, 能晚一周吗, 再给两周: no word of putting off."""
    tokens, said = clause.tokens, clause.said
    if clause.kinds(Kind.DATE) and ("到" in said or "至" in said):
        for first, second, third in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if third.kind is Kind.DATE and second.text in ("到", "至") and first.text in _WISHES:
                return True  # 想申请到2023年6月30日
    wishes = clause.has("QSTRONG", "ASKFOR")
    if wishes and any(t.text.lower() in ("until", "till") for t in tokens):
        return clause.kinds(Kind.DATE)  # could we have until the end of March
    if "晚" in said and any(b.span is not None and a.text.endswith("晚") for a, b in pairwise(tokens)):
        return (clause.asked or wishes) and not (clause.has("REPORTV") or "报" in said)  # 能晚一周吗
    if wishes and clause.kinds(Kind.SPAN):
        for at, token in enumerate(tokens):
            if token.kind is not Kind.SPAN:
                continue
            if _MORE.search(token.text):
                return True  # could we get 2 more months for 83
            if _LONGER.search("".join(t.text for t in tokens[:at])):
                return True  # 想多要三个月
    given = not _GIVING.isdisjoint(said) and any(t.text.lower() in _GIVEN for t in tokens)
    return given and any(t.span is not None or t.kind is Kind.DATE for t in tokens)


def _wants(tokens: list[Token]) -> bool:
    return any(t.has("ASKFOR") and not t.has("HOLD") for t in tokens)


@remembered
def about_procedure(clause: Clause) -> bool:
    """申请延期要盖公章吗, 延期批了没: asks how, or whether it was granted, and for no time."""
    if not clause.has("EXTEND") or clause.kinds(Kind.DATE, Kind.SPAN):
        return False
    if _GRANTED_YET.search(clause.said):
        return True
    return (clause.asked or clause.has("QSTRONG", "QWEAK")) and _PROCEDURE.search(clause.said) is not None


def _is_told(before: list[Token], word: Token) -> bool:
    """预计推迟到10月底完成 tells when, and asks for nothing."""
    telling = (
        _TELLING
        if not word.text.startswith(("延期", "延长", "展期", "申请", "宽"))
        else ("预计", "估计", "可能", "将", "会")
    )
    if not any(t.text in telling for t in before[-2:]):
        return False
    return not any(t.has("ASKFOR") and not t.has("FUTURE") for t in before)


def _asks_here(clause: Clause, word: Token, at: int) -> bool:
    dated = any(t.kind is Kind.DATE or t.span is not None for t in clause.tokens[at:])
    asking = clause.has("ASKFOR", "QSTRONG")
    if word.text == "给到":
        return asking and dated
    if word.text in ("晚点", "晚一点", "晚一些", "缓一缓", "延时", "延缓", "延"):
        return (asking or dated) and (dated or word.text not in ("晚点", "晚一点", "晚一些"))
    if word.text.startswith(("推", "延后", "往后", "顺延", "缓")):
        return asking
    return asking or dated or len(clause.tokens) <= 3


def gives_reason(clause: Clause) -> bool:
    """申请延期一个月，市局系统升级: plain words beside a request for time are its reason."""
    theirs = clause.has("OUTSIDE") or any(t.text in ("那边", "那头", "对方") for t in clause.tokens)
    if theirs and any(t.text.startswith(("还在", "仍在", "尚在", "正在")) for t in clause.tokens):
        return not clause.kinds(Kind.SHARE, Kind.AMOUNT)  # 方案市里还在研究
    said = sum(len(t.text) for t in clause.tokens if t.kind is Kind.TEXT or t.has("OUTSIDE") or t.classes <= {"HOLD"})
    return (
        said >= 4
        and not clause.has("LEADER", "DONE", "PROGRESS", "OKAY", "PAST")
        and not clause.kinds(Kind.SHARE, Kind.DATE)
        and (not clause.kinds(Kind.AMOUNT) or clause.has("NEG", "LACK", "UNDONE"))
    )


def still_doing(clause: Clause) -> bool:
    """名单还在核: something of the task, and what is still being done about it."""
    at = next((i for i, t in enumerate(clause.tokens) if t.text.startswith(("还在", "仍在", "尚在"))), 0)
    named = sum(len(t.text) for t in clause.tokens[:at] if t.kind is Kind.TEXT)
    return named >= 2 and not clause.kinds(Kind.SHARE, Kind.AMOUNT)


def before_asking(clause: Clause) -> Clause:
    """Return the part of a clause that stands before its request for time."""
    cut = next((i for i, t in enumerate(clause.tokens) if t.has("EXTEND", "MOVE") or t.text in ("再给", "多给")), 0)
    while cut and clause.tokens[cut - 1].has("ASKFOR", "FUTURE", "QSTRONG", "LIMIT"):
        cut -= 1
    kept = clause.tokens[:cut]
    if all(
        t.kind in (Kind.DATE, Kind.TEXT)
        or not t.has("CANTDO", "STOPPED", "SLOW", "DONE", "UNDONE", "LACK", "CAUSE", "PROGRESS")
        for t in kept
    ):
        kept = [t for t in kept if t.kind is Kind.SHARE]
    end = kept[-1].end if kept else clause.start
    return Clause(tokens=kept, before=clause.before, label=clause.label, start=clause.start, end=end)


def only_date(clause: Clause) -> bool:
    """Tell whether a clause is a day or a length of time, and says nothing else of weight."""
    return (
        clause.kinds(Kind.DATE, Kind.SPAN)
        and not clause.has("DONE", "PAST")
        and not clause.kinds(Kind.TEXT, Kind.SHARE)
    )
