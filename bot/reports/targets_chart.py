"""The plan's targets as one picture: how many are met in each section, and what was reached of each against the plan.

Drawn as the summary's chart is: the same colours, hatches, font and width, for a telephone held upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.locale import Voice
from bot.reports.canvas import (
    FAINT,
    GREEN,
    GREY,
    INK,
    MIME,
    YELLOW,
    Bar,
    Paint,
    bars,
    font,
    headline,
    legend,
    picture,
    plain,
)
from bot.reports.lines import TargetLine
from bot.reports.summary import Summary
from bot.reports.targets import by_section, planned
from bot.reports.text import clean, clip

WIDTH, ROW, MARGINS = 7.2, 0.42, 1.7  # inches
SECTIONS_MOST, TARGETS_MOST = 8, 14
NAME_LIMIT, TOLD_LIMIT = 13, 18
FARTHEST = 1.25  # a bar that passes the plan is cut there
MET, SHORT, UNTOLD = "target met", "target not met", "target not told"
PAINTS = {MET: GREEN, SHORT: YELLOW, UNTOLD: GREY}


def chart(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the targets as a picture: name, mime type, bytes."""
    sections, told = _sections(summary, voice), _told(summary)
    rows = [max(len(sections), 2) + 1.3, max(len(told), 2) + 0.6]
    size = (WIDTH, MARGINS + ROW * sum(rows))

    def draw(figure: Any) -> None:
        panels = figure.subplots(2, 1, height_ratios=rows)
        figure.subplots_adjust(
            left=0.3, right=0.96, top=1 - 0.95 / size[1], bottom=0.4 / size[1], hspace=0.7 / (ROW * sum(rows) / 2)
        )
        headline(figure, voice.say("Targets: planned and reached"), summary, voice, 1 - 0.32 / size[1])
        marks = [(voice.say(name), paint) for name, paint in PAINTS.items()]
        met, count = summary.numbers.targets_met, summary.numbers.targets
        bars(panels[0], sections, voice.say("Targets met {met} of {total}", met=met, total=count), marks)
        _reached(panels[1], told, summary, voice)

    return f"{voice.say('Targets')}-{summary.month:%Y-%m}.png", MIME, picture(size, draw)


def _sections(summary: Summary, voice: Voice) -> list[Bar]:
    found: list[Bar] = [(voice.say("All"), _parts(summary.targets))]
    named = list(by_section(summary.targets).items())
    found += [(name or voice.say("(no section)"), _parts(mine)) for name, mine in named[:SECTIONS_MOST]]
    if rest := [target for _, mine in named[SECTIONS_MOST:] for target in mine]:
        found.append((voice.say("{count} others", count=len(named) - SECTIONS_MOST), _parts(rest)))
    return found if len(named) > 1 else found[:1]


def _parts(targets: Sequence[TargetLine]) -> list[tuple[int, Paint]]:
    kinds = [_kind(target) for target in targets]
    return [(kinds.count(kind), paint) for kind, paint in PAINTS.items()]


def _kind(target: TargetLine) -> str:
    if target.latest is None:
        return UNTOLD
    return MET if target.met else SHORT


def _told(summary: Summary) -> list[TargetLine]:
    """Return the targets of which something was told, what is farthest from the plan first."""
    told = [target for target in summary.targets if target.latest is not None]
    return sorted(told, key=lambda target: target.share)[:TARGETS_MOST]


def _reached(axes: Any, targets: Sequence[TargetLine], summary: Summary, voice: Voice) -> None:
    """Draw what was reached of each target; the line across all of them is the plan."""
    known = sum(target.latest is not None for target in summary.targets)
    title = voice.say("What was reached, of what the plan demands ({count} with a value)", count=known)
    if len(targets) < known:
        title = voice.say(
            "The {count} farthest from the plan, of {known} with a value", count=len(targets), known=known
        )
    plain(axes, title)
    axes.set_xticks([])
    axes.set_xlim(0, 1.95)
    axes.set_ylim(max(len(targets), 2) - 0.4, -0.7)
    if not targets:
        axes.set_yticks([])
        axes.text(0, 0, voice.say("No unit has told a number yet"), fontproperties=font(12), color=FAINT, va="center")
        return
    for place, target in enumerate(targets):
        _one(axes, place, target)
    axes.plot([1, 1], [-0.5, len(targets) - 0.5], color=INK, linewidth=1.6)
    axes.text(1, -0.52, voice.say("planned value"), fontproperties=font(10), color=INK, ha="center", va="bottom")
    names = [
        clip(clean(f"{target.code} {' '.join((target.name or target.title).split())}"), NAME_LIMIT)
        for target in targets
    ]
    axes.set_yticks(range(len(targets)), names, fontproperties=font(11), color=INK)
    legend(axes, [(voice.say(name), PAINTS[name]) for name in (MET, SHORT)])


def _one(axes: Any, place: int, target: TargetLine) -> None:
    assert target.latest is not None, "only what was told is drawn"
    paint = PAINTS[_kind(target)]
    reached = target.latest / target.value if target.value > 0 else float(target.latest > 0) * FARTHEST
    axes.barh(place, 1, 0.62, color="#EEF0F2", linewidth=0)
    axes.barh(
        place, min(max(reached, 0), FARTHEST), 0.62, color=paint.colour, hatch=paint.hatch, edgecolor="white",
        linewidth=0.8,
    )  # fmt: skip
    words = clip(clean(f"{target.latest:g}（{planned(target)}）"), TOLD_LIMIT)
    axes.text(FARTHEST + 0.04, place, words, fontproperties=font(11), color=INK, va="center")
