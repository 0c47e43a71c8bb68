"""Spoken text without punctuation: a mark is put where a finished statement is followed by what begins anew.

    综合窗口完成了|一件事一次办也完成了|基层中心建设…

    closed := statement particle | value particle* | day 前 DONE | EXTEND day      完成了, 八成左右, 15号之前完成
            | 了 step                                                              出了初稿
    anew   := name of another task | 现在, 这项, 进度 | 想, 申请
            | FUTURE day | 应该是 | day (已 | 就) | material | thing day | indicator share
                                                              behind 了, 哈     预计年底…, 今年已经…, 网办率96%
            | day | (已 | 都) DONE                               behind a value   六成|八月底前…, 420人|已经完成了
            | day 前 | 完成 share behind a rate                          网办率93|完成八成
            | day … 了 amount                                  behind 完了, 了哈  弄完了|今年一共办了1020件
            | obstacle                                         behind a value     上线了四个|公安数据没接通
            | words                                            behind 了哈, and how far it is   60%|人手不够
            | about so far                                     behind a step      出了初稿|大概五成

Only within a run of words without any mark; a name only where it points to one open task of the unit.
"""

from __future__ import annotations

from bot.replies.context import Context
from bot.replies.heads import begins_task, says_something
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_STATED = frozenset(
    words("DONE NOCHANGE NOTSTARTED PROGRESS UNDONE NEARDONE SLOW STOPPED CANTDO LANDS REACHED OKAY WRONG")
)
_PARTICLES = frozenset(("了", "啦", "吧", "左右", "的样子", "哈", "呢", "啊", "嘛", "哦"))
_LAST = frozenset("哈啊呢嘛哦吧")
_ANEW = frozenset(words("现在 目前 这项 这个任务 主要是 主要 总体 整体 但是 不过 就是"))
_COUNTED = ("部门", "单位", "企业", "项目", "乡镇", "镇街", "街道", "村", "社区", "用户", "群众", "工程")
_SHORT_OF = ("人手", "人员", "人不", "力量", "经费", "资金", "材料", "设备")
_STEPS = ("稿", "方案", "文件", "会", "通知", "办法", "细则", "名单", "清单", "台账", "合同", "协议")
_SHORTEST = 6  # tokens of a run: what is shorter is one statement
_DAYS = frozenset((Kind.DATE, Kind.SPAN))
_VALUES = frozenset((Kind.SHARE, Kind.AMOUNT))


def part_names(tokens: list[Token], ctx: Context) -> list[Token]:
    """Return the tokens with the marks put in."""
    if len(tokens) < _SHORTEST:
        return tokens
    out: list[Token] = []
    run, stated = 0, False  # tokens since the last mark, and whether one of them states something
    told = 0  # place of the last token that is no particle
    for at, token in enumerate(tokens):
        if token.kind is Kind.SEP:
            run, stated = 0, False
        else:
            run += 1
            if run >= _SHORTEST // 2 and (
                (stated and begins_task(tokens, at, ctx)) or _parted(out, told, tokens, at, ctx)
            ):
                told = len(out)
                out.append(Token(Kind.SEP, ",", token.start, token.start, strength=2))
                run, stated = 1, False
            stated = stated or says_something(token)
        if token.text not in _PARTICLES:
            told = len(out)
        out.append(token)
    return out


def _parted(out: list[Token], told: int, tokens: list[Token], at: int, ctx: Context) -> bool:
    if _asked_until(out):
        return tokens[at].has("CAUSE") or (_is_name(tokens[at]) and len(tokens[at].text) > 1)
    ahead = tokens[at : at + 3]
    if _step_taken(out) and tokens[at].has("APPROX") and len(ahead) > 1 and ahead[1].kind is Kind.SHARE:
        return True
    if out and out[-1].kind is Kind.NUMBER and _valued_anew(out, out[-1], ahead):
        return True
    particles = len(out) - 1 - told
    if _closed(out[told], particles):
        return (
            _tells_of(out, tokens[at : at + 6])
            or _anew(out, ahead)
            or _behind_value(out, told, ahead)
            or _ended(out, particles, ahead)
            or _names(tokens, at, ctx)
        )
    return out[-1].has("DONE") and (
        (_promised(out) and (tokens[at].text in _ANEW or _names(tokens, at, ctx))) or _since(ahead)
    )


def _closed(last: Token, particles: int) -> bool:
    """Tell whether a statement ends here: 完成了, 八成左右, 26个, 正常."""
    told = last.kind in _VALUES or not last.classes.isdisjoint(_STATED)
    return told and (particles > 0 or last.kind is not Kind.WORD or last.text.endswith("了") or not last.has("DONE"))


def _promised(out: list[Token]) -> bool:
    """下个月15号之前完成."""
    return len(out) > 2 and out[-3].kind in _DAYS and out[-2].has("BEFORE", "WITHIN") and out[-1].has("DONE")


def _asked_until(out: list[Token]) -> bool:
    """能不能延到明年三月底, 想延长三个月嘛."""
    said = len(out) - (out[-1].text in _LAST)
    return out[said - 1].kind in _DAYS and said > 1 and out[said - 2].has("EXTEND")


def _anew(out: list[Token], ahead: list[Token]) -> bool:
    """Tell whether what follows a closed statement begins another."""
    first, behind = ahead[0], ahead[1:]
    if first.text in _ANEW or (first.has("OVERALL") and any(t.kind is Kind.SHARE for t in behind)):
        return True
    if first.has("ASKFOR", "EXTEND"):
        return any(t.has("EXTEND") for t in ahead)  # 想延到九月底
    if not (out[-1].text in _PARTICLES or out[-1].text.endswith("了") or out[-1].has("UNDONE", "LACK")):
        return False
    if first.has("FUTURE"):
        return any(t.kind in _DAYS for t in behind)  # 都达标了应该年底能完成
    if first.has("MATERIAL") or (first.kind is Kind.TEXT and behind and behind[0].kind is Kind.DATE):
        return True  # 已经完成了文件七月份就发下去了
    return first.has("SHOULDBE") or _since(ahead) or (_is_rate(first) and any(t.kind is Kind.SHARE for t in behind))


def _behind_value(out: list[Token], told: int, ahead: list[Token]) -> bool:
    """六成|八月底前能完, 四百二十人|已经全部完成了, 大概百分之六十|人手不够."""
    last = out[told]
    if last.kind not in _VALUES and last.kind is not Kind.NUMBER:
        return False
    if ahead[0].has("PAST", "ALL") and any(t.has("DONE") for t in ahead[1:]) and any(t.has("ALL") for t in ahead):
        return True
    if _valued_anew(out, last, ahead):
        return True
    before = out[told - 1]
    if last.kind is Kind.AMOUNT and (before.text == "了" or before.text.endswith("了")):
        return _hinders(ahead)
    if last.kind is not Kind.SHARE:
        return False
    far = (
        before.kind is Kind.AMOUNT
        or before.has("APPROX", "BE", "OVERALL", "DONE", "PROGRESS", "REACHTO")
        or before.text == "了"
        or before.text in _ANEW
    )
    counted = before.text == "有" or ahead[0].text.startswith(_COUNTED)  # 有一半部门报了
    return far and (
        ahead[0].kind in _DAYS
        or ahead[0].text.startswith(_SHORT_OF)
        or (_is_name(ahead[0]) and len(ahead[0].text) > 1 and not counted)
    )


def _valued_anew(out: list[Token], last: Token, ahead: list[Token]) -> bool:
    """网办率九十三|大概完成八成, 上月报的七成|这个月到八成了, 完成了三十二件|年底前完成四十件."""
    first = ahead[0]
    if first.kind in _DAYS and len(ahead) > 1 and ahead[1].has("BEFORE"):
        return True
    if last.kind is Kind.SHARE and first.kind is Kind.DATE:
        return any(t.kind is Kind.SHARE for t in ahead) and not any(t.kind is Kind.TEXT for t in ahead)
    rated = any(_is_rate(t) for t in out[-4:])
    led = next((t for t in ahead if not t.has("APPROX", "ADV")), first)
    return rated and led.text.startswith("完成") and any(t.kind is Kind.SHARE for t in ahead)


def _hinders(ahead: list[Token]) -> bool:
    """上线了四个|公安数据没接通, but 开了四个|窗口: a thing that is not what was counted, and that it fails."""
    thing = ahead[0].text.startswith(_SHORT_OF) or (_is_name(ahead[0]) and len(ahead[0].text) > 1)
    return thing and not ahead[0].text.startswith(_COUNTED) and any(t.has("LACK", "STOPPED", "CANTDO") for t in ahead)


def _step_taken(out: list[Token]) -> bool:
    """出了初稿, 开了协调会: a step behind 了."""
    return len(out) > 2 and out[-2].text == "了" and _is_name(out[-1]) and out[-1].text.endswith(_STEPS)


def _ended(out: list[Token], particles: int, ahead: list[Token]) -> bool:
    """搞完了哈|省间调运…: two particles end what is said."""
    opens = _is_name(ahead[0]) or ahead[0].has("OUTSIDE", "LACK", "CAUSE")
    return particles >= 2 and out[-1].text in _LAST and opens


def _tells_of(out: list[Token], ahead: list[Token]) -> bool:
    """早就弄完了|今年一共办了一千零二十件: behind 完了 a day, a verb that is past and its figure."""
    if ahead[0].kind is not Kind.DATE or not (out[-1].text in _PARTICLES or out[-1].text.endswith("了")):
        return False
    figure = next((i for i, t in enumerate(ahead) if t.kind is Kind.AMOUNT), 0)
    return figure > 1 and ahead[figure - 1].text.endswith("了")


def _since(ahead: list[Token]) -> bool:
    """今年已经办了六件, 七月份就发下去了, 七月二十号市里就下放了."""
    behind = ahead[1:3] if len(ahead) > 1 and ahead[1].has("OUTSIDE") else ahead[1:2]
    return ahead[0].kind is Kind.DATE and any(t.has("PAST") or t.text == "就" for t in behind)


def _is_rate(token: Token) -> bool:
    return token.has("INDICATOR") or (_is_name(token) and token.text.endswith("率"))


def _is_name(token: Token) -> bool:
    return token.kind is Kind.TEXT or token.classes == {"HOLD"}


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
