"""Waiting for others, and what was in the way for a while: 等市里批复, 前期卡了一阵."""

from __future__ import annotations

import re

from bot.replies.clauses import Clause
from bot.replies.tokens import Kind

_WAITED_FOR = re.compile(
    r"(?:批|批复|审批|审核|复核|回复|答复|批准|同意|盖章|下文|发文|拨款|拨付|下达|出台|接口|协调|的文|通知|验收|排期|开口子|放行|备案)"
    r"(?:了|下来|过来|完)?(?:才.*|再.*|后.*)?$"
)


def waits(clause: Clause, at: int) -> bool:
    """Tell whether 等 here is waiting for somebody outside, not "and so on" nor one's own leader."""
    token = clause.tokens[at]
    if clause.has("LEADER"):
        return False
    if token.text.startswith(("waiting", "awaiting")) and len(clause.tokens) == at + 1:
        return True  # waiting on 卫健委
    if token.text.endswith("等") and _WAITED_FOR.search("".join(t.text for t in clause.tokens[at + 1 :])):
        return not clause.kinds(Kind.AMOUNT)
    before = clause.tokens[at - 1] if at else None
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if (
        following is not None
        and following.has("OUTSIDE")
        and not following.text.endswith(("部门", "单位", "机构", "系统", "平台"))
    ):
        return len(clause.tokens) > at + 2 or before is None or before.kind is not Kind.TEXT
    if (
        token.text == "等"
        and before is not None
        and before.kind not in (Kind.AMOUNT, Kind.DATE)
        and not before.has("ADV", "CAUSE", "PROGRESS", "BEFORE", "FUTURE", "LINK", "NEG")
    ):
        return False
    near = clause.tokens[at + 1 : at + 5]
    if token.text.endswith("等") and any(
        t.text in ("才能", "后才能") or "才" in t.text for t in clause.tokens[at + 1 :]
    ):
        return True
    return any(t.has("OUTSIDE") for t in near) or (token.text.startswith("wait") and bool(near))


def once(clause: Clause, at: int) -> bool:
    """前期卡了一阵, 之前停过: what was in the way for a while."""
    ahead = "".join(t.text for t in clause.tokens[:at])
    behind = "".join(t.text for t in clause.tokens[at + 1 : at + 4])
    return behind.startswith(("过", "一阵", "了一阵", "了一下", "了几天", "了一段")) or ahead.endswith(
        ("一度", "曾", "曾经")
    )
