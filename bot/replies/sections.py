"""A section 存在问题 at the end of a list of tasks: each obstacle goes to the task that its words speak of.

Where they speak of none, or of several alike, the section stays with the task it stands behind.
"""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.part import Part
from bot.replies.reading import REST

_ENOUGH = 0.9
_MARGIN = 0.6


def place_obstacles(parts: list[Part], ctx: Context) -> None:
    """Move the obstacles of a closing section to the parts of the tasks that they speak of."""
    told = [part for part in parts if len(part.targets.tasks) == 1 and part.first not in (None, REST)]
    if len(told) < 2:
        return
    for part in told:
        at = _section(part.group.clauses)
        if not at:
            continue
        label, said = part.group.clauses[at], part.group.clauses[at + 1 :]
        upto = next((i for i, c in enumerate(said) if c.has("NEXT")), len(said))
        target = _meant(said[:upto], told, ctx)
        if target is not None and target is not part:
            target.group.clauses += [label, *said[:upto]]
            del part.group.clauses[at : at + 1 + upto]


def _section(clauses: list[Clause]) -> int | None:
    """Return the place of a clause that heads the section, None where there is none."""
    for at, clause in enumerate(clauses):
        if not clause.has("PROBLEM") or not clause.only("PROBLEM", "ADV", "GENERIC", "BE"):
            continue
        if at and clause.before >= 3 and at + 1 < len(clauses):
            return at
    return None


def _meant(clauses: list[Clause], parts: list[Part], ctx: Context) -> Part | None:
    words = " ".join(c.said for c in clauses)
    points = ctx.view.titles.scores(words)
    ranked = sorted(((points.get(p.first or "", 0.0), i) for i, p in enumerate(parts)), reverse=True)
    best, second = ranked[0], ranked[1]
    return parts[best[1]] if best[0] >= _ENOUGH and second[0] <= _MARGIN * best[0] else None
