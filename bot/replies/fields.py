"""Fields whose names stand in brackets: 【存在问题】企业订单减少 is 存在问题：企业订单减少."""

from __future__ import annotations

import re

from bot.replies.table_heads import kind_of

_FIELD = re.compile(r"^[ \t]*[\[(]([一-鿿]{2,8})[\])] *:? *(?=\S)", re.M)


def with_colons(text: str) -> str:
    """Return the text with the bracketed names of fields that lines begin with written before a colon."""
    return _FIELD.sub(lambda m: f"{m[1]}:" if kind_of(m[1]) else m[0], text)
