"""The ledger as the reader needs it: which tasks there are, who leads and supports them, how their codes are said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.replies.titles import Titles

_PLAIN = re.compile(r"\d+")
_NUMBER = re.compile(r"^[A-Za-z]?(\d+)(?:-\d+)?$|^[一二三四五六七八九十]+\.(\d+)$")


@dataclass(frozen=True)
class TargetView:
    """A number that the plan demands of a task."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class TaskView:
    """One task as the reader sees it. `deadline` is None for ongoing tasks too; `position` is its place in the plan."""

    code: str
    title: str
    description: str = ""
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    deadline: date | None = None
    open: bool = True
    position: int = 0
    targets: tuple[TargetView, ...] = ()


Standing = Literal["own", "not_yours", "unknown_task", "unclear"]
"""What a task is to a unit."""
_QUOTES = re.compile(r"[“”‘’\"'「」『』]")
_HEAD = 6
"""Letters of a title that tell it where it is spoken in full."""


class UnitView:
    """One unit's share of the ledger, in plan order; `titles` knows which words tell its open tasks apart."""

    def __init__(self, unit: str, tasks: Iterable[TaskView]) -> None:
        self.unit = unit
        self.tasks = {t.code: t for t in tasks}
        self.open = {c: t for c, t in self.tasks.items() if t.open}
        self.open_lead = {c: t for c, t in self.open.items() if unit in t.lead}
        words = {c: (t.title, t.description) for c, t in self.open.items()}
        self.resolved: dict[int, tuple[str, Standing]] = {}  # what the ledger has told of numbers
        self.numbers = frozenset(int(c) for c in self.open if _PLAIN.fullmatch(c))
        self.titles = Titles(words, unit, frozenset(self.open_lead))
        self.heads = tuple(_QUOTES.sub("", t.title)[:_HEAD] for t in self.open.values() if len(t.title) >= _HEAD)


class Ledger:
    """All tasks of the open plans; one object serves all units, what a unit needs is worked out at its first
    reading."""

    def __init__(self, tasks: Iterable[TaskView]) -> None:
        self.tasks = {t.code: t for t in sorted(tasks, key=lambda t: t.position)}
        self.units = {u for t in self.tasks.values() for u in (*t.lead, *t.support)}
        self.odd_codes = sorted((c for c in self.tasks if not _PLAIN.fullmatch(c)), key=len, reverse=True)
        self.families: dict[int, list[str]] = {}
        for code in self.tasks:
            if found := _NUMBER.match(code):
                self.families.setdefault(int(found[1] or found[2]), []).append(code)
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

    def resolve(self, number: int, view: UnitView) -> tuple[str, Standing]:
        """Return the code that a number means to a unit: of rows that share it, the unit's own."""
        if number not in self.families:
            return str(number), "unknown_task"
        found = view.resolved.get(number)
        if found is None:
            found = view.resolved[number] = self._resolve(number, view)
        return found

    def _resolve(self, number: int, view: UnitView) -> tuple[str, Standing]:
        family = self.families[number]
        for mine in (view.open_lead, view.open, view.tasks):
            own = [code for code in family if code in mine]
            if len(own) == 1 or str(number) in own:
                return (str(number) if str(number) in own else own[0]), "own"
            if own:
                return own[0], "unclear"
        return (str(number) if str(number) in family else family[0]), "not_yours"
