"""A nudge as a message to one person: its words, buttons, key, and what is remembered of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.locale import Voice
from bot.rules import Nudge
from bot.rules.months import month_of
from bot.services import nudge_text, post
from bot.services.context import Context
from bot.services.views import PlanBook
from storage.kinds import MessageKind
from storage.models import Person, Unit


def letter(
    ctx: Context, book: PlanBook, nudge: Nudge, unit: Unit, person: Person, since: date, *, tag: str = ""
) -> post.Letter:
    """Return a nudge as a message to that person."""
    voice = Voice(person.language)
    text, codes = nudge_text.render(voice, book, nudge)
    facts: dict[str, Any] = {
        "codes": codes,
        "plan": book.plan.id,
        "unit": unit.id,
        "since": since.isoformat(),
        "month": (nudge.month or nudge.missed_month or month_of(nudge.day)).isoformat(),
    }
    if tag:
        facts["asked"] = True
    return post.Letter(
        kind=MessageKind.nudge,
        text=text,
        key=f"nudge:{book.plan.id}:{unit.id}:{person.id}:{nudge.day.isoformat()}{tag and ':' + tag}",
        buttons=nudge_text.buttons(voice, book, nudge, unit, codes),
        facts=facts,
        unit_id=unit.id,
        plan_id=book.plan.id,
        day=nudge.day,
        expires_at=datetime.combine(nudge.day, book.schedule.rules.quiet_from, tzinfo=ctx.office.zone),
    )
