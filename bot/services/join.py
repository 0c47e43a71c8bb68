"""`/start CODE`: somebody uses an invite, is welcomed, and the office is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.locale import Html, Voice
from bot.services import people, post
from bot.services.context import Context
from bot.services.invite import hash_of
from bot.services.people import Visitor
from bot.services.record import record
from bot.services.welcome import welcome
from storage import invites
from storage import people as stored
from storage.kinds import MessageKind
from storage.models import Invite, Membership, Person, Unit

ANSWERS_A_DAY = 5  # to codes that let nobody in; whoever tries more is not looking for an answer
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Outcome(StrEnum):
    """What came of a code."""

    joined = "joined"
    again = "again"
    unknown = "unknown"
    expired = "expired"
    used = "used"


@dataclass(frozen=True)
class Joining:
    """What came of a code; `person` is None where nobody was let in."""

    outcome: Outcome
    person: Person | None = None


def join(ctx: Context, visitor: Visitor, code: str) -> Joining:
    """Use an invite for the visitor and answer, whatever comes of it. An invite lets in one person, once."""
    found = stored.find_invite(session=ctx.session, code_hash=hash_of(code)) if _CODE.fullmatch(code) else None
    person = stored.find_person(session=ctx.session, telegram_id=visitor.telegram_id)
    outcome = _judge(ctx, found, person)
    if found is not None and outcome is Outcome.joined:
        person = person or people.enter(ctx, visitor)
        outcome = _take_up(ctx, found, person)
    if found is None or person is None or outcome not in (Outcome.joined, Outcome.again):
        _turn_away(ctx, visitor, outcome)
        return Joining(outcome)
    _answer(ctx, person, found, outcome)
    return Joining(outcome, person)


def _judge(ctx: Context, invite: Invite | None, person: Person | None) -> Outcome:
    if invite is None:
        return Outcome.unknown
    if invite.used_at is not None:
        # Pressing one's own link again is friendly; after having left it is a used link like any other.
        mine = person is not None and invite.used_by == person.id and _membership(ctx, invite, person) is not None
        return Outcome.again if mine else Outcome.used
    return Outcome.expired if invite.expires_at <= ctx.now else Outcome.joined


def _take_up(ctx: Context, invite: Invite, person: Person) -> Outcome:
    """Store the membership; whoever has it already keeps it, with the invite's standing as deputy or not."""
    key = _id(person)
    if not invites.use(session=ctx.session, invite=invite, person_id=key, at=ctx.now):
        return Outcome.used
    live = _membership(ctx, invite, person)
    if live is not None:
        if live.deputy != invite.deputy:
            before, live.deputy = live.deputy, invite.deputy
            ctx.session.add(live)
            record(ctx, "membership.deputy", live, before={"deputy": before}, after={"deputy": live.deputy})
        return Outcome.again
    row = Membership(person_id=key, unit_id=invite.unit_id, role=invite.role, deputy=invite.deputy, since=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    unit = _unit(ctx, invite)
    after = {"person": person.name, "role": row.role.value, "unit": unit.name if unit else None, "deputy": row.deputy}
    record(people.as_actor(ctx, person), "membership.begin", row, after=after)
    _tell_office(ctx, person, row, unit)
    return Outcome.joined


def _answer(ctx: Context, person: Person, invite: Invite, outcome: Outcome) -> None:
    mine = people.as_actor(ctx, person)
    unit = _unit(ctx, invite)
    if outcome is Outcome.joined:
        text = welcome(mine, invite.role, unit, deputy=invite.deputy)
    else:
        role = people.role_words(mine.voice, invite.role, deputy=invite.deputy)
        what = mine.voice.say("{role} of {unit}", role=role, unit=unit.name) if unit else role
        text = mine.voice.html("You are in already: {what}. /help shows what can be done.", what=what)
    key = f"welcome:{person.id}:{ctx.inbox_id or ctx.now.isoformat()}"
    post.send(mine, person, post.Letter(MessageKind.receipt, text, key))


def _turn_away(ctx: Context, visitor: Visitor, outcome: Outcome) -> None:
    cause = f"turned-away:{visitor.telegram_id}:"
    if people.answered_lately(ctx, cause) >= ANSWERS_A_DAY:
        return
    person = stored.find_person(session=ctx.session, telegram_id=visitor.telegram_id)
    to = person or people.stranger(visitor, ctx)
    text = _no(Voice(to.language), outcome, ctx.office.name)
    key = f"{cause}{ctx.inbox_id or ctx.now.isoformat()}"
    post.send(ctx, to, post.Letter(MessageKind.receipt, text, key))


def _no(voice: Voice, outcome: Outcome, office: str) -> Html:
    if outcome is Outcome.expired:
        return voice.html(
            "This invitation link has expired: it is good for 72 hours. Please ask {office} for a new one.",
            office=office,
        )
    if outcome is Outcome.used:
        return voice.html(
            "This invitation link has been used already, it is good for one person. Please ask {office} for a new one.",
            office=office,
        )
    return voice.html(
        "This invitation link is not valid; perhaps it was cut off. Please ask {office} for a new one.", office=office
    )


def _tell_office(ctx: Context, person: Person, row: Membership, unit: Unit | None) -> None:
    def write(voice: Voice) -> Html:
        role = people.role_words(voice, row.role, deputy=row.deputy)
        if unit is None:
            return voice.html("{name} has joined: {role}.", name=person.name, role=role)
        return voice.html("{name} has joined for {unit}: {role}.", name=person.name, unit=unit.name, role=role)

    people.tell_office(ctx, f"joined:{row.id}", write, but_not=person)


def _membership(ctx: Context, invite: Invite, person: Person) -> Membership | None:
    return invites.live_membership(session=ctx.session, person_id=_id(person), role=invite.role, unit_id=invite.unit_id)


def _unit(ctx: Context, invite: Invite) -> Unit | None:
    return ctx.session.get(Unit, invite.unit_id) if invite.unit_id is not None else None


def _id(person: Person) -> int:
    assert person.id is not None, "the person has not been stored"
    return person.id
