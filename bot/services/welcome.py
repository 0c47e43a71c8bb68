"""The first words to somebody who has joined: who they are here, what is asked, how to answer, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.locale import Html, Voice, join
from bot.rules import rehearse
from bot.services import people, say
from bot.services.context import Context
from bot.services.owing import UnitDuties, unit_duties
from storage import ledger
from storage.kinds import Role
from storage.models import Unit

LOOK_AHEAD = timedelta(days=62)


def welcome(ctx: Context, role: Role, unit: Unit | None, *, deputy: bool = False) -> Html:
    """Return the welcome, in the person's own language; `ctx` has them acting."""
    voice, person = ctx.voice, ctx.person
    assert person is not None, "somebody has joined"
    name, what = person.name, people.role_words(voice, role, deputy=deputy)
    if unit is not None:
        first = voice.html("Hello {name}, you are now {role} of {unit}.", name=name, role=what, unit=unit.name)
        return join([first, *_liaison(ctx, unit), no_secrets(voice)])
    first = voice.html(
        "Hello {name}, you have joined the {assistant}: {role}.", name=name, role=what, assistant=ctx.office.assistant
    )
    return join([first, *_others(ctx, role), no_secrets(voice)])


def no_secrets(voice: Voice) -> Html:
    """Return the line on what must not be sent."""
    return voice.html("Please send nothing classified or sensitive and no citizens' identity numbers.")


def example(voice: Voice, duties: Sequence[UnitDuties]) -> str:
    """Return an answer that the unit could give, with its own codes; the most pressing tasks come first."""
    codes = [code for each in duties for code in (*each.asked_one_by_one, *each.rest)]
    codes = list(dict.fromkeys([*codes, *(task.code for each in duties for task in each.open)]))
    if not codes:
        return ""
    if len(codes) == 1:
        return voice.say("{a} is 70 % done", a=codes[0])
    if len(codes) == 2:
        return voice.say("{a} done, {b} 70 %", a=codes[0], b=codes[1])
    return voice.say("{a} done, {b} 70 %, the rest on track", a=codes[0], b=codes[1])


def reply_by(duties: UnitDuties, today: date) -> date:
    """Return the day to name for an answer: the round's last working day, or once that is over its due day."""
    last_working = duties.book.schedule.round(duties.month).last_working
    return last_working if today <= last_working else duties.due_on


def next_reminder(ctx: Context, unit: Unit, duties: Sequence[UnitDuties]) -> date | None:
    """Return the next day on which the unit would hear from us if it said nothing; today only before the hour of it."""
    days = []
    for each in duties:
        book = each.book
        gone = ctx.office.local(ctx.now).time() >= book.schedule.rules.nudge_time
        mine = replace(book.ledger, tasks=tuple(task for task in book.ledger.tasks if unit.name in task.warned))
        first = ctx.today + timedelta(days=gone)
        found = rehearse(first, ctx.today + LOOK_AHEAD, mine, book.schedule)
        days += [nudge.day for nudge in found if nudge.unit == unit.name][:1]
    return min(days, default=None)


def _liaison(ctx: Context, unit: Unit) -> list[Html]:
    voice, duties = ctx.voice, unit_duties(ctx, unit)
    led = sum(len(each.open) for each in duties)
    if not led:
        return [
            voice.html("The unit leads no open task at present; nothing is asked of it each month."),
            voice.html("/help shows what can be done."),
        ]
    lines = [voice.html("The unit leads {count} open tasks: /mytasks shows them.", count=led)]
    if owed := [each for each in duties if each.owed]:
        lines.append(
            voice.html(
                "To report for {month}, by {day}: {count}.",
                month=say.month(voice, owed[0].month, today=ctx.today),
                day=say.day_week(voice, reply_by(owed[0], ctx.today), today=ctx.today),
                count=sum(len(each.owed) for each in owed),
            )
        )
    lines.append(voice.html("One sentence is enough, like: {example}", example=example(voice, duties)))
    lines.append(
        voice.html(
            "What the unit has written already: just send it as Word or a sheet, or paste it; nothing to fill in."
        )
    )
    day = next_reminder(ctx, unit, duties)
    if day is not None:
        lines.append(voice.html("The next reminder comes on {day}.", day=say.day_week(voice, day, today=ctx.today)))
    return lines


def _others(ctx: Context, role: Role) -> list[Html]:
    voice = ctx.voice
    if role is Role.lay_supervisor:
        return [
            voice.html("Sending in observations is not open yet; you will be told here when it is."),
            voice.html("/help shows what can be done."),
        ]
    plans = ledger.open_plans(session=ctx.session)
    count = sum(len(ledger.tasks_of(session=ctx.session, plan_id=plan.id)) for plan in plans if plan.id is not None)
    lines = [voice.html("The ledger has {count} tasks. /summary shows how the month stands.", count=count)]
    if role is Role.office:
        lines.append(voice.html("/invite with a unit's name makes a link for its liaison; /help shows the rest."))
        lines.append(voice.html("Claims of completion and requests for more time will come to you here."))
    else:
        lines.append(voice.html("/mytasks with a unit's name shows that unit's tasks; /help shows the rest."))
    return lines
