"""Planning the day's nudges: what the rules say is due becomes messages, once.

After downtime the days since are caught up with in one message; what nobody could be sent by the end of its day is
taken up on the next working day in the same way. See `docs/nudging.md` for what happens at every odd moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.garbage import collected_later
from bot.rules import Nudge, catch_up, may_send
from bot.rules.months import month_of
from bot.services import nudge_days, nudge_letter, nudge_people, post, preview_hold, tracked_due, views
from bot.services.context import Context
from bot.services.nudge_again import refresh, still_needed
from bot.services.nudge_days import DAY, Progress
from bot.services.nudge_reasons import ANSWERED, NOT_DUE, OUT_OF_HOURS, STALE, UNSENT
from bot.services.views import PlanBook, plan_facts, planning_book
from storage import ledger, nudging, outbox
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, Person, Plan, Unit

__all__ = [
    "ANSWERED",
    "OUT_OF_HOURS",
    "STALE",
    "UNSENT",
    "Planned",
    "queue",
    "refresh",
    "sent_this_month",
    "still_needed",
    "tick",
]

FARTHEST = timedelta(days=31)  # what is older and was never sent has come again since


@dataclass(frozen=True)
class Planned:
    """What one plan's day came to. `unreached` are units that nobody could be written to for."""

    plan: Plan
    units: tuple[str, ...]
    unreached: tuple[str, ...]
    queued: int
    month: date | None = None
    held: date | None = None  # the round that would have gone out, and waits for the office


def tick(ctx: Context) -> list[Planned]:
    """Plan the nudges of every open plan that are due by now; a tick that comes twice, or late, changes nothing."""
    with collected_later():
        found = [_tick(ctx, plan) for plan in ledger.open_plans(session=ctx.session)]
    return [planned for planned in found if planned is not None]


def queue(ctx: Context, book: PlanBook, nudges: Sequence[tuple[Nudge, date]], *, tag: str = "") -> Planned:
    """Queue nudges, each with the day since which it looks back, for the people of their units.

    `tag` is part of the key, so that what the office asks for beside the day's own nudge is a message of its own.
    """
    units = _units(ctx)
    known = nudge_people.contacts(ctx, book.plan, [_id(units[nudge.unit]) for nudge, _ in nudges])
    items = tracked_due.by_unit(ctx, ctx.today)
    letters: list[tuple[Person, post.Letter]] = []
    unreached = []
    for nudge, since in nudges:
        unit = units[nudge.unit]
        found = nudge_people.chosen(ctx, book.schedule, known, _id(unit), nudge)
        if not found:
            unreached.append(unit.name)
        mine = items.get(_id(unit), ())
        letters += nudge_letter.letters(ctx, book, nudge, unit, found, since, items=mine, tag=tag)
    queued = post.send_all(ctx, letters)
    month = next((nudge.month or nudge.missed_month for nudge, _ in nudges if nudge.month or nudge.missed_month), None)
    return Planned(book.plan, tuple(nudge.unit for nudge, _ in nudges), tuple(unreached), queued, month)


def sent_this_month(ctx: Context, plan: Plan) -> dict[str, int]:
    """Return how many nudges each unit has got in the office's month before the plan's own of today, of all plans."""
    before = nudging.counts(session=ctx.session, first=month_of(ctx.today), last=ctx.today - DAY)
    today = nudging.counts(session=ctx.session, first=ctx.today, last=ctx.today, but_not=plan.id)
    return dict(Counter(before) + Counter(today))


def _tick(ctx: Context, plan: Plan) -> Planned | None:
    """Plan one plan's day as far as it has come; None where there is nothing to plan now."""
    local, done = ctx.office.local(ctx.now), nudge_days.progress(ctx, plan)
    today = local.date()
    if done.closed >= today:
        return None
    schedule = views.schedule(ctx, plan)
    moments = nudge_days.times(ctx, schedule)
    handled = done.handled(today)
    reached = [each for each in moments if each <= local.time() and (handled is None or each > handled)]
    if not reached or not may_send(local, schedule):
        return None
    waiting = _unsent(ctx, plan)
    is_due = nudge_days.may_be_due(ctx, plan, schedule, min([done.closed, *waiting.values()]))
    planned = _plan_day(ctx, plan, done, waiting, reached[-1], handled) if is_due else None
    ends = not is_due or reached[-1] == moments[-1]
    part = datetime.combine(today, reached[-1])
    nudge_days.keep(ctx, plan, Progress(today) if ends else Progress(done.closed, part))
    return planned or Planned(plan, (), (), 0)


def _plan_day(
    ctx: Context, plan: Plan, done: Progress, waiting: Mapping[str, date], until: time, handled: time | None
) -> Planned:
    """Plan what goes out by `until`, beyond what was planned by `handled`; who has a nudge of today gets no other."""
    book = planning_book(ctx, plan)
    plan_id = _id(plan)
    today = ctx.today
    has = nudging.days_of_units(session=ctx.session, plan_id=plan_id, first=today, last=today)
    # A day that was planned in part and then slept through: who had a nudge on it is looked back to it only.
    partly = nudging.days_of_units(
        session=ctx.session, plan_id=plan_id, first=done.closed + DAY, last=today - DAY, states=nudging.LIVE
    )
    since = {**partly, **waiting}
    due, skipped, fresh = _due(ctx, book, done.closed, since)
    mine = [(nudge, day) for nudge, day in due if nudge.unit not in has and nudge.at <= until]
    planned = queue(ctx, book, mine)
    # Whom nobody could be written to for is told to the office once: not again for what is only looked back to, nor
    # at a later hour of the day.
    earlier = {nudge.unit for nudge, _ in mine if handled is not None and nudge.at <= handled}
    told = set(planned.unreached) & (earlier | set(waiting) - fresh)
    planned = replace(
        planned,
        units=tuple(unit for unit in planned.units if unit not in told),
        unreached=tuple(unit for unit in planned.unreached if unit not in told),
    )
    if handled is not None:
        return planned
    _record_skipped(ctx, book, skipped)
    return replace(planned, held=preview_hold.held_today(ctx, book))


def _due(
    ctx: Context, book: PlanBook, closed: date, since: Mapping[str, date]
) -> tuple[list[tuple[Nudge, date]], list[tuple[date, str]], set[str]]:
    """Return today's nudges, each with the day since which it looks back; what of earlier days is skipped; and the
    units that the days after `closed` bring something, beside what is looked back to farther.
    """
    months = nudge_days.months(min([closed, *since.values()]), ctx.today, book.schedule)
    facts, sent = plan_facts(ctx, book.plan, months), sent_this_month(ctx, book.plan)
    found: dict[str, tuple[Nudge, date]] = {}
    gone: list[tuple[date, str]] = []
    fresh: set[str] = set()
    for day in {closed, *since.values()}:
        nudges, skipped = catch_up(day, ctx.today, book.ledger, book.schedule, facts, sent=sent)
        found |= {nudge.unit: (nudge, day) for nudge in nudges if since.get(nudge.unit, closed) == day}
        if day == closed:
            fresh = {nudge.unit for nudge in nudges}
            gone = [(each.day, each.unit) for each in skipped if since.get(each.unit, closed) == day]
    order = {unit: place for place, unit in enumerate(dict.fromkeys(u for t in book.ledger.tasks for u in t.warned))}
    held = preview_hold.held_months(ctx, book, {nudge.month for nudge, _ in found.values() if nudge.month})
    kept = [(preview_hold.without(book, nudge, held), day) for nudge, day in found.values()]
    ordered = sorted((pair for pair in kept if pair[0]), key=lambda pair: order.get(pair[0].unit, len(order)))
    return ordered, gone, fresh


def _record_skipped(ctx: Context, book: PlanBook, skipped: Collection[tuple[date, str]]) -> None:
    """Keep a trace of nudges that came too late to be of use: rows that were never sent, with the reason."""
    if not skipped:
        return
    units = _units(ctx)
    known = nudge_people.contacts(ctx, book.plan, {_id(units[name]) for _, name in skipped})
    for day, name in skipped:
        for person in nudge_people.chosen(ctx, book.schedule, known, _id(units[name])):
            row = outbox.put(
                session=ctx.session,
                key=f"nudge:{book.plan.id}:{units[name].id}:{person.id}:{day.isoformat()}",
                kind=MessageKind.nudge,
                chat_id=person.telegram_id,
                person_id=person.id,
                unit_id=units[name].id,
                plan_id=book.plan.id,
                day=day,
                payload={},
                created_at=ctx.now,
            )
            _settle_skipped(ctx, row)


def _settle_skipped(ctx: Context, row: OutboxRow) -> None:
    if row.state is OutboxState.queued:
        outbox.settle(session=ctx.session, row=row, state=OutboxState.skipped, now=ctx.now, reason=STALE)


def _unsent(ctx: Context, plan: Plan) -> dict[str, date]:
    """Return the units that a nudge never reached in time, with the day after which to look again.

    One that looked back itself and never went out either is looked back through: to all since the last that did.
    """
    first, last, plan_id = ctx.today - FARTHEST, ctx.today - DAY, _id(plan)
    settled = [ANSWERED, NOT_DUE, STALE]
    late = nudging.unsent(session=ctx.session, plan_id=plan_id, first=first, last=last, but_not=settled)
    if not late:
        return {}
    states = [OutboxState.sent, OutboxState.sending]
    sent = nudging.days_of_units(session=ctx.session, plan_id=plan_id, first=first, last=last, states=states)
    found: dict[str, date] = {}
    for name, day, since in late:
        if name not in sent or sent[name] < day:
            found[name] = min(found.get(name, since), since)
    return found


def _units(ctx: Context) -> dict[str, Unit]:
    return {unit.name: unit for unit in ledger.units(session=ctx.session)}


def _id(row: Any) -> int:
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
