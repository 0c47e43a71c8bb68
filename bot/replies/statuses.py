"""How a clause says that the task stands; the finishing verb has a room of its own, finishing.py.

blocked     := CANTDO | STOPPED | WAIT OUTSIDE            卡在, 不能按期, 等市局批复
not started := NOTSTARTED                                 未启动
no change   := NOCHANGE | NEG … 变化 | LIKE time SAME     同上月, 没什么新情况, 跟8月一样
slow        := SLOW                                       滞后: in progress, with an obstacle
progress    := PROGRESS | LANDS | REACHED                 正常推进, 已上线, 已印发
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.finishing import Mark, finishing
from bot.replies.subjects import subject
from bot.replies.tokens import Kind, Token
from bot.replies.waiting import once, waits

_TELLING = frozenset((*STATUS, "WAIT", "NEG"))
_RARER = _TELLING - {"DONE", "PROGRESS", "NEG"}
_LIKE = frozenset("同照依")
_BEGIN = ("启动", "开始", "开工", "动工", "start", "begin", "着手", "起步")
_GOING_ON = (
    "承接",
    "继续",
    "办理",
    "落实",
    "验收",
    "施工",
    "供地",
    "招标",
    "签约",
    "推行",
    "对接",
    "上线",
    "接入",
    "共享",
    "核验",
    "审批",
)
_LEFT = re.compile(
    r"(?:待|等|尚需|还需|需)[^,。;]{0,8}(?:验收|评审|公示|揭牌|审定|试运行)(?!后|通过后)|(?:只|就|仅|单)(?:等|差|剩|欠|待|缺)(?!异|别|价|额|评)"
)
_LEAVING = frozenset("待等需只就仅单")  # one of them stands in it
_BUILT = ("建成", "建好", "建完")
_REACHED = ("达到了", "达成了", "实现了", "都达到", "都达成")
_IN_PLACE = ("到位", "接好", "接住", "收口", "清零", "还清", "结清", "付清", "已到位", "落实到位")
_MOST_VERBS = 8
"""Finishing verbs judged of one clause; who says more of them says nothing."""
_THIS = ("这项", "那项", "这块", "那块", "一项", "这个", "那个", "一事", "这件")
_NEWS = ("东西", "内容", "起色", "情况", "变化", "进展", "动静", "动作", "新增", "更新", "变动", "新的", "突破")


def marks(clause: Clause, ctx: Context, code: str | None) -> set[Mark]:
    """Return what the clause says of the status of a task (None: not known which)."""
    found: set[Mark] = set()
    if clause.any_of(_TELLING) or "还差" in clause.said:
        found |= _verbs(clause, ctx, code)
    settled = clause.has("PAST", "ALL") or clause.said.endswith(("了", "啦"))
    if (settled and (_in_place(clause, ctx, code) or _all_built(clause, ctx, code))) or well(clause):
        found.add(Mark.done)
    last = clause.tokens[-1] if len(clause.tokens) > 1 else None
    if last is not None and last.text in ("办", "结", "毕", "好") and clause.tokens[-2].has("PAST"):
        found.add(Mark.done)  # 14已办
    if clause.mention is not None and len(clause.tokens) == 1 and clause.tokens[0].text == "结":
        found.add(Mark.done)  # 27结
    if last is not None and last.text in ("还没", "还没有", "尚未", "还未"):
        found.add(Mark.undone)  # 发改那边还没
    if not _LEAVING.isdisjoint(clause.said) and _LEFT.search(clause.said):
        found.add(Mark.undone)  # 只等公示
    if _like_before(clause):
        found.add(Mark.no_change)
    if clause.has("CANNOT", "GOAL", "LACK"):
        found |= _seldom(clause)
    return found


def _verbs(clause: Clause, ctx: Context, code: str | None) -> set[Mark]:
    """Return what each word that tells a status comes to where it stands."""
    found: set[Mark] = set()
    lands = clause.has("REACHED", "LANDS")
    named = next((i for i, t in enumerate(clause.tokens) if i and t.text in _THIS), 0) if lands else 0
    verbs = 0
    for at, token in enumerate(clause.tokens):
        if token.kind is not Kind.WORD or (token.classes.isdisjoint(_TELLING) and token.text != "还差"):
            continue
        verbs += token.has("DONE")
        if verbs > _MOST_VERBS:
            break
        if at == named - 1 and token.has("REACHED", "LANDS"):
            continue  # 上市挂牌这项尚未启动: a name
        if token.has("NEG") and _nothing_new(clause, at):
            found.add(Mark.no_change)
        elif mark := _mark(clause, at, token, ctx, code):
            found.add(mark)
    return found


def _seldom(clause: Clause) -> set[Mark]:
    """Return what rare words come to: what cannot be done, a goal that was reached."""
    found: set[Mark] = set()
    if any(a.has("CANNOT") and b.text.startswith(_GOING_ON) for a, b in pairwise(clause.tokens)):
        found.add(Mark.blocked)  # 暂无法承接
    if clause.has("GOAL") and clause.has("ALL") and "".join(t.text for t in clause.tokens[-2:]) in _REACHED:
        found.add(Mark.progress)  # 全年目标都达到了
    cannot = any(t.has("LACK") and t.text.endswith("不了") for t in clause.tokens)
    if cannot and clause.only("LACK", "ADV", "WE"):
        found.add(Mark.blocked)  # 接不了
    return found


def well(clause: Clause) -> bool:
    """47好了: right behind a task's number."""
    return (
        clause.mention is not None
        and clause.said.startswith("好")
        and "".join(t.text for t in clause.tokens[:2]) in ("好了", "好啦")
    )


def _in_place(clause: Clause, ctx: Context, code: str | None) -> bool:
    """47到位了, 植物检疫流程优化已全部落实到位: with nothing beside it but the task's number or name."""
    if not any(t.text.startswith(_IN_PLACE) for t in clause.tokens):
        return False
    if clause.mention is not None:
        told = clause.has("PAST", "ALL") or clause.tokens[-1].text in ("了", "啦")
        return told and clause.only("LANDS", "REACHED", "PAST", "ALL", "ADV")
    titled = clause.has("PAST") and clause.has("ALL") and not clause.kinds(Kind.AMOUNT)
    return titled and titled_only(clause, ctx, code)


def _all_built(clause: Clause, ctx: Context, code: str | None) -> bool:
    """示范区已全部建成: the task's own name, and no part or number of it."""
    if not clause.has("ALL"):
        return False
    at = next(
        (i for i, (a, b) in enumerate(pairwise(clause.tokens)) if a.has("ALL") and b.text.startswith(_BUILT)), None
    )
    if at is None or clause.has("FUTURE", "WITHIN", "BEFORE") or clause.kinds(Kind.AMOUNT, Kind.DATE):
        return False
    return clause.mention is not None or titled_only(replace(clause, tokens=clause.tokens[:at]), ctx, code)


def titled_only(clause: Clause, ctx: Context, code: str | None) -> bool:
    """Tell whether the clause's subject is a name of the task."""
    return code is not None and ctx.view.titles.covers(subject(clause, ctx), code)


def _mark(clause: Clause, at: int, token: Token, ctx: Context, code: str | None) -> Mark | None:
    if token.has("DONE"):
        return finishing(clause, at, ctx, code)
    if token.text == "还差":
        return Mark.undone
    if token.classes.isdisjoint(_RARER):
        return _going_on(clause, at, token, ctx) if token.has("PROGRESS") else None
    if token.has("UNDONE"):
        nothing = at > 0 and clause.tokens[at - 1].text.endswith("无")
        return None if nothing or _negated(clause, at) else Mark.undone  # 不存在未办结的情况
    if token.has("STOPPED") and any(t.kind is Kind.AMOUNT and t.span is None and t.unit != "项" for t in clause.tokens):
        return None  # 叫停问题项目2个: what was done to others
    if token.has("CANTDO", "STOPPED") and once(clause, at):
        return None  # 前期卡了一阵
    if token.has("CANTDO", "STOPPED"):
        return Mark.part if _negated(clause, at) else Mark.blocked
    if token.has("WAIT"):
        return Mark.waiting if waits(clause, at) else None
    if token.has("NOTSTARTED", "NOCHANGE") and _denied(clause.tokens[max(0, at - 2) : at]):
        return Mark.part  # 不是没动
    if token.has("NOTSTARTED"):
        titled = len(subject(clause, ctx)) > 1 and titled_only(clause, ctx, code)
        few = _but_for(clause.tokens[:at]) and not titled  # a title may have 部分
        return Mark.part if few else Mark.not_started
    if token.has("NOCHANGE"):
        return Mark.no_change
    if token.has("SLOW"):
        return Mark.progress if _negated(clause, at) else Mark.slow
    if token.has("NEARDONE"):
        return Mark.part
    if token.has("LANDS", "REACHED"):
        return Mark.progress
    return _going_on(clause, at, token, ctx) if token.has("PROGRESS") else None


def _going_on(clause: Clause, at: int, token: Token, ctx: Context) -> Mark | None:
    if at and clause.tokens[at - 1].has("NOTSTARTED"):
        return None
    if token.text.removeprefix("才") in _BEGIN and _to_come(clause, at, ctx):
        return None if any(t.has("OUTSIDE") for t in clause.tokens[:at]) else Mark.not_started
    if at and any(t.has("CANNOT") for t in clause.tokens[max(0, at - 2) : at]):
        return Mark.blocked  # 无法启动
    if _negated(clause, at) and token.text in ("start", "started", "启动", "开始", "启动了"):
        return Mark.not_started
    if _negated(clause, at):
        return (
            Mark.no_change
            if token.text in ("推进", "进展", "进行", "开展", "有进展", "有变化", "有更新")
            else Mark.part
        )
    return Mark.progress


def _denied(before: list[Token]) -> bool:
    """不是没动; but 没案子无变化 denies nothing."""
    return any(t.has("NOTBE") for t in before) or bool(before and before[-1].has("NEG"))


def _but_for(before: list[Token]) -> bool:
    """差一场培训没搞, 还有两户没动: all but a part of it."""
    words = "".join(t.text for t in before)
    return any(word in words for word in ("差", "还有", "就剩", "只剩", "剩", "除了", "个别", "部分", "少数"))


def _to_come(clause: Clause, at: int, ctx: Context) -> bool:
    """10月启动, will start: what is to begin has not begun."""
    before = clause.tokens[:at]
    if any(t.has("PAST") for t in before) or any(t.text in ("了", "过") for t in clause.tokens[at + 1 : at + 2]):
        return False
    for token in (*before[-3:], *clause.tokens[at + 1 : at + 2]):
        if (
            token.kind is Kind.DATE
            and token.day is not None
            and token.day.day is not None
            and token.day.near > ctx.today
        ):
            return True
    return any(t.has("FUTURE") and t.text not in ("能", "可", "会") for t in before[-2:])


def _nothing_new(clause: Clause, at: int) -> bool:
    """没什么新情况, 没有啥进展: nothing new, however it is put."""
    for place, token in enumerate(clause.tokens[at + 1 : at + 4], at + 1):
        behind = clause.tokens[place + 1].text if place + 1 < len(clause.tokens) else ""
        if token.kind is Kind.TEXT and len(token.text) <= 3 and behind.startswith(_NEWS):
            return True  # 还没有实质进展
        if any(word in token.text for word in _NEWS) and not token.has("DONE", "LACK"):
            return True
        if not (
            token.has("QWEAK", "ADV", "APPROX")
            or token.text in ("新", "太大", "大", "任何", "明显", "一项", "新的", "多大")
        ):
            return False
    return False


def _negated(clause: Clause, at: int) -> bool:
    """Tell whether a negation stands before the word with nothing but particles between."""
    for token in reversed(clause.tokens[max(0, at - 3) : at]):
        if token.has("NEG", "CANNOT"):
            return True
        if not token.has("ADV", "ALL", "PAST", "NEAR", "APPROX"):
            return False
    return False


def _like_before(clause: Clause) -> bool:
    """跟上月一样, 与之前一致: LIKE, a time gone by, SAME; 同7月 says as much without it."""
    if clause.kinds(Kind.DATE) and not _LIKE.isdisjoint(clause.said):
        said = [t for t in clause.tokens if not t.has("REST", "ALL", "ADV")]
        if len(said) == 2 and said[0].text in _LIKE and said[1].kind is Kind.DATE:
            return True
    if not clause.has("LIKE"):
        return False
    step = 0
    for token in clause.tokens:
        if step == 0 and token.has("LIKE"):
            step = 1
        elif step == 1 and (
            token.kind is Kind.DATE or token.has("LASTONE", "BEFORE") or token.text in ("之前", "以前", "原来")
        ):
            step = 2
        elif step == 2 and (token.has("SAME", "PROGRESS") or (token.text == "差不多" and token is clause.tokens[-1])):
            return True
    return False
