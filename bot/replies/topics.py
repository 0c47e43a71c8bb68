"""What a clause speaks of, as a name: the letters before its first verb of status, number or date.

    topic := (推进 | 已 | 目前 …)* name [那项 | 这块 | 方面 | 的事]        客货运电子证照这块差不多了

The words are taken as they were written; a word that would end the name (计划, 提前, 一件) is part of it where the plan
has it in just these surroundings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.replies.clauses import Clause, remembered
from bot.replies.context import Context
from bot.replies.names import MARKS
from bot.replies.subjects import SUBJECT_ENDS
from bot.replies.titles import bare
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_LEADING = frozenset(words("ADV LINK POLITE PROGRESS PAST BE OURS LASTONE ASOF OVERALL AND REACHED"))
_ENDING = SUBJECT_ENDS | frozenset(
    words("PROGRESS LANDS REACHED OVERALL BE LINK POLITE OKAY WAIT ALL APPROX INDICATOR CHANGE")
)
_VALUES = (Kind.SHARE, Kind.AMOUNT, Kind.DATE, Kind.SPAN, Kind.NUMBER, Kind.MENTION)
_DOING = frozenset(
    words("新增 增加 新设 累计 受理 发放 领取 查处 组织 举办 召开 走访 引进 办理 开展 收录 归集 抽查 检查 化解 培育")
)
_DID = ("了", "了点")
_SPEAKING = _DOING | {*_DID, *MARKS}
"""What stands beside a name without being in the vocabulary."""
_LIGHT = ("搞", "做", "抓", "办", "开", "推", "弄", "组织", "举办", "开展")
_QUANTITIES = ("大部分", "小部分", "一部分", "绝大部分", "大多数", "多数", "少数", "个别", "大头")
_MARK = re.compile(r"(?:[这那]一?[个项块件]|方面|的事情?|这事)(?:工作|任务|事情|事)?[嘛呢吧啊]?$")


_SETTLED = frozenset(("DONE", "UNDONE", "OKAY"))
_MARKING = frozenset("这那方事")
"""Every mark has one of these letters."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The name's letters, and whether a word behind them (那项, 这块) says that they are one."""

    name: str = ""
    marked: bool = False
    upto: int = 0  # tokens of the clause that it takes

    @property
    def plain(self) -> bool:
        """A short name, and no sentence."""
        return 2 <= len(self.name) <= 8


@remembered
def topic(clause: Clause, ctx: Context) -> Topic:
    """Return what the clause speaks of; empty where it begins with what is said."""
    name: list[str] = []
    upto = len(clause.tokens)
    for at, token in enumerate(clause.tokens):
        if token.kind is Kind.TEXT and token.text not in _SPEAKING:
            name.append(token.text)
            continue
        if not name and token.kind is Kind.DATE and at + 1 < len(clause.tokens):
            continue  # 这个月搞了窗口培训
        fits = _fits(token, ctx)
        if not (name or fits or token.classes.isdisjoint(_LEADING) or token.has("DONE")):
            continue
        if token.text in _DID and "".join(name) in _LIGHT:
            name.clear()  # 搞了窗口培训
            continue
        if token.text in MARKS and name:
            return _topic("".join(name), True, at + 1, ctx)
        if token.has("PROGRESS") and not fits and _says_nothing("".join(name), ctx):
            name.clear()  # 共开展双随机抽查
            continue
        if name and token.text in _DOING and not fits:
            upto = at
            break  # 证照分离新增告知承诺12项
        if (token.kind in _VALUES or not token.classes.isdisjoint(_ENDING)) and not fits:
            upto = at
            break
        lone = token.end - token.start == 1 and len(name) == 1 and len(name[0]) == 1
        if lone or fits or not token.has("ADV"):
            name.append(token.text)  # 引才: the second half of a word
    written = "".join(name)
    plain = _MARK.sub("", written)
    return _topic(plain, plain != written, upto, ctx)


def may_be_marked(clause: Clause) -> bool:
    """Tell whether a word of the clause may say that a name stands before it."""
    return not _MARKING.isdisjoint(clause.said)


def _topic(written: str, marked: bool, upto: int, ctx: Context) -> Topic:
    """Leave out the unit's own name: it points to none of its tasks."""
    unit = ctx.view.unit
    for own in (unit, unit[1:]) if len(unit) > 3 else (unit,):
        written = written.replace(own, "")
    name = bare(written)
    return Topic("" if name in _QUANTITIES else name, marked, upto)


def _says_nothing(written: str, ctx: Context) -> bool:
    names, name = ctx.view.titles.names, bare(written)
    return not names.tells(name) and names.meant(name).code is None


def _fits(token: Token, ctx: Context) -> bool:
    """Tell whether the plan has the word with the letter that stands before it or behind it."""
    text, names = ctx.text, ctx.view.titles.names
    if not token.classes.isdisjoint(_SETTLED):
        named = token.has("DONE") and text[token.end : token.end + 1].isalnum()
        return named and names.titles(token.text)  # 竣工备案
    if token.kind in (Kind.SHARE, Kind.DATE, Kind.MENTION):
        return False
    if token.kind in (Kind.AMOUNT, Kind.SPAN) and names.quotes(bare(token.text)):
        return True  # 24小时
    start, end = token.start, token.end
    joined = (start > 0 and names.joins(text[start - 1], text[start])) or names.joins(
        text[end - 1], text[end : end + 1]
    )
    if not joined:
        return False
    ahead = bare(text[max(start - 1, 0) : end])
    if token.end - token.start == 1 and token.has("ADV") and len(ahead) == 2 and names.knows(text[start - 1 : end]):
        return True  # 兑现
    for piece in (ahead, bare(text[start : end + 1]), bare(text[max(start - 1, 0) : end + 1])):
        if len(piece) >= 3 and len(piece) > len(token.text) and names.knows(piece):
            return True
    return False
