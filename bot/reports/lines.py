"""What a Summary is made of: a line a task, a unit, a target and a month, and the figures; plain facts, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from storage.kinds import Light, Status, TaskState, TrackedKind, TrackedState

STANDINGS = ("done", "proceeding", "behind", "overdue")


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
    speaks: tuple[str, ...] = ()  # units that can be written to and lead it, or report for it
    marks: tuple[str, ...] = ()  # the figures that count it, besides the total

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
    section: str = ""

    @property
    def share(self) -> float:
        """Return how much of it is reached, 0 to 1; of an upper bound that is broken the part that it allows."""
        if self.latest is None:
            return 0.0
        if self.met:
            return 1.0
        if self.comparison == "<=":
            return self.value / self.latest if self.latest > self.value > 0 else 0.0
        return max(0.0, min(1.0, self.latest / self.value)) if self.value > 0 else 0.0


@dataclass(frozen=True)
class MonthLine:
    """One month of the history, as known at the summary's moment: tasks by standing, units by how they kept it."""

    month: date
    numbers: Numbers
    reported: int = 0
    late: int = 0
    pending: int = 0
    missing: int = 0

    sections: dict[str, dict[str, int]] = field(default_factory=dict)  # tasks by standing, of the month before only

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
class Supplement:
    """A report that came for a month whose figures were frozen: shown beside them, counted in none."""

    at: datetime  # in the office's zone
    unit: str
    code: str
    words: str
    plan: str = ""


@dataclass(frozen=True)
class TrackedLine:
    """What is followed until it is settled: an observation, an obstacle for another unit, a leader's instruction."""

    kind: TrackedKind
    number: int
    unit: str
    text: str
    filed_on: date
    due_on: date
    state: TrackedState
    code: str = ""
    plan: str = ""
    leader: str = ""
    raised_by: str = ""  # the unit whose obstacle it is
    answer: str = ""  # the last one
    outcome: str = ""
    settled_on: date | None = None


@dataclass(frozen=True)
class PracticeLine:
    """A report marked as good practice."""

    month: date
    code: str
    title: str
    unit: str
    words: str
    note: str = ""
    by_office: bool = False
    plan: str = ""


@dataclass(frozen=True)
class Frozen:
    """A plan whose figures of the month were frozen at that moment, in the office's zone."""

    plan: str
    at: datetime


def _after(day: date | None, deadline: date | None) -> bool:
    return day is not None and deadline is not None and day > deadline
