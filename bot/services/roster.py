"""Who is there: the office's list of people, ending what somebody is, handing a unit from one person to another.

What has ended stays as history. The desk is never left without anybody: the last of its staff, and the last
administrator, cannot be taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.reports.text import clauses
from bot.services import people, post, say
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from storage import invites, outbox, roster
from storage.kinds import MessageKind, Role
from storage.models import Membership, OutboxRow, Person, Unit
from storage.people import find_person
from storage.roster import Bound

PAGE = 15  # units on a page
QUIET_FOR = timedelta(days=45)
CANDIDATES = 8
ROLES = (Role.admin, Role.office, Role.supervision, Role.lay_supervisor)
DESK = frozenset({Role.office, Role.admin})
OLD = "This has changed in the meantime; /people shows how it is now"


@dataclass(frozen=True)
class Shown:
    """What /people shows: a text and its buttons."""

    text: Html
    buttons: Rows


def overview(ctx: Context, number: int = 0) -> Shown:
    """Return everybody, by unit, page by page."""
    voice, everybody = ctx.voice, roster.everybody(session=ctx.session)
    units: dict[int, tuple[Unit, list[Bound]]] = {}
    for each in everybody:
        if each[2] is not None:
            units.setdefault(each[2].id or 0, (each[2], []))[1].append(each)
    nobody = invites.units_without_liaison(session=ctx.session)
    lines = [_unit_line(ctx, unit, bound) for unit, bound in units.values()]
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(number, 0), pages - 1)
    lost = {person.id for _, person, _ in everybody if person.unreachable_since is not None}
    head = voice.html(
        "[People] units with somebody {bound}, with nobody {nobody}; cannot be reached {lost}",
        bound=len(units),
        nobody=len(nobody),
        lost=len(lost),
    )
    if pages > 1:
        head = head + voice.say(" page {page} of {pages}", page=number + 1, pages=pages)
    shown: list[object] = [head, *lines[number * PAGE : (number + 1) * PAGE]]
    if number + 1 == pages:
        shown += [_role_line(ctx, role, everybody) for role in ROLES]
        if nobody:
            names = "、".join(unit.name for unit in nobody)
            shown.append(voice.html("With nobody: {units}. Invite: /invite {unit}", units=names, unit=nobody[0].name))
        shown.append(voice.html("To end or hand over: /people followed by a name or a unit"))
    turns = [(number - 1, "Previous page")] if number else []
    turns += [(number + 1, "Next page")] if number + 1 < pages else []
    return Shown(join(shown), [[Button(voice.say(label), f"people:page:{to}") for to, label in turns]] if turns else [])


def look_up(ctx: Context, words: str) -> Shown:
    """Return the people that a name, a unit or a number of Telegram fits, each with buttons. Refused when nobody."""
    wanted = words.strip().lower()
    found = [
        each
        for each in roster.everybody(session=ctx.session)
        if wanted in each[1].name.lower()
        or wanted == str(each[1].telegram_id)
        or wanted.lstrip("@") == each[1].username.lower()
        or (each[2] is not None and wanted in each[2].name.lower())
    ]
    admins = [
        each for each in _admins(ctx) if wanted in each.name.lower() or wanted in (str(each.telegram_id), each.username)
    ]
    if not found and not admins:
        raise Refused("Nobody fits {words}; /people lists everybody", words=words[:40])
    lines: list[Html] = []
    rows: list[list[Button]] = []
    for person in admins:
        role = bold(people.role_words(ctx.voice, Role.admin))
        lines.append(join([role, _by_settings(ctx, person)], " "))
        lines.append(ctx.voice.html("Set in the settings; not to be ended or handed over in the chat."))
    for membership, person, unit in found[:CANDIDATES]:
        lines.append(join([bold(_what(ctx, membership, unit)), _person(ctx, membership, person)], " "))
        buttons = [Button(ctx.voice.say("End {name}", name=person.name[:20]), f"people:end:{membership.id}")]
        if unit is not None:
            hand = Button(ctx.voice.say("Hand {name} over …", name=person.name[:20]), f"people:hand:{membership.id}")
            buttons.append(hand)
        rows.append(buttons)
    if len(found) > CANDIDATES:
        lines.append(ctx.voice.html("and {count} others; please name them more closely", count=len(found) - CANDIDATES))
    return Shown(join(lines), rows)


def ask_end(ctx: Context, membership_id: int) -> Shown:
    """Return the question whether somebody's role is to end."""
    membership, person, unit = _bound(ctx, membership_id)
    _may_end(ctx, membership, person)
    text = ctx.voice.html(
        "End: {name}, {what}? Reports given stay; reminders to {name} stop.",
        name=person.name,
        what=_what(ctx, membership, unit),
    )
    yes = Button(ctx.voice.say("Yes, end it"), f"people:ended:{membership_id}")
    return Shown(text, [[yes, Button(ctx.voice.say("Keep as it is"), "people:page:0")]])


def end(ctx: Context, membership_id: int) -> tuple[Shown, Person]:
    """End somebody's role; they are told. Refused for the last of the desk."""
    membership, person, unit = _bound(ctx, membership_id)
    _may_end(ctx, membership, person)
    what = _what(ctx, membership, unit)
    _end(ctx, membership, person, unit)
    _tell(
        ctx,
        person,
        f"ended:{membership_id}",
        lambda voice: voice.html("You are no longer {what}. Thank you.", what=_what(ctx, membership, unit, voice)),
    )
    text = ctx.voice.html("Ended: {name}, {what}.", name=person.name, what=what)
    if unit is not None and unit in invites.units_without_liaison(session=ctx.session):
        text = join([text, ctx.voice.html("Nobody answers for {unit} now: /invite {unit}", unit=unit.name)])
    return Shown(text, []), person


def ask_hand(ctx: Context, membership_id: int) -> Shown:
    """Return to whom a unit can be handed: its other people first, then the other liaisons."""
    membership, person, unit = _bound(ctx, membership_id)
    if unit is None:
        _may_end(ctx, membership, person)  # the last administrator is told as such
        raise Refused(OLD)
    everybody = [each for each in roster.everybody(session=ctx.session) if each[2] is not None]
    same = [other for _, other, where in everybody if where is not None and where.id == unit.id]
    others = {other.id: other for other in (*same, *(each[1] for each in everybody)) if other.id != person.id}
    voice = ctx.voice
    text = voice.html("Hand {unit} over from {name} to whom?", unit=unit.name, name=person.name)
    text = join(
        [text, voice.html("Somebody new: /invite {unit}, and then end {name}.", unit=unit.name, name=person.name)]
    )
    rows = [
        [Button(other.name[:30] or str(other.telegram_id), f"people:handed:{membership_id}:{other.id}")]
        for other in list(others.values())[:CANDIDATES]
    ]
    return Shown(text, [*rows, [Button(voice.say("Keep as it is"), "people:page:0")]])


def hand(ctx: Context, membership_id: int, person_id: int) -> tuple[Shown, list[Person]]:
    """Hand a unit from one person to another, with role and plans; both are told."""
    membership, old, unit = _bound(ctx, membership_id)
    if unit is None:
        _may_end(ctx, membership, old)
    new = ctx.session.get(Person, person_id)
    if unit is None or new is None or new.id == old.id:
        raise Refused(OLD)
    if not any(person.id == new.id for _, person, _ in roster.everybody(session=ctx.session)):
        raise Refused("{name} is no longer bound; please invite them first", name=new.name)
    taken = invites.live_membership(
        session=ctx.session, person_id=person_id, role=membership.role, unit_id=membership.unit_id
    )
    if taken is None:
        taken = Membership(
            person_id=person_id, unit_id=unit.id, role=membership.role, deputy=membership.deputy, since=ctx.now
        )
    elif taken.deputy and not membership.deputy:
        taken.deputy = False  # the deputy takes the place
    ctx.session.add(taken)
    ctx.session.flush()
    roster.hand_plans(session=ctx.session, old=membership_id, new=taken.id or 0)
    record(ctx, "membership.handed", taken, before={"person": old.name}, after={"person": new.name, "unit": unit.name})
    _end(ctx, membership, old, unit)
    _tell(
        ctx,
        old,
        f"handed:{membership_id}",
        lambda voice: voice.html("{unit} has been handed over to {name}. Thank you.", unit=unit.name, name=new.name),
    )
    _tell(
        ctx,
        new,
        f"handed:{membership_id}",
        lambda voice: voice.html(
            "{unit} is yours now, taken over from {name}: /mytasks shows what it has.", unit=unit.name, name=old.name
        ),
    )
    text = ctx.voice.html("{unit}: from {old} to {new}.", unit=unit.name, old=old.name, new=new.name)
    return Shown(text, []), [old, new]


def _bound(ctx: Context, membership_id: int) -> Bound:
    found = roster.bound(session=ctx.session, membership_id=membership_id)
    if found is None:
        raise Refused(OLD)
    return found


def _may_end(ctx: Context, membership: Membership, person: Person) -> None:
    """Refuse what only an administrator may do, and what would leave the desk with nobody."""
    if membership.role not in DESK:
        return
    assert ctx.actor is not None, "somebody has pressed"
    if Role.admin not in ctx.actor.roles:
        raise Refused("Only an administrator can end office staff")
    others = roster.staff(session=ctx.session, but_not=person.id or 0)
    by_settings = _admins(ctx)
    admins_left = Role.admin in others or bool(by_settings)
    if membership.role is Role.admin and not admins_left:
        raise Refused("{name} is the last administrator; name another first", name=person.name)
    if not others and not by_settings:
        raise Refused("{name} is the last at the desk; invite another first", name=person.name)


def _end(ctx: Context, membership: Membership, person: Person, unit: Unit | None) -> None:
    membership.ended_at = ctx.now
    ctx.session.add(membership)
    ctx.session.flush()
    after = {"person": person.name, "role": membership.role.value, "unit": unit.name if unit else None}
    record(ctx, "membership.ended", membership, after=after)
    if unit is not None:
        mine = (col(OutboxRow.person_id) == person.id, col(OutboxRow.unit_id) == unit.id)
        outbox.cancel_where(*mine, session=ctx.session, now=ctx.now, reason="no longer answers for the unit")


def _tell(ctx: Context, person: Person, cause: str, write: Callable[[Voice], Html]) -> None:
    text = write(Voice(person.language))
    letter = post.Letter(MessageKind.office, text, f"{cause}:{person.id}", day=ctx.today)
    post.send(ctx, person, letter)


def _unit_line(ctx: Context, unit: Unit, bound: Sequence[Bound]) -> Html:
    told = ctx.voice.say("; ").join(_person(ctx, membership, person) for membership, person, _ in bound)
    return ctx.voice.html("{unit}: {people}", unit=bold(unit.name), people=told)


def _role_line(ctx: Context, role: Role, everybody: Sequence[Bound]) -> Html:
    told = [_person(ctx, membership, person) for membership, person, _ in everybody if membership.role is role]
    if role is Role.admin:
        told += [_by_settings(ctx, person) for person in _admins(ctx)]
    if not told:
        return Html("")
    name = people.role_words(ctx.voice, role)
    return ctx.voice.html("{unit}: {people}", unit=bold(name), people=ctx.voice.say("; ").join(told))


def _admins(ctx: Context) -> list[Person]:
    """Return the administrators that the settings name, as far as they have ever written."""
    found = (find_person(session=ctx.session, telegram_id=each) for each in ctx.office.admins)
    return [person for person in found if person is not None]


def _by_settings(ctx: Context, person: Person) -> str:
    marks = [*([person.telephone] if person.telephone else []), ctx.voice.say("by the settings")]
    name = person.name or person.username or str(person.telegram_id)
    return ctx.voice.say("{name} ({marks})", name=name, marks=clauses(marks, ctx.voice))


def _person(ctx: Context, membership: Membership, person: Person) -> str:
    """Return a name with telephone and what the office should know: deputy, away, unreachable, long silent."""
    voice, marks = ctx.voice, []
    if membership.deputy:
        marks.append(voice.say("deputy"))
    if person.telephone:
        marks.append(person.telephone)
    if membership.away_until is not None and membership.away_until >= ctx.today:
        marks.append(voice.say("away until {day}", day=say.day(voice, membership.away_until, today=ctx.today)))
    if person.unreachable_since is not None:
        marks.append(voice.say("cannot be reached since {day}", day=_day(ctx, person.unreachable_since)))
    elif person.last_seen_at is None or ctx.now - person.last_seen_at > QUIET_FOR:
        seen = person.last_seen_at or person.joined_at
        marks.append(voice.say("not heard of since {day}", day=_day(ctx, seen)))
    name = person.name or person.username or str(person.telegram_id)
    return voice.say("{name} ({marks})", name=name, marks=clauses(marks, voice)) if marks else name


def _day(ctx: Context, moment: datetime) -> str:
    return say.day(ctx.voice, ctx.office.day(moment), today=ctx.today)


def _what(ctx: Context, membership: Membership, unit: Unit | None, voice: Voice | None = None) -> str:
    voice = voice or ctx.voice
    role = people.role_words(voice, membership.role, deputy=membership.deputy)
    return voice.say("{role} of {unit}", role=role, unit=unit.name) if unit is not None else role
