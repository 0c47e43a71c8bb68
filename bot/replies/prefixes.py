"""What was said before any task was named, and whether it is the first task's own.

平均办理时间0.4天，任务14达标                figures before the only task that is named
负面清单案例排查机制已印发运行 9可以结了      words that may mean the task
"""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.openings import Open
from bot.replies.tokens import Kind
from bot.replies.topics import topic


def belongs(prefix: list[Clause], first: Open, alone: bool, numbered: bool, ctx: Context) -> bool:
    """Tell whether the words before the first named task are its own; `alone`: no other is named; `numbered`: it is
    named by its number."""
    mention = first.mention
    if mention is None or mention.kind != "codes" or len(mention.codes) != 1 or not first.clauses:
        return False
    figures = any(c.kinds(Kind.AMOUNT) for c in prefix) and not any(c.has(*STATUS) for c in prefix)
    figures = figures and alone and not (first.by_title and of_something(prefix, ctx))
    near = first.clauses[0].before <= (3 if figures else 2)
    told = not first.by_title or numbered
    return near and (
        figures or _may_mean(prefix, mention.codes[0][0], ctx) or (alone and told and _untold(prefix, first, ctx))
    )


def _untold(prefix: list[Clause], first: Open, ctx: Context) -> bool:
    if first.mention is None or first.clauses[0].tail:
        return False
    plain = not any(c.asked or c.has("QSTRONG", "UNDO", "LEADER", "NOTOURS", "ALL") for c in prefix)
    words = "".join(t.text for c in prefix for t in c.tokens)
    return plain and ctx.view.titles.best(words)[0] in (None, first.mention.codes[0][0])


def of_something(clauses: list[Clause], ctx: Context) -> bool:
    """Tell whether the clauses have a subject of their own: 外资座谈会开了1次."""
    return any(ctx.view.titles.names.tells(topic(clause, ctx).name) for clause in clauses)


def _may_mean(clauses: list[Clause], code: str, ctx: Context) -> bool:
    names = ctx.view.titles.names
    said = [topic(clause, ctx) for clause in clauses]
    return any(code in names.meant(one.name, one.marked).candidates for one in said if len(one.name) >= 2)
