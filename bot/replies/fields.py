"""What stands in front of a line and belongs elsewhere.

【存在问题】企业订单减少          the name of a field in brackets   -> 存在问题：企业订单减少
✅ 10 企业名称自主申报            a tick before a task's number     -> 10 企业名称自主申报 ✅
- [x] 10 企业名称自主申报         the same, as Markdown writes it
"""

from __future__ import annotations

import re

from bot.replies.table_heads import kind_of

_FIELD = re.compile(r"^[ \t]*[\[(]([一-鿿]{2,8})[\])] *:? *(?=\S)", re.M)
_BOX = re.compile(r"^[ \t]*(?:[-*+] *)?\[([ xX✅])\] *(?=\S)", re.M)
_TICK = re.compile(r"^[ \t]*(?:[-*+] *)?([✅❌]) *((?:任务|第)?\d{1,3}[^\d\n%,。;:、][^\n%,。;:]*)$", re.M)


def behind_ticks(text: str) -> str:
    """Return the text with the ticks that lines of a number and a name begin with written at their ends; an empty box
    says nothing."""
    boxed = _BOX.sub(lambda m: "" if m[1] == " " else "✅ ", text)
    return _TICK.sub(r"\2 \1", boxed)


def with_colons(text: str) -> str:
    """Return the text with the bracketed names of fields that lines begin with written before a colon."""
    return _FIELD.sub(lambda m: f"{m[1]}:" if kind_of(m[1]) else m[0], text)
