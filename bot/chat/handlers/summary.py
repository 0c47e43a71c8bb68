"""`/summary` and the buttons under it."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, READERS, Route, button, command
from bot.services import summary_post
from bot.services.context import Context


def show(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/summary [month|unit|section|逾期|需协调|未报]`; a liaison gets the own units' only."""
    summary_post.send(ctx, incoming.arguments)
    return Handled()


def turn(ctx: Context, incoming: Incoming) -> Handled:
    """Change the list under a summary in place."""
    summary_post.turn(ctx, incoming.message_id, incoming.words)
    return Handled(callback_id=incoming.callback_id)


def file(ctx: Context, incoming: Incoming) -> Handled:
    """Send the summary as a workbook or a document."""
    return Handled(callback_id=incoming.callback_id, callback_text=summary_post.file(ctx, incoming.words))


ROUTES: tuple[Route, ...] = (
    command("summary", show, READERS | LIAISON, menu="How the month stands: /summary [month, unit, section, overdue]"),
    button("sum", turn, READERS | LIAISON),
    button("sumf", file, READERS),
)
