"""Who is writing: meeting people, keeping their names, and knowing whom messages do not reach."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import col, func, select

from bot.locale import Html, Voice
from bot.services import post, review_post
from bot.services.context import Actor, Context
from bot.services.record import record
from bot.services.views import actor_of
from storage import people
from storage.kinds import MessageKind, Role
from storage.models import OutboxRow, Person

NAME_LIMIT = 64
STRANGER_QUIET = timedelta(days=1)


@dataclass(frozen=True)
class Visitor:
    """Somebody who writes, as Telegram names them, whether we know them or not; `gone`: they have just blocked us."""

    telegram_id: int
    name: str = ""
    username: str = ""
    gone: bool = False


def meet(ctx: Context, visitor: Visitor) -> Actor | None:
    """Return who that is, names brought up to date; None for a stranger.

    An administrator of the settings is let in at once. Whoever writes can be reached again.
    """
    person = people.find_person(session=ctx.session, telegram_id=visitor.telegram_id)
    if person is None:
        if visitor.telegram_id not in ctx.office.admins:
            return None
        enter(ctx, visitor)
    else:
        _refresh(ctx, person, visitor)
    ctx.session.flush()
    return actor_of(ctx.session, visitor.telegram_id, ctx.office.admins)


def enter(ctx: Context, visitor: Visitor) -> Person:
    """Store somebody we have not met before."""
    person = Person(
        telegram_id=visitor.telegram_id,
        name=tidy_name(visitor.name) or str(visitor.telegram_id),
        username=visitor.username,
        language=ctx.office.language,
        joined_at=ctx.now,
        last_seen_at=ctx.now,
    )
    ctx.session.add(person)
    ctx.session.flush()
    record(ctx, "person.enter", person, after={"name": person.name})
    return person


def stranger(visitor: Visitor, ctx: Context) -> Person:
    """Return somebody whom a letter can be addressed to and who is not stored."""
    return Person(telegram_id=visitor.telegram_id, language=ctx.office.language, joined_at=ctx.now)


def greet_stranger(ctx: Context, visitor: Visitor) -> bool:
    """Answer a stranger with one polite line, once a day at most; tell whether it was answered now."""
    if answered_lately(ctx, f"stranger:{visitor.telegram_id}:"):
        return False
    text = ctx.voice.html(
        "Hello, this is the {assistant} of {office}; people join by its invitation. Please ask {office} for a link.",
        assistant=ctx.office.assistant,
        office=ctx.office.name,
    )
    key = f"stranger:{visitor.telegram_id}:{ctx.inbox_id or ctx.now.isoformat()}"
    post.send(ctx, stranger(visitor, ctx), post.Letter(MessageKind.receipt, text, key))
    return True


def answered_lately(ctx: Context, cause: str) -> int:
    """Return how many messages were queued within the last day under keys that begin so."""
    query = select(func.count(col(OutboxRow.id))).where(
        col(OutboxRow.key).startswith(cause, autoescape=True), col(OutboxRow.created_at) > ctx.now - STRANGER_QUIET
    )
    return ctx.session.exec(query).one()


def mark_unreachable(ctx: Context, person: Person, why: str) -> None:
    """Note that messages do not reach somebody, and tell the office the same day; a second time is nothing new."""
    if person.unreachable_since is not None:
        return
    person.unreachable_since, person.unreachable_why = ctx.now, why
    ctx.session.add(person)
    record(ctx, "person.unreachable", person, before={"unreachable": False}, after={"unreachable": True, "why": why})
    units = "、".join(
        unit.name for _, unit in people.live_memberships(session=ctx.session, person_id=_id(person)) if unit
    )

    def write(voice: Voice) -> Html:
        if not units:
            return voice.html("{name} cannot be reached: has blocked the bot or left Telegram.", name=person.name)
        return voice.html(
            "{name} ({units}) cannot be reached: has blocked the bot or left Telegram. Please telephone, or invite "
            "somebody else: /invite {unit}",
            name=person.name,
            units=units,
            unit=units.split("、")[0],
        )

    tell_office(ctx, f"unreachable:{person.id}:{ctx.now.isoformat()}", write, but_not=person)


def tell_office(ctx: Context, cause: str, write: Callable[[Voice], Html], *, but_not: Person | None = None) -> int:
    """Queue a letter to everybody at the desk, each in their language; return to how many."""
    told = [person for person in review_post.desk(ctx) if but_not is None or person.id != but_not.id]
    for person in told:
        text = write(Voice(person.language))
        post.send(ctx, person, post.Letter(MessageKind.office, text, f"{cause}:{person.id}", day=ctx.today))
    return len(told)


def tidy_name(text: str | None) -> str:
    """Return a name as Telegram has it, without line breaks, invisible marks and turns of direction; "" for none."""
    plain = "".join(" " if unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cc") else c for c in text or "")
    shown = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(shown.split())[:NAME_LIMIT]


def role_words(voice: Voice, role: Role, *, deputy: bool = False) -> str:
    """Return a role as people call it."""
    if role is Role.liaison:
        return voice.say("deputy liaison") if deputy else voice.say("liaison")
    if role is Role.supervision:
        return voice.say("supervision")
    if role is Role.lay_supervisor:
        return voice.say("lay supervisor")
    return voice.say("administrator") if role is Role.admin else voice.say("office staff")


def as_actor(ctx: Context, person: Person) -> Context:
    """Return the same world with that person acting, told in their language."""
    actor = actor_of(ctx.session, person.telegram_id, ctx.office.admins)
    return replace(ctx, actor=actor, voice=Voice(person.language))


def _refresh(ctx: Context, person: Person, visitor: Visitor) -> None:
    name = tidy_name(visitor.name)
    if name and name != person.name:
        record(ctx, "person.rename", person, before={"name": person.name}, after={"name": name})
        person.name = name
    person.username = visitor.username or person.username
    if person.last_seen_at is None or person.last_seen_at < ctx.now:
        person.last_seen_at = ctx.now
    if person.unreachable_since is not None and not visitor.gone:
        record(ctx, "person.reachable", person, before={"unreachable": True}, after={"unreachable": False})
        person.unreachable_since, person.unreachable_why = None, ""
    ctx.session.add(person)


def _id(person: Person) -> int:
    assert person.id is not None, "the person has not been stored"
    return person.id
