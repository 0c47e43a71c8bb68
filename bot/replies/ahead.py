"""Whether words tell of what is to come, of a day that is over, or of how it is now.

ahead := (FUTURE | coming date | span) DONE | DONE (by | FUTURE) coming date
gone  := past date DONE, and no 已 or 了            8月5日完成
"""

from __future__ import annotations

import itertools

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_FIRM = words("能 会 可 可以 能够 得 应该 需 需要 要 准备 目标 be in within by 倒排")
_NOW = ("目前", "现在", "当前", "截至目前", "眼下")
_THEN = frozenset("就即才便")
_TODAY = ("今天", "今日", "今儿", "today")


def may_lie_ahead(clause: Clause) -> bool:
    """Tell whether a clause has one of the words or letters that `lies_ahead` goes by: most have none."""
    dated = clause.kinds(Kind.DATE, Kind.SPAN, Kind.AMOUNT) or clause.has("FUTURE")
    return dated or not _THEN.isdisjoint(clause.said)


def lies_ahead(before: list[Token], behind: list[Token], ctx: Context, verb: Token | None = None) -> bool:
    """The finishing lies ahead: a future word or a coming date before it, or "by" and a date behind it."""
    past = any(t.has("PAST") for t in before) or any(t.text in ("了", "啦") for t in behind[:1])
    past = past or (verb is not None and verb.text.endswith(("了", "啦")))
    led = [t for t in before if not t.has("ALL")]
    if [t.text for t in led[-2:]] == ["了", "就"] and not any(t.kind is Kind.DATE for t in led):
        return True  # 开了就全部完成了
    gone = any(
        t.kind is Kind.DATE and t.day is not None and (t.day.day is None or (past and t.day.near < ctx.today))
        for t in before
    )
    if (
        not past
        and not gone
        and "".join(t.text for t in led[-2:]).endswith(("就", "就算", "即", "即告", "才算", "即可", "便"))
    ):
        return True  # 签了就完
    for place, token in enumerate(before):
        following = before[place + 1] if place + 1 < len(before) else None
        if token.text == "目标" and (following is None or following.kind not in (Kind.DATE, Kind.SPAN)):
            continue  # 目标完成: it is reached
        if token.has("FUTURE"):
            if token.text.startswith("最") and following is not None and following.kind is Kind.AMOUNT:
                continue  # 最快40分钟办结: a figure
            then = before[max(0, place - 2) : place]
            if [t.text for t in then[1:]] == ["就"] and then[0].day is not None and then[0].day.near > ctx.today:
                return True  # 月底就能全部完成啦
            firm = token.text not in _FIRM
            later = before[place + 1 :]
            if not any(t.has("PAST") for t in later) and (firm or not past):
                return True
        if token.kind is Kind.SPAN and place and before[place - 1].text.endswith("提前"):
            continue  # 提前一个月完成
        if token.kind in (Kind.DATE, Kind.SPAN) and (
            not past or (_beyond(token, ctx) and not any(t.has("PAST") for t in before))
        ):
            following = before[place + 1] if place + 1 < len(before) else None
            if following is not None and following.has("BEFORE", "WITHIN"):
                return True
            if token.text in _TODAY and not any(t.has("FUTURE") for t in before):
                continue  # 今天全部竣工
            topical = token.text.startswith(("今年", "本年", "全年"))
            if topical and following is not None and _a_thing(following):
                continue  # 今年的评选全部结束
            if following is not None and following.text.startswith("到期"):
                continue  # 年底到期的都完成: when it is due
            if token.kind is Kind.SPAN or (token.day and token.day.day and token.day.near >= ctx.today):
                return not (place and before[place - 1].has("ASOF"))
        if token.kind is Kind.AMOUNT and token.span and not past:
            following = before[place + 1] if place + 1 < len(before) else None
            if following is not None and following.has("WITHIN"):
                return True
    following_day = behind[0].day if behind and behind[0].kind is Kind.DATE else None
    if following_day is not None and following_day.day is not None and not past and following_day.near > ctx.today:
        return following_day.shape != "past"  # done mid next month
    for place, token in enumerate(behind):
        if token.has("FUTURE") and place + 1 < len(behind) and behind[place + 1].kind in (Kind.DATE, Kind.SPAN):
            day = behind[place + 1].day
            return not past and not (day is not None and day.near < ctx.today)  # completed in February
    return False


def _a_thing(token: Token) -> bool:
    return token.kind is Kind.TEXT or token.classes <= {"HOLD"} or token.has("GENERIC")


def _beyond(token: Token, ctx: Context) -> bool:
    """下月底就弄好了: 了 behind a day of a month to come does not make it past."""
    day = token.day.day if token.day is not None and not token.text.startswith(("今", "本", "当", "全年")) else None
    return day is not None and (day.year, day.month) > (ctx.today.year, ctx.today.month)


def on_a_day_gone(before: list[Token], behind: list[Token]) -> bool:
    """8月5日完成, and that day has been, and no 已 or 了 says so."""
    told = any(t.has("PAST") or t.text.startswith("已") for t in before)
    told = told or any(t.text in ("了", "啦", "完毕") for t in behind[:2])
    told = told or any(a.text == "于" and b.kind is Kind.DATE for a, b in itertools.pairwise(before))
    told = told or [t.text for t in behind] == ["的"] or any(t.day and t.day.day is None for t in before)
    dated = any(
        t.kind is Kind.DATE
        and t.day
        and t.day.shape != "past"
        and t.text not in _TODAY
        and not (after is not None and after.text.startswith("到期"))
        for t, after in zip(before, [*before[1:], None], strict=False)
    )
    return dated and not told


def speaks_of_now(clause: Clause) -> bool:
    """下一步开展攻坚，目前六成: behind what comes next, how it is."""
    return bool(clause.tokens) and clause.tokens[0].text in _NOW and not clause.has("NEXT", "FUTURE")
