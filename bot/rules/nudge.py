"""One nudge: everything that a unit is told on a day, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from bot.rules.ledger import Unit
from bot.rules.months import months_between


class Situation(StrEnum):
    """What kind of day it is for the unit: the texts differ by it."""

    notice = "notice"  # a consult unit's one courteous notice
    first = "first"  # the round's first nudge
    again = "again"  # a later one, before the last day
    last = "last"  # the due day, or the last working day before it
    missed = "missed"  # the round has passed
    deadline = "deadline"  # only deadlines or milestones ahead
    overdue = "overdue"  # a deadline has passed, and no round calls
    waiting = "waiting"  # only what is with the unit's leader


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
    pending: tuple[str, ...] = ()  # with the unit's leader; in none of month_end and missed
    month: date | None = None  # the round of `month_end`
    working_days_left: int | None = None  # nominal, to that round's due day
    missed_month: date | None = None  # the round of `missed`
    situation: Situation = Situation.deadline

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.month_end or self.missed or self.deadline or self.overdue or self.milestones or self.pending)

    @property
    def codes(self) -> frozenset[str]:
        """Return every task it speaks of."""
        steps = (each.code for each in self.milestones)
        return frozenset((*self.month_end, *self.missed, *self.deadline, *self.overdue, *steps, *self.pending))


def months_overdue(deadline: date, day: date) -> int:
    """Return how many months ago the deadline was, by the calendar's months: 0 within its own month."""
    return max(0, months_between(deadline, day))
