"""What the office is told on the morning of a nudge: who was written to, who could not be, who has answered so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial

from bot.locale import Html, Voice, bold, join
from bot.rules import UnitRound, round_by_unit
from bot.services import people, preview_hold, say
from bot.services.context import Context
from bot.services.nudge import Planned
from bot.services.views import PlanBook, plan_facts, planning_book
from storage import nudging


def tell(ctx: Context, planned: Sequence[Planned]) -> None:
    """Queue the digest of a tick for every member of the office; nothing where nothing was due."""
    for each in planned:
        if not each.units and not each.held:
            continue
        book = planning_book(ctx, each.plan)
        month = each.held or each.month
        rounds = _rounds(ctx, book, month) if month else []
        month = month or preview_hold.round_of(book, ctx.today)
        seen = _seen(ctx, book, month)
        text = partial(_text, ctx, planned=each, month=month, rounds=rounds, seen=seen)
        people.tell_office(ctx, f"digest:{each.plan.id}:{ctx.office.local(ctx.now):%Y-%m-%d:%H%M}", text)


def _rounds(ctx: Context, book: PlanBook, month: date) -> list[UnitRound]:
    facts = plan_facts(ctx, book.plan, {month})
    found = round_by_unit(month, book.ledger, book.schedule, facts, ctx.today)
    return [each for each in found if not each.consult]


def _seen(ctx: Context, book: PlanBook, month: date) -> list[str]:
    """Return the units that have said that they have seen a nudge of the round."""
    start = datetime.combine(book.schedule.round(month).first_nudge, time(0), tzinfo=ctx.office.zone)
    found = nudging.sightings(session=ctx.session, plan_id=book.plan.id or 0, since=start)
    return list(dict.fromkeys(unit for _, unit, _ in found))


def _text(
    ctx: Context, voice: Voice, *, planned: Planned, month: date, rounds: Sequence[UnitRound], seen: Sequence[str]
) -> Html:
    reached, comma = len(planned.units) - len(planned.unreached), voice.say(", ")
    lines = [voice.html("[Reminders today] {title}", title=planned.plan.title)]
    if planned.units:
        lines.append(
            voice.html("{reached} of {count} units were written to", reached=reached, count=len(planned.units))
        )
    if planned.held:
        lines.append(
            voice.html(
                "The reminders for {month} still wait for somebody to press send, under the preview.",
                month=say.month(voice, month, today=ctx.today),
            )
        )
    lines += _so_far(ctx, voice, month, rounds)
    owing = {each.unit for each in rounds if _owed(each)}
    if noted := [unit for unit in seen if unit in owing]:
        lines.append(voice.html("Seen, not reported yet, {count}: {units}", count=len(noted), units=comma.join(noted)))
    if planned.unreached:
        lost = voice.html("Nobody to write to, {count}", count=len(planned.unreached))
        lines.append(voice.html("{head}: {codes}", head=bold(lost), codes=comma.join(planned.unreached)))
        lines.append(voice.html("Please ring them, or invite a liaison: /invite and the unit's name"))
    return join(lines)


def _so_far(ctx: Context, voice: Voice, month: date, rounds: Sequence[UnitRound]) -> list[Html]:
    """Return how the round stands; nothing where it asks nobody."""
    if not rounds:
        return []
    owing = [each for each in rounds if _owed(each)]
    part = sum(1 for each in owing if each.reported)
    waiting = sum(1 for each in rounds if each.missing and not _owed(each))
    said = voice.html(
        "For {month}, of {count} units: {whole} have reported, {part} in part, {none} nothing",
        month=say.month(voice, month, today=ctx.today),
        count=len(rounds),
        whole=len(rounds) - len(owing) - waiting,
        part=part,
        none=len(owing) - part,
    )
    if not waiting:
        return [said]
    return [said, voice.html("With their leaders, {count} units", count=waiting)]


def _owed(each: UnitRound) -> set[str]:
    """Return what a unit owes: what is with its leader is not missing."""
    return set(each.missing) - set(each.pending)
