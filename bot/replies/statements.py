"""What clauses state, looked at from outside: bare statements in a row, one task stated twice, one by one."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.cursor import STATUS
from bot.replies.groups import Group
from bot.replies.tokens import Kind


def one_by_one(group: Group) -> bool:
    """一个没动一个八成: which is which cannot be told."""
    return sum(t.text in ("一个", "一项") for c in group.clauses for t in c.tokens) >= 2


def is_statement(clause: Clause) -> bool:
    """Tell whether the clause is a bare status or share: 正常, 60%, 依次为完成."""
    light = all(
        t.kind is Kind.SHARE or t.has(*STATUS, "ADV", "PAST", "NEG", "EACH", "BE", "APPROX") for t in clause.tokens
    )
    return light and (clause.has(*STATUS) or bool(clause.shares()))


def states(group: Group) -> bool:
    """Tell whether the group says how its task stands: said twice of one task, that is asked about."""
    return any(
        c.has("DONE", "NOTSTARTED", "STOPPED", "CANTDO", "UNDONE") or (c.shares() and not c.has("INDICATOR"))
        for c in group.clauses
    )
