"""`/remind UNIT|all`: the office asks now for what is owed, guarded against asking twice on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import Refused
from bot.locale import Html, join
from bot.rules import Facts, Nudge, may_send, next_allowed, nudges_on, remind_now
from bot.services import nudge, nudge_days, preview_hold, say, views
from bot.services.context import Context
from bot.services.nudge import Planned
from bot.services.record import record
from bot.services.views import PlanBook, plan_facts
from storage import nudging
from storage.models import Unit


@dataclass(frozen=True)
class Asked:
    """What one plan's reminder came to: `planned` went out, `today` had theirs today, `soon` get it later today."""

    planned: Planned
    today: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()


def remind(ctx: Context, unit: Unit | None) -> Html:
    """Remind the unit, or with None every unit, of what it owes in the open rounds; return what was done."""
    books = views.plan_books(ctx)
    for book in books:
        local = ctx.office.local(ctx.now)
        if not may_send(local, book.schedule):
            at = next_allowed(local, book.schedule)
            raise Refused(
                "Nothing goes out at this hour; from {at} on it can", at=say.moment(ctx.voice, at, today=ctx.today)
            )
    done = [asked for book in books if (asked := _remind(ctx, book, unit))]
    if not done:
        if unit is not None:
            raise Refused("{unit} owes nothing now; nothing was sent", unit=unit.name)
        raise Refused("Nobody owes anything now; nothing was sent")
    return join(line for asked in done for line in _said(ctx, asked))


def send(ctx: Context, book: PlanBook, unit: Unit | None) -> Planned:
    """Queue one plan's reminder for the units that have not been nudged today."""
    asked = _remind(ctx, book, unit)
    return asked.planned if asked else Planned(book.plan, (), (), 0)


def is_planned_today(ctx: Context, book: PlanBook) -> bool:
    """Tell whether the day's nudges, or the earlier of them, have been planned."""
    done = nudge_days.progress(ctx, book.plan)
    return done.closed >= ctx.today or done.handled(ctx.today) is not None


def _remind(ctx: Context, book: PlanBook, unit: Unit | None) -> Asked | None:
    today = nudge_days.months(ctx.today - nudge_days.DAY, ctx.today, book.schedule)
    facts = plan_facts(ctx, book.plan, today | nudge_days.open_months(ctx.today, book))
    owing = remind_now(ctx.today, book.ledger, book.schedule, facts)
    wanted = [each for each in owing if unit is None or each.unit == unit.name]
    if not wanted:
        return None
    plan_id = book.plan.id or 0
    had = nudging.days_of_units(
        session=ctx.session, plan_id=plan_id, first=ctx.today, last=ctx.today, states=nudging.LIVE
    )
    soon = _later_today(ctx, book, facts)
    now = [each for each in wanted if each.unit not in had and each.unit not in soon]
    yesterday = ctx.today - timedelta(days=1)
    planned = nudge.queue(ctx, book, [(each, yesterday) for each in now], tag="asked")
    record(ctx, "remind", book.plan, after={"units": [each.unit for each in now]})
    if unit is None and planned.month and preview_hold.is_held(ctx, book, planned.month):
        preview_hold.decide(ctx, book.plan, planned.month, preview_hold.SENT)
    return Asked(
        planned,
        tuple(each.unit for each in wanted if each.unit in had),
        tuple(each.unit for each in wanted if each.unit in soon and each.unit not in had),
    )


def _later_today(ctx: Context, book: PlanBook, facts: Facts) -> dict[str, Nudge]:
    """Return the nudges that will go out by themselves later today."""
    done = nudge_days.progress(ctx, book.plan)
    if done.closed >= ctx.today:
        return {}
    local = ctx.office.local(ctx.now).time()
    found = nudges_on(ctx.today, book.ledger, book.schedule, facts)
    kept = [preview_hold.without_held(ctx, book, each) for each in found]
    return {each.unit: each for each in kept if each and each.at > local}


def _said(ctx: Context, asked: Asked) -> list[Html]:
    voice, comma, planned = ctx.voice, ctx.voice.say(", "), asked.planned
    reached = [name for name in planned.units if name not in planned.unreached]
    lines: list[Html] = []
    if reached:
        lines.append(voice.html("Reminded, {count}: {units}", count=len(reached), units=comma.join(reached)))
    if planned.unreached:
        names = comma.join(planned.unreached)
        lines.append(voice.html("Nobody to write to, {count}: {units}", count=len(planned.unreached), units=names))
    if asked.today:
        lines.append(
            voice.html(
                "Reminded today already, {count}: {units}", count=len(asked.today), units=comma.join(asked.today)
            )
        )
    if asked.soon:
        lines.append(
            voice.html(
                "Will be reminded today anyway, {count}: {units}", count=len(asked.soon), units=comma.join(asked.soon)
            )
        )
    return lines
