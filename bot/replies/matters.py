"""Words that only look as if the office were asked or a task disputed: one asks one's own people; a matter is named."""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.wordlist import words

UNIT_ENDS = words("局 委 办 中心 科 院 部门 单位 乡镇 街道 公司 行 站 组 会 府")


def asks_another(clause: Clause, at: int) -> bool:
    """我问一下工程科再说: one asks somebody of one's own first, not the office."""
    if not clause.tokens[at].text.startswith(("问", "咨询")) or not at:
        return False
    whom = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    first = clause.tokens[at - 1].text.endswith(("我", "我们", "我去", "我先", "先", "去", "我再", "得"))
    then = any(t.text.startswith(("再", "才", "就")) for t in clause.tokens[at + 1 :]) or whom.startswith(
        ("科", "股", "业务")
    )
    return first and then and bool(whom) and not whom.startswith(("你", "您", "贵", "领导", "县府办", "营商办", "下"))


def of_a_matter(clause: Clause) -> bool:
    """道路的事情我问了再说: a matter, and nobody's whose it would be."""
    weak = [i for i, t in enumerate(clause.tokens) if t.has("NOTOURSWEAK")]
    if not all(clause.tokens[i].text in ("的事", "的活") for i in weak):
        return False
    whose = clause.tokens[: weak[0]]
    said = any(t.has("BE", "NOTBE", "SHOULDBE", "OUTSIDE") or t.text in ("归", "属", "该", "算") for t in whose)
    return bool(whose) and not said and not whose[-1].text.endswith(UNIT_ENDS) and len(clause.tokens) > weak[0] + 3
