"""One Summary: what every form of a month's report is made from, so that the numbers in all of them agree.

It is plain facts; the rules have decided every standing and light before it is built (`bot.services.summary`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.reports.lines import (
    Bucket,
    BurdenLine,
    Frozen,
    MonthLine,
    Numbers,
    Outlook,
    PracticeLine,
    Scope,
    Supplement,
    TargetLine,
    TaskLine,
    TrackedLine,
    UnitLine,
)
from bot.reports.narrow import standings_of
from storage.kinds import Light


@dataclass(frozen=True)
class Summary:
    """A month as known at `as_of` (in the office's zone). `before` is the month before, known at the same moment."""

    office: str
    titles: tuple[str, ...]
    month: date
    as_of: datetime
    numbers: Numbers
    tasks: tuple[TaskLine, ...]
    units: tuple[UnitLine, ...]
    burden: BurdenLine = field(default_factory=BurdenLine)
    before: Numbers | None = None
    last: MonthLine | None = None  # the month before, as `before`, with its units and sections
    scope: Scope = field(default_factory=Scope)
    targets: tuple[TargetLine, ...] = ()
    history: tuple[MonthLine, ...] = ()  # the oldest first, this month last; only where it was asked for
    frozen: tuple[Frozen, ...] = ()  # the plans whose figures are the frozen ones; all others are as known now
    supplement: tuple[Supplement, ...] = ()  # what came after the freeze; changes none of the figures
    tracked: tuple[TrackedLine, ...] = ()  # only where it was asked for, as are the practices
    practices: tuple[PracticeLine, ...] = ()

    @property
    def frozen_at(self) -> datetime | None:
        """Return when all the figures were frozen; None where those of a plan are as known now."""
        return max(each.at for each in self.frozen) if len(self.frozen) == len(self.titles) > 0 else None

    @property
    def items(self) -> int:
        """Return the number of numbered items; rows that share a number are one item."""
        return len({(task.plan, task.number) for task in self.tasks})

    @cached_property
    def buckets(self) -> Mapping[Bucket, tuple[TaskLine, ...]]:
        """Return the tasks by where they stand; together they are all tasks."""
        found: dict[Bucket, list[TaskLine]] = {bucket: [] for bucket in Bucket}
        for task in self.tasks:
            found[task.bucket(self.month)].append(task)
        return {bucket: tuple(tasks) for bucket, tasks in found.items()}

    @property
    def later_by_year(self) -> Mapping[int, int]:
        """Return how many tasks are due after this month, by year."""
        years = sorted(task.deadline.year for task in self.buckets[Bucket.later] if task.deadline)
        return {year: years.count(year) for year in dict.fromkeys(years)}

    @property
    def outlooks(self) -> Mapping[Outlook, tuple[TaskLine, ...]]:
        """Return the tasks due this month by what is known of them."""
        due = self.buckets[Bucket.this_month]
        return {outlook: tuple(task for task in due if task.outlook is outlook) for outlook in Outlook}

    @property
    def standings(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each section, in the plan's order, how many tasks stand where."""
        return standings_of(self.tasks)

    @property
    def lights(self) -> Mapping[str, Mapping[Light, int]]:
        """Return for each section, in the plan's order, how many tasks have which light."""
        found: dict[str, dict[Light, int]] = {}
        for task in self.tasks:
            row = found.setdefault(task.section, dict.fromkeys(Light, 0))
            row[task.light] += 1
        return found

    @property
    def asked(self) -> tuple[UnitLine, ...]:
        """Return the units that the round asks, without those that are only consulted."""
        return tuple(unit for unit in self.units if unit.asked and not unit.consult)

    def units_that(self, punctuality: str) -> tuple[UnitLine, ...]:
        """Return the asked units that are reported, late, pending or missing; who owes most first."""
        found = (unit for unit in self.asked if unit.punctuality == punctuality)
        return tuple(sorted(found, key=lambda unit: -len(unit.owing)))

    @property
    def coordination(self) -> tuple[TaskLine, ...]:
        """Return the tasks in which a unit has named an obstacle."""
        return tuple(task for task in self.tasks if task.needs_coordination)

    @property
    def soon(self) -> tuple[TaskLine, ...]:
        """Return the open tasks that are due within 30 days of the summary's day, the nearest first."""
        day = self.as_of.date()
        near = (
            task
            for task in self.tasks
            if task.is_open and task.deadline and day <= (task.extended_to or task.deadline) <= day + SOON
        )
        return tuple(sorted(near, key=lambda task: task.extended_to or task.deadline or day))

    def change(self, name: str) -> int | None:
        """Return by how much a number has changed since the month before, or None where there is no month before."""
        return None if self.before is None else int(getattr(self.numbers, name) - getattr(self.before, name))

    def kept(self, name: str) -> int:
        """Return how many units were asked, or are reported (in time), late, pending or missing."""
        return len(self.asked) if name == "asked" else len(self.units_that(name))

    def kept_change(self, name: str) -> int | None:
        """Return by how much a number of units has changed since the month before."""
        return None if self.last is None else self.kept(name) - int(getattr(self.last, name))

    def section_change(self, section: str, standing: str) -> int | None:
        """Return by how much a section's number has changed since the month before."""
        if self.last is None or not self.last.sections:
            return None
        row = self.last.sections.get(section, {})
        before = sum(row.values()) if standing == "total" else row.get(standing, 0)
        now = self.standings.get(section, {})
        return (sum(now.values()) if standing == "total" else now.get(standing, 0)) - before


SOON = timedelta(days=30)


def codes(tasks: Iterable[TaskLine]) -> list[str]:
    """Return the tasks' codes."""
    return [task.code for task in tasks]
