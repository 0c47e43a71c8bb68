"""Reports that came elsewhere: the office pastes them, each beginning with a unit's name, or forwards a message."""

from __future__ import annotations

from telegram import MessageOriginUser

from bot.chat.handled import Handled
from bot.chat.handlers.reports import handled, words_of
from bot.chat.incoming import Incoming
from bot.chat.route import OFFICE, Route
from bot.services import office_paste
from bot.services.context import Context


def pasted(ctx: Context, incoming: Incoming) -> Handled:
    """Show what was pasted or forwarded, per unit and task."""
    return handled(office_paste.take(ctx, words_of(ctx, incoming), author=author_of(incoming)))


def author_of(incoming: Incoming) -> int | None:
    """Return who wrote a forwarded message, where Telegram tells."""
    message = incoming.update.effective_message if incoming.update else None
    origin = message.forward_origin if message else None
    return origin.sender_user.id if isinstance(origin, MessageOriginUser) else None


def _is_pasted(ctx: Context, incoming: Incoming) -> bool:
    """Tell whether office staff have pasted reports, or forwarded a message.

    A text of somebody who answers for a unit as well is the unit's own report, unless it names other units.
    """
    if ctx.actor is None or not ctx.actor.is_office or not incoming.private or incoming.withheld:
        return False
    if incoming.kind != "text" or incoming.text.startswith("/"):
        return False
    if incoming.forwarded:
        return True
    own = [unit.name for unit in ctx.actor.units]
    return incoming.reply_to is None and office_paste.is_reports(ctx, incoming.text, own)


ROUTES: tuple[Route, ...] = (
    Route("reports from elsewhere", _is_pasted, pasted, OFFICE, why="before reports: these are other units' words"),
)
