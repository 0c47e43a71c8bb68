"""Numbers as they come out of dictation, put in the form that a hand would have written.

row      := 第五项第六项                          -> 第五项、第六项
under    := 第三、四项                            -> 第三项、第四项
slip     := 第四十三哦不第四十四项, 第七十二不是第七十一项   -> the one put right
doubled  := 十九十九基础设施                       -> 十九
listed   := 十四十五十六都完成了                    -> 十四、十五、十六, where each is an open code of the unit
again    := 百分之七十嗯对七十                     -> 百分之七十

Only what was said to be a slip is dropped: 第1项不是我们的 and 第三项不对 stay.
"""

from __future__ import annotations

import re

from bot.replies.context import Context
from bot.replies.numbers import chinese_value

_NUMERAL = "[零一二三四五六七八九十百]"
_PLACE = rf"第(?:\d{{1,3}}|{_NUMERAL}{{1,5}})"
_NOUN = "[项条号个]?"
_NEXT = rf"(?=第(?:\d|{_NUMERAL}))"
_ROW = re.compile(rf"({_PLACE}{_NOUN}){_NEXT}")
_SLIP = re.compile(
    rf"{_PLACE}(?:"
    rf"{_NOUN}(?:[哦噢啊呃额嗯诶哎]+(?:不是|不对|不)|不对|(?:我|啊|哦)?(?:说|念|讲|报)?错了)(?:[啊哈哦]|应?该?是)*"
    rf"|不是?){_NEXT}"
)
_UNDER_ONE = re.compile(
    rf"{_PLACE}(?:[、,和及与]{_NUMERAL}{{1,5}}|[、,和及与]\d{{1,3}})+(?:([项条号个])(?!月)|(?=[都均全]))"
)
_DOUBLED = re.compile(
    r"(?<![零一二三四五六七八九十百千万第之])([二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十)\1(?![零一二三四五六七八九十百千万])"
)
_AGAIN = re.compile(
    rf"(百分之({_NUMERAL}{{1,4}}))[嗯呃哦啊]*对[对的啊]*(?:百分之)?\2(?!{_NUMERAL}|[万亿个家户件项天号月])"
)


def as_written(text: str) -> str:
    """Return the text with the numbers of dictation as they would have been written."""
    text = _SLIP.sub("", text)
    text = _UNDER_ONE.sub(_each_with_its_mark, text)
    text = _ROW.sub(r"\1、", text)
    return _AGAIN.sub(r"\1", _DOUBLED.sub(r"\1", text))


def _each_with_its_mark(found: re.Match[str]) -> str:
    return "、".join(
        f"第{number}{found[1] or '项'}" for number in re.split("[、,和及与]", found[0].strip("第项条号个"))
    )


_TEN = "[二三四五六七八九]?十[一二三四五六七八九]?"
_LISTED = re.compile(
    rf"(?<![零一二三四五六七八九十百千万第\d])(?:{_TEN}){{2,8}}(?=号|项|[都均全]|已|还|正常|推进|完成|办结|[搞弄做]|没|按|这|$)"
)


def listed(text: str, ctx: Context) -> str:
    """Return the text with marks between codes that were spoken one behind the other."""
    return _LISTED.sub(lambda found: _apart(found[0], ctx), text)


def _apart(run: str, ctx: Context) -> str:
    ways = [way for way in _ways(run) if len(way) > 1 and _are_codes(way, ctx)]
    return "、".join(ways[0]) if len(ways) == 1 else run


def _ways(run: str) -> list[list[str]]:
    """Return the ways in which a run of numerals falls into numbers from ten on."""
    if not run:
        return [[]]
    heads = {run[:end] for end in (1, 2, 3) if re.fullmatch(_TEN, run[:end])}
    return [[head, *rest] for head in heads for rest in _ways(run[len(head) :])]


def _are_codes(way: list[str], ctx: Context) -> bool:
    values = [chinese_value(one) or 0.0 for one in way]
    return values == sorted(set(values)) and all(ctx.open_number(value) for value in values)
