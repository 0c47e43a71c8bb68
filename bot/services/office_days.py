"""The office's own days of a round: preview, missing list with call sheet, names to verify; and the calendar's warning.

One message each. A day slept through is made up for while its message is of use.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.locale import Html, Voice
from bot.rules import CalendarWarning, OfficeEvent, warnings_on
from bot.services import call_sheet, naming, papers, people, preview
from bot.services.context import Context
from bot.services.nudge_days import days
from bot.services.views import PlanBook, planning_book, schedule
from storage import ledger, notes

NOTE = "office-told"
FARTHEST = timedelta(days=14)


def tell(ctx: Context) -> None:
    """Tell the office what the days since the last time, today included, bring it; once each."""
    told = notes.get(session=ctx.session, name=NOTE)
    last = max(date.fromisoformat(told), ctx.today - FARTHEST) if told else ctx.today - timedelta(days=1)
    for warning in warnings_on(ctx.office.calendar, ctx.today):
        _warn(ctx, warning)
    for plan in ledger.open_plans(session=ctx.session):
        rounds = schedule(ctx, plan)
        events = [event for day in days(last, ctx.today) for event in rounds.office_on(day)]
        due = [(event, month) for event, month in dict.fromkeys(events) if month >= plan.first_month]
        naming.close(ctx, plan)
        if due:
            book = planning_book(ctx, plan)
            for event, month in due:
                _tell(ctx, book, event, month)
    notes.put(session=ctx.session, name=NOTE, value=ctx.today.isoformat(), at=ctx.now)


def _tell(ctx: Context, book: PlanBook, event: OfficeEvent, month: date) -> None:
    days_of = book.schedule.round(month)
    if event is OfficeEvent.preview and ctx.today <= days_of.first_nudge:
        preview.send(ctx, book, month)
    elif event is OfficeEvent.missing and ctx.today <= days_of.freeze:
        call_sheet.send(ctx, book, month)
    elif event is OfficeEvent.figures:
        papers.announce(ctx, book, month)
        naming.send(ctx, book, month)


def _warn(ctx: Context, warning: CalendarWarning) -> None:
    """Say once a month that a year's working days are not known yet."""

    def write(voice: Voice) -> Html:
        return voice.html(
            "The working days of {year} are not known to this version; Mondays to Fridays are counted as worked. When "
            "the State Council has published them, upgrade, or enter them under [calendar] workdays and holidays.",
            year=warning.year,
        )

    people.tell_office(ctx, f"calendar:{warning.year}:{ctx.today:%Y-%m}", write)
