"""The plan's targets as one picture: how many are met in each section, and what was reached of each against the plan.

Drawn as the summary's chart is: the same colours, hatches, font and width, for a telephone held upright.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Voice
from bot.reports.canvas import (
    BAR,
    COUNT,
    EDGE,
    FAINT,
    GREEN,
    GREY,
    HEAD,
    MIME,
    NAME,
    SMALL,
    WIDTH,
    YELLOW,
    Bar,
    Paint,
    Sheet,
    bars,
    bars_height,
    fitted,
    headline,
    legend,
)
from bot.reports.lines import TargetLine
from bot.reports.summary import Summary
from bot.reports.targets import by_section, planned

SECTIONS_MOST, TARGETS_MOST = 8, 14
LINE, PLAN, FARTHEST = 48, 270, 1.2  # pixels of a row and of the plan; a bar that passes it by more is cut
NAMES = 322  # pixels for a target's name
MET, SHORT, UNTOLD = "target met", "target not met", "target not told"
UNREACHED = Paint("#EEF0F2")
PAINTS = {MET: GREEN, SHORT: YELLOW, UNTOLD: GREY}


def chart(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the targets as a picture: name, mime type, bytes."""
    sections, told = _sections(summary, voice), _told(summary)
    sheet = Sheet(84 + bars_height(len(sections)) + 84 + max(len(told), 1) * LINE + 50)
    headline(sheet, voice.say("Targets: planned and reached"), summary, voice)
    marks = [(voice.say(name), paint) for name, paint in PAINTS.items()]
    met, count = summary.numbers.targets_met, summary.numbers.targets
    y = bars(sheet, 84, sections, voice.say("Targets met {met} of {total}", met=met, total=count), marks)
    _reached(sheet, y, told, summary, voice)
    return f"{voice.say('Targets')}-{summary.month:%Y-%m}.png", MIME, sheet.png()


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


def _reached(sheet: Sheet, top: int, targets: Sequence[TargetLine], summary: Summary, voice: Voice) -> None:
    """Draw what was reached of each target; the line across all of them is the plan."""
    known = sum(target.latest is not None for target in summary.targets)
    title = voice.say("What was reached, of what the plan demands ({count} with a value)", count=known)
    if len(targets) < known:
        farthest = "The {count} farthest from the plan, of {known} with a value"
        title = voice.say(farthest, count=len(targets), known=known)
    sheet.text(EDGE, top + 20, title, HEAD)
    first = top + 84
    if not targets:
        sheet.text(EDGE, first, voice.say("No unit has told a number yet"), NAME, FAINT)
        return
    for place, target in enumerate(targets):
        _one(sheet, first + place * LINE, target)
    last = first + (len(targets) - 1) * LINE + BAR
    sheet.line(NAMES + PLAN, first - 6, last + 6)
    sheet.text(NAMES + PLAN, first - 20, voice.say("planned value"), SMALL, at="mm")
    legend(sheet, last + 30, [(voice.say(name), PAINTS[name]) for name in (MET, SHORT)])


def _one(sheet: Sheet, y: float, target: TargetLine) -> None:
    assert target.latest is not None, "only what was told is drawn"
    reached = target.latest / target.value if target.value > 0 else float(target.latest > 0) * FARTHEST
    name = fitted(f"{target.code} {target.name or target.title}", NAMES - 10 - EDGE, COUNT)
    sheet.text(NAMES - 10, y + BAR / 2, name, COUNT, at="rm")
    sheet.box(NAMES, y, PLAN, BAR, UNREACHED)
    if reached > 0:
        sheet.box(NAMES, y, min(reached, FARTHEST) * PLAN, BAR, PAINTS[_kind(target)])
    start = NAMES + FARTHEST * PLAN + 12
    words = fitted(f"{target.latest:g}（{planned(target)}）", WIDTH - EDGE - start, COUNT)
    sheet.text(start, y + BAR / 2, words, COUNT)
