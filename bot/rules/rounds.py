"""The monthly round: its days, and the month that a report counts for.

A round's *nominal* due day is the month's last day, or the day that the office has set. D0 is the last working day
on or before it. A due day that the office has set is moved to D0; the month's last day is not: it is due then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.calendar import Calendar
from bot.rules.months import DAY, add_months, last_day, month_of, months_from
from bot.rules.settings import Rules


@dataclass(frozen=True)
class RoundDays:
    """The days of one round. `nudges` follow the order of `Rules.nudge_days`."""

    month: date
    due: date  # the last day on which a report is in time
    last_working: date  # D0
    nudges: tuple[date, ...]
    missed: date  # the one nudge to who has missed something
    freeze: date  # the last day on which a late report counts
    preview: date  # the office sees who will be written to
    figures: date  # the first working day after the freeze: figures and drafts, sentences to verify
    verify: date  # units named have until then to verify

    @property
    def first_nudge(self) -> date:
        """Return the day of the first nudge; D0 where there is none."""
        return min(self.nudges, default=self.last_working)


class OfficeEvent(StrEnum):
    """What a round brings to the office, in the order of its days."""

    preview = "preview"  # who is due, who has changed, who cannot be reached
    digest = "digest"  # on the mornings of nudges
    missing = "missing"  # the missing list and the call sheet, the morning after the due day
    figures = "figures"  # after the freeze: figures, drafts, sentences sent to verify
    verified = "verified"  # the time to verify ends


@dataclass(frozen=True)
class DayOfRounds:
    """What rounds bring on one day: month-end nudges as (month, working days left), and missed nudges."""

    nudges: tuple[tuple[date, int], ...] = ()
    missed: tuple[date, ...] = ()


@dataclass(frozen=True)
class Counted:
    """The month a report counts for. `supplements` is the frozen month whose record it also completes visibly."""

    month: date
    late: bool
    supplements: date | None = None


class Schedule:
    """Rules and calendar together: everything about days is asked here. Cheap to make, quick when kept."""

    def __init__(self, rules: Rules | None = None, calendar: Calendar | None = None) -> None:
        self.rules = rules or Rules()
        self.calendar = calendar or Calendar()
        self._rounds: dict[date, RoundDays] = {}

    def round(self, month: date) -> RoundDays:
        """Return the days of the month's round."""
        found = self._rounds.get(month)
        if found is None:
            found = self._rounds[month] = self._compute(month)
        return found

    def nominal_due(self, month: date) -> date:
        """Return the due day before it is moved; a day that the month does not have is its last."""
        last = last_day(month)
        return last if self.rules.due_day is None else last.replace(day=min(self.rules.due_day, last.day))

    def on(self, day: date) -> DayOfRounds:
        """Return what rounds bring on the day: nothing on a day that is not worked."""
        calendar = self.calendar
        if not calendar.is_working(day):
            return DayOfRounds()
        nudges = [
            (month, left) for left in self.rules.nudge_days for month in self._due_at(calendar.forward(day, left))
        ]
        return DayOfRounds(tuple(sorted(nudges)), tuple(self._due_at(calendar.back(day, 1))))

    def office_on(self, day: date) -> list[tuple[OfficeEvent, date]]:
        """Return what rounds bring to the office on the day, with the month of each round."""
        found: list[tuple[OfficeEvent, date]] = []
        for month in (add_months(month_of(day), count) for count in range(-4, 4)):
            days = self.round(month)
            if day == days.preview:
                found.append((OfficeEvent.preview, month))
            if day in days.nudges:
                found.append((OfficeEvent.digest, month))
            if day == days.missed:
                found.append((OfficeEvent.missing, month))
            if day == days.figures:
                found.append((OfficeEvent.figures, month))
            if day == days.verify:
                found.append((OfficeEvent.verified, month))
        return found

    def current(self, day: date) -> date:
        """Return the month that a report of the day counts for by itself: the day's own, or the next once frozen."""
        month = month_of(day)
        while day > self.round(month).freeze:
            month = add_months(month, 1)
        return month

    def count(
        self,
        day: date,
        first_month: date,
        reported: Mapping[date, bool] | None = None,
        explicit: date | None = None,
    ) -> Counted:
        """Return the month that a report of the day counts for.

        `reported` maps the months that the unit has reported on this task already to whether that was late: a further
        report for such a month keeps its lateness. `explicit` is a month that the text names; it decides while it is
        open. Else the month before counts, as late, while it is unreported and not frozen; else the current one. Once
        frozen, an unreported month before gets a visible supplement. A correction is no new report: it keeps the month
        of what it replaces.
        """
        known = reported or {}
        current = max(self.current(day), first_month)
        before = add_months(current, -1)
        month, supplements = current, None
        if explicit is not None and first_month <= explicit <= current:
            wanted = explicit
        else:
            wanted = before if first_month <= before and before not in known else current
        if day <= self.round(wanted).freeze:
            month = wanted
        else:
            supplements = wanted
        return Counted(month, known.get(month, day > self.round(month).due), supplements)

    def _due_at(self, working: date) -> list[date]:
        """Return the months whose nominal due day has this D0."""
        until = self.calendar.next_after(working) - DAY
        return [month for month in months_from(working, until) if working <= self.nominal_due(month) <= until]

    def _compute(self, month: date) -> RoundDays:
        rules, calendar = self.rules, self.calendar
        nominal = self.nominal_due(month)
        last_working = calendar.on_or_before(nominal)
        nudges = tuple(calendar.back(last_working, left) for left in rules.nudge_days)
        freeze = calendar.forward(nominal, rules.late_working_days)
        figures = calendar.next_after(freeze)
        return RoundDays(
            month=month,
            due=nominal if rules.due_day is None else last_working,
            last_working=last_working,
            nudges=nudges,
            missed=calendar.next_after(nominal),
            freeze=freeze,
            preview=calendar.back(min(nudges, default=last_working), rules.preview_days),
            figures=figures,
            verify=calendar.forward(figures, rules.verify_days),
        )
