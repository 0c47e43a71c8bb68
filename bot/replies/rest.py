"""What 其余 may stand for: never a task that is overdue or due this month; those are asked for one by one."""

from __future__ import annotations

from collections.abc import Iterable


def expand_rest(
    unreported: Iterable[str], *, named: Iterable[str] = (), overdue: Iterable[str] = (), due: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split the unit's unreported codes, less those the message named, into (covered by "*", to be asked one by
    one)."""
    spoken = set(named)
    held = {*overdue, *due}
    left = [code for code in unreported if code not in spoken]
    return tuple(c for c in left if c not in held), tuple(c for c in left if c in held)
