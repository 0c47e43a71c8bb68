"""What a clause speaks of: its words up to the first verb of status or number."""

from __future__ import annotations

from bot.replies.clauses import Clause, remembered
from bot.replies.context import Context
from bot.replies.tokens import Kind

SUBJECT_ENDS = [
    "DONE",
    "UNDONE",
    "STOPPED",
    "NOCHANGE",
    "PAST",
    "NEG",
    "LACK",
    "CAUSE",
    "NOTSTARTED",
    "SLOW",
    "CANTDO",
    "FUTURE",
    "NEARDONE",
    "OKAY",
]


@remembered
def subject(clause: Clause, ctx: Context) -> str:
    """Return the clause's words up to its first verb of status or number: what it speaks of."""
    words = []
    for token in clause.tokens:
        if token.kind in (Kind.SHARE, Kind.AMOUNT, Kind.DATE, Kind.SPAN) or token.has(*SUBJECT_ENDS):
            break
        if token.has("ASOF") or token.text == "完成率":
            continue
        if token.kind is Kind.TEXT or (
            token.kind is Kind.WORD and not token.has("ADV", "LINK", "POLITE", "GENERIC", "BE", "OVERALL", "LASTONE")
        ):
            words.append(token.text)
    return "".join(words)
