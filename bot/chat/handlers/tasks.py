"""/mytasks: a liaison's own tasks, any unit's for the office and supervision, and one task in full by its code."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, READERS, Route, command
from bot.errors import Refused
from bot.locale import Html
from bot.services import post
from bot.services.context import Actor, Context
from bot.services.invite import find_unit
from bot.services.mytasks import tasks_of_unit
from bot.services.onetask import find_task, task_in_full
from storage import ledger
from storage.kinds import MessageKind


def mytasks(ctx: Context, incoming: Incoming) -> Handled:
    """Answer /mytasks, /mytasks CODE and, for the office and supervision, /mytasks UNIT."""
    assert ctx.actor is not None, "the route is for people we know"
    for number, text in enumerate(_texts(ctx, ctx.actor, incoming.arguments)):
        key = f"mytasks:{ctx.actor.person.id}:{ctx.inbox_id or ctx.now.isoformat()}:{number}"
        post.send(ctx, ctx.actor.person, post.Letter(MessageKind.receipt, text, key))
    return Handled()


def _texts(ctx: Context, actor: Actor, asked: str) -> list[Html]:
    """Return the messages of the answer: one a unit, or one for a task."""
    if not asked:
        if not actor.units:
            raise Refused("Say of which unit or which task, like: /mytasks {example}", example=_an_example(ctx))
        return [tasks_of_unit(ctx, unit) for unit in actor.units]
    if _looks_like_a_code(asked):
        return [task_in_full(ctx, find_task(ctx, actor, asked))]
    if not actor.may(READERS):
        mine = [unit for unit in actor.units if asked in unit.name]
        if not mine:
            raise Refused("You see your own unit's tasks: /mytasks, or /mytasks and a task's number")
        return [tasks_of_unit(ctx, unit) for unit in mine]
    return [tasks_of_unit(ctx, find_unit(ctx, asked))]


def _looks_like_a_code(asked: str) -> bool:
    return len(asked) <= 20 and any(letter.isdigit() for letter in asked) and " " not in asked


def _an_example(ctx: Context) -> str:
    units = [unit for unit in ledger.units(session=ctx.session) if not unit.collective]
    return units[0].name if units else "14"


ROUTES: tuple[Route, ...] = (
    command("mytasks", mytasks, LIAISON | READERS, menu="Tasks of my unit, or one in full: /mytasks 14"),
)
