"""With whom something was done: 和发改委一起办结 says nothing of what was done.

companions := [(和 | 跟 | 与) OUTSIDE] (一起 | 一道 | 共同 …)
"""

from __future__ import annotations

from bot.replies.tokens import Token

_JOINTLY = ("一起", "一道", "一块", "共同", "联合", "一并")


def with_others(before: list[Token]) -> list[Token]:
    """Return the tokens before a verb without the words that tell with whom."""
    if before and before[0].text in _JOINTLY:
        return before[1:]
    for at, token in enumerate(before):
        joined = token.has("OUTSIDE") and at > 0 and before[at - 1].has("AND", "LIKE")
        if joined and at + 1 < len(before) and before[at + 1].text in _JOINTLY:
            return [*before[: at - 1], *before[at + 2 :]]
    return before
