"""Buttons under what the bot has asked a liaison."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.handlers.reports import number, pressed
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, OFFICE, Route, button
from bot.services import question_answer, report
from bot.services.context import Context


def answer(ctx: Context, incoming: Incoming) -> Handled:
    """Answer a question by a press: `q:QUESTION:CHOICE`."""
    choice = incoming.data.split(":", 2)[2] if incoming.data.count(":") >= 2 else ""
    taken = question_answer.press(ctx, number(incoming), choice, incoming.message_id, report.retake)
    return pressed(incoming, taken)


ROUTES: tuple[Route, ...] = (button("q", answer, LIAISON | OFFICE),)
