"""Everything that happens by itself: one call does what is due by now, and changes nothing when called again."""

from __future__ import annotations

from datetime import timedelta

from bot.garbage import collected_later
from bot.rules import Schedule, may_send
from bot.services import call_sheet, digest, lights, nudge, office_days, review, tracked_due
from bot.services.context import Context
from storage import inbox, notes

NOTE = "desk-reminded"


def tick(ctx: Context) -> None:
    """Plan the day's nudges, tell the office about them and about its own days, put waiting claims before it again."""
    with collected_later():
        _tick(ctx)


def _tick(ctx: Context) -> None:
    planned = nudge.tick(ctx)
    digest.tell(ctx, planned)
    tracked_due.tick(ctx)
    call_sheet.keep(ctx)
    local, schedule = ctx.office.local(ctx.now), Schedule(ctx.office.rules, ctx.office.calendar)
    if local.time() < schedule.rules.nudge_time or not may_send(local, schedule):
        return
    if notes.get(session=ctx.session, name=NOTE) == f"{local.date()}":
        return
    _let_go(ctx)
    lights.keep(ctx)
    office_days.tell(ctx)
    review.remind(ctx)
    notes.put(session=ctx.session, name=NOTE, value=f"{local.date()}", at=ctx.now)


def _let_go(ctx: Context) -> None:
    """Delete what came in long ago, is handled, and is named by nothing; some at a time, so that nobody waits."""
    days = ctx.office.keep_updates_days
    if days:
        inbox.purge(session=ctx.session, before=ctx.now - timedelta(days=days))
