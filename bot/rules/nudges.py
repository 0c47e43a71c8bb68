"""What each unit is to be told on a day: one nudge with everything. The same code plans and rehearses."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.rules.collecting import Collector, Window
from bot.rules.ledger import NOTHING_SAID, Facts, Ledger, Unit
from bot.rules.months import DAY, add_months, month_of
from bot.rules.nudge import Nudge, Situation
from bot.rules.rounds import DayOfRounds, Schedule


def nudges_on(
    day: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts = NOTHING_SAID,
    *,
    sent: Mapping[Unit, int] | None = None,
    at: date | None = None,
) -> list[Nudge]:
    """Return the nudges of the day, one per unit; none on a day that is not worked.

    `sent` counts the messages that each unit has got in the day's calendar month before this day, for the cap. `at` is
    the day as of which tasks and reports are looked at, where it is not `day` itself.
    """
    counts, found = sent or {}, uncapped(day, ledger, schedule, facts, at=at)
    return [each for each in found if not is_capped(each, counts.get(each.unit, 0), schedule)]


def uncapped(
    day: date, ledger: Ledger, schedule: Schedule, facts: Facts = NOTHING_SAID, *, at: date | None = None
) -> list[Nudge]:
    """Return the nudges of the day, one per unit, however many messages the units have got."""
    if not something_due(day, ledger, schedule):
        return []
    return Collector(day, at or day, ledger, schedule, facts).nudges()


def rehearse(
    first: date, last: date, ledger: Ledger, schedule: Schedule, facts: Facts = NOTHING_SAID
) -> Iterator[Nudge]:
    """Yield every nudge from the first day to the last, both included, if nobody says anything more than `facts`.

    The cap counts from the beginning of the first day's month.
    """
    return (nudge for _, nudge in rehearse_all(first, last, [(ledger, schedule, facts)]))


def rehearse_all(
    first: date, last: date, plans: Sequence[tuple[Ledger, Schedule, Facts]]
) -> Iterator[tuple[int, Nudge]]:
    """Yield the nudges of several plans, each with its plan's place: the cap counts what a unit gets from all of them.

    Within a day they come as they go out: by time of day, then plan by plan.
    """
    day, counts = month_of(first), dict[Unit, int]()
    while day <= last:
        if day.day == 1:
            counts = {}
        due = [
            (place, nudge)
            for place, (ledger, schedule, facts) in enumerate(plans)
            for nudge in uncapped(day, ledger, schedule, facts)
        ]
        for place, nudge in sorted(due, key=lambda pair: pair[1].at) if len(plans) > 1 else due:
            already = counts.get(nudge.unit, 0)
            if not is_capped(nudge, already, plans[place][1]):
                counts[nudge.unit] = already + 1
                if day >= first:
                    yield place, nudge
        day += DAY


def remind_now(day: date, ledger: Ledger, schedule: Schedule, facts: Facts = NOTHING_SAID) -> list[Nudge]:
    """Return a nudge for each unit that owes an open round something, whatever day it is: the office asks for it.

    The round before is among them while late reports count. Consult units and units left in peace are not.
    """
    month = max(schedule.current(day), ledger.first_month)
    before = add_months(month, -1)
    late = (before,) if schedule.round(before).due < day <= schedule.round(before).freeze else ()
    left = schedule.calendar.count(day, schedule.round(month).last_working)
    return Collector(day, day, ledger, schedule, facts, DayOfRounds(((month, left),), late)).nudges(consult=False)


class HasDates(Protocol):
    """What decides whether a day can bring anything: a Ledger, or Dates from a query of distinct days."""

    @property
    def deadlines(self) -> Collection[date]:
        """Return every deadline that warnings follow."""

    @property
    def milestone_days(self) -> Collection[date]:
        """Return every day that a milestone is due."""


@dataclass(frozen=True)
class Dates:
    """The distinct days of a plan, where its tasks need not be read."""

    deadlines: frozenset[date] = frozenset()
    milestone_days: frozenset[date] = frozenset()


def something_due(day: date, ledger: HasDates, schedule: Schedule) -> bool:
    """Tell quickly whether the day can bring any nudge, without looking at tasks one by one."""
    if not schedule.calendar.is_working(day):
        return False
    rounds = schedule.on(day)
    if rounds.nudges or rounds.missed:
        return True
    window = Window.of(day, schedule)
    return any(
        window.overdue(deadline) or window.days_left(deadline, schedule.rules.warning_days) is not None
        for deadline in ledger.deadlines
    ) or any(window.days_left(due, schedule.rules.milestone_days) is not None for due in ledger.milestone_days)


def next_day(after: date, ledger: HasDates, schedule: Schedule) -> date:
    """Return the first day after the given one that can bring a nudge; each month has one at the latest."""
    day = schedule.calendar.next_after(after)
    while not something_due(day, ledger, schedule):
        day = schedule.calendar.next_after(day)
    return day


def is_capped(nudge: Nudge, already: int, schedule: Schedule) -> bool:
    """Tell whether the unit has had its share of messages this month and this one can be left out.

    Beyond the cap the due-day nudge and near deadlines still go out. One that goes out says everything that is due: it
    is one message either way.
    """
    return already >= schedule.rules.monthly_cap and not is_urgent(nudge, schedule)


def is_urgent(nudge: Nudge, schedule: Schedule) -> bool:
    """Tell whether it goes out whatever the cap says: a round's last day, or a deadline that is near."""
    near = any(left <= schedule.rules.cap_warning_days for left in nudge.deadline.values())
    return near or (nudge.situation is Situation.last and bool(nudge.month_end))
