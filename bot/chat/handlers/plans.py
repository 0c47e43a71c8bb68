"""Plans in the chat: a document is sent, previewed, its points settled; /plan, /unit and /task with their buttons."""

from __future__ import annotations

import re
from typing import TypeVar

from bot.chat.handled import Handled
from bot.chat.handlers.reports import file_of, number
from bot.chat.incoming import Incoming
from bot.chat.route import OFFICE, READERS, Route, button, command
from bot.errors import Refused
from bot.services import (
    download,
    milestones,
    plan_answer,
    plan_ask,
    plan_cards,
    plan_preview,
    plans,
    units,
    units_reporting,
)
from bot.services.context import Context
from bot.services.invite import find_unit
from bot.services.onetask import find_task
from bot.services.plan_file import SUFFIXES
from storage.kinds import DownloadPurpose, InboxState
from storage.models import Plan, Task, Unit

T = TypeVar("T")
SAID_TO_BE_A_PLAN = re.compile(r"导入|^\s*(?:新?方案|计划|台账)|\bimport\b|\bplan\b", re.IGNORECASE)


def document(ctx: Context, incoming: Incoming) -> Handled:
    """Take a document as a plan: it is fetched and read after this, and then put before who sent it."""
    message = incoming.update.effective_message if incoming.update else None
    file = file_of(message)
    if file is None:
        return Handled(InboxState.ignored, "no file")
    row = download.want(ctx, DownloadPurpose.plan, file)
    plan_cards.say(ctx, ctx.voice.say("{name} has come and is being read.", name=row.name or "?"))
    return Handled(reason=f"a plan's document is wanted: {row.id}")


def accept(ctx: Context, incoming: Incoming) -> Handled:
    """Store a previewed plan."""
    return _said(incoming, plan_preview.accept(ctx, plan_preview.get(ctx, number(incoming)), incoming.message_id))


def cancel(ctx: Context, incoming: Incoming) -> Handled:
    """Drop a previewed plan."""
    return _said(incoming, plan_preview.cancel(ctx, plan_preview.get(ctx, number(incoming)), incoming.message_id))


def show(ctx: Context, incoming: Incoming) -> Handled:
    """Show the preview again."""
    return _said(incoming, plan_preview.show(ctx, plan_preview.get(ctx, number(incoming)), incoming.message_id))


def point(ctx: Context, incoming: Incoming) -> Handled:
    """Show one point of a previewed plan."""
    preview = plan_preview.get(ctx, number(incoming))
    return _said(incoming, plan_preview.point(ctx, preview, number(incoming, 1), incoming.message_id))


def settle(ctx: Context, incoming: Incoming) -> Handled:
    """Settle one point of a previewed plan."""
    preview, name = plan_preview.get(ctx, number(incoming)), incoming.words[2] if len(incoming.words) > 2 else ""
    return _said(incoming, plan_preview.press(ctx, preview, number(incoming, 1), name, incoming.message_id))


def version(ctx: Context, incoming: Incoming) -> Handled:
    """Take a previewed plan as a new version of a stored one, or as a plan of its own."""
    preview = plan_preview.get(ctx, number(incoming))
    return _said(incoming, plan_preview.choose_version(ctx, preview, number(incoming, 1), incoming.message_id))


def never(ctx: Context, incoming: Incoming) -> Handled:
    """Drop what was asked."""
    return _said(incoming, plan_ask.never(ctx))


def answered(ctx: Context, incoming: Incoming) -> Handled:
    """Take a text as the answer to what was asked."""
    question = plan_ask.asked(ctx)
    assert question is not None, "the route has looked"
    plan_answer.take(ctx, question, incoming.text)
    return Handled()


def plan_command(ctx: Context, incoming: Incoming) -> Handled:
    """Answer /plan [P2|B|title]."""
    plan_cards.show_plans(ctx, incoming.arguments)
    return Handled()


def plan_card(ctx: Context, incoming: Incoming) -> Handled:
    """Show a plan."""
    plan_cards.show_plan(ctx, _plan(ctx, incoming), incoming.message_id)
    return _said(incoming)


def plan_close(ctx: Context, incoming: Incoming) -> Handled:
    """Close a plan, once it is confirmed."""
    plan = _plan(ctx, incoming)
    if incoming.words[1:] != ["yes"]:
        plan_cards.ask_close(ctx, plan, incoming.message_id)
        return _said(incoming)
    plans.close(ctx, plan)
    plan_cards.show_plan(ctx, plan, incoming.message_id)
    return _said(incoming, ctx.voice.say("Closed"))


def plan_open(ctx: Context, incoming: Incoming) -> Handled:
    """Open a closed plan again."""
    plan = _plan(ctx, incoming)
    plans.reopen(ctx, plan)
    plan_cards.show_plan(ctx, plan, incoming.message_id)
    return _said(incoming, ctx.voice.say("Open again"))


def unit_command(ctx: Context, incoming: Incoming) -> Handled:
    """Answer /unit NAME."""
    if not incoming.arguments:
        raise Refused("Which unit? For example: /unit 县市场监管局")
    plan_cards.show_unit(ctx, find_unit(ctx, incoming.arguments))
    return Handled()


def unit_card(ctx: Context, incoming: Incoming) -> Handled:
    """Show a unit."""
    plan_cards.show_unit(ctx, _unit(ctx, incoming), incoming.message_id)
    return _said(incoming)


def unit_pair(ctx: Context, incoming: Incoming) -> Handled:
    """Ask whether two names are one unit."""
    plan_cards.ask_same(ctx, _unit(ctx, incoming), _unit(ctx, incoming, 1))
    return _said(incoming)


def unit_same(ctx: Context, incoming: Incoming) -> Handled:
    """Confirm that two names are one unit."""
    keep = _unit(ctx, incoming)
    units.same(ctx, keep, _unit(ctx, incoming, 1))
    plan_cards.show_unit(ctx, keep, incoming.message_id)
    return _said(incoming, ctx.voice.say("Recorded"))


def unit_two(ctx: Context, incoming: Incoming) -> Handled:
    """Record that two names are two units."""
    unit = _unit(ctx, incoming)
    units.different(ctx, unit, _unit(ctx, incoming, 1))
    plan_cards.show_unit(ctx, unit, incoming.message_id)
    return _said(incoming, ctx.voice.say("Recorded"))


def unit_consult(ctx: Context, incoming: Incoming) -> Handled:
    """Set whether a unit is consulted."""
    unit = _unit(ctx, incoming)
    units.set_consult(ctx, unit, bool(number(incoming, 1)))
    plan_cards.show_unit(ctx, unit, incoming.message_id)
    return _said(incoming, ctx.voice.say("Recorded"))


def unit_ask(ctx: Context, incoming: Incoming) -> Handled:
    """Ask for what is to be set of a unit."""
    plan_answer.ask_unit(ctx, _unit(ctx, incoming), incoming.words[1] if len(incoming.words) > 1 else "")
    return _said(incoming)


def task_command(ctx: Context, incoming: Incoming) -> Handled:
    """Answer /task CODE."""
    assert ctx.actor is not None, "the route is for people we know"
    if not incoming.arguments:
        raise Refused("Which task? For example: /task 14")
    plan_cards.show_task(ctx, find_task(ctx, ctx.actor, incoming.arguments))
    return Handled()


def task_card(ctx: Context, incoming: Incoming) -> Handled:
    """Show a task."""
    plan_cards.show_task(ctx, _task(ctx, incoming), incoming.message_id)
    return _said(incoming)


def task_who(ctx: Context, incoming: Incoming) -> Handled:
    """Show who could report on a task."""
    plan_cards.show_reporters(ctx, _task(ctx, incoming), incoming.message_id)
    return _said(incoming)


def task_rep(ctx: Context, incoming: Incoming) -> Handled:
    """Set who reports on a task."""
    task, key = _task(ctx, incoming), number(incoming, 1)
    units_reporting.set_reporting(ctx, task, _unit(ctx, incoming, 1) if key else None)
    plan_cards.show_task(ctx, task, incoming.message_id)
    return _said(incoming, ctx.voice.say("Recorded"))


def task_ask(ctx: Context, incoming: Incoming) -> Handled:
    """Ask for what is to be set of a task."""
    plan_answer.ask_task(ctx, _task(ctx, incoming), incoming.words[1] if len(incoming.words) > 1 else "")
    return _said(incoming)


def task_done(ctx: Context, incoming: Incoming) -> Handled:
    """Record that a milestone was reached; a second press changes nothing."""
    task = _task(ctx, incoming)
    if milestones.pick(ctx, task, number(incoming, 1)).done_on is None:
        milestones.done(ctx, task, number(incoming, 1))
    plan_cards.show_task(ctx, task, incoming.message_id)
    return _said(incoming, ctx.voice.say("Recorded"))


def _plan(ctx: Context, incoming: Incoming) -> Plan:
    return _row(ctx.session.get(Plan, number(incoming)))


def _unit(ctx: Context, incoming: Incoming, at: int = 0) -> Unit:
    return _row(ctx.session.get(Unit, number(incoming, at)))


def _task(ctx: Context, incoming: Incoming) -> Task:
    return _row(ctx.session.get(Task, number(incoming)))


def _row(found: T | None) -> T:
    if found is None:
        raise Refused("This button is too old; please use the newest message")
    return found


def _said(incoming: Incoming, text: str = "") -> Handled:
    return Handled(callback_id=incoming.callback_id or None, callback_text=text)


def _is_plan(ctx: Context, incoming: Incoming) -> bool:
    """Tell whether office staff have sent a document that a plan may come as.

    Of somebody who answers for a unit as well it is one only when the caption says so: else it is the unit's report.
    """
    if ctx.actor is None or not ctx.actor.is_office or not incoming.private or incoming.kind != "file":
        return False
    message = incoming.update.effective_message if incoming.update else None
    sent = message.document if message else None
    if sent is None or incoming.withheld or not (sent.file_name or "").lower().endswith(SUFFIXES):
        return False
    return not ctx.actor.units or SAID_TO_BE_A_PLAN.search(incoming.text) is not None


def _is_answer(ctx: Context, incoming: Incoming) -> bool:
    """Tell whether a text answers what was asked; one that replies to a message or is forwarded is about that."""
    if incoming.kind != "text" or not incoming.private or incoming.text.startswith("/"):
        return False
    if incoming.reply_to or incoming.forwarded or ctx.actor is None or not ctx.actor.is_office:
        return False
    return plan_ask.asked(ctx) is not None


ROUTES: tuple[Route, ...] = (
    command("plan", plan_command, READERS, menu="The plans: /plan, /plan P2; send a document to import one"),
    command("unit", unit_command, READERS, menu="A unit: members, names, people, tasks: /unit name"),
    command("task", task_command, READERS, menu="A task: who reports, targets, milestones: /task 14"),
    button("plan_accept", accept, OFFICE),
    button("plan_cancel", cancel, OFFICE),
    button("plan_show", show, OFFICE),
    button("plan_point", point, OFFICE),
    button("plan_do", settle, OFFICE),
    button("plan_version", version, OFFICE),
    button("plan_never", never, OFFICE),
    button("plan_card", plan_card, READERS),
    button("plan_close", plan_close, OFFICE),
    button("plan_open", plan_open, OFFICE),
    button("unit_card", unit_card, READERS),
    button("unit_pair", unit_pair, OFFICE),
    button("unit_same", unit_same, OFFICE),
    button("unit_two", unit_two, OFFICE),
    button("unit_consult", unit_consult, OFFICE),
    button("unit_ask", unit_ask, OFFICE),
    button("task_card", task_card, READERS),
    button("task_who", task_who, OFFICE),
    button("task_rep", task_rep, OFFICE),
    button("task_ask", task_ask, OFFICE),
    button("task_done", task_done, OFFICE),
    Route("plan document", _is_plan, document, OFFICE, why="before reports: the office's documents are plans"),
    Route("answer about a plan", _is_answer, answered, OFFICE, why="before reports: the bot has asked for this text"),
)
