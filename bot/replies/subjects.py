"""What a clause speaks of: its words up to the first verb of status or number."""

from __future__ import annotations

from bot.replies.clauses import Clause, remembered
from bot.replies.context import Context
from bot.replies.tokens import Kind
from bot.replies.wordlist import words as listed

SUBJECT_ENDS = frozenset(
    listed("DONE UNDONE STOPPED NOCHANGE PAST NEG LACK CAUSE NOTSTARTED SLOW CANTDO FUTURE NEARDONE OKAY")
)
_BESIDE = frozenset(listed("ADV LINK POLITE GENERIC BE OVERALL LASTONE ASOF"))
_VALUES = (Kind.SHARE, Kind.AMOUNT, Kind.DATE, Kind.SPAN)


@remembered
def subject(clause: Clause, ctx: Context) -> str:
    """Return the clause's words up to its first verb of status or number: what it speaks of."""
    words = []
    for token in clause.tokens:
        if token.kind is Kind.TEXT:
            words.append(token.text)
        elif token.kind in _VALUES or not token.classes.isdisjoint(SUBJECT_ENDS):
            break
        elif token.kind is Kind.WORD and token.classes.isdisjoint(_BESIDE) and token.text != "完成率":
            words.append(token.text)
    return "".join(words)
