"""The missing list, which is the call sheet: who has not reported, whom to ring, and what came of it. One message.

It is changed in place as entries come: an unanswered call, a promise, an answer typed in, a report by the unit itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.locale import Html, Voice, bold, join
from bot.rules import UnitRound, round_by_unit
from bot.rules.months import add_months
from bot.services import plan_home, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.views import PlanBook, plan_book, plan_facts
from storage import ledger, notes, nudging
from storage.kinds import CallOutcome
from storage.models import Call, Membership, Person, Plan, Unit

LISTED = 60  # units with a button of their own; a message can have a hundred
ROOM = 3600  # characters of the lines: the sheet is one message, and is changed in place
PER_ROW = 2
CODES = 12  # of one unit; its card names them all
CHANGED = "sheet-changed"  # the note of plans whose sheets are to be brought up to date
LABEL = 12


@dataclass(frozen=True)
class Line:
    """One unit on the sheet: what is missing, its people, the entry that counts; `seen` tells of a word like 收到."""

    unit: Unit
    round: UnitRound
    people: Sequence[tuple[Membership, Person]]
    call: Call | None
    seen: bool


def send(ctx: Context, book: PlanBook, month: date) -> None:
    """Queue the sheet of a round for everybody at the desk, once."""
    found = lines(ctx, book, month)
    desk.to_desk(
        ctx,
        cause(book, month),
        lambda voice: text(ctx, voice, book, month, found),
        lambda voice: _buttons(voice, book, month, found),
        facts={"plan": book.plan.id, "month": month.isoformat()},
    )


def show(ctx: Context, book: PlanBook, month: date) -> None:
    """Bring the sheets at the desk up to date."""
    found = lines(ctx, book, month)
    desk.change_at_desk(
        ctx,
        cause(book, month),
        f"{ctx.inbox_id or ctx.now.isoformat()}",
        lambda voice: text(ctx, voice, book, month, found),
        lambda voice: _buttons(voice, book, month, found),
    )


def has_changed(ctx: Context, plan: Plan) -> None:
    """Note that a unit has said something, so that the next tick brings the sheet up to date: one change for many."""
    value = notes.get(session=ctx.session, name=CHANGED) or ""
    if str(plan.id) not in value.split():
        notes.put(session=ctx.session, name=CHANGED, value=f"{value} {plan.id}".strip(), at=ctx.now)


def keep(ctx: Context) -> None:
    """Bring the sheets up to date on which units have reported since: nobody is rung for what has been answered."""
    value = notes.get(session=ctx.session, name=CHANGED)
    if not value:
        return
    notes.put(session=ctx.session, name=CHANGED, value="", at=ctx.now)
    for plan in ledger.open_plans(session=ctx.session):
        if str(plan.id) in value.split():
            book = plan_book(ctx, plan)
            for month in _late(ctx, book):
                show(ctx, book, month)


def _late(ctx: Context, book: PlanBook) -> list[date]:
    """Return the rounds whose sheets are of use today: from the missed notice to the freeze."""
    current = book.schedule.current(ctx.today)
    rounds = [book.schedule.round(month) for month in (add_months(current, -1), current)]
    return [each.month for each in rounds if each.missed <= ctx.today <= each.freeze]


def cause(book: PlanBook, month: date) -> str:
    """Return what the letters of a round's sheet are found by."""
    return f"missing:{book.plan.id}:{month:%Y-%m}"


def lines(ctx: Context, book: PlanBook, month: date) -> list[Line]:
    """Return the units that have not reported everything; what is with a unit's leader is not missing."""
    facts = plan_facts(ctx, book.plan, {month})
    rounds = [
        each
        for each in round_by_unit(month, book.ledger, book.schedule, facts, ctx.today)
        if not each.consult and set(each.missing) - set(each.pending)
    ]
    units = {unit.name: unit for unit in ledger.units(session=ctx.session)}
    bound: dict[int | None, list[tuple[Membership, Person]]] = {}
    keys = [units[each.unit].id or 0 for each in rounds]
    for membership, person in plan_home.liaisons(ctx, keys, [book.plan.id]):
        bound.setdefault(membership.unit_id, []).append((membership, person))
    calls = nudging.calls(session=ctx.session, plan_id=book.plan.id or 0, month=month)
    start = _first_moment(ctx, book, month)
    seen = {name for _, name, _ in nudging.sightings(session=ctx.session, plan_id=book.plan.id or 0, since=start)}
    found = []
    for each in rounds:
        unit = units[each.unit]
        found.append(Line(unit, each, bound.get(unit.id, ()), calls.get(unit.id or 0), each.unit in seen))
    return found


def text(ctx: Context, voice: Voice, book: PlanBook, month: date, found: Sequence[Line]) -> Html:
    """Return the sheet's words."""
    name, now = say.month(voice, month, today=ctx.today), say.moment(voice, ctx.office.local(ctx.now), today=ctx.today)
    if not found:
        return voice.html("[{month} not reported] As of {now} every unit has reported.", month=name, now=now)
    count = sum(len(missing(line)) for line in found)
    head = voice.html(
        "[{month} not reported] As of {now}: {units} units, {count} tasks; until {freeze} they count as late.",
        month=name,
        now=now,
        units=len(found),
        count=count,
        freeze=say.day(voice, book.schedule.round(month).freeze, today=ctx.today),
    )
    told, size = list[Html](), 0
    for number, line in enumerate(found):
        words = _line(ctx, voice, line)
        size += sum(map(len, words))
        if size > ROOM:
            told.append(voice.html("and {count} more units, see /summary", count=len(found) - number))
            break
        told += words
    return join([head, *told])


def missing(line: Line) -> list[str]:
    """Return the codes that the unit still owes, without what is with its leader."""
    return [code for code in line.round.missing if code not in line.round.pending]


def who(voice: Voice, bound: Iterable[tuple[Membership, Person]]) -> str:
    """Return a unit's people with their telephones: 李芳 13800000000、王强（副）."""
    found = []
    for membership, person in bound:
        name = voice.say("{name} (deputy)", name=person.name) if membership.deputy else person.name
        if person.unreachable_since is not None:
            name = voice.say("{name} (cannot be reached here)", name=name)
        found.append(f"{name} {person.telephone}".strip())
    return "、".join(found) or voice.say("nobody bound")


def outcome(ctx: Context, voice: Voice, call: Call | None) -> str:
    """Return what the entry of the sheet says: 已打未接（王敏 10:42）."""
    if call is None:
        return ""
    at = say.moment(voice, ctx.office.local(call.at), today=ctx.today)
    name = desk.person_name(ctx, call.person_id)
    match call.outcome:
        case CallOutcome.rung:
            return voice.say("rung, no answer ({name}, {at})", name=name, at=at)
        case CallOutcome.answered:
            return voice.say("spoken to ({name}, {at})", name=name, at=at)
        case CallOutcome.promised:
            assert call.promised_on is not None
            day = say.day(voice, call.promised_on, today=ctx.today)
            return voice.say("promised for {day} ({name}, {at})", day=day, name=name, at=at)
        case _:
            return voice.say("typed in ({name}, {at})", name=name, at=at)


def _line(ctx: Context, voice: Voice, line: Line) -> list[Html]:
    codes = missing(line)
    first = voice.html("{unit}, {count}: {codes}", unit=bold(line.unit.name), count=len(codes), codes=_codes(codes))
    second = who(voice, line.people)
    marks = [outcome(ctx, voice, line.call), voice.say("has said 收到") if line.seen else ""]
    second = voice.say("; ").join([second, *filter(None, marks)])
    return [first, voice.html("  {words}", words=second)]


def _codes(codes: Sequence[str]) -> str:
    return "、".join(codes[:CODES]) + ("…" if len(codes) > CODES else "")


def _buttons(voice: Voice, book: PlanBook, month: date, found: Sequence[Line]) -> Rows:
    every = [
        Button(_label(line.unit.name), f"call:{book.plan.id}:{line.unit.id}:{month:%Y%m}") for line in found[:LISTED]
    ]
    return [every[start : start + PER_ROW] for start in range(0, len(every), PER_ROW)]


def _label(name: str) -> str:
    return name if len(name) <= LABEL else name[: LABEL - 1] + "…"


def _first_moment(ctx: Context, book: PlanBook, month: date) -> datetime:
    return datetime.combine(book.schedule.round(month).first_nudge, time(0), tzinfo=ctx.office.zone)
