"""A text of the office after the call sheet has asked for one: the day of a promise, or what a unit has said."""

from __future__ import annotations

from bot.errors import Refused
from bot.locale import Html, safe
from bot.services import call_card, call_sheet, office_record
from bot.services.context import Context
from bot.services.report_store import Words
from storage.kinds import CallOutcome


def take(ctx: Context, text: str, chat_id: int, message_id: int) -> Html:
    """Do what the answer asks for and return what the person is told. Refused leaves the question open."""
    question = call_card.asked(ctx)
    if question is None:
        raise Refused("This button is too old; please use the newest message")
    if question.kind == "call_date":
        return safe(call_card.typed_date(ctx, question, text))
    book, unit = call_card.book_of(ctx, question)
    month = call_card.where_of(question)[2]
    line = next((each for each in call_sheet.lines(ctx, book, month) if each.unit.id == unit.id), None)
    asked = call_sheet.missing(line) if line else []
    done = office_record.take(ctx, unit, Words(text, chat_id, message_id, ctx.now), asked)
    told = office_record.told(ctx, unit, done)
    if done.rows:
        call_card.enter(ctx, book, unit, month, CallOutcome.recorded)
        call_card.settle(ctx, question, ctx.voice.say("Recorded"))
    return told
