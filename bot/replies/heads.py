"""Words in a run that certainly begin to speak of a task: its ordinal, its number with 号, the words of its title.

head := [嗯 | 呃 | 然后 | 那个]* (第N项 | N号 (那个 | 嘛 …) | the first words of a title)
"""

from __future__ import annotations

import re

from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_FILLERS = frozenset(words("嗯 呃 额 哦 唉 哎 那个 呃那个 嗯那个 就那个 然后 还有 另外 就是 接着 再就是 还有就是"))
_MUTTERED = "嗯呃额哦唉哎"
_SPOKEN_OF = ("那个", "这个", "那项", "这项", "那块", "这块", "嘛", "呢", "任务")
_VALUES = frozenset((Kind.SHARE, Kind.AMOUNT, Kind.SPAN))
_SAYING = frozenset((*STATUS, "OKAY", "LACK", "WAIT", "EXTEND"))
_DAY_LIKE = re.compile(r"(\d{1,3}|[一二三四五六七八九十百]{1,4})号(?:任务)?")


def begins_task(tokens: list[Token], at: int, ctx: Context) -> bool:
    """Tell whether from here, behind words that fill, one of the unit's open tasks is named."""
    place = at
    while place < len(tokens) and tokens[place].text in _FILLERS:
        place += 1
    if place == len(tokens):
        return False
    head = tokens[place]
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if head.kind is Kind.ORDINAL and head.text.startswith("第"):
        return ctx.open_number(head.value)
    if head.kind in (Kind.DATE, Kind.ORDINAL) and _DAY_LIKE.fullmatch(head.text):
        day = head.day.day.day if head.day is not None and head.day.day is not None else head.value
        return following.startswith(_SPOKEN_OF) and ctx.open_number(float(day))
    start = head.start + len(head.text) - len(head.text.lstrip(_MUTTERED))
    return ctx.text.startswith(ctx.view.heads, start)


def says_something(token: Token) -> bool:
    """Tell whether a token states something."""
    return token.kind in _VALUES or not token.classes.isdisjoint(_SAYING)
