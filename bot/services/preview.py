"""The preview: on the working day before a round's first nudge, the office sees whom it will go to, and can hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.rules import Nudge, RoundDays, nudges_on
from bot.services import nudge_days, nudge_people, preview_hold, remind, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from bot.services.views import PlanBook, plan_book, plan_facts
from storage import ledger, nudging
from storage.models import Plan

LISTED = 40
PEOPLE_SINCE = timedelta(days=31)


@dataclass(frozen=True)
class Preview:
    """Whom a round's first nudge will go to: units with how many tasks and the people's names; and what is odd."""

    day: date
    units: tuple[tuple[str, int, str], ...]
    nobody: tuple[str, ...]
    unreachable: tuple[str, ...]
    quiet: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]


def send(ctx: Context, book: PlanBook, month: date) -> None:
    """Queue the preview of a round for everybody at the desk."""
    found = look_ahead(ctx, book, month)
    if not found.units and not found.nobody:
        return
    cause = _cause(book.plan, month)
    desk.to_desk(
        ctx,
        cause,
        lambda voice: _text(ctx, voice, book, month, found),
        lambda voice: _buttons(ctx, voice, book, month),
        facts={"plan": book.plan.id, "month": month.isoformat()},
    )


def look_ahead(ctx: Context, book: PlanBook, month: date) -> Preview:
    """Return whom the round's first nudge would go to if nobody said anything more."""
    day = book.schedule.round(month).first_nudge
    facts = plan_facts(ctx, book.plan, nudge_days.months(day - nudge_days.DAY, day, book.schedule))
    loud = replace(
        book.ledger,
        quiet_until=None,
        units={name: replace(view, quiet_until=None) for name, view in book.ledger.units.items()},
    )
    nudges = [nudge for nudge in nudges_on(day, loud, book.schedule, facts, at=day) if nudge.month == month]
    quiet = [nudge.unit for nudge in nudges if book.ledger.is_quiet(nudge.unit, day)]
    heard = [nudge for nudge in nudges if nudge.unit not in quiet]
    units = {unit.name: unit.id or 0 for unit in ledger.units(session=ctx.session)}
    known = nudge_people.contacts(ctx, book.plan, [units[nudge.unit] for nudge in heard])
    changes = nudging.people_changes(session=ctx.session, since=ctx.now - PEOPLE_SINCE)
    there, nobody, unreachable = _sorted_by_reach(ctx, book, known, units, heard)
    return Preview(
        day,
        tuple(there),
        tuple(nobody),
        tuple(unreachable),
        tuple(quiet),
        tuple(f"{unit} {person}" for row, person, unit in changes if row.ended_at is None),
        tuple(f"{unit} {person}" for row, person, unit in changes if row.ended_at is not None),
    )


def release(ctx: Context, plan_id: int, month: date) -> str:
    """Let the round's nudges go: from their morning on by themselves, else at once; say what was done."""
    book, days = _open_round(ctx, plan_id, month)
    if not preview_hold.is_held(ctx, book, month):
        _show(ctx, book, month)
        return ctx.voice.say("They go out by themselves; nothing waits")
    preview_hold.decide(ctx, book.plan, month, preview_hold.SENT)
    record(ctx, "round.send", book.plan, after={"month": month.isoformat()})
    _show(ctx, book, month)
    if ctx.today < days.first_nudge or (ctx.today == days.first_nudge and not remind.is_planned_today(ctx, book)):
        return ctx.voice.say("They go out on {day}", day=say.day_week(ctx.voice, days.first_nudge))
    planned = remind.send(ctx, book, None)
    return ctx.voice.say("Sent to {count} units", count=len(planned.units) - len(planned.unreached))


def hold(ctx: Context, plan_id: int, month: date) -> str:
    """Keep the round's nudges until somebody presses send."""
    book, _ = _open_round(ctx, plan_id, month)
    preview_hold.decide(ctx, book.plan, month, preview_hold.HELD)
    record(ctx, "round.hold", book.plan, after={"month": month.isoformat()})
    _show(ctx, book, month)
    return ctx.voice.say("Held until somebody presses send")


def _open_round(ctx: Context, plan_id: int, month: date) -> tuple[PlanBook, RoundDays]:
    plan = ctx.session.get(Plan, plan_id)
    if plan is None or plan.closed_at is not None:
        raise Refused("This plan is closed")
    book = plan_book(ctx, plan)
    days = book.schedule.round(month)
    if ctx.today > days.due:
        raise Refused("This was about {old}, which is over", old=say.month(ctx.voice, month, today=ctx.today))
    return book, days


def _sorted_by_reach(
    ctx: Context, book: PlanBook, known: nudge_people.Contacts, units: dict[str, int], nudges: Sequence[Nudge]
) -> tuple[list[tuple[str, int, str]], list[str], list[str]]:
    there, nobody, unreachable = [], [], []
    for nudge in nudges:
        found = nudge_people.chosen(ctx, book.schedule, known, units[nudge.unit])
        if found:
            there.append((nudge.unit, len(nudge.month_end), "、".join(person.name for person in found)))
        elif known.of(units[nudge.unit]):
            unreachable.append(nudge.unit)
        else:
            nobody.append(nudge.unit)
    return there, nobody, unreachable


def _show(ctx: Context, book: PlanBook, month: date) -> None:
    """Bring the previews at the desk up to date with what has been decided."""
    found = look_ahead(ctx, book, month)
    desk.change_at_desk(
        ctx,
        _cause(book.plan, month),
        f"{ctx.inbox_id or ctx.now.isoformat()}",
        lambda voice: _text(ctx, voice, book, month, found),
        lambda voice: _buttons(ctx, voice, book, month),
    )


def _text(ctx: Context, voice: Voice, book: PlanBook, month: date, found: Preview) -> Html:
    comma, count = voice.say(", "), sum(number for _, number, _ in found.units)
    head = voice.html(
        "[Preview of {month}] {title}", month=say.month(voice, month, today=ctx.today), title=book.plan.title
    )
    what = voice.html(
        "On {day} from {time}: {units} units, {count} tasks.",
        day=say.day_week(voice, found.day),
        time=f"{book.schedule.rules.nudge_time:%H:%M}",
        units=len(found.units),
        count=count,
    )
    lines = [
        voice.html("{unit} {count} ({names})", unit=unit, count=number, names=names)
        for unit, number, names in found.units[:LISTED]
    ]
    odd = [
        (voice.html("Nobody bound, {count}", count=len(found.nobody)), found.nobody),
        (voice.html("Cannot be reached, {count}", count=len(found.unreachable)), found.unreachable),
        (voice.html("Left in peace, {count}", count=len(found.quiet)), found.quiet),
        (voice.html("New people, {count}", count=len(found.joined)), found.joined),
        (voice.html("People who left, {count}", count=len(found.left)), found.left),
    ]
    parts = [voice.html("{head}: {codes}", head=bold(name), codes=comma.join(names)) for name, names in odd if names]
    return join([head, what, *lines, *parts, _state(ctx, voice, book, month)])


def _state(ctx: Context, voice: Voice, book: PlanBook, month: date) -> Html:
    if preview_hold.is_held(ctx, book, month):
        return voice.html("They wait: nothing goes out until somebody here presses send.")
    return voice.html("They go out by themselves at that time.")


def _buttons(ctx: Context, voice: Voice, book: PlanBook, month: date) -> Rows:
    where = f"{book.plan.id}:{month:%Y-%m}"
    if preview_hold.is_held(ctx, book, month):
        return [[Button(voice.say("Send"), f"round_send:{where}")]]
    return [[Button(voice.say("Hold them"), f"round_hold:{where}")]]


def _cause(plan: Plan, month: date) -> str:
    return f"preview:{plan.id}:{month:%Y-%m}"
