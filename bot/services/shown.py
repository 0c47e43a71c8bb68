"""Changing a message that stands in a chat, so that answers to it refer to what it says now."""

from __future__ import annotations

from bot.services import post
from bot.services.context import Context
from bot.services.post import Letter
from storage import outbox
from storage.models import OutboxRow


def change(ctx: Context, message_id: int, letter: Letter) -> OutboxRow:
    """Queue the change of a message to the acting person, and let the message mean what the letter says."""
    assert ctx.person is not None
    row = outbox.find_message(session=ctx.session, chat_id=ctx.person.telegram_id, message_id=message_id)
    if row is not None:
        row.facts = dict(letter.facts)
        ctx.session.add(row)
    return post.edit(ctx, ctx.person, message_id, letter)
