"""From an inbox row to its handler: who is it, which route, may they; then the handler's outcome, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session
from telegram import Update

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming, understand
from bot.chat.route import Route
from bot.errors import Refused
from bot.locale import Voice
from bot.services import post
from bot.services.context import Actor, Context, Office
from bot.services.people import Visitor, meet
from storage import outbox
from storage.kinds import InboxState, MessageKind
from storage.models import InboxRow

UNHEARD = frozenset({"channel", "overheard", "notice", "withheld", "start", "member", "service"})


class Dispatcher:
    """Calls the handler of the first route that takes an update. Given to the worker, which owns the transaction."""

    def __init__(self, office: Office, routes: Sequence[Route], now: Callable[[], datetime]) -> None:
        self._office = office
        self._routes = routes
        self._now = now

    def __call__(self, session: Session, update: Update | None, row: InboxRow) -> Handled:
        """Handle one update; every end has a state, and a reason where it was not simply done."""
        if update is None:
            return Handled(InboxState.refused, "the update cannot be parsed")
        incoming = understand(update, withheld=str(row.payload.get("duban_withheld") or ""))
        ctx = self._context(session, incoming, row)
        route = next((route for route in self._routes if route.matches(ctx, incoming)), None)
        if route is None:
            return Handled(InboxState.ignored, f"nothing takes this kind of update: {incoming.kind}")
        self._answers_in_private(ctx, incoming, route)
        if not self._may(route, ctx.actor):
            return self._forbidden(ctx, incoming, route)
        try:
            with session.begin_nested():
                return route.handler(ctx, incoming)
        except Refused as refusal:
            return self._refused(ctx, incoming, refusal)

    def _context(self, session: Session, incoming: Incoming, row: InboxRow) -> Context:
        """Build the handler's world. A message counts for Telegram's moment of it, which is never in our future."""
        clock = self._now()
        now = min(incoming.at or row.received_at, clock)
        ctx = Context(session, now, self._office, Voice(self._office.language), None, row.id, clock)
        visitor = Visitor(incoming.user_id, incoming.user_name, incoming.username, gone=bool(incoming.blocked))
        actor = meet(ctx, visitor) if incoming.user_id else None
        return replace(ctx, actor=actor, voice=Voice(actor.person.language)) if actor else ctx

    @staticmethod
    def _answers_in_private(ctx: Context, incoming: Incoming, route: Route) -> None:
        """Tell the group where somebody we know has addressed the bot that the answer is in the private chat.

        The others there need not see it; nothing is said to strangers, nor to what is not for the bot.
        """
        if incoming.private or ctx.actor is None or not ctx.actor.roles or route.name in UNHEARD:
            return
        if incoming.kind not in ("text", "file") and not incoming.command:
            return
        reply = {"message_id": incoming.message_id, "allow_sending_without_reply": True}
        outbox.put(
            session=ctx.session,
            key=f"group:{ctx.inbox_id}",
            kind=MessageKind.receipt,
            chat_id=incoming.chat_id,
            payload={"text": ctx.voice.say("Answered in the private chat."), "reply_parameters": reply},
            created_at=ctx.now,
        )

    @staticmethod
    def _may_be_told(ctx: Context, incoming: Incoming) -> bool:
        """Tell whether a refusal is told, in the private chat: to who wrote there, and to those we know in groups."""
        return incoming.private or bool(ctx.actor and ctx.actor.roles)

    @staticmethod
    def _may(route: Route, actor: Actor | None) -> bool:
        return route.strangers or (actor is not None and actor.may(route.roles))

    def _forbidden(self, ctx: Context, incoming: Incoming, route: Route) -> Handled:
        text = ctx.voice.html("This is not among what you can do here; /help lists it.")
        if ctx.actor is not None and not incoming.callback_id and self._may_be_told(ctx, incoming):
            post.send(ctx, ctx.actor.person, post.Letter(MessageKind.receipt, text, f"refused:{ctx.inbox_id}"))
        return Handled(
            InboxState.refused,
            f"the role does not allow {route.name}",
            incoming.callback_id or None,
            text,
            callback_alert=True,
        )

    def _refused(self, ctx: Context, incoming: Incoming, refusal: Refused) -> Handled:
        words = refusal.tell(ctx.voice)
        if incoming.callback_id:
            return Handled(InboxState.refused, str(refusal), incoming.callback_id, words, callback_alert=True)
        if ctx.actor is not None and self._may_be_told(ctx, incoming):
            letter = post.Letter(MessageKind.receipt, post.plain(words), f"refused:{ctx.inbox_id}")
            post.send(ctx, ctx.actor.person, letter)
        return Handled(InboxState.refused, str(refusal))
