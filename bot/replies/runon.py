"""Spoken text without punctuation: a mark is put where a finished statement is followed by what begins anew.

    综合窗口完成了|一件事一次办也完成了|基层中心建设…

    closed := statement particle | value particle* | day 前 DONE | EXTEND day      完成了, 八成左右, 15号之前完成
    anew   := name of another task | FUTURE day | 现在, 这项, 主要是 | 应该是
            | day (已 | 就) | thing day | indicator share                          预计年底…, 今年已经…, 网办率96%

Only within a run of words without any mark; a name only where it points to one open task of the unit.
"""

from __future__ import annotations

from bot.replies.context import Context
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_STATED = words("DONE NOCHANGE NOTSTARTED PROGRESS UNDONE NEARDONE SLOW STOPPED CANTDO LANDS REACHED OKAY WRONG")
_PARTICLES = ("了", "啦", "吧", "左右", "的样子", "哈", "呢", "啊")
_ANEW = words("现在 目前 这项 这个任务 主要是 主要 总体 整体 但是 不过 就是")
_SHORTEST = 6  # tokens of a run: what is shorter is one statement
_DAYS = (Kind.DATE, Kind.SPAN)


def part_names(tokens: list[Token], ctx: Context) -> list[Token]:
    """Return the tokens with the marks put in."""
    out: list[Token] = []
    run = 0
    for at, token in enumerate(tokens):
        run = 0 if token.kind is Kind.SEP else run + 1
        if run >= _SHORTEST // 2 and len(tokens) >= _SHORTEST and _parted(out, tokens, at, ctx):
            out.append(Token(Kind.SEP, ",", token.start, token.start, strength=2))
            run = 1
        out.append(token)
    return out


def _parted(out: list[Token], tokens: list[Token], at: int, ctx: Context) -> bool:
    if _asked_until(out):
        return tokens[at].has("CAUSE") or (_is_name(tokens[at]) and len(tokens[at].text) > 1)
    if _closed(out) and (_names(tokens, at, ctx) or _anew(out, tokens[at : at + 3])):
        return True
    return (_promised(out) and (tokens[at].text in _ANEW or _names(tokens, at, ctx))) or (
        out[-1].has("DONE") and _since(tokens[at : at + 2])
    )


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


def _promised(out: list[Token]) -> bool:
    """下个月15号之前完成."""
    return len(out) > 2 and out[-1].has("DONE") and out[-2].has("BEFORE", "WITHIN") and out[-3].kind in _DAYS


def _asked_until(out: list[Token]) -> bool:
    """能不能延到明年三月底, 想延长三个月."""
    return len(out) > 1 and out[-1].kind in _DAYS and out[-2].has("EXTEND")


def _anew(out: list[Token], ahead: list[Token]) -> bool:
    """Tell whether what follows a closed statement begins another."""
    first, behind = ahead[0], ahead[1:]
    ended = out[-1].text in _PARTICLES or out[-1].text.endswith("了") or out[-1].has("UNDONE", "LACK")
    if not ended:
        return False
    if first.has("FUTURE"):
        return any(t.kind in _DAYS for t in behind)  # 都达标了应该年底能完成
    if first.kind is Kind.TEXT and behind and behind[0].kind is Kind.DATE:
        return True  # 已经完成了文件七月份就发下去了
    rate = [t.kind is Kind.SHARE and _is_rate(b) for b, t in zip(ahead, behind, strict=False)]
    return first.text in _ANEW or first.has("SHOULDBE") or _since(ahead) or any(rate)


def _is_rate(token: Token) -> bool:
    return token.has("INDICATOR") or (_is_name(token) and token.text.endswith("率"))


def _is_name(token: Token) -> bool:
    return token.kind is Kind.TEXT or token.classes == {"HOLD"}


def _since(ahead: list[Token]) -> bool:
    """今年已经办了六件, 七月份就发下去了."""
    return len(ahead) > 1 and ahead[0].kind is Kind.DATE and (ahead[1].has("PAST") or ahead[1].text == "就")


def _names(tokens: list[Token], at: int, ctx: Context) -> bool:
    """Tell whether the words from here to the next verb or value are a task's name, and something is said of it."""
    name, place = "", at
    while place < len(tokens) and _is_name(tokens[place]):
        name += tokens[place].text
        place += 1
    behind = tokens[place] if place < len(tokens) else None
    if len(name) < 2 or behind is None or behind.kind is Kind.SEP:
        return False
    return ctx.view.titles.told(name) is not None
