"""The office's queue: /inbox and its buttons, reports without substance; /feedback, which ends there."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.handlers.reports import number
from bot.chat.incoming import Incoming
from bot.chat.route import EVERYONE, OFFICE, Route, button, command
from bot.locale import Html
from bot.services import desk_entry, desk_queue, feedback, post, substance, tracked_order
from bot.services.context import Context
from storage.kinds import MessageKind


def inbox(ctx: Context, _: Incoming) -> Handled:
    """Answer `/inbox`."""
    desk_queue.show(ctx)
    return Handled()


def turn(ctx: Context, incoming: Incoming) -> Handled:
    """Show another page of the queue, or the same anew."""
    desk_queue.show(ctx, number(incoming), incoming.message_id)
    return _said(incoming, "")


def bring(ctx: Context, incoming: Incoming) -> Handled:
    """Bring one thing that waits, with its buttons."""
    kind, numbers = desk_queue.parsed(*[*incoming.words, "", ""][:2])
    said = desk_entry.bring(ctx, kind, numbers)
    return _said(incoming, said)


def aside(ctx: Context, incoming: Incoming) -> Handled:
    """What was passed on needs no answer."""
    return _done(ctx, incoming, desk_entry.put_aside(ctx, number(incoming)))


def seen(ctx: Context, incoming: Incoming) -> Handled:
    """A notice or a failed file has been taken note of."""
    kind, numbers = desk_queue.parsed(*[*incoming.words, "", ""][:2])
    return _done(ctx, incoming, desk_entry.seen(ctx, kind, numbers[0]))


def pass_over(ctx: Context, incoming: Incoming) -> Handled:
    """An obstacle is not passed on."""
    return _done(ctx, incoming, tracked_order.pass_over(ctx, number(incoming)))


def poor(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/substance`, or the button under the queue, with a new list."""
    substance.show(ctx)
    return _said(incoming, "") if incoming.callback_id else Handled()


def tick(ctx: Context, incoming: Incoming) -> Handled:
    """Turn one tick."""
    substance.tick(ctx, number(incoming), number(incoming, 1), number(incoming, 2), incoming.message_id)
    return _said(incoming, "")


def page(ctx: Context, incoming: Incoming) -> Handled:
    """Turn the list's page."""
    substance.turn(ctx, number(incoming), number(incoming, 1), incoming.message_id)
    return _said(incoming, "")


def ask(ctx: Context, incoming: Incoming) -> Handled:
    """Send the questions."""
    return _said(incoming, substance.ask_units(ctx, number(incoming), incoming.message_id))


def give_feedback(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/feedback words`; the office without words is told how much came."""
    asked = ctx.actor is not None and ctx.actor.is_office and not incoming.arguments
    return _answer(ctx, feedback.told(ctx) if asked else feedback.give(ctx, incoming.arguments))


def _answer(ctx: Context, text: Html) -> Handled:
    assert ctx.person is not None, "the route is for people we know"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"queue:{ctx.inbox_id}"))
    return Handled()


def _done(ctx: Context, incoming: Incoming, said: str) -> Handled:
    """Say what was done, and let the letter that bore the button show it without buttons."""
    desk_entry.close_letter(ctx, incoming.message_id, said)
    return _said(incoming, said)


def _said(incoming: Incoming, text: str) -> Handled:
    return Handled(callback_id=incoming.callback_id, callback_text=text)


ROUTES: tuple[Route, ...] = (
    command("inbox", inbox, OFFICE, menu="Everything that waits for the office"),
    command("substance", poor, OFFICE, menu="Reports that say nothing in particular"),
    command("feedback", give_feedback, EVERYONE, menu="Tell the office what you would change: /feedback …"),
    button("queue", turn, OFFICE),
    button("queue_open", bring, OFFICE),
    button("queue_aside", aside, OFFICE),
    button("queue_seen", seen, OFFICE),
    button("queue_pass", pass_over, OFFICE),
    button("sub_open", poor, OFFICE),
    button("sub_tick", tick, OFFICE),
    button("sub_page", page, OFFICE),
    button("sub_send", ask, OFFICE),
)
