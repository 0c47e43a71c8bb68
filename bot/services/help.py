"""`/help`: what this person can do here, with an example made of their own tasks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Html, join
from bot.services import people, say
from bot.services.context import Actor, Context
from bot.services.owing import UnitDuties, unit_duties
from bot.services.welcome import example, next_reminder, no_secrets
from storage.kinds import Role


def help_text(ctx: Context, actor: Actor, commands: Sequence[tuple[str, str]]) -> Html:
    """Return the help for a person; `commands` are the (name, meaning) that they may use."""
    parts = [_who(ctx, actor)]
    if Role.liaison in actor.roles:
        parts += _reporting(ctx, actor)
    if actor.is_office:
        parts.append(ctx.voice.html("Claims of completion and requests for more time come here with buttons."))
    parts.append(join(ctx.voice.html("/{name} {meaning}", name=name, meaning=meaning) for name, meaning in commands))
    parts.append(no_secrets(ctx.voice))
    return join(parts)


def _who(ctx: Context, actor: Actor) -> Html:
    voice = ctx.voice
    names = [people.role_words(voice, role) for role in Role if role in actor.roles and role is not Role.liaison]
    if actor.units:
        units = voice.say(", ").join(unit.name for unit in actor.units)
        names.insert(0, voice.say("{role} of {unit}", role=people.role_words(voice, Role.liaison), unit=units))
    return voice.html(
        "{assistant}. You are: {roles}.", assistant=ctx.office.assistant, roles=voice.say(", ").join(names)
    )


def _reporting(ctx: Context, actor: Actor) -> list[Html]:
    voice = ctx.voice
    duties: list[UnitDuties] = []
    days = []
    for unit in actor.units:
        mine = unit_duties(ctx, unit)
        duties += mine
        if day := next_reminder(ctx, unit, mine):
            days.append(day)
    answer = example(voice, duties)
    if not answer:
        return [voice.html("The unit leads no open task at present; nothing is asked of it each month.")]
    code = next(task.code for each in duties for task in each.open)
    lines = [
        voice.html("To report, one sentence is enough, like: {example}", example=answer),
        voice.html(
            "For more time say until when and why, like: extend {code} to next month, waiting for rules", code=code
        ),
        voice.html("To put something right, say it again or edit your message; receipts have buttons for it."),
    ]
    if days:
        when = say.day_week(voice, min(days), today=ctx.today)
        lines.append(voice.html("The next reminder comes on {day}.", day=when))
    return lines
