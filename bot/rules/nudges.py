"""What each unit is to be told on a day: one nudge with everything. The same code plans and rehearses.

Whoever reported is not asked again for that:

- a task reported for a round is in none of its month-end nudges nor in its missed notice;
- a report of the current round answers the deadline warnings ahead of the last one, and milestones, for that unit;
- the last warning (the deadline's own day) and overdue notices ask how the task will end: only a report of the current
  round that says so (done, or finished by a day not yet past) answers them;
- a completion that the office has in hand stops everything for its task.

What a unit has marked as with its leader (等领导审) is not missing: it is reminded of in `pending`, beside the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from bot.rules.ledger import NOTHING_SAID, Facts, Ledger, RuleTask, Unit
from bot.rules.months import DAY, month_of
from bot.rules.rounds import Schedule


@dataclass(frozen=True)
class MilestoneDue:
    """A milestone that is near; `days_left` is nominal."""

    code: str
    title: str
    due: date
    days_left: int


@dataclass(frozen=True)
class Nudge:
    """All that a unit is told on one day. Codes stand in the ledger's order; `days_left` are nominal calendar days."""

    day: date
    at: time
    unit: Unit
    month_end: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    deadline: Mapping[str, int] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()
    milestones: tuple[MilestoneDue, ...] = ()
    pending: tuple[str, ...] = ()
    month: date | None = None  # the round of `month_end`
    working_days_left: int | None = None  # to that round's due day
    missed_month: date | None = None  # the round of `missed`
    consult: bool = False  # a courteous notice

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.month_end or self.missed or self.deadline or self.overdue or self.milestones or self.pending)

    @property
    def codes(self) -> frozenset[str]:
        """Return every task it speaks of."""
        steps = (each.code for each in self.milestones)
        return frozenset((*self.month_end, *self.missed, *self.deadline, *self.overdue, *steps, *self.pending))


@dataclass
class _Draft:
    """A unit's nudge while it is collected."""

    month_end: dict[str, None] = field(default_factory=dict)
    missed: dict[str, None] = field(default_factory=dict)
    deadline: dict[str, int] = field(default_factory=dict)
    overdue: dict[str, None] = field(default_factory=dict)
    milestones: list[MilestoneDue] = field(default_factory=list)
    pending: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Day:
    """What is due at all on a day, before looking at any task."""

    day: date
    asked: tuple[tuple[date, int], ...]
    missed: tuple[date, ...]
    previous: date  # the working day before
    until: date  # the last day that is moved back to this one
    current: date  # the month whose round is open

    @property
    def starts_a_month(self) -> bool:
        return self.previous < month_of(self.day)


def nudges_on(
    day: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts = NOTHING_SAID,
    *,
    sent: Mapping[Unit, int] | None = None,
    at: date | None = None,
) -> list[Nudge]:
    """Return the nudges of the day, one per unit, in the ledger's order of units; none on a day that is not worked.

    `sent` counts the messages that each unit has got in the day's calendar month before this day, for the cap. `at` is
    the day as of which tasks are looked at, where it is not `day` itself.
    """
    if not schedule.calendar.is_working(day):
        return []
    plan = _plan(day, schedule)
    drafts: dict[Unit, _Draft] = {}
    for task in ledger.tasks:
        if task.is_open(at or day) and not task.is_held(at or day):
            _collect(task, plan, at or day, ledger, schedule, facts, drafts)
    counts = sent or {}
    nudges = (_finish(unit, draft, plan, ledger, schedule) for unit, draft in drafts.items())
    return [each for each in nudges if each and not _capped(each, counts.get(each.unit, 0), schedule)]


def rehearse(
    first: date, last: date, ledger: Ledger, schedule: Schedule, facts: Facts = NOTHING_SAID
) -> Iterator[Nudge]:
    """Yield every nudge from the first day to the last, both included, if nobody says anything more than `facts`.

    The cap counts from the beginning of the first day's month.
    """
    day, counts = month_of(first), dict[Unit, int]()
    while day <= last:
        if day.day == 1:
            counts = {}
        for nudge in nudges_on(day, ledger, schedule, facts, sent=counts):
            counts[nudge.unit] = counts.get(nudge.unit, 0) + 1
            if day >= first:
                yield nudge
        day += DAY


def _plan(day: date, schedule: Schedule) -> _Day:
    calendar, rounds = schedule.calendar, schedule.on(day)
    return _Day(
        day=day,
        asked=rounds.nudges,
        missed=rounds.missed,
        previous=calendar.back(day, 1),
        until=calendar.next_after(day) - DAY,
        current=schedule.current(day),
    )


def _collect(
    task: RuleTask,
    plan: _Day,
    at: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts,
    drafts: dict[Unit, _Draft],
) -> None:
    """Put what the task brings on the day into the drafts of its units."""
    if plan.asked or plan.missed:
        for unit in task.reporting(schedule.rules):
            _collect_rounds(task, unit, plan, at, ledger, schedule, facts, drafts)
    left = _days_left(task.warned_for, plan, schedule.rules.warning_days)
    overdue = _is_overdue_notice(task.warned_for, plan)
    if left is None and not overdue and not task.milestones:
        return
    for unit in task.leads:
        report = facts.report(unit, task.code, plan.current)
        ends = report is not None and report.tells_the_end(plan.day)
        is_last = left == min(schedule.rules.warning_days, default=0)
        if left is not None and not ends and (report is None or is_last):
            _draft(drafts, unit).deadline[task.code] = left
        if overdue and not ends:
            _draft(drafts, unit).overdue[task.code] = None
    for unit in task.reporting(schedule.rules) if task.milestones else ():
        if not facts.has(unit, task.code, plan.current):
            _collect_milestones(task, unit, plan, schedule, drafts)


def _collect_rounds(
    task: RuleTask,
    unit: Unit,
    plan: _Day,
    at: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts,
    drafts: dict[Unit, _Draft],
) -> None:
    rules = schedule.rules
    first_only = ledger.unit(unit).consult
    for month, left in plan.asked:
        if first_only and left != max(rules.nudge_days):
            continue
        if ledger.owes(task, month, at, rules) and not facts.has(unit, task.code, month):
            draft = _draft(drafts, unit)
            waiting = (unit, task.code, month) in facts.pending
            (draft.pending if waiting else draft.month_end)[task.code] = None
    for month in plan.missed:
        was_asked = ledger.owes(task, month, schedule.round(month).last_working, rules)
        if was_asked and ledger.owes(task, month, at, rules) and not facts.has(unit, task.code, month):
            draft = _draft(drafts, unit)
            waiting = (unit, task.code, month) in facts.pending
            (draft.pending if waiting else draft.missed)[task.code] = None


def _collect_milestones(task: RuleTask, unit: Unit, plan: _Day, schedule: Schedule, drafts: dict[Unit, _Draft]) -> None:
    for step in task.milestones:
        left = None if step.done_on else _days_left(step.due, plan, schedule.rules.milestone_days)
        if left is not None:
            _draft(drafts, unit).milestones.append(MilestoneDue(task.code, step.title, step.due, left))


def _days_left(due: date | None, plan: _Day, warning_days: tuple[int, ...]) -> int | None:
    """Return the smallest nominal warning whose day, moved to the working day before, is this one."""
    if due is None:
        return None
    ahead = range((due - plan.until).days, (due - plan.day).days + 1)
    return min((left for left in warning_days if left in ahead), default=None)


def _is_overdue_notice(deadline: date | None, plan: _Day) -> bool:
    """Tell whether it is the first working day after the deadline, or of a later month."""
    if deadline is None or deadline >= plan.day:
        return False
    return deadline >= plan.previous or (plan.starts_a_month and deadline < month_of(plan.day))


def _draft(drafts: dict[Unit, _Draft], unit: Unit) -> _Draft:
    found = drafts.get(unit)
    if found is None:
        found = drafts[unit] = _Draft()
    return found


def _finish(unit: Unit, draft: _Draft, plan: _Day, ledger: Ledger, schedule: Schedule) -> Nudge | None:
    """Turn a draft into the unit's nudge; None where it is to be left in peace."""
    view = ledger.unit(unit)
    if ledger.is_quiet(unit, plan.day):
        return None
    month, left = plan.asked[0] if draft.month_end and plan.asked else (None, None)
    return Nudge(
        day=plan.day,
        at=view.nudge_time or schedule.rules.nudge_time,
        unit=unit,
        month_end=tuple(draft.month_end),
        missed=() if view.consult else tuple(draft.missed),
        deadline={} if view.consult else draft.deadline,
        overdue=() if view.consult else tuple(draft.overdue),
        milestones=() if view.consult else tuple(draft.milestones),
        pending=() if view.consult else tuple(draft.pending),
        month=month,
        working_days_left=left,
        missed_month=plan.missed[0] if draft.missed and plan.missed else None,
        consult=view.consult,
    )


def _capped(nudge: Nudge, already: int, schedule: Schedule) -> bool:
    """Tell whether the unit has had its share of messages this month and this one can be left out.

    One that goes out all the same says everything that is due: it is one message either way.
    """
    if already < schedule.rules.monthly_cap:
        return False
    due_day = bool(nudge.month_end) and nudge.working_days_left == min(schedule.rules.nudge_days, default=0)
    near = any(left <= schedule.rules.cap_warning_days for left in nudge.deadline.values())
    return not (due_day or near)
