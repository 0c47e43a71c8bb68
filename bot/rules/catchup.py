"""After downtime: what of the days slept through is still of use goes out once, today; the rest is named as skipped.

Of such a day there remain month-end nudges up to the round's due day, missed notices up to its freeze, warnings up to
the deadline, milestones up to their day, and overdue notices. Reports that have come in since count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.collecting import situation_of
from bot.rules.ledger import NOTHING_SAID, Facts, Ledger, Unit
from bot.rules.months import DAY
from bot.rules.nudge import Nudge, Situation
from bot.rules.nudges import is_capped, nudges_on
from bot.rules.rounds import Schedule

FARTHEST = timedelta(days=62)  # what is older has come again since


@dataclass(frozen=True)
class Skipped:
    """A nudge of a day slept through that is of no more use."""

    day: date
    unit: Unit


def catch_up(
    last: date,
    today: date,
    ledger: Ledger,
    schedule: Schedule,
    facts: Facts = NOTHING_SAID,
    *,
    sent: Mapping[Unit, int] | None = None,
) -> tuple[list[Nudge], list[Skipped]]:
    """Return today's nudges joined by what is still useful of the days after `last`, and what is skipped.

    One nudge per unit, dated today. Where today is not worked, nothing yet: ask again on the next working day.
    """
    if not schedule.calendar.is_working(today):
        return [], []
    found = {nudge.unit: nudge for nudge in nudges_on(today, ledger, schedule, facts)}
    skipped: list[Skipped] = []
    order = {task.code: place for place, task in enumerate(ledger.tasks)}
    deadlines = {task.code: task.warned_for for task in ledger.tasks}
    day = today - DAY
    while day > max(last, today - FARTHEST):
        for nudge in nudges_on(day, ledger, schedule, facts, at=today):
            useful = _useful(nudge, today, schedule, deadlines)
            if useful:
                found[nudge.unit] = _join(found.get(nudge.unit), useful, order, schedule)
            else:
                skipped.append(Skipped(day, nudge.unit))
        day -= DAY
    counts = sent or {}
    return [each for each in found.values() if not is_capped(each, counts.get(each.unit, 0), schedule)], skipped


def _useful(nudge: Nudge, today: date, schedule: Schedule, deadlines: Mapping[str, date | None]) -> Nudge:
    """Return what today still needs of an earlier day's nudge, dated today."""
    month = nudge.month if nudge.month and today <= schedule.round(nudge.month).due else None
    can_be_late = nudge.missed_month is not None and today <= schedule.round(nudge.missed_month).freeze
    ahead = {code: left for code, left in nudge.deadline.items() if today <= (deadlines[code] or date.min)}
    return replace(
        nudge,
        day=today,
        month_end=nudge.month_end if month else (),
        month=month,
        working_days_left=_left(month, today, schedule),
        missed=nudge.missed if can_be_late else (),
        missed_month=nudge.missed_month if can_be_late else None,
        pending=nudge.pending if month or can_be_late else (),
        deadline=ahead,
        milestones=tuple(step for step in nudge.milestones if today <= step.due),
    )


def _left(month: date | None, today: date, schedule: Schedule) -> int | None:
    return None if month is None else schedule.calendar.count(today, schedule.round(month).last_working)


def _join(later: Nudge | None, earlier: Nudge, order: Mapping[str, int], schedule: Schedule) -> Nudge:
    """Join two nudges of one unit, both dated today. Where both speak of a deadline, the later one's days count."""
    if later is None:
        return replace(earlier, situation=_situation(earlier, schedule))

    def both(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({*one, *other}, key=order.__getitem__))

    steps = {(step.code, step.title, step.due): step for step in (*earlier.milestones, *later.milestones)}
    warned = {**earlier.deadline, **later.deadline}
    missed = both(earlier.missed, later.missed)
    has_round = later.month is not None
    joined = replace(
        later,
        month_end=both(earlier.month_end, later.month_end),
        missed=missed,
        deadline={code: warned[code] for code in sorted(warned, key=order.__getitem__)},
        overdue=both(earlier.overdue, later.overdue),
        milestones=tuple(sorted(steps.values(), key=lambda step: order[step.code])),
        pending=both(earlier.pending, later.pending),
        month=later.month if has_round else earlier.month,
        working_days_left=later.working_days_left if has_round else earlier.working_days_left,
        missed_month=later.missed_month or earlier.missed_month,
    )
    return replace(joined, situation=_situation(joined, schedule))


def _situation(nudge: Nudge, schedule: Schedule) -> Situation:
    """Keep a notice one; else decide anew, as the days have moved on."""
    return nudge.situation if nudge.situation is Situation.notice else situation_of(nudge, schedule.rules)
