"""One Summary: what every form of a month's report is made from, so that the numbers in all of them agree.

It is plain facts; the rules have decided every standing and light before it is built (`bot.services.summary`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from storage.kinds import Light, Status, TaskState


class Only(StrEnum):
    """What a summary can be narrowed to, besides unit and section."""

    overdue = "overdue"
    coordination = "coordination"
    missing = "missing"


class Bucket(StrEnum):
    """Where a task stands in the ledger by its deadline; every task is in exactly one."""

    done = "done"
    overdue = "overdue"
    waiting = "waiting"  # past its deadline, but claimed: with the office
    this_month = "this_month"
    later = "later"
    ongoing = "ongoing"
    undated = "undated"


class Outlook(StrEnum):
    """What is known of a task that is due this month."""

    claimed = "claimed"
    on_time = "on_time"
    later = "later"
    unsaid = "unsaid"


@dataclass(frozen=True)
class Said:
    """A report as people read it. `at` is in the office's zone."""

    unit: str
    month: date
    status: Status | None
    percent: int | None
    expected: date | None
    problem: str | None
    words: str
    at: datetime
    late: bool = False


@dataclass(frozen=True)
class TaskLine:
    """A task in the month. `standing` is one of STANDINGS; `last` is the latest report up to the month."""

    code: str
    number: str
    title: str
    section: str
    subsection: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    standing: str
    light: Light
    plan: str = ""  # the plan's title, where more than one is open
    state: TaskState = TaskState.open
    deadline: date | None = None
    extended_to: date | None = None
    ongoing: bool = False
    claimed: bool = False
    last: Said | None = None
    problems: tuple[Said, ...] = ()  # the obstacles in the latest reports
    missing: tuple[str, ...] = ()  # units that still owe this month's report
    pending: tuple[str, ...] = ()  # of those, with whose leader it is

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.standing != "done" and self.state is not TaskState.cancelled

    @property
    def needs_coordination(self) -> bool:
        """Tell whether a unit has named an obstacle that stands."""
        return self.is_open and bool(self.problems)

    def bucket(self, month: date) -> Bucket:
        """Return where it stands in the ledger by its deadline, seen from the month."""
        if self.standing == "done":
            return Bucket.done
        if self.standing == "overdue":
            return Bucket.overdue
        if self.ongoing:
            return Bucket.ongoing
        if self.deadline is None:
            return Bucket.undated
        if self.deadline < month:
            return Bucket.waiting
        same = (self.deadline.year, self.deadline.month) == (month.year, month.month)
        return Bucket.this_month if same else Bucket.later

    @property
    def outlook(self) -> Outlook:
        """Return what is known of how it will end, for a task due this month."""
        if self.claimed:
            return Outlook.claimed
        last = self.last
        if last is not None and (last.status is Status.blocked or _after(last.expected, self.deadline)):
            return Outlook.later
        if self.extended_to is not None and _after(self.extended_to, self.deadline):
            return Outlook.later
        if last is not None and last.expected is not None:
            return Outlook.on_time
        return Outlook.unsaid


@dataclass(frozen=True)
class UnitLine:
    """A unit in the month's round: what it was asked, what has come, how many nudges it got."""

    unit: str
    asked: int = 0
    reported: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()  # of those missing: with the unit's leader
    consult: bool = False
    messages: int = 0

    @property
    def owing(self) -> tuple[str, ...]:
        """Return what is missing and not with the unit's leader."""
        return tuple(code for code in self.missing if code not in self.pending)

    @property
    def punctuality(self) -> str:
        """Return reported, late, pending (待审) or missing (未报); a unit is exactly one of these."""
        if self.owing:
            return "missing"
        if self.missing:
            return "pending"
        return "late" if self.late else "reported"


@dataclass(frozen=True)
class Numbers:
    """The figures of a month over all open plans, as the rules give them. Units with consult are in none of them."""

    total: int = 0
    done: int = 0
    done_new: int = 0
    proceeding: int = 0
    behind: int = 0
    overdue: int = 0
    overdue_new: int = 0
    ongoing: int = 0
    ongoing_with_news: int = 0
    due_this_month: int = 0
    due_next_month: int = 0
    targets: int = 0
    targets_met: int = 0
    problems_raised: int = 0
    problems_settled: int = 0

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Numbers)))

    @property
    def share_done(self) -> float:
        """Return the share that is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def overdue_carried(self) -> int:
        """Return how many were overdue before this month."""
        return self.overdue - self.overdue_new


@dataclass(frozen=True)
class BurdenLine:
    """The messages that the bot began, over the units that got any."""

    messages: int = 0
    units: int = 0
    median: float = 0.0
    most: int = 0
    most_by: tuple[str, ...] = ()
    over_cap: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetLine:
    """A number that the plan demands of a task, and what was told of it last, by the month's end."""

    code: str
    title: str
    name: str
    comparison: str
    value: float
    unit: str
    met: bool = False
    latest: float | None = None
    told: date | None = None  # the month whose report told it
    plan: str = ""


@dataclass(frozen=True)
class MonthLine:
    """One month of the history, as known at the summary's moment: tasks by standing, units by how they kept it."""

    month: date
    numbers: Numbers
    reported: int = 0
    late: int = 0
    pending: int = 0
    missing: int = 0

    @property
    def asked(self) -> int:
        """Return how many units the round asked."""
        return self.reported + self.late + self.pending + self.missing


@dataclass(frozen=True)
class Scope:
    """What the summary was narrowed to; all empty is everything."""

    units: tuple[str, ...] = ()
    section: str = ""
    only: tuple[Only, ...] = ()
    own: bool = False  # asked by a liaison, of the own units


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
    burden: BurdenLine = BurdenLine()
    before: Numbers | None = None
    scope: Scope = field(default_factory=Scope)
    targets: tuple[TargetLine, ...] = ()
    history: tuple[MonthLine, ...] = ()  # the oldest first, this month last; only where it was asked for

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
        found: dict[str, dict[str, int]] = {}
        for task in self.tasks:
            row = found.setdefault(task.section, dict.fromkeys(STANDINGS, 0))
            row[task.standing] += 1
        return found

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


STANDINGS = ("done", "proceeding", "behind", "overdue")
SOON = timedelta(days=30)


def codes(tasks: Iterable[TaskLine]) -> list[str]:
    """Return the tasks' codes."""
    return [task.code for task in tasks]


def _after(day: date | None, deadline: date | None) -> bool:
    return day is not None and deadline is not None and day > deadline
