"""Classified or personal content: it was not stored; its sender is asked to delete it, the office told that it came."""

from __future__ import annotations

from bot.locale import Html, Voice
from bot.services import people, post
from bot.services.context import Context
from bot.services.record import record
from bot.services.report_taken import Taken, refused
from storage.kinds import MessageKind


def withheld(ctx: Context, message_id: int, why: str) -> Taken:
    """Answer a message whose text was not kept. Neither the office nor the audit learns what it said."""
    person = ctx.person
    assert person is not None
    text = (
        ctx.voice.html("This message seems to hold an identity number. It was not saved; please delete it.")
        if why == "identity"
        else ctx.voice.html("This message seems to bear a mark of classification. It was not saved; please delete it.")
    )
    letter = post.Letter(MessageKind.receipt, text, f"withheld:{ctx.inbox_id}", reply_to=message_id or None)
    post.send(ctx, person, letter)
    units = "、".join(unit.name for unit in ctx.actor.units) if ctx.actor else ""

    def write(voice: Voice) -> Html:
        who = f"{units} {person.name}".strip()
        return voice.html(
            "{who} sent something that seems sensitive. It was not saved; they were asked to delete it.", who=who
        )

    people.tell_office(ctx, f"withheld:{ctx.inbox_id}:office", write, but_not=person)
    record(ctx, "withheld", person)
    return refused("sensitive content, not stored")
