"""Around nudges: preview, call sheet, sentences to verify; /remind, /quiet, /time, /away, /phone; quick answers."""

from __future__ import annotations

from datetime import date

from bot.chat.handled import Handled
from bot.chat.handlers.reports import number, pressed
from bot.chat.incoming import Incoming
from bot.chat.route import EVERYONE, LIAISON, OFFICE, Route, button, command
from bot.errors import Refused
from bot.locale import Html
from bot.services import away as absence
from bot.services import call_answer, call_card, naming, post, preview, quick
from bot.services import quiet as peace
from bot.services import remind as reminders
from bot.services.context import Context
from bot.services.invite import find_unit
from storage.kinds import CallOutcome, MessageKind

OLD = "This button is too old; please use the newest message"
EVERYBODY = frozenset({"all", "全部", "所有", "各单位"})


def remind(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/remind UNIT` and `/remind all`."""
    name = incoming.arguments
    if not name:
        raise Refused("Whom? Like: /remind 县财政局, or /remind all")
    unit = None if name in EVERYBODY else find_unit(ctx, name)
    return _answer(ctx, reminders.remind(ctx, unit))


def quiet(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/quiet UNIT|plan DATE reason`."""
    return _answer(ctx, peace.quiet(ctx, incoming.arguments))


def set_time(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/time UNIT HH:MM`."""
    return _answer(ctx, peace.set_time(ctx, incoming.arguments))


def away(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/away until DATE`."""
    return _answer(ctx, absence.away(ctx, incoming.arguments))


def phone(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/phone NUMBER`."""
    return _answer(ctx, absence.phone(ctx, incoming.arguments))


def round_send(ctx: Context, incoming: Incoming) -> Handled:
    """Let a round's nudges go."""
    return _said(incoming, preview.release(ctx, number(incoming), _month(incoming, 1)))


def round_hold(ctx: Context, incoming: Incoming) -> Handled:
    """Hold a round's nudges."""
    return _said(incoming, preview.hold(ctx, number(incoming), _month(incoming, 1)))


def call(ctx: Context, incoming: Incoming) -> Handled:
    """Open a unit's card of the call sheet."""
    return _said(incoming, call_card.open_card(ctx, *_where(incoming)))


def call_no(ctx: Context, incoming: Incoming) -> Handled:
    """Rung, nobody answered."""
    return _said(incoming, call_card.note(ctx, _where(incoming), CallOutcome.rung, incoming.message_id))


def call_yes(ctx: Context, incoming: Incoming) -> Handled:
    """Spoken to."""
    return _said(incoming, call_card.note(ctx, _where(incoming), CallOutcome.answered, incoming.message_id))


def call_date(ctx: Context, incoming: Incoming) -> Handled:
    """Promised: ask for which day."""
    return _said(incoming, call_card.ask_date(ctx, _where(incoming), incoming.message_id))


def call_on(ctx: Context, incoming: Incoming) -> Handled:
    """Promised for the day that was pressed."""
    return _said(incoming, call_card.promised(ctx, _where(incoming), _day(incoming, 3)))


def call_type(ctx: Context, incoming: Incoming) -> Handled:
    """Type in the answer: ask for it."""
    return _said(incoming, call_card.ask_answer(ctx, _where(incoming), incoming.message_id))


def call_letter(ctx: Context, incoming: Incoming) -> Handled:
    """Draft a 提示函."""
    return _said(incoming, call_card.draft_letter(ctx, _where(incoming)))


def call_drop(ctx: Context, incoming: Incoming) -> Handled:
    """Drop what was asked about a call."""
    return _said(incoming, call_card.drop(ctx))


def typed(ctx: Context, incoming: Incoming) -> Handled:
    """Take a text as the answer to what was asked about a call."""
    return _answer(ctx, call_answer.take(ctx, incoming.text, incoming.chat_id, incoming.message_id))


def named_ask(ctx: Context, incoming: Incoming) -> Handled:
    """Send each unit its own sentence to verify."""
    return _said(incoming, naming.ask_units(ctx, number(incoming), _month(incoming, 1)))


def named(ctx: Context, incoming: Incoming) -> Handled:
    """Take what a unit says of its sentence."""
    what = incoming.words[3] if len(incoming.words) > 3 else ""
    if what not in (naming.AGREES, naming.DIFFERS):
        raise Refused(OLD)
    plan_id, unit_id, month = _where(incoming)
    return _said(incoming, naming.answer(ctx, plan_id, unit_id, month, what, incoming.message_id))


def quick_answer(ctx: Context, incoming: Incoming) -> Handled:
    """Take a quick answer to one task: `quick:UNIT:CODE:WHAT`."""
    if len(incoming.words) != 3:
        raise Refused(OLD)
    _, code, what = incoming.words
    return pressed(incoming, quick.press(ctx, number(incoming), code, what, incoming.chat_id, incoming.message_id))


def _answer(ctx: Context, text: Html) -> Handled:
    assert ctx.person is not None, "the route is for people we know"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"nudges:{ctx.inbox_id}"))
    return Handled()


def _said(incoming: Incoming, text: str) -> Handled:
    return Handled(callback_id=incoming.callback_id, callback_text=text)


def _where(incoming: Incoming) -> tuple[int, int, date]:
    return number(incoming), number(incoming, 1), _month(incoming, 2)


def _month(incoming: Incoming, at: int) -> date:
    """Return a month of the button's data, written 202208 or 2022-08."""
    try:
        digits = incoming.words[at].replace("-", "")
        return date(int(digits[:4]), int(digits[4:6]), 1)
    except (IndexError, ValueError) as error:
        raise Refused(OLD) from error


def _day(incoming: Incoming, at: int) -> date:
    try:
        digits = incoming.words[at]
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except (IndexError, ValueError) as error:
        raise Refused(OLD) from error


def _is_typed(ctx: Context, incoming: Incoming) -> bool:
    if incoming.kind != "text" or not incoming.private or incoming.text.startswith("/") or incoming.withheld:
        return False
    return ctx.actor is not None and ctx.actor.is_office and call_card.asked(ctx) is not None


ROUTES: tuple[Route, ...] = (
    command("remind", remind, OFFICE, menu="Remind now: /remind unit, or all"),
    command("quiet", quiet, OFFICE, menu="Leave in peace: /quiet unit day reason"),
    command("time", set_time, OFFICE, menu="A unit's own time of day: /time unit 14:30"),
    command("away", away, LIAISON, menu="Pass reminders to the deputy: /away until when"),
    command("phone", phone, EVERYONE, menu="The telephone that the office may ring: /phone number"),
    button("round_send", round_send, OFFICE),
    button("round_hold", round_hold, OFFICE),
    button("call", call, OFFICE),
    button("call_no", call_no, OFFICE),
    button("call_yes", call_yes, OFFICE),
    button("call_date", call_date, OFFICE),
    button("call_on", call_on, OFFICE),
    button("call_type", call_type, OFFICE),
    button("call_letter", call_letter, OFFICE),
    button("call_drop", call_drop, OFFICE),
    button("named_ask", named_ask, OFFICE),
    button("named", named, LIAISON),
    button("quick", quick_answer, LIAISON),
    Route("answer about a call", _is_typed, typed, OFFICE, why="before the desk and reports: the bot has asked for it"),
)
