"""Dates of a clause: when the task will be finished (until when more time is asked for is read in asking).

    expected  := date … finishing verb                          9月上旬完成, 10月底上线, done by Oct 15
               | FUTURE date | LIMIT [:] date                    预计10月底, 完成时间：10月底, ETA end of October
               | span (内 | 后) [finishing verb] | 再有 span      两周内, 再有10天完成
               | date alone | date 前                            60%，10月底前

Not expected: past dates, dates after 截至, dates whose verb is a step and not the end (9月召开会议).
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.finishing import Mark
from bot.replies.spans import after
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_SKIP = frozenset(words("REST ADV APPROX BEFORE WITHIN POLITE BE ALL PAST GENERIC LINK QWEAK DONE LANDS LIMIT FUTURE"))
_FORMERLY = re.compile("原计划|原定|本应|本来|原本|原先|原来|原拟|本该|originally")
STARTING = frozenset(words("启动 开始 开工 动工 开建 进场 着手 实施 开展 start begin starting 起步 开搞 开弄"))
_HANDED = frozenset((*"交好成结弄办搞清齐通出", "补上", "补齐", "补完", "补好"))
_RUNNING = ("本", "这个", "这", "今", "当", "上")
_ENDED = ("了", "啦", "咯", "喽")
_PROMISES = ("BEFORE", "WITHIN")
_MOST_JUDGED = 6  # days of one clause; who names more of them promises none
_LONG_PAST = 45  # days: a date further back than this, with a word of the future, is next year's


def expected(clause: Clause, label: Clause | None, found: set[Mark], ctx: Context) -> tuple[date | None, bool]:
    """Return the day by which the clause says the task will be finished, and whether a past day is to be asked
    about."""
    doubtful = False
    if not clause.kinds(Kind.DATE, Kind.SPAN, Kind.AMOUNT):
        return None, False
    if clause.has("CAUSE") and clause.has("MOVE", "SLOW", "EXTEND") and not clause.has("DONE"):
        return None, False  # 原因是评审推迟到明年上半年: what others do
    if _FORMERLY.search(clause.said):
        return None, False  # 原定10月底完成
    judged = 0
    for at in range(len(clause.tokens) - 1, -1, -1):  # the last one: 本月预计10月底完成
        token = clause.tokens[at]
        if at < clause.lead and token.text.startswith(("今年", "本年", "本月", "这个月", "本季")):
            continue  # 今年96办结: what is spoken of
        if token.kind is Kind.DATE and token.day:
            day, odd = _dated(clause, at, token, label, found, ctx)
            doubtful = doubtful or odd
        elif token.span is not None and token.kind in (Kind.SPAN, Kind.AMOUNT):
            day = _spanned(clause, at, token, found, ctx)
        else:
            continue
        if day is not None and day >= ctx.today:
            return day, False
        judged += 1
        if judged == _MOST_JUDGED:
            break
    return None, doubtful


def _dated(
    clause: Clause, at: int, token: Token, label: Clause | None, found: set[Mark], ctx: Context
) -> tuple[date | None, bool]:
    assert token.day is not None
    before = clause.tokens[at - 1] if at else None
    following = clause.tokens[at + 1 :]
    if (before is not None and before.has("ASOF", "LIKE")) or any(
        t.has("PAST") or t.text.startswith("已") for t in following[:3]
    ):
        return None, False
    looks = clause.has("FUTURE") or any(t.has(*_PROMISES) for t in following[:1])
    if token.text in ("今天", "今日", "today") and not looks and not clause.has("EXTEND"):
        return None, False  # 今天收口
    ended = any(a.has("LANDS", "REACHED") and b.text in _ENDED for a, b in pairwise(following))
    if ended and not looks and token.text.startswith(_RUNNING):
        return None, False  # 本月清零啦: it has come about
    if (
        token.text.startswith(("今年", "本年", "全年"))
        and following
        and (following[0].kind is Kind.TEXT or following[0].classes <= {"HOLD"} or following[0].has("GENERIC"))
    ):
        return None, False  # 今年的评选全部结束
    if following and following[0].text.startswith(("到期", "截止")):
        return None, False
    if before is not None and before.text.startswith("延长") and clause.has("PAST"):
        return None, False  # 排查期已延长到全年: how long a measure lasts
    if not _promised(clause, at, label, found):
        return None, False
    near, day = token.day.near, token.day.day
    if (
        near < ctx.today
        and before is not None
        and before.text in ("in", "on")
        and clause.has("DONE")
        and not clause.has("LANDS")
    ):
        return None, False  # completed in February
    if token.day.shape == "past" or day is None:
        return None, near < ctx.today and Mark.done not in found
    if near >= ctx.today:
        return day, False
    looks_ahead = any(t.has("FUTURE", "LIMIT") for t in clause.tokens[:at]) or any(
        t.has(*_PROMISES) for t in following[:1]
    )
    if looks_ahead and (token.day.shape != "day" or (ctx.today - near).days > _LONG_PAST):
        return day, False
    if (day - ctx.today).days <= 1.2 * (ctx.today - near).days:
        return day, False  # 一季度 said in December: the one that comes is nearer
    if token.text.endswith(("日", "号")) and "月" not in token.text and looks_ahead:
        return day, False
    return None, True


def _promised(clause: Clause, at: int, label: Clause | None, found: set[Mark]) -> bool:
    """Tell whether the date at a place is that of the task's end."""
    before, behind = clause.tokens[:at], clause.tokens[at + 1 :]
    near = before[-1:] if before and before[-1].has("REPORTV") else before[-2:]
    if any(t.has("CANNOT", "NEG") for t in near):
        return False  # but 还差通知没发下周五之前完成
    if any(t.has("PROBLEM", "CANTDO") for t in behind):
        return False  # 年底前完成有困难
    verb = next((t for t in behind if t.kind is Kind.WORD and t.has("DONE", "LANDS", "NEARDONE")), None)
    verb = verb or _issued(before, behind)
    if (
        verb is not None
        and verb.has("LANDS")
        and any(t.kind in (Kind.AMOUNT, Kind.SHARE) for t in behind[behind.index(verb) + 1 :][:2])
    ):
        return False  # 本月兑付360万元, 本月建成调解室9个: a figure
    if verb is not None and verb.has("LANDS") and before and before[-1].text.endswith(("模块", "接口", "子系统")):
        return False  # a part of it
    if verb is not None and verb.has("LANDS") and any(t.text == "才" for t in behind) and behind[-1] is not verb:
        return False  # 10月才开通接口: what others do
    if verb is not None and (
        verb.has("LANDS", "REACHED") or found & {Mark.ahead, Mark.past_day, Mark.blocked, Mark.undone}
    ):
        return not _blocked_by(behind, verb) and not (
            verb.has("DONE") and not found & {Mark.ahead, Mark.past_day, Mark.blocked, Mark.undone}
        )
    limited = label is not None and (
        label.has("LIMIT") or (label.has("FUTURE") and label.only("FUTURE", "ADV", "DONE"))
    )
    if any(t.has("LIMIT") for t in before) or (limited and not before):
        return True
    told = any(_tells(t) or t.text == "改" for t in before) or _in_alone(before)
    told = told or any(t.has("SLIP") for t in before[:1])
    if starts(clause, at):
        return False
    if len(behind) == 1 and behind[0].text in _HANDED and clause.tokens[at].text.endswith("前"):
        return True  # 元旦前补上
    hands_over = len(behind) == 2 and behind[0].has("BEFORE", "WITHIN") and behind[1].text in _HANDED
    if hands_over:
        return True  # 12月25号前交
    if behind and behind[0].text.startswith("差不多") and _only_particles(behind[1:]):
        return True  # 11月底差不多
    if _only_particles(behind) and not any(t.has("GENERIC", "LINK") for t in behind):
        if told or any(t.has("BEFORE") for t in behind[:1]):
            return not any(t.has("REPORTV", "NOTSTARTED") for t in before)
        if (
            clause.start
            and clause.before >= 4
            and len(clause.tokens) == 1
            and "年" in clause.tokens[0].text
            and not clause.mention
        ):
            return False  # the date of a signature
        if clause.bracketed and not before:
            return False  # the plan's own deadline behind a title
        return (_only_particles(before, shares=True) and _stands_last(clause, before)) or bool(
            found & {Mark.ahead, Mark.undone}
        )
    return False


def _tells(token: Token) -> bool:
    scheduled = token.text in ("定于", "定在", "in", "In")  # the day of an event
    return (token.has("FUTURE") and not scheduled) or token.has("MOVE", "SHOULDBE", "EXTEND")


def _in_alone(before: list[Token]) -> bool:
    """60%, in October: no verb between that something else was done in that month."""
    named = [t for t in before if not t.has("ADV") or t.text.lower() == "in"]
    return (
        bool(named)
        and named[-1].text.lower() == "in"
        and all(
            t.kind is Kind.SHARE or t.has("PROGRESS", "OVERALL", "FUTURE", "DONE", "LANDS", "GENERIC") for t in named
        )
    )


def starts(clause: Clause, at: int) -> bool:
    """10月启动, will start in October: the day of the beginning."""
    return any(t.text in STARTING for t in clause.tokens[max(0, at - 2) : at + 3])


def _issued(before: list[Token], behind: list[Token]) -> Token | None:
    """年底前出台, 计划8月20日印发: issuing it is the end where nothing stands behind and the day is promised."""
    last = next((t for t in reversed(behind) if not t.has("ADV", "POLITE")), None)
    if last is None or not last.has("REACHED") or any(t.kind is Kind.TEXT for t in behind):
        return None
    promised = any(t.has("FUTURE") for t in (*before, *behind)) or any(t.has(*_PROMISES) for t in behind[:1])
    coming = behind[0] is last and not any(t.has("PAST") for t in before)
    return last if promised or coming else None


def _stands_last(clause: Clause, before: list[Token]) -> bool:
    """60%，10月底: a date alone is a promise where it ends the sentence; before other words (一季度末，余额…) it is
    the day of those."""
    return clause.after >= 3 or bool(before) or clause.mention is not None


def _blocked_by(behind: list[Token], verb: Token) -> bool:
    """8月底完不成: the date is not when it will be finished."""
    for token in behind:
        if token is verb:
            return False
        if token.has("CANNOT", "NEG"):
            return True
    return False


def _only_particles(tokens: list[Token], shares: bool = False) -> bool:
    return all(
        (shares and t.kind is Kind.SHARE) or (t.kind is Kind.WORD and t.any_of(_SKIP) and not t.has("DONE"))
        for t in tokens
    )


def _spanned(clause: Clause, at: int, token: Token, found: set[Mark], ctx: Context) -> date | None:
    assert token.span is not None
    before = clause.tokens[:at]
    behind = clause.tokens[at + 1 :]
    if before and (before[-1].has("REACHTO", "CHANGE", "PAST") or before[-1].text.endswith("提前")):
        return None  # 提前一个月完成: how early it was
    told = any(t.has("FUTURE") and t.text not in ("目标", "最快", "最短", "最慢") for t in before)
    within = any(t.has("WITHIN") for t in behind[:1])
    ends = any(t.has("LANDS") for t in behind) or (any(t.has("DONE") for t in behind) and Mark.ahead in found)
    promised = (within and (ends or _only_particles(behind[1:]))) or (told and (ends or _only_particles(behind)))
    plain = ends or not any(t.kind is Kind.TEXT for t in before)
    alone = token.kind is Kind.SPAN and ends and _only_particles(before)
    return after(ctx.today, token.span) if (promised and plain) or alone else None
