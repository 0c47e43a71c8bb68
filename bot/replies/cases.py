"""Cases that were taken and closed, told as a figure: they are not the task."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.tokens import Kind

_CASES = ("件", "起", "宗", "例", "笔", "件次", "案")
_TAKEN = ("受理", "办理", "收到", "接到", "接收", "交办", "转办", "收件", "接件", "登记", "处理", "处置", "立案")


def of_the_cases(counted: Clause, clause: Clause, answered: int) -> bool:
    """受理涉企控告3件，均已办结: the cases counted just before are closed, not the task, nor the `answered` tasks."""
    said = "".join(t.text for t in counted.tokens if t.kind is not Kind.AMOUNT)
    cases = any(
        t.kind is Kind.AMOUNT
        and (t.unit in _CASES or any(verb in said for verb in _TAKEN))
        and not (answered > 1 and t.value == answered)
        for t in counted.tokens
    )
    closed = all(t.has("ALL", "PAST", "ADV", "DONE") or t.text in _TAKEN for t in clause.tokens)
    all_closed = clause.has("ALL") and clause.mention is None and closed
    return cases and bool(said) and all_closed and clause.before <= 2
