"""`/feedback`: what people think of the bot or the office's way reaches the office, is counted, and can be answered."""

from __future__ import annotations

from bot.errors import Refused
from bot.locale import Html
from bot.rules.months import month_of
from bot.services import dispute
from bot.services.context import Context
from storage import desk_queue

TEXT_LIMIT = 1000


def give(ctx: Context, words: str) -> Html:
    """Pass the words on to the office."""
    words = words.strip()
    if not words:
        raise Refused("Say what you would change, like: /feedback two reminders a month are enough")
    if len(words) > TEXT_LIMIT:
        raise Refused("That is too long: {count} characters at most", count=TEXT_LIMIT)
    dispute.forward(ctx, kind="feedback", text=words, codes=[])
    return ctx.voice.html("Thank you; it has been passed on to {office}.", office=ctx.office.name)


def told(ctx: Context) -> Html:
    """Return how much feedback has come, this month and in all."""
    days = desk_queue.feedback_days(session=ctx.session)
    month = month_of(ctx.today)
    this = sum(month_of(ctx.office.day(at)) == month for at in days)
    return ctx.voice.html("Feedback so far: {count}, {this} of them this month. What is open is in /inbox.",
                          count=len(days), this=this)  # fmt: skip
