"""What the plan demands in numbers against what was reported, in words: by plan and section, then target by target."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Html, Voice, bold, dates
from bot.reports.lines import TargetLine
from bot.reports.rows import SIGNS
from bot.reports.summary import Summary
from bot.reports.text import mark_of

BARS = 10


def roll_up(summary: Summary, voice: Voice) -> list[Html]:
    """Return how each plan and each of its sections stands, a line each."""
    lines = []
    for plan in dict.fromkeys(target.plan for target in summary.targets):
        mine = [target for target in summary.targets if target.plan == plan]
        lines.append(bold(counts(plan or summary.titles[0], mine, voice)))
        for name, found in by_section(mine).items():
            lines.append(counts(name or voice.say("no section"), found, voice))
            share = met_share(found)
            lines.append(voice.html("{bar} {share}%", bar=bar(share), share=int(share * 100)))
    return [*lines, as_of(summary, voice), voice.html("Target by target: /targets and a section, or a task's number")]


def listed(summary: Summary, targets: Sequence[TargetLine], voice: Voice) -> list[Html]:
    """Return the targets, a line each, under a head that counts them."""
    codes = {(target.plan, target.code) for target in targets}
    name = targets[0].section if len(codes) > 1 else f"{targets[0].code} {' '.join(targets[0].title.split())}"
    head = bold(counts(name or voice.say("no section"), targets, voice))
    return [head, *(_line(target, voice) for target in targets), as_of(summary, voice)]


def by_section(targets: Sequence[TargetLine]) -> dict[str, list[TargetLine]]:
    """Return the targets of each section, in the plan's order."""
    found: dict[str, list[TargetLine]] = {}
    for target in targets:
        found.setdefault(target.section, []).append(target)
    return found


def counts(name: str, targets: Sequence[TargetLine], voice: Voice) -> Html:
    """Return how many targets there are, are met, and have a value at all."""
    return voice.html(
        "{name}: {met} of {count} targets met, {known} with a value",
        name=name,
        met=sum(target.met for target in targets),
        count=len(targets),
        known=sum(target.latest is not None for target in targets),
    )


def met_share(targets: Sequence[TargetLine]) -> float:
    """Return the share of the targets that are met, 0 to 1."""
    return sum(target.met for target in targets) / len(targets) if targets else 0.0


def bar(share: float) -> str:
    """Return a share as a bar that reads the same when copied as plain text: ■■■□□□□□□□."""
    full = min(BARS, max(0, int(share * BARS + 1e-9)))
    return "■" * full + "□" * (BARS - full)


def planned(target: TargetLine) -> str:
    """Return what the plan demands: ≥100项."""
    return f"{SIGNS[target.comparison]}{target.value:g}{target.unit}"


def as_of(summary: Summary, voice: Voice) -> Html:
    """Return as of when the values are, and whose they are."""
    at = dates.moment(voice, summary.as_of, today=summary.month)
    return voice.html("Values as the units told them last, as of {at} ({mark})", at=at, mark=mark_of(summary, voice))


def _line(target: TargetLine, voice: Voice) -> Html:
    name = " ".join(target.name.split())
    if target.latest is None or target.told is None:
        return voice.html(
            "{code} {planned}: nothing reported yet", code=target.code, planned=f"{name}{planned(target)}"
        )
    return voice.html(
        "{code} {planned}: {value}{unit} ({month}) {bar}",
        code=target.code,
        planned=f"{name}{planned(target)}",
        value=f"{target.latest:g}",
        unit=target.unit,
        month=dates.year_month(voice, target.told),
        bar=bar(target.share),
    )
