"""The finishing verb: whether it says that the task is done, will be done, or that a part of it is.

    finished := [time past | 已 …] [subject = the task] DONE [了 | 全部工作]         -> done
    partly   := NEAR DONE (即将, 基本) | DONE object (完成方案起草) | subject DONE (方案起草已完成) | DONE share
    | amount DONE
    ahead    := (FUTURE | coming date | span) DONE                                 -> in progress, see when.py
    undone   := NEG DONE                     cannot := CANNOT DONE                 -> in progress, blocked

It counts as finishing the task only where nothing stands beside it but words of the task's own title.
"""

from __future__ import annotations

import re
from typing import ClassVar

from bot.replies.ahead import lies_ahead, may_lie_ahead, on_a_day_gone
from bot.replies.clauses import Clause
from bot.replies.companions import with_others
from bot.replies.context import Context
from bot.replies.names import MARKS
from bot.replies.symbols import Symbol
from bot.replies.titles import bare, essence
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_BESIDE = frozenset(
    words(
        "ADV PAST ALL BE GENERIC LINK POLITE OURS TASKMARK APPROX FUTURE AND LASTONE CORRECT SHOULDBE ASKFOR "
        "EACH BEFORE WITHIN DONE OVERALL NEG LANDS QWEAK SLIP ASOF NEAR REST LIMIT TASKNOUN"
    )
)
_BEHIND = frozenset(words("ASOF ADV GENERIC ALL DONE POLITE PAST BE QWEAK TASKMARK AND OURS LINK OVERALL OKAY"))
_STEPS = words("方案 起草 文件 制度 办法 清单 系统 对接 采购 招标 评审 调研 摸底 培训 选址 签约")
_DRAFTS = tuple(
    f"{draft}{of}"
    for draft in (
        "初稿",
        "草稿",
        "草案",
        "底稿",
        "样稿",
        "征求意见稿",
        "送审稿",
        "讨论稿",
        "报批稿",
        "框架",
        "提纲",
        "大纲",
    )
    for of in ("", "的", "起草", "编制", "撰写")
)
"""文件初稿完成: a paper that is not the last one, whatever the task."""
_MAKING = tuple("拍写印编画录签")
"""宣传片拍完了: what is made is a step."""
_ANEW = ("不", "请", "就", "可", "没", "也", "只", "你", "怎", "哈", "我", "他", "等")
_CLOSING = re.compile(
    "销号|可以销|可以算|算完成|可算|算办结|可以结|申请结题|请予结题|可以办结|可办结|可以打勾|可以划掉|可以关|可以闭环|"
    "申请办结|请予办结|请办结|报办结|报请办结|能结|可结"
)
"""What is asked of the office's books: of the task, whatever stands before."""
_PARTS = ("问题", "整改", "方案", "文件", "案件", "培训", "调研", "对接")


class Mark(Symbol):
    """What one clause contributes to an item's status."""

    __slots__ = ()

    done: ClassVar[Mark]
    part: ClassVar[Mark]
    ahead: ClassVar[Mark]
    past_day: ClassVar[Mark]
    undone: ClassVar[Mark]
    blocked: ClassVar[Mark]
    waiting: ClassVar[Mark]
    not_started: ClassVar[Mark]
    no_change: ClassVar[Mark]
    progress: ClassVar[Mark]
    slow: ClassVar[Mark]


def finishing(clause: Clause, at: int, ctx: Context, code: str | None) -> Mark:
    """Judge one finishing verb by what stands before and behind it."""
    held = 0 < clause.lead <= at and clause.tokens[clause.lead - 1].text in ("把", "将")  # 12月底把19弄完
    before = clause.tokens[:at]
    if clause.lead and not held:
        before = [t for i, t in enumerate(before) if i >= clause.lead or t.kind is not Kind.DATE]
    behind = clause.tokens[at + 1 :]
    if not before and not behind:
        return Mark.done  # 14完成
    token = clause.tokens[at]
    due = "该" in clause.said or "应" in clause.said
    if due and any(t.text.endswith(("该", "本应", "理应")) and t.text != "应该" for t in before[-3:]):
        return Mark.part  # 8月底就该完的
    if clause.has("EXCEPT") and any(t.has("EXCEPT") for t in before):
        return Mark.part  # 除宣传外都完成了
    if before and before[-1].kind is Kind.TEXT and before[-1].text.endswith(("不", "非")):
        return Mark.undone
    if len(token.text) == 1 and len(before) > 1 and before[-1].kind is Kind.TEXT and before[-2].has("NEG"):
        return Mark.undone  # 尚未汇编完
    for prior in reversed(before[-3:]):
        if prior.has("CANNOT"):
            return Mark.blocked
        if prior.has("NEG"):
            return Mark.undone
        if not prior.has("ADV", "ALL", "PAST", "NEAR", "APPROX", "GENERIC") and prior.kind is not Kind.DATE:
            break
    whole = clause.kinds(Kind.SHARE) and any(
        t.kind is Kind.SHARE and t.value >= 100 for t in (*before[-1:], *behind[:2])
    )
    coming = may_lie_ahead(clause)
    if whole and not (coming and lies_ahead(before, behind, ctx)):
        return Mark.done if _whole(before, behind, ctx, code, token) else Mark.part
    now = bool(behind) and behind[0].text in ("目前", "现在", "现", "当前")  # 明年6月做完目前一半
    if not now and (any(t.kind in (Kind.SHARE, Kind.AMOUNT) for t in behind[:3]) or _share_of_goal(behind)):
        return Mark.part
    if _valued(before):
        return Mark.ahead if coming and lies_ahead(before, behind, ctx, token) else Mark.part
    if clause.has("NEAR") and any(t.has("NEAR") for t in (*before, *behind[:1])):
        later = [t for t in before if not t.text.startswith(("本", "今", "当"))]  # 本月基本完成 says how it stands
        return Mark.ahead if coming and lies_ahead(later, behind, ctx, token) else Mark.part
    if behind and behind[0].has("OKAY") and not any(t.has("PAST") for t in before):
        return Mark.ahead  # 完成没问题
    if coming and lies_ahead(before, behind, ctx, token):
        return Mark.part if _a_step(before, behind, ctx, code) else Mark.ahead
    if _CLOSING.search(token.text) is None and not _whole(before, behind, ctx, code, token):
        return Mark.part
    if token.text != "✅" and not token.text.endswith(("了", "啦")) and on_a_day_gone(before, behind):
        return Mark.past_day
    return Mark.done


def _share_of_goal(behind: list[Token]) -> bool:
    """完成全年目标任务的92%: between the verb and the share only the whole is named."""
    for token in behind:
        if token.kind is Kind.SHARE:
            return True
        if not (token.has("GENERIC", "GOAL", "ADV", "APPROX", "ALL") or token.kind in (Kind.DATE, Kind.AMOUNT)):
            return False
    return False


def _valued(before: list[Token]) -> bool:
    """A value right before the verb: 80%完成, 0.5天办结; but 两项都完成 counts tasks."""
    for token in reversed(before):
        if not token.has("PAST", "ALL") or token.has("TASKNOUN"):
            return token.kind in (Kind.SHARE, Kind.AMOUNT) and not _counts_all(token)
    return False


def _counts_all(token: Token) -> bool:
    return token.kind is Kind.AMOUNT and token.unit in ("项", "个") and token.plain and token.value <= 40


def _a_step(before: list[Token], behind: list[Token], ctx: Context, code: str | None) -> bool:
    """9月底前完成方案起草: what will be finished is a step, not the task."""
    first = next((i for i, t in enumerate(behind) if not _passes(t)), None)
    thing = (
        "" if first is None else "".join(t.text for t in behind[first:] if t.kind is Kind.TEXT or t.classes <= {"HOLD"})
    )
    if first is not None and behind[first].has("REST"):
        return False
    if len(essence(thing)) >= 2 and not _covers(thing, ctx, code):
        return True
    said = essence("".join(t.text for t in before if t.kind is Kind.TEXT))
    return said.endswith(_STEPS) and not _covers(said, ctx, code)


def _whole(before: list[Token], behind: list[Token], ctx: Context, code: str | None, verb: Token | None = None) -> bool:
    """Tell whether the verb's subject and object are the task itself."""
    before = with_others(before)
    cut = max((i + 1 for i, t in enumerate(before) if _starts_anew(t)), default=0)
    subject = "".join(t.text for t in before[cut:] if not _beside(t))
    if (
        any(t.has("ALL") or t.text in ("全面", "已全面") for t in before)
        and len(essence(subject)) <= 6
        and not subject.endswith(_PARTS)
    ):
        subject = ""
    first = next((i for i, t in enumerate(behind) if not _passes(t)), None)
    if first is not None and behind[first].text.startswith("并"):
        first = None
    while first and behind[first - 1].text in ("就", "也", "所以"):
        behind, first = [*behind[: first - 1], *behind[first:]], first - 1
    told = first == 0 and verb is not None and verb.text.endswith("了")
    if (
        first is not None
        and (told or (first and behind[first - 1].text in ("了", "啦")))
        and behind[first].text.startswith(_ANEW)
    ):
        first = None  # 完成了不用再问, 完成了就不再报了
    thing = "" if first is None else "".join(t.text for t in behind[first:] if not t.has("ADV", "GENERIC", "POLITE"))
    if essence(subject).endswith(_DRAFTS) and not _covers(essence(subject)[-2:], ctx, code):
        return False
    marked = any(t.text in MARKS for t in before[cut:])
    named = _covers(subject, ctx, code) or _is_named(subject, ctx, code)
    named = named or ctx.view.titles.called(subject, code or "", marked)
    return named and _covers(thing, ctx, code)


def _is_named(subject: str, ctx: Context, code: str | None) -> bool:
    """企业年报: half of it in the title, and pointing to that task alone."""
    if code is None or essence(subject).endswith((*_STEPS, *_PARTS, *_MAKING)):
        return False
    if ctx.view.titles.covers(subject, code, 0.5) and ctx.view.titles.best(subject)[0] == code:
        return True
    short = essence(subject)
    task = ctx.task(code)
    return task is not None and 2 <= len(short) <= 6 and _in_order(short, bare(task.title))


def _in_order(letters: str, name: str) -> bool:
    """年报 of 年度报告: every letter in the name, in this order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def _starts_anew(token: Token) -> bool:
    """改成已办结, 印发通知并办结, 印发了也办结: what stands before says nothing of the verb's subject."""
    return token.has("SHOULDBE", "MOVE") or token.text in ("了", "啦") or token.text.endswith(("并", "了"))


def _beside(token: Token) -> bool:
    if token.kind is Kind.WORD:
        return token.text.endswith("达标") or (token.any_of(_BESIDE) and not token.classes <= {"HOLD"})
    return token.kind is not Kind.TEXT


def _passes(token: Token) -> bool:
    return (
        (token.kind is Kind.WORD and token.any_of(_BEHIND))
        or token.kind in (Kind.DATE, Kind.JUNK, Kind.SHARE)
        or _counts_all(token)
        or token.text in ("in", "on")
    )


def _covers(words: str, ctx: Context, code: str | None) -> bool:
    if code is None and len(essence(words)) >= 4:
        return ctx.view.titles.any_covers(words)
    return ctx.view.titles.covers(words, code or "")
