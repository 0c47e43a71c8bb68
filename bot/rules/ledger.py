"""What the rules see of a plan: its tasks, its units, and what has been reported. Plain data, built by a service.

Units are named by any stable text (a name or a key); months are first days; days are local dates of the office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from bot.rules.settings import Rules
from storage.kinds import Status

Unit = str


@dataclass(frozen=True)
class Milestone:
    """A dated step of a task (节点)."""

    due: date
    title: str
    done_on: date | None = None

    def is_done(self, day: date) -> bool:
        """Tell whether it had been reached by the day."""
        return self.done_on is not None and self.done_on <= day


@dataclass(frozen=True)
class Held:
    """A claim of completion in the office's hands, from the day it was made until the day of a return."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether the claim is with the office on the day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class RuleTask:
    """A task as the rules see it. `leads` are its real leads in order: no collective unit among them."""

    code: str
    leads: tuple[Unit, ...] = ()
    deadline: date | None = None  # the one it is judged by: the original, unless a decision says otherwise
    extended_to: date | None = None  # a granted extension: warnings follow it, judgement only where `deadline` is moved
    ongoing: bool = False
    reporter: Unit | None = None  # set by the office; else by `who_reports`
    first_month: date | None = None  # where the task joined later than its plan
    closed_on: date | None = None  # completion confirmed, or task cancelled
    finished_on: date | None = None  # when the confirmed completion was claimed; None: the day it was closed
    cancelled: bool = False
    held: tuple[Held, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    section: str = ""

    def __post_init__(self) -> None:
        """Drop a lead named twice."""
        if len(self.leads) > 1:
            object.__setattr__(self, "leads", tuple(dict.fromkeys(self.leads)))

    @property
    def warned_for(self) -> date | None:
        """Return the deadline that warnings and overdue notices follow."""
        return self.extended_to or self.deadline

    @property
    def warned(self) -> tuple[Unit, ...]:
        """Return the units told of its deadline: every real lead, and who the office has made to report."""
        return self.leads if self.reporter is None or self.reporter in self.leads else (*self.leads, self.reporter)

    def reporting(self, rules: Rules) -> tuple[Unit, ...]:
        """Return the units that answer for the task in a round; none when all its leads are collective."""
        if self.reporter is not None:
            return (self.reporter,)
        return self.leads if rules.who_reports == "every-lead" else self.leads[:1]

    def is_open(self, day: date) -> bool:
        """Tell whether the task is still to be done on the day."""
        return self.closed_on is None or day < self.closed_on

    def is_held(self, day: date) -> bool:
        """Tell whether the office has a claim of completion to decide on the day."""
        return bool(self.held) and any(span.covers(day) for span in self.held)

    def finished_by(self, day: date, as_of: date) -> date | None:
        """Return when the unit had finished, if by the day, by a claim confirmed or, as of then, not returned."""
        if self.cancelled:
            return None
        confirmed = self.finished_on or self.closed_on
        claims = [span.start for span in self.held if span.end is None or as_of < span.end]
        found = min((each for each in (confirmed, *claims) if each is not None), default=None)
        return found if found is not None and found <= day else None


@dataclass(frozen=True)
class UnitView:
    """What is particular about a unit."""

    consult: bool = False  # 商请: one courteous notice a round
    quiet_until: date | None = None  # nothing up to and on this day
    nudge_time: time | None = None  # else the rules' own


@dataclass(frozen=True)
class Ledger:
    """One plan: its tasks in the order of the document, its first round, what is particular about its units."""

    tasks: tuple[RuleTask, ...]
    first_month: date
    units: Mapping[Unit, UnitView] = field(default_factory=dict)
    quiet_until: date | None = None

    @cached_property
    def deadlines(self) -> frozenset[date]:
        """Return every deadline that warnings and overdue notices follow."""
        return frozenset(task.warned_for for task in self.tasks if task.warned_for)

    @cached_property
    def milestone_days(self) -> frozenset[date]:
        """Return every day that a milestone is due."""
        return frozenset(step.due for task in self.tasks for step in task.milestones)

    def starts(self, task: RuleTask) -> date:
        """Return the first month whose round asks about the task."""
        return task.first_month or self.first_month

    def unit(self, name: Unit) -> UnitView:
        """Return what is particular about the unit."""
        return self.units.get(name, _PLAIN)

    def is_quiet(self, name: Unit, day: date) -> bool:
        """Tell whether nothing is to be sent to the unit on the day."""
        limits = (self.quiet_until, self.unit(name).quiet_until)
        return any(limit is not None and day <= limit for limit in limits)

    def asks(self, task: RuleTask, month: date, rules: Rules) -> bool:
        """Tell whether the month's round asks about the task while it is open."""
        return self.starts(task) <= month and rules.asked_in(month, ongoing=task.ongoing)

    def owes(self, task: RuleTask, month: date, day: date, rules: Rules) -> bool:
        """Tell whether the month's round asks about the task, as things stand on the day."""
        return self.asks(task, month, rules) and task.is_open(day) and not task.is_held(day)


_PLAIN = UnitView()


@dataclass(frozen=True, slots=True)
class Report:
    """The report that counts for a unit, a task and a month: the latest, neither superseded nor withdrawn."""

    unit: Unit
    code: str
    month: date
    late: bool = False
    status: Status | None = None
    problem: str | None = None
    expected: date | None = None  # when it will be finished; a date asked for by an extension counts as well

    @property
    def obstacle(self) -> bool:
        """Tell whether it names an obstacle."""
        return self.status is Status.blocked or bool(self.problem)

    def tells_the_end(self, day: date) -> bool:
        """Tell whether it says how the task will end: done, or by a day not yet past."""
        return self.status is Status.done or (self.expected is not None and self.expected >= day)


Key = tuple[Unit, str, date]


@dataclass(frozen=True)
class Facts:
    """What the units have said: reports that count, and what is with a unit's leader (等领导审)."""

    reports: Mapping[Key, Report] = field(default_factory=dict)
    pending: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, reports: Iterable[Report] = (), pending: Iterable[Key] = ()) -> "Facts":
        """Build the facts from reports in any order; of two under one key the later one given counts."""
        return cls({(each.unit, each.code, each.month): each for each in reports}, frozenset(pending))

    def report(self, unit: Unit, code: str, month: date) -> Report | None:
        """Return the report that counts, or None."""
        return self.reports.get((unit, code, month))

    def has(self, unit: Unit, code: str, month: date) -> bool:
        """Tell whether the unit has reported on the task for the month."""
        return (unit, code, month) in self.reports

    def latest(self, code: str, month: date) -> tuple[Report, ...]:
        """Return all units' reports on the task for the month, or for the last one before that has any."""
        months = self._by_task.get(code, {})
        found = max((each for each in months if each <= month), default=None)
        return () if found is None else tuple(months[found])

    def of_month(self, code: str, month: date) -> tuple[Report, ...]:
        """Return all units' reports on the task for the month."""
        return tuple(self._by_task.get(code, {}).get(month, ()))

    @cached_property
    def _by_task(self) -> Mapping[str, Mapping[date, list[Report]]]:
        found: dict[str, dict[date, list[Report]]] = {}
        for report in self.reports.values():
            found.setdefault(report.code, {}).setdefault(report.month, []).append(report)
        return found


NOTHING_SAID = Facts()
