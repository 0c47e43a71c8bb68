"""Sorting what a day brings by unit: the tasks are gone through once.

Whoever reported is not asked again for that:

- a task reported for a round is in none of its month-end nudges nor in its missed notice;
- a report of the current round answers the deadline warnings ahead of the last one, and milestones, for that unit;
- the last warning (the deadline's own day) and overdue notices ask how the task will end: only a report of the current
  round that says so (done, or finished by a day not yet past) answers them;
- a completion that the office has in hand stops everything for its task.

What a unit has marked as with its leader (等领导审) is not missing: it is reminded of in `pending`, beside the rest.
"""

from dataclasses import dataclass, field, replace
from datetime import date, time

from bot.rules.ledger import Facts, Ledger, RuleTask, Unit, UnitView
from bot.rules.months import DAY, month_of
from bot.rules.nudge import MilestoneDue, Nudge, Situation
from bot.rules.rounds import DayOfRounds, Schedule
from bot.rules.settings import Rules


@dataclass(frozen=True)
class Window:
    """The days that a working day stands for: itself and those after it that are moved back to it."""

    day: date
    previous: date  # the working day before
    until: date  # the last day that is moved back to this one

    @classmethod
    def of(cls, day: date, schedule: Schedule) -> "Window":
        """Return what the working day stands for."""
        return cls(day, schedule.calendar.back(day, 1), schedule.calendar.next_after(day) - DAY)

    def days_left(self, due: date | None, ahead: tuple[int, ...]) -> int | None:
        """Return the smallest of the nominal warnings ahead of `due` that falls on this day."""
        if due is None:
            return None
        falls = range((due - self.until).days, (due - self.day).days + 1)
        return min((left for left in ahead if left in falls), default=None)

    def overdue(self, deadline: date | None) -> bool:
        """Tell whether this is the first working day after the deadline, or of a later month."""
        if deadline is None or deadline >= self.day:
            return False
        first_of_month = month_of(self.day)
        return deadline >= self.previous or (self.previous < first_of_month and deadline < first_of_month)


def situation_of(nudge: Nudge, rules: Rules) -> Situation:
    """Return what the unit should hear first: a round's last day, then what was missed, then the rest."""
    left = nudge.working_days_left
    if nudge.month_end and left == 0:
        return Situation.last
    if nudge.missed:
        return Situation.missed
    if nudge.month_end and left is not None:
        return Situation.first if left >= max(rules.nudge_days, default=0) else Situation.again
    if nudge.overdue:
        return Situation.overdue
    return Situation.deadline if nudge.deadline or nudge.milestones else Situation.waiting


@dataclass
class _Draft:
    """A unit's nudge while it is collected; dicts keep the ledger's order and drop repeats."""

    asked: tuple[date, int] | None = None  # the earliest round that asks, and its working days left
    late: date | None = None  # the earliest round that was missed
    month_end: dict[str, None] = field(default_factory=dict)
    missed: dict[str, None] = field(default_factory=dict)
    deadline: dict[str, int] = field(default_factory=dict)
    overdue: dict[str, None] = field(default_factory=dict)
    milestones: list[MilestoneDue] = field(default_factory=list)
    pending: dict[str, None] = field(default_factory=dict)


class Collector:
    """Goes through the tasks once and sorts what the day brings by unit."""

    def __init__(
        self,
        day: date,
        at: date,
        ledger: Ledger,
        schedule: Schedule,
        facts: Facts,
        rounds: DayOfRounds | None = None,
    ) -> None:
        self.day, self.at = day, at
        self.ledger, self.schedule, self.facts = ledger, schedule, facts
        self.rules = schedule.rules
        self.earliest = max(self.rules.nudge_days, default=0)
        self.rounds = rounds or schedule.on(day)
        self.window = Window.of(day, schedule)
        self.current = schedule.current(at)
        self.drafts: dict[Unit, _Draft] = {}
        self._of_deadline: dict[date | None, tuple[int | None, bool]] = {}

    def nudges(self, *, consult: bool = True) -> list[Nudge]:
        """Return what there is to say, in the order in which units first have something to hear."""
        for task in self.ledger.tasks:
            if task.is_open(self.at) and not task.is_held(self.at):
                self._rounds(task)
                self._deadline(task)
                self._milestones(task)
        made = (self._finish(unit, draft) for unit, draft in self.drafts.items() if self._may_hear(unit, consult))
        return [each for each in made if each]

    def _may_hear(self, unit: Unit, consult: bool) -> bool:
        return (consult or not self.ledger.unit(unit).consult) and not self.ledger.is_quiet(unit, self.at)

    def _draft(self, unit: Unit) -> _Draft:
        found = self.drafts.get(unit)
        if found is None:
            found = self.drafts[unit] = _Draft()
        return found

    def _rounds(self, task: RuleTask) -> None:
        for month, left in self.rounds.nudges:
            if self.ledger.asks(task, month, self.rules):
                for unit in self._unreported(task, month):
                    if left == self.earliest or not self.ledger.unit(unit).consult:
                        draft = self._draft(unit)
                        draft.asked = min(draft.asked or (month, left), (month, left))
                        (draft.pending if self._is_pending(unit, task, month) else draft.month_end)[task.code] = None
        for month in self.rounds.missed:
            asked_on = self.schedule.round(month).last_working
            if self.ledger.owes(task, month, asked_on, self.rules):
                for unit in self._unreported(task, month):
                    draft = self._draft(unit)
                    draft.late = min(draft.late or month, month)
                    (draft.pending if self._is_pending(unit, task, month) else draft.missed)[task.code] = None

    def _unreported(self, task: RuleTask, month: date) -> list[Unit]:
        return [unit for unit in task.reporting(self.rules) if not self.facts.has(unit, task.code, month)]

    def _is_pending(self, unit: Unit, task: RuleTask, month: date) -> bool:
        return (unit, task.code, month) in self.facts.pending

    def _deadline(self, task: RuleTask) -> None:
        left, overdue = self._warning(task.warned_for)
        if left is None and not overdue:
            return
        is_last = left == min(self.rules.warning_days, default=0)
        for unit in task.warned:
            report = self.facts.report(unit, task.code, self.current)
            ends = report is not None and report.tells_the_end(self.at)
            if left is not None and (report is None or (is_last and not ends)):
                self._draft(unit).deadline[task.code] = left
            if overdue and not ends:
                self._draft(unit).overdue[task.code] = None

    def _warning(self, deadline: date | None) -> tuple[int | None, bool]:
        """Return which warning of the deadline falls on this day, and whether an overdue notice does."""
        found = self._of_deadline.get(deadline)
        if found is None:
            found = self.window.days_left(deadline, self.rules.warning_days), self.window.overdue(deadline)
            self._of_deadline[deadline] = found
        return found

    def _milestones(self, task: RuleTask) -> None:
        for step in task.milestones:
            left = self.window.days_left(step.due, self.rules.milestone_days)
            if left is None or step.is_done(self.at):
                continue
            for unit in self._unreported(task, self.current):
                self._draft(unit).milestones.append(MilestoneDue(task.code, step.title, step.due, left))

    def _finish(self, unit: Unit, draft: _Draft) -> Nudge:
        """Turn a draft into the unit's nudge; a consult unit's is its notice of the round, or nothing."""
        view = self.ledger.unit(unit)
        month, left = draft.asked or (None, None)
        nudge = Nudge(
            day=self.day,
            at=self._time_for(view),
            unit=unit,
            month_end=tuple(draft.month_end),
            month=month,
            working_days_left=left,
            situation=Situation.notice,
        )
        if view.consult:
            return nudge
        nudge = replace(
            nudge,
            missed=tuple(draft.missed),
            deadline=draft.deadline,
            overdue=tuple(draft.overdue),
            milestones=tuple(draft.milestones),
            pending=tuple(draft.pending),
            missed_month=draft.late,
        )
        return replace(nudge, situation=situation_of(nudge, self.rules))

    def _time_for(self, view: UnitView) -> time:
        """Return the unit's own time of day, where it is not in the quiet hours."""
        own = view.nudge_time
        fits = own is not None and self.rules.quiet_before <= own < self.rules.quiet_from
        return own if own is not None and fits else self.rules.nudge_time
