"""Everything that happens by itself: one call does what is due by now, and changes nothing when called again."""

from __future__ import annotations

from bot.rules import Schedule
from bot.rules.moments import may_send
from bot.services import digest, nudge, review
from bot.services.context import Context


def tick(ctx: Context) -> None:
    """Plan the day's nudges, tell the office about them, and put waiting claims before it again."""
    planned = nudge.tick(ctx)
    digest.tell(ctx, planned)
    local = ctx.office.local(ctx.now)
    if may_send(local, Schedule(ctx.office.rules, ctx.office.calendar)) and local.time() >= ctx.office.rules.nudge_time:
        review.remind(ctx)
