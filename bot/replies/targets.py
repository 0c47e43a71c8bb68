"""Reported numbers against the plan's targets: which target a number is meant for, and whether it is to be queried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.replies.ledger import TargetView
from bot.replies.reading import Measure

DoubtfulValue = Literal["falls", "jumps", "contradicts"]


def match_measure(measure: Measure, targets: Sequence[TargetView]) -> TargetView | None:
    """Return the one target that the measure's unit and words fit, None where none or several do."""
    same = [t for t in targets if t.unit == measure.unit]
    if not measure.name:
        return same[0] if len(same) == 1 else None
    scored = sorted(((likeness(measure.name, t.name), i) for i, t in enumerate(same)), reverse=True)
    if not scored or scored[0][0] < 0.3 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return same[scored[0][1]]


def doubtful_value(
    value: float, *, before: float | None, target: TargetView | None = None, percent: int | None = None
) -> DoubtfulValue | None:
    """Tell why a value is queried once: it falls, jumps tenfold, or contradicts the stated percent; else None."""
    if before is not None and before > 0:
        if value < before:
            return "falls"
        if value >= 10 * before:
            return "jumps"
    if target is not None and percent is not None and target.value > 0:
        share = 100 * value / target.value
        if (percent >= 100 and share < 90) or (percent <= 50 and share >= 100):
            return "contradicts"
    return None


def likeness(one: str, other: str) -> float:
    """Return the share of the shorter name's character pairs that the longer one has too."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def best(measures: Iterable[Measure], targets: Sequence[TargetView]) -> dict[TargetView, Measure]:
    """Return for each target the last measure that was meant for it."""
    return {t: m for m in measures if (t := match_measure(m, targets)) is not None}
