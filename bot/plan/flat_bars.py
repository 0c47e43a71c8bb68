"""Tables pasted as one cell a line with bars left over: a bar behind each cell, or on a line of its own."""

from __future__ import annotations

import re

from bot.plan.blocks import Line

_BAR_ALONE = re.compile(r"^[\s　]*[|｜][\s　]*$")
_BAR_BEHIND = re.compile(r"^[^|｜]*\S[^|｜]*[|｜][\s　]*$")
_LEAST = 6


def without_bars(lines: list[Line]) -> list[Line]:
    """Return lines with the bars gone in each stretch that has one behind, or below, nearly every cell."""
    out: list[Line] = []
    i = 0
    while i < len(lines):
        end = _stretch(lines, i)
        if end == i:
            out.append(lines[i])
            i += 1
            continue
        for line in lines[i:end]:
            if not _BAR_ALONE.match(line.text):
                out.append(Line(re.sub(r"[\s　]*[|｜][\s　]*$", "", line.text), line.place))
        i = end
    return out


def _stretch(lines: list[Line], i: int) -> int:
    """Return where a stretch of barred cells that begins here ends; where it begins if there is none."""
    bars = 0
    end = j = i
    while j < len(lines):
        text = lines[j].text
        if _BAR_ALONE.match(text) or _BAR_BEHIND.match(text):
            bars += 1
            end = j + 1
        elif "|" in text or not _barred_below(lines, j):
            break
        j += 1
    return end if bars >= _LEAST else i


def _barred_below(lines: list[Line], j: int) -> bool:
    """Whether the cell that a line belongs to is closed by a bar within a few lines."""
    return any(_BAR_ALONE.match(line.text) or _BAR_BEHIND.match(line.text) for line in lines[j + 1 : j + 4])
