"""Planning the day's nudges: what the rules say is due becomes messages, once; answered ones shrink or go.

A plan's note holds the last day that was planned. After downtime the days since are caught up with in one message; what
nobody could be sent by the end of its day is taken up on the next working day in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, func, select

from bot.locale import Voice
from bot.rules import Nudge
from bot.rules.catchup import catch_up
from bot.rules.moments import may_send
from bot.rules.months import month_of
from bot.rules.nudges import something_due
from bot.rules.recipients import Contact, recipients
from bot.services import nudge_text, post
from bot.services.context import Context
from bot.services.views import PlanBook, plan_book, plan_facts
from storage import ledger, notes, outbox, people
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, Person, Plan, Unit

ANSWERED = "answered"
UNSENT = "its day passed before it could be sent"
STALE = "too late to be of use"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """What one plan's day came to. `unreached` are units that nobody could be written to for."""

    plan: Plan
    units: tuple[str, ...]
    unreached: tuple[str, ...]
    queued: int


def tick(ctx: Context) -> list[Planned]:
    """Plan today's nudges of every open plan that are due by now; a tick that comes twice, or late, changes nothing."""
    planned = []
    local = ctx.office.local(ctx.now)
    for plan in ledger.open_plans(session=ctx.session):
        last = _last_planned(ctx, plan)
        if last >= local.date():
            continue
        book = plan_book(ctx, plan)
        rules = book.schedule.rules
        if local.time() < rules.nudge_time or not may_send(local, book.schedule):
            continue
        planned.append(_plan_day(ctx, book, last))
        notes.put(session=ctx.session, name=_note(plan), value=local.date().isoformat(), at=ctx.now)
    return planned


def refresh(ctx: Context, plan: Plan, unit: Unit) -> None:
    """Bring the unit's nudges that still wait to be sent to what is open now; cancel those with nothing left."""
    rows = _waiting(ctx, plan, unit)
    if not rows:
        return
    book = plan_book(ctx, plan)
    for row in rows:
        nudge = _again(ctx, book, row, unit.name)
        if nudge is None:
            outbox.cancel_where(col(OutboxRow.id) == row.id, session=ctx.session, now=ctx.now, reason=ANSWERED)
        elif sorted(nudge.codes) != sorted(row.facts["codes"]):
            person = ctx.session.get(Person, row.person_id)
            assert person is not None
            letter = _letter(ctx, book, nudge, unit, person, date.fromisoformat(row.facts["since"]))
            row.payload = {"text": letter.text, "parse_mode": "HTML", "reply_markup": post.markup(letter.buttons)}
            row.facts = letter.facts
            ctx.session.add(row)


def still_needed(ctx: Context, row: OutboxRow) -> str | None:
    """Return why a nudge is not to be sent after all, or None when it is."""
    if row.kind is not MessageKind.nudge or row.unit_id is None:
        return None
    plan, unit = ctx.session.get(Plan, row.plan_id), ctx.session.get(Unit, row.unit_id)
    if plan is None or unit is None or plan.closed_at is not None:
        return "the plan is closed"
    if row.day != ctx.today:
        return UNSENT
    return None if _again(ctx, plan_book(ctx, plan), row, unit.name) else ANSWERED


def _plan_day(ctx: Context, book: PlanBook, last: date) -> Planned:
    units = {unit.name: unit for unit in ledger.units(session=ctx.session)}
    due, skipped = _due(ctx, book, last)
    contacts = _contacts(ctx, [_id(units[nudge.unit]) for nudge, _ in due] + [_id(units[name]) for _, name in skipped])
    queued, unreached = 0, []
    for nudge, since in due:
        unit = units[nudge.unit]
        found = _recipients(ctx, book, contacts.get(_id(unit), {}))
        if not found:
            unreached.append(unit.name)
        for person in found:
            queued += len(post.send(ctx, person, _letter(ctx, book, nudge, unit, person, since)))
    for day, name in skipped:
        for person in _recipients(ctx, book, contacts.get(_id(units[name]), {})):
            _record_skipped(ctx, book, units[name], person, day)
    return Planned(book.plan, tuple(nudge.unit for nudge, _ in due), tuple(unreached), queued)


def _due(ctx: Context, book: PlanBook, last: date) -> tuple[list[tuple[Nudge, date]], list[tuple[date, str]]]:
    """Return today's nudges, each with the day since which it looks back, and what of earlier days is skipped."""
    undelivered = _undelivered(ctx, book.plan)
    earliest = min([last, *undelivered.values()])
    if not any(something_due(day, book.ledger, book.schedule) for day in _days(earliest, ctx.today)):
        return [], []
    facts, sent = plan_facts(ctx, book.plan), sent_this_month(ctx, book.plan)
    nudges, skipped = catch_up(last, ctx.today, book.ledger, book.schedule, facts, sent=sent)
    found = {nudge.unit: (nudge, last) for nudge in nudges}
    gone = [(each.day, each.unit) for each in skipped]
    for since in sorted(set(undelivered.values())):
        if since < last:
            names = {name for name, day in undelivered.items() if day == since}
            more, _ = catch_up(since, ctx.today, book.ledger, book.schedule, facts, sent=sent)
            found |= {nudge.unit: (nudge, since) for nudge in more if nudge.unit in names}
    return list(found.values()), gone


def _again(ctx: Context, book: PlanBook, row: OutboxRow, unit: str) -> Nudge | None:
    """Return the nudge of a queued row as it would be planned now, or None when nothing of it is left."""
    if row.day is None:
        return None
    since = date.fromisoformat(row.facts["since"])
    mine = replace(
        book.ledger,
        tasks=tuple(t for t in book.ledger.tasks if unit in t.leads or unit in t.reporting(book.schedule.rules)),
    )
    facts = plan_facts(ctx, book.plan)
    nudges, _ = catch_up(since, row.day, mine, book.schedule, facts)
    return next((nudge for nudge in nudges if nudge.unit == unit), None)


def _letter(ctx: Context, book: PlanBook, nudge: Nudge, unit: Unit, person: Person, since: date) -> post.Letter:
    voice = Voice(person.language)
    text, codes = nudge_text.render(voice, book, nudge)
    rules = book.schedule.rules
    facts: dict[str, Any] = {
        "codes": codes,
        "plan": book.plan.id,
        "unit": unit.id,
        "since": since.isoformat(),
        "month": (nudge.month or nudge.missed_month or month_of(nudge.day)).isoformat(),
    }
    return post.Letter(
        kind=MessageKind.nudge,
        text=text,
        key=f"nudge:{book.plan.id}:{unit.id}:{person.id}:{nudge.day.isoformat()}",
        buttons=nudge_text.buttons(voice, book, nudge, unit),
        facts=facts,
        unit_id=unit.id,
        plan_id=book.plan.id,
        day=nudge.day,
        expires_at=datetime.combine(nudge.day, rules.quiet_from, tzinfo=ctx.office.zone),
    )


def _record_skipped(ctx: Context, book: PlanBook, unit: Unit, person: Person, day: date) -> None:
    """Keep a trace of a nudge that came too late to be of use: a row that was never sent, with the reason."""
    row = outbox.put(
        session=ctx.session,
        key=f"nudge:{book.plan.id}:{unit.id}:{person.id}:{day.isoformat()}",
        kind=MessageKind.nudge,
        chat_id=person.telegram_id,
        person_id=person.id,
        unit_id=unit.id,
        plan_id=book.plan.id,
        day=day,
        payload={},
        created_at=ctx.now,
    )
    outbox.settle(session=ctx.session, row=row, state=OutboxState.skipped, now=ctx.now, reason=STALE)


def sent_this_month(ctx: Context, plan: Plan) -> dict[str, int]:
    """Return how many nudges each unit has got in the office's month, one a day however many people got it."""
    first = ctx.today.replace(day=1)
    days = (
        select(col(OutboxRow.unit_id), col(OutboxRow.day))
        .where(
            OutboxRow.kind == MessageKind.nudge,
            OutboxRow.plan_id == plan.id,
            col(OutboxRow.day) >= first,
            col(OutboxRow.day) < ctx.today,
            col(OutboxRow.state).in_([OutboxState.queued, OutboxState.sending, OutboxState.sent]),
        )
        .distinct()
        .subquery()
    )
    query = select(Unit.name, func.count()).join(days, col(Unit.id) == days.c.unit_id).group_by(col(Unit.name))
    return dict(ctx.session.exec(query).all())


def _undelivered(ctx: Context, plan: Plan) -> dict[str, date]:
    """Return the units whose last nudge never went out in time, with the day from which to look back."""
    rows = (
        select(Unit.name, func.max(col(OutboxRow.day)))
        .join(OutboxRow, col(OutboxRow.unit_id) == col(Unit.id))
        .where(OutboxRow.kind == MessageKind.nudge, OutboxRow.plan_id == plan.id, col(OutboxRow.day) < ctx.today)
        .group_by(col(Unit.name))
    )
    sent = dict(ctx.session.exec(rows.where(OutboxRow.state == OutboxState.sent)).all())
    late = rows.where(col(OutboxRow.state).in_([OutboxState.queued, OutboxState.skipped, OutboxState.failed]))
    found = {}
    for name, day in ctx.session.exec(late.where(col(OutboxRow.reason).not_in([ANSWERED, STALE]))):
        last = sent.get(name)
        if day and (last is None or last < day) and day >= ctx.today - timedelta(days=31):
            found[name] = day - DAY
    return found


def _waiting(ctx: Context, plan: Plan, unit: Unit) -> Sequence[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.kind == MessageKind.nudge,
        OutboxRow.plan_id == plan.id,
        OutboxRow.unit_id == unit.id,
        OutboxRow.state == OutboxState.queued,
    )
    return ctx.session.exec(query).all()


def _contacts(ctx: Context, unit_ids: list[int]) -> dict[int, dict[Contact, Person]]:
    found: dict[int, dict[Contact, Person]] = defaultdict(dict)
    for membership, person in people.liaisons(session=ctx.session, unit_ids=unit_ids):
        contact = Contact(
            key=str(person.id),
            deputy=membership.deputy,
            reachable=person.unreachable_since is None,
            away_until=membership.away_until,
        )
        assert membership.unit_id is not None
        found[membership.unit_id][contact] = person
    return found


def _recipients(ctx: Context, book: PlanBook, contacts: dict[Contact, Person]) -> list[Person]:
    return [contacts[contact] for contact in recipients(contacts, ctx.today, book.schedule).people]


def _last_planned(ctx: Context, plan: Plan) -> date:
    """Return the last day planned; for a new plan its import, which counts itself when the hour is to come."""
    value = notes.get(session=ctx.session, name=_note(plan))
    if value:
        return date.fromisoformat(value)
    imported = ctx.office.local(plan.imported_at)
    return imported.date() if imported.time() >= ctx.office.rules.nudge_time else imported.date() - DAY


def _days(after: date, last: date) -> list[date]:
    return [after + DAY * step for step in range(1, (last - after).days + 1)]


def _note(plan: Plan) -> str:
    return f"nudged:{plan.id}"


def _id(row: Unit) -> int:
    assert row.id is not None
    return row.id
