"""Spoken text without punctuation: a mark is put where a finished statement is followed by the name of another task.

    综合窗口完成了|一件事一次办也完成了|基层中心建设…      statement (了 | value | status) then a task's name

Only within a run of words without any mark, and only where the name points to one open task of the unit.
"""

from __future__ import annotations

from bot.replies.context import Context
from bot.replies.tokens import Kind, Token

_STATED = (
    "DONE",
    "NOCHANGE",
    "NOTSTARTED",
    "PROGRESS",
    "UNDONE",
    "NEARDONE",
    "SLOW",
    "STOPPED",
    "CANTDO",
    "LANDS",
    "OKAY",
)
_PARTICLES = ("了", "啦", "吧", "左右", "的样子", "哈", "呢", "啊")
_SHORTEST = 6  # tokens of a run: what is shorter is one statement


def part_names(tokens: list[Token], ctx: Context) -> list[Token]:
    """Return the tokens with the marks put in."""
    out: list[Token] = []
    run = 0
    for at, token in enumerate(tokens):
        run = 0 if token.kind is Kind.SEP else run + 1
        if run >= _SHORTEST // 2 and len(tokens) >= _SHORTEST and _closed(out) and _names(tokens, at, ctx):
            out.append(Token(Kind.SEP, ",", token.start, token.start, strength=2))
            run = 1
        out.append(token)
    return out


def _closed(out: list[Token]) -> bool:
    """Tell whether a statement ends here: 完成了, 八成左右, 26个, 正常."""
    place = len(out) - 1
    while place > 0 and out[place].text in _PARTICLES:
        place -= 1
    last = out[place] if place >= 0 else None
    if last is None:
        return False
    told = last.kind in (Kind.SHARE, Kind.AMOUNT) or last.has(*_STATED)
    return told and (
        place < len(out) - 1 or last.kind is not Kind.WORD or last.text.endswith("了") or not last.has("DONE")
    )


def _names(tokens: list[Token], at: int, ctx: Context) -> bool:
    """Tell whether the words from here to the next verb or value are a task's name, and something is said of it."""
    words, place = "", at
    while place < len(tokens) and (tokens[place].kind is Kind.TEXT or tokens[place].classes == {"HOLD"}):
        words += tokens[place].text
        place += 1
    behind = tokens[place] if place < len(tokens) else None
    if len(words) < 2 or behind is None or behind.kind is Kind.SEP:
        return False
    return ctx.view.titles.told(words) is not None
