"""Whether a clause speaks of the whole task or of a part of it: what is closed, what is left over, whose is late."""

from __future__ import annotations

import re

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.obstacles import of_a_document, still_lacks
from bot.replies.subjects import subject
from bot.replies.tokens import Kind
from bot.replies.topics import topic

_IN_FORCE = re.compile(
    "(?:就|将|会|可|可以|即|便|开始|正式|全面|对外|起)*(?:受理|施行|生效|启用|营业|收件|办件|服务)(?:业务|群众|了|啦)*"
)


def takes_effect(clause: Clause) -> bool:
    """办完了，8月1号开始受理: from then on, what is done is in use; nothing of it is left."""
    return clause.kinds(Kind.DATE) and bool(
        _IN_FORCE.fullmatch("".join(t.text for t in clause.tokens if t.kind is not Kind.DATE))
    )


def closes(clause: Clause) -> bool:
    """6月20日前整理台账办结: whatever is gathered, the task is closed with it."""
    said = [t for t in clause.tokens if not t.has("ADV")]
    told = clause.kinds(Kind.DATE) or clause.has("PAST")  # 整理归档后销号 tells no day
    return told and len(said) > 1 and said[-1].has("DONE") and said[-1].text.endswith(("办结", "销号", "结项", "闭环"))


def others_left(clause: Clause) -> bool:
    """Tell whether a clause begins with what is left, or so many others of what was counted before."""
    first, behind = clause.tokens[0], clause.tokens[1:3]
    led = first.text in ("另外", "还有", "另有", "剩下", "剩余", "其余", "还剩", "余下")
    if first.text in ("剩下的", "剩余的", "余下的", "其余的"):
        return True
    return (led or first.text[0] in "剩余另") and any(t.kind is Kind.AMOUNT for t in (first, *behind))


def speaks_of_a_part(clause: Clause, ctx: Context, code: str | None) -> bool:
    """查询模块还没测完: of something that is not the task itself."""
    words = subject(clause, ctx)
    if of_a_document(clause):
        return True
    return clause.mention is None and len(words) >= 4 and not ctx.view.titles.covers(words, code or "")


def speaks_of_others(clause: Clause, ctx: Context, code: str | None) -> bool:
    """Tell whether the clause speaks of what others do, or of a part of the task."""
    if clause.has("OUTSIDE") or any(t.text in ("那边", "那头") for t in clause.tokens):
        return True
    return speaks_of_a_part(clause, ctx, code) or still_lacks(clause)


def of_the_task(clause: Clause, ctx: Context, code: str | None) -> bool:
    """Tell whether what the clause speaks of is the task itself."""
    titles, name = ctx.view.titles, topic(clause, ctx)
    return titles.covers(subject(clause, ctx), code or "") or titles.called(name.name, code or "", name.marked)


def is_title(label: Clause, ctx: Context, code: str | None) -> bool:
    """强化信贷支持力度：…: a title of the task before the colon."""
    words = subject(label, ctx)
    return len(words) > 1 and ctx.view.titles.covers(words, code or "")
