"""A nudge as a message to one person: its words, buttons, key, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.locale import Voice, join
from bot.rules import Nudge, is_urgent
from bot.rules.months import month_of
from bot.services import nudge_text, post, tracked_due
from bot.services.context import Context
from bot.services.views import PlanBook
from storage.kinds import MessageKind
from storage.models import Person, Unit


def letters(
    ctx: Context,
    book: PlanBook,
    nudge: Nudge,
    unit: Unit,
    people: Sequence[Person],
    since: date,
    *,
    items: Sequence[tracked_due.Due],
    tag: str = "",
) -> list[tuple[Person, post.Letter]]:
    """Return a nudge as a message to each of the people; those of one language get the same words."""
    made: dict[str, post.Letter] = {}
    found = []
    for person in people:
        if person.language not in made:
            made[person.language] = _letter(ctx, book, nudge, unit, person, since, items, tag)
        found.append((person, replace(made[person.language], key=_key(book, nudge, unit, person, tag))))
    return found


def letter(ctx: Context, book: PlanBook, nudge: Nudge, unit: Unit, person: Person, since: date) -> post.Letter:
    """Return a nudge as a message to that person."""
    return _letter(ctx, book, nudge, unit, person, since, tracked_due.due_items(ctx, unit, nudge.day), "")


def _letter(
    ctx: Context,
    book: PlanBook,
    nudge: Nudge,
    unit: Unit,
    person: Person,
    since: date,
    items: Sequence[tracked_due.Due],
    tag: str,
) -> post.Letter:
    voice = Voice(person.language)
    text, codes = nudge_text.render(voice, book, nudge)
    text = join([text, tracked_due.lines(ctx, items, voice)]) if items else text
    facts: dict[str, Any] = {
        "codes": codes,
        "plan": book.plan.id,
        "unit": unit.id,
        "since": since.isoformat(),
        "round": _rounds(nudge),
        "month": (nudge.month or nudge.missed_month or month_of(nudge.day)).isoformat(),
    }
    if items:
        facts["items"] = [each.item.id for each in items]
    if is_urgent(nudge, book.schedule):
        facts["urgent"] = True
    if tag:
        facts["asked"] = True
    return post.Letter(
        kind=MessageKind.nudge,
        text=text,
        key=_key(book, nudge, unit, person, tag),
        buttons=nudge_text.buttons(voice, book, nudge, unit, codes),
        facts=facts,
        unit_id=unit.id,
        plan_id=book.plan.id,
        day=nudge.day,
        expires_at=datetime.combine(nudge.day, book.schedule.rules.quiet_from, tzinfo=ctx.office.zone),
    )


def _key(book: PlanBook, nudge: Nudge, unit: Unit, person: Person, tag: str) -> str:
    return f"nudge:{book.plan.id}:{unit.id}:{person.id}:{nudge.day.isoformat()}{tag and ':' + tag}"


def _rounds(nudge: Nudge) -> dict[str, list[str]]:
    """Return for each round that the nudge asks about which tasks it asks."""
    found = {}
    if nudge.month and nudge.month_end:
        found[nudge.month.isoformat()] = list(nudge.month_end)
    if nudge.missed_month and nudge.missed:
        found[nudge.missed_month.isoformat()] = list(nudge.missed)
    return found
