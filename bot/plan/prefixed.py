"""Text in which a line with units stands above the points that are theirs: 责任单位：县财政局, then 1., 2., 3."""

from __future__ import annotations

import re

from bot.plan.blocks import Line
from bot.plan.labels import LABEL
from bot.plan.rows import heading_kind, plain

_POINT = {"1", "（1）"}


def units_behind(lines: list[Line]) -> list[Line]:
    """Return the lines with the units above each group of points put behind every point, where all groups are so."""
    kinds = [_kind(line) for line in lines]
    spoken = [kind for kind in kinds if kind]
    if not _groups_below_units(spoken):
        return lines
    out: list[Line] = []
    units: list[Line] = []
    open_point = False
    for line, kind in zip(lines, kinds, strict=True):
        if kind and open_point:
            out.extend(units)
        if kind == "units":
            units = [line] if open_point or not units else [*units, line]
        elif kind == "heading":
            units = []
        open_point = kind == "point" or (not kind and open_point)
        if kind != "units":
            out.append(line)
    return [*out, *units] if open_point else out


def _groups_below_units(spoken: list[str]) -> bool:
    """Whether units stand above every point and behind none: at least two groups a section, one of several points.

    Units above the only group of a section are the section's own.
    """
    marks = "".join({"units": "U", "point": "P", "heading": "H", "told": "T"}[kind] for kind in spoken)
    sections = [section for section in marks.split("H") if section]
    return "PP" in marks and all(re.fullmatch(r"(?:U+P+){2,}", section) for section in sections)


def _kind(line: Line) -> str:
    """Tell units alone on a line, a point without a word on units, a point or line with one, and a heading."""
    text = plain(line.text)
    label = LABEL.match(text)
    if label and label.lastgroup in {"lead", "resp", "support"}:
        return "units"
    if any(m.lastgroup in {"lead", "resp", "support"} for m in LABEL.finditer(text)):
        return "told"
    kind = heading_kind(text)
    if kind in _POINT:
        return "point"
    return "heading" if kind else ""
