"""Ordinals of the writer's own that hide a task's number, put right in the text before it is read.

points   := 14：1.…2.…                      points of one report, no tasks
own      := 1.48 …  2.49 …  3.41 …        lines numbered 1, 2, 3 … whose words begin with a code of the unit: 48, 49, 41
both     := 3/4都 … | 14+17 …                two tasks where both are codes of the unit, and no fraction or formula
places   := 1.68% 2.无变化                 in answer to a message about several tasks none of which is 1 or 2
circled  := ②暂缓，①③完成                  in a short answer to a message about several tasks: its 2nd, its 1st and 3rd
"""

from __future__ import annotations

import re

from bot.replies.context import Context

_LINE = re.compile(r"^[ \t]*\(?(\d{1,2})[.、)][ \t]*(?=\S)", re.M)
_HEADED = re.compile(
    r"^[ \t]*(?:任务|第)?\d{1,3}(?![\d.月日年季周天])(?:号|项)?[^\n:。;]{0,14}(?::[ \t]*\n?|\n)(?= *1[.、)](?!\d))",
    re.M,
)
_POINT = re.compile(r"(?:^|(?<=[\n。;])) *(\d)[.、:)](?!\d) *", re.M)
_CODE = re.compile(r"(?:任务|第|序号)?(\d{1,3})(?![\d.%]|个|家|户|件|次|月|日|年|场|条|期|人|名|万|亿)")
_CIRCLED = re.compile(r"[\u2460-\u2473]")
_LISTED = re.compile(r"(?<![一-鿿])([一二三四五六七八九](?:、[一二三四五六七八九])+)[项个]")  # 一、二项正常
_BOTH = re.compile(r"(?<![\d/.+])(\d{1,3})(?:/(?=\d{1,3} *(?:都|均|两项|两个|全部))|\+)(\d{1,3})(?![\d+])")
_SHORT = 60


def without_own(text: str, ctx: Context) -> str:
    """Return the text with the numbers of its lines taken away where codes of the unit stand behind them."""
    lines = list(_LINE.finditer(text))
    if len(lines) < 2 or [int(m[1]) for m in lines] != list(range(1, len(lines) + 1)):
        return text
    coded = [m for m in lines if (code := _CODE.match(text, m.end())) and ctx.open_number(float(code[1]))]
    if not coded:
        return text
    for match in reversed(coded):
        text = text[: match.start()] + text[match.end() :]
    return text


def both(text: str, ctx: Context) -> str:
    """Return the text with 3/4都 written 3、4都 where both are open codes of the unit: no fraction is said of 都."""
    return _BOTH.sub(lambda m: f"{m[1]}、{m[2]}" if all(ctx.open_number(float(n)) for n in m.groups()) else m[0], text)


def places(text: str, ctx: Context) -> str:
    """Return an answer to several tasks whose points are numbered from 1 with 第1个 … for 1. …; else as it is."""
    numbered = list(_POINT.finditer(text))
    count = [int(m[1]) for m in numbered]
    if (
        len(count) < 2
        or len(count) != len(ctx.reply_to)
        or count != list(range(1, len(count) + 1))
        or numbered[0].start()
    ):
        return text
    if any(ctx.open_number(float(n)) for n in count):
        return text
    return _POINT.sub(r"第\1个 ", text)


def points(text: str, ctx: Context) -> str:
    """Return the text with 1. 2. 3. right behind a task's head written (1) (2) (3): points of one task's report."""
    for head in reversed(list(_HEADED.finditer(text))):
        if not head[0].rstrip(" \t\n").endswith(":") and ctx.open_number(1.0):
            continue  # 14推进中, and on the next line task 1
        text = text[: head.end()] + _pointed(text[head.end() :])
    return text


def _pointed(text: str) -> str:
    out, at = "", 0
    for number in range(1, 21):
        found = re.compile(rf"(?:^|(?<=[\n。;])) *{number}[.、)](?!\d)").search(text, at)
        if found is None or (number == 1 and found.start() > 0):
            break
        before = text[at : found.start()].rstrip("\n")
        out += before + (";" if before and before[-1] not in "。;" else "") + f"({number})"
        at = found.end()
    return out + text[at:] if number > 2 else text


def circled(text: str, count: int) -> str:
    """Return a short answer to a message about `count` tasks with ① … written 第1个 …; anything else as it is."""
    if count < 2 or len(text) > _SHORT or "\n" in text.strip():
        return text
    text = _LISTED.sub(lambda m: "、".join(f"第{n}个" for n in m[1].split("、")), text)
    places = [ord(m[0]) - 0x245F for m in _CIRCLED.finditer(text)]
    if not places or max(places) > count or re.search(r"\d[、:：]", text):
        return text
    text = re.sub(r"(?<=[\u2460-\u2473])(?=[\u2460-\u2473])", "、", text)
    return _CIRCLED.sub(lambda m: f"第{ord(m[0]) - 0x245F}个", text)
