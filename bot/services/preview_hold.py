"""Holding a round's nudges until the office has pressed send, where the settings say that it wants to (`preview`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.rules import Nudge
from bot.rules.collecting import situation_of
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import notes
from storage.models import Plan

SENT, HELD = "sent", "held"


def is_held(ctx: Context, book: PlanBook, month: date) -> bool:
    """Tell whether the month's nudges wait for the office."""
    decided = decision(ctx, book.plan, month)
    return decided == HELD if decided else book.schedule.rules.preview == "wait"


def decision(ctx: Context, plan: Plan, month: date) -> str:
    """Return what the office has decided about the month's nudges: SENT, HELD, or "" while it has not."""
    return notes.get(session=ctx.session, name=_note(plan, month)) or ""


def decide(ctx: Context, plan: Plan, month: date, what: str) -> None:
    """Keep what the office has decided."""
    notes.put(session=ctx.session, name=_note(plan, month), value=what, at=ctx.now)


def held_months(ctx: Context, book: PlanBook, months: Collection[date]) -> frozenset[date]:
    """Return which of the months' nudges wait for the office."""
    return frozenset(month for month in months if is_held(ctx, book, month))


def without_held(ctx: Context, book: PlanBook, nudge: Nudge) -> Nudge:
    """Return the nudge without a round that is held."""
    return without(book, nudge, held_months(ctx, book, {nudge.month} if nudge.month else ()))


def without(book: PlanBook, nudge: Nudge, held: Collection[date]) -> Nudge:
    """Return the nudge without a round that is held: deadlines, overdue and missed tasks do not wait for it."""
    if nudge.month is None or nudge.month not in held:
        return nudge
    pending = nudge.pending if nudge.missed_month else ()
    rest = replace(nudge, month_end=(), month=None, working_days_left=None, pending=pending)
    return replace(rest, situation=situation_of(rest, book.schedule.rules))


def held_today(ctx: Context, book: PlanBook) -> date | None:
    """Return the month whose nudges would go out today and wait for the office."""
    months = (month for month, _ in book.schedule.on(ctx.today).nudges)
    return next((month for month in months if month >= book.plan.first_month and is_held(ctx, book, month)), None)


def round_of(book: PlanBook, day: date) -> date:
    """Return the month of the round that a day belongs to."""
    return max(book.schedule.current(day), book.plan.first_month)


def _note(plan: Plan, month: date) -> str:
    return f"round:{plan.id}:{month:%Y-%m}"
