"""Moments of the day in the office's zone: when a message may go out. Callers bring `now` in that zone."""

from datetime import date, datetime

from bot.rules.rounds import Schedule


def may_send(now: datetime, schedule: Schedule) -> bool:
    """Tell whether a nudge may go out: on a working day, outside the quiet hours."""
    _require_zone(now)
    rules = schedule.rules
    return schedule.calendar.is_working(now.date()) and rules.quiet_before <= now.time() < rules.quiet_from


def next_allowed(now: datetime, schedule: Schedule) -> datetime:
    """Return the first moment from now on when a nudge may go out, in the same zone."""
    if may_send(now, schedule):
        return now
    rules, calendar, day = schedule.rules, schedule.calendar, now.date()
    if not calendar.is_working(day) or now.time() >= rules.quiet_from:
        day = calendar.next_after(day)
    return datetime.combine(day, rules.quiet_before, tzinfo=now.tzinfo)


def review_reminder(claimed_on: date, schedule: Schedule) -> date:
    """Return the day on which a claim of completion is put before the office again, if it is still undecided."""
    return schedule.calendar.forward(claimed_on, schedule.rules.review_reminder_days)


def _require_zone(now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError(f"a naive datetime: {now!r}")
