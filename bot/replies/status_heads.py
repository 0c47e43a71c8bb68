"""A status that heads the numbers it is said of: 已完成：1、3、10；推进中：14、15."""

from __future__ import annotations

from bot.replies.clauses import FILLERS, Clause
from bot.replies.cursor import STATUS
from bot.replies.joining import Group, drop_count


def labels(clauses: list[Clause], at: int, last: Group | None) -> bool:
    """Tell whether a clause is a status before the numbers it is said of."""
    clause = clauses[at]
    following = clauses[at + 1] if at + 1 < len(clauses) else None
    if (
        following is None
        or following.mention is None
        or following.mention.inner
        or following.tail
        or not following.bare
        or not clause.tokens
    ):
        return False
    drop_count(clause, len(following.mention.codes))
    if not clause.has(*STATUS) or not clause.only(*STATUS, *FILLERS, "PAST", "ALL", "GENERIC", "NEG", "NEAR", "QWEAK"):
        return False
    behind = clauses[at + 2] if at + 2 < len(clauses) else None
    continued = behind is not None and behind.before < 3 and behind.mention is None and not _is_status(behind)
    if following.label or (continued and not clause.label) or following.before >= 3:
        return clause.label and not following.label
    return clause.label or last is None or not last.empty


def _is_status(clause: Clause) -> bool:
    return clause.has(*STATUS) and clause.only(*STATUS, *FILLERS, "PAST", "ALL", "GENERIC")
