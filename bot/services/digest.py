"""What the office is told on the morning of a nudge: how many units were written to, and who could not be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.locale import Html, Voice, bold, join
from bot.services import people
from bot.services.context import Context
from bot.services.nudge import Planned


def tell(ctx: Context, planned: Sequence[Planned]) -> None:
    """Queue the digest of a tick for every member of the office; nothing where nothing was due."""
    for each in planned:
        if each.units:
            people.tell_office(ctx, f"digest:{each.plan.id}:{ctx.today}", partial(_text, planned=each))


def _text(voice: Voice, planned: Planned) -> Html:
    reached = len(planned.units) - len(planned.unreached)
    head = voice.html("[Reminders today] {title}", title=planned.plan.title)
    lines = [voice.html("{reached} of {count} units were written to", reached=reached, count=len(planned.units))]
    if planned.unreached:
        lost = voice.html("Nobody to write to, {count}", count=len(planned.unreached))
        names = voice.say(", ").join(planned.unreached)
        lines.append(voice.html("{head}: {codes}", head=bold(lost), codes=names))
        lines.append(voice.html("Please ring them, or invite a liaison: /invite and the unit's name"))
    return join([head, *lines])
