"""The ledger as the reader needs it: which tasks there are, who leads and supports them, and which words tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TargetView:
    """A number that the plan demands of a task."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class TaskView:
    """One task as the reader sees it. `deadline` is None for ongoing tasks as well; `position` is the order in the plan."""

    code: str
    title: str
    description: str = ""
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    deadline: date | None = None
    open: bool = True
    position: int = 0
    targets: tuple[TargetView, ...] = ()


class UnitView:
    """One unit's share of the ledger, in plan order."""

    def __init__(self, unit: str, tasks: Iterable[TaskView]) -> None:
        self.unit = unit
        self.tasks = {t.code: t for t in tasks}
        self.lead = {c: t for c, t in self.tasks.items() if unit in t.lead}
        self.open = {c: t for c, t in self.tasks.items() if t.open}
        self.open_lead = {c: t for c, t in self.lead.items() if t.open}


class Ledger:
    """All tasks of the open plans; one object serves all units, what a unit needs is worked out once, at its first reading."""

    def __init__(self, tasks: Iterable[TaskView]) -> None:
        self.tasks = {t.code: t for t in sorted(tasks, key=lambda t: t.position)}
        self.units = {u for t in self.tasks.values() for u in (*t.lead, *t.support)}
        self._views: dict[str, UnitView] = {}

    def knows(self, unit: str) -> bool:
        """Tell whether any task names the unit."""
        return unit in self.units

    def of(self, unit: str) -> UnitView:
        """Return the unit's share: the tasks that it leads or supports by name."""
        view = self._views.get(unit)
        if view is None:
            mine = (t for t in self.tasks.values() if unit in t.lead or unit in t.support)
            view = self._views[unit] = UnitView(unit, mine)
        return view
