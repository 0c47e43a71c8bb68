"""Narrowing a month to units, a section, or what is overdue: the figures are sums over the lines that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from bot.reports.lines import STANDINGS, Numbers, Only, Scope, TargetLine, TaskLine, UnitLine


@dataclass(frozen=True)
class Part:
    """What one plan says of one month."""

    numbers: Numbers
    tasks: tuple[TaskLine, ...] = ()
    units: tuple[UnitLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    sections: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # where there are no lines

    @property
    def standings(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each section how many tasks stand where."""
        return standings_of(self.tasks) if self.tasks else self.sections


def standings_of(tasks: Iterable[TaskLine]) -> dict[str, dict[str, int]]:
    """Return for each section, in the order of the lines, how many tasks stand where."""
    found: dict[str, dict[str, int]] = {}
    for task in tasks:
        found.setdefault(task.section, dict.fromkeys(STANDINGS, 0))[task.standing] += 1
    return found


def fits(line: TaskLine, scope: Scope, known_as: Callable[[str], str] = str) -> bool:
    """Tell whether a task is in the scope; `known_as` gives the name by which a unit goes today."""
    wanted = {
        Only.overdue: line.standing == "overdue",
        Only.coordination: line.needs_coordination,
        Only.missing: bool(set(line.missing) - set(line.pending)),
    }
    if not all(wanted[only] for only in scope.only):
        return False
    if scope.section and line.section != scope.section:
        return False
    return not scope.units or bool({known_as(unit) for unit in (*line.leads, *line.speaks)} & set(scope.units))


def is_everything(scope: Scope) -> bool:
    """Tell whether the scope leaves nothing out."""
    return not (scope.units or scope.section or scope.only)


def narrow(part: Part, codes: Collection[str], scope: Scope, known_as: Callable[[str], str] = str) -> Part:
    """Return the part with these tasks, the units of the scope, and the figures that they add up to."""
    tasks = tuple(line for line in part.tasks if line.code in codes)
    targets = tuple(target for target in part.targets if target.code in codes)
    units = (_only(unit, codes) for unit in part.units if not scope.units or known_as(unit.unit) in scope.units)
    return Part(numbers_of(tasks, targets), tasks, tuple(unit for unit in units if unit.asked), targets)


def numbers_of(tasks: Sequence[TaskLine], targets: Iterable[TargetLine]) -> Numbers:
    """Return the figures that the lines add up to."""
    told = list(targets)
    counts = Counter(mark for line in tasks for mark in line.marks)
    counts |= {"total": len(tasks), "targets": len(told), "targets_met": sum(target.met for target in told)}
    return Numbers(**{each.name: counts[each.name] for each in fields(Numbers)})


def _only(unit: UnitLine, codes: Collection[str]) -> UnitLine:
    def kept(told: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in told if code in codes)

    reported, missing = kept(unit.reported), kept(unit.missing)
    return replace(
        unit,
        asked=len(reported) + len(missing),
        reported=reported,
        late=kept(unit.late),
        missing=missing,
        pending=kept(unit.pending),
    )
