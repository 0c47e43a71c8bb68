"""More time asked until a day that is not after the present deadline: asked back before anything goes to the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.replies import Item
from bot.rules.months import add_months, last_day
from bot.services import plan_home, question, say, views
from bot.services.context import Context
from bot.services.question import NONE
from bot.services.report_batch import Batch
from bot.services.report_clear import Clear

AHEAD = 3  # months after the deadline that the example names


def set_apart(ctx: Context, clear: Clear) -> list[Item]:
    """Take such requests out of what can be stored; what else their items say stays. Return what is to be asked."""
    early = [item for item in clear.items if _deadline_not_before(ctx, str(item.task), item.extension)]
    for item in early:
        left = replace(item, extension=None)
        says = left.status or left.percent is not None or left.measures or left.expected
        place = clear.items.index(item)
        clear.items[place : place + 1] = [left] if says else []
    return early


def is_early(ctx: Context, code: str, day: date) -> bool:
    """Tell whether the day is not after the task's present deadline."""
    return _deadline_not_before(ctx, code, day) is not None


def ask(ctx: Context, batch: Batch, item: Item) -> None:
    """Ask whether the date is meant: a press says so, a date in words takes its place."""
    voice, day = ctx.voice, item.extension
    deadline = _deadline_not_before(ctx, str(item.task), day)
    if day is None or deadline is None:
        return
    text = voice.html(
        "{code}: the deadline is {deadline}, and more time is asked until {day}, not later. Is that the date? "
        "Else answer with the right one, for example: {example}. Until then nothing goes to {office}.",
        code=item.task,
        deadline=say.when(voice, deadline),
        day=say.when(voice, day),
        example=say.when(voice, last_day(add_months(deadline.replace(day=1), AHEAD))),
        office=_office(ctx, str(item.task)),
    )
    choices = [(voice.say("The date is right"), day.isoformat()), (voice.say("No more time needed"), NONE)]
    payload = question.about(replace(batch, items=[item]), codes=[item.task], purpose="extension", early=True)
    question.ask(ctx, "date", payload, text, choices, per_row=2)


def _office(ctx: Context, code: str) -> str:
    return plan_home.office_of(ctx, (book.plan for book in views.plan_books(ctx) if code in book.rule_tasks))


def _deadline_not_before(ctx: Context, code: str, day: date | None) -> date | None:
    if day is None:
        return None
    for book in views.plan_books(ctx):
        task = book.rule_tasks.get(code)
        if task is not None and task.warned_for is not None and day <= task.warned_for:
            return task.warned_for
    return None
