"""`/away until DATE`: a liaison's absence passes the nudges to the deputy. `/phone`: the number the office may ring."""

from __future__ import annotations

import re
from datetime import date

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import people, say
from bot.services.context import Context
from bot.services.days import read_day
from bot.services.quiet import OFF
from bot.services.record import record
from storage import people as stored
from storage.kinds import Role
from storage.models import Membership, Person, Unit

_UNTIL = re.compile(r"^(?:until|直到|到|至)\s*|(?:为止|止|回来|回)$")
_PHONE = re.compile(r"\+?[\d][\d\- ]{4,18}\d")


def away(ctx: Context, words: str) -> Html:
    """Answer `/away until DATE` and `/away off` for everything that the acting person answers for."""
    mine = _memberships(ctx)
    words = words.strip()
    if not words:
        return _state(ctx, mine)
    if words in OFF:
        _set(ctx, mine, None)
        return ctx.voice.html("Welcome back: reminders come to you again.")
    until = read_day(_UNTIL.sub("", words), ctx.today)
    if until < ctx.today:
        raise Refused("{day} is past", day=say.day(ctx.voice, until, today=ctx.today))
    _set(ctx, mine, until)
    return _told(ctx, mine, until)


def phone(ctx: Context, words: str) -> Html:
    """Answer `/phone NUMBER` for oneself, and for the office `/phone NAME NUMBER` for somebody else."""
    assert ctx.person is not None, "somebody has written"
    words = words.strip()
    if not words:
        number = ctx.person.telephone
        if not number:
            return ctx.voice.html("No telephone is kept of you. To leave one: /phone 13800000000")
        return ctx.voice.html("Your telephone as kept: {number}", number=number)
    if _PHONE.fullmatch(words):
        return _keep(ctx, ctx.person, words)
    name, _, number = words.rpartition(" ")
    if ctx.actor is None or not ctx.actor.is_office or not name or not _PHONE.fullmatch(number):
        raise Refused("A telephone number is expected, like: /phone 13800000000")
    return _keep(ctx, _somebody(ctx, name), number)


def _keep(ctx: Context, person: Person, number: str) -> Html:
    number = " ".join(number.split())
    record(ctx, "person.telephone", person, before={"kept": bool(person.telephone)}, after={"kept": True})
    person.telephone = number
    ctx.session.add(person)
    return ctx.voice.html("Kept: {name} {number}. The office sees it.", name=person.name, number=number)


def _somebody(ctx: Context, name: str) -> Person:
    """Return the liaison of that name, where there is just one."""
    rows = stored.liaisons(session=ctx.session)
    found = {person.id: person for _, person in rows if person.name == name.strip()}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise Refused("{count} people are called {name}; they can send /phone themselves", count=len(found), name=name)
    raise Refused("No liaison is called {name}", name=name)


def _memberships(ctx: Context) -> list[tuple[Membership, Unit]]:
    assert ctx.person_id is not None, "somebody has written"
    rows = stored.live_memberships(session=ctx.session, person_id=ctx.person_id)
    return [(membership, unit) for membership, unit in rows if unit is not None and membership.role is Role.liaison]


def _set(ctx: Context, mine: list[tuple[Membership, Unit]], until: date | None) -> None:
    for membership, _ in mine:
        before, membership.away_until = membership.away_until, until
        ctx.session.add(membership)
        record(ctx, "membership.away", membership, before={"until": str(before)}, after={"until": str(until)})
    ctx.session.flush()


def _told(ctx: Context, mine: list[tuple[Membership, Unit]], until: date) -> Html:
    """Say who stands in; where nobody does, say so, and let the office know."""
    voice, lines = ctx.voice, []
    day = say.day_week(voice, until, today=ctx.today)
    for _, unit in mine:
        others = [
            person
            for row, person in stored.liaisons(session=ctx.session, unit_ids=[unit.id or 0])
            if person.id != ctx.person_id
            and person.unreachable_since is None
            and (row.away_until is None or row.away_until < ctx.today)
        ]
        if others:
            names = "、".join(person.name for person in others)
            lines.append(
                voice.html("{unit}: until {day} the reminders go to {names}.", unit=unit.name, day=day, names=names)
            )
        else:
            lines.append(
                voice.html(
                    "{unit}: nobody stands in; reminders still come to you. {office} is told.",
                    unit=unit.name,
                    office=ctx.office.name,
                )
            )
            _tell_office(ctx, unit, until)
    return join(lines)


def _tell_office(ctx: Context, unit: Unit, until: date) -> None:
    name = ctx.person.name if ctx.person else ""
    people.tell_office(
        ctx,
        f"away:{ctx.person_id}:{unit.id}:{until}",
        lambda voice: voice.html(
            "{name} of {unit} is away until {day} and has no deputy. To invite one: /invite {unit} deputy",
            name=name,
            unit=unit.name,
            day=say.day(voice, until, today=ctx.today),
        ),
    )


def _state(ctx: Context, mine: list[tuple[Membership, Unit]]) -> Html:
    until = max((row.away_until for row, _ in mine if row.away_until), default=None)
    if until is None or until < ctx.today:
        return ctx.voice.html("You are not away. To pass reminders to your deputy: /away 9月10日")
    return ctx.voice.html(
        "You are away until {day}; /away off ends it.", day=say.day_week(ctx.voice, until, today=ctx.today)
    )
