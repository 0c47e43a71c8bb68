"""What is followed until it is settled: /observe, /coordinate, /instruct, /items, /answer, /settle, and the buttons."""

from __future__ import annotations

import re
from typing import Any

from bot.chat.handled import Handled
from bot.chat.handlers.reports import file_of, number
from bot.chat.incoming import Incoming
from bot.chat.route import EVERYONE, LIAISON, OFFICE, READERS, Route, button, command
from bot.errors import Refused
from bot.locale import Html, safe
from bot.services import observe, post, tracked, tracked_letter, tracked_order
from bot.services.context import Context
from bot.services.review_post import Outcome
from storage import outbox
from storage.kinds import InboxState, MessageKind, Role

SUPERVISORS = frozenset({Role.supervision, Role.lay_supervisor})
_NUMBER = re.compile(r"^[#＃]?(\d{1,9})(?:号)?(?:\s+|[:：]|$)")


def file_observation(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/observe 23 …`, also as the caption of a photo; without words list what is followed."""
    words = _behind(incoming)
    if not words:
        return _answer(ctx, observe.listed(ctx))
    return _answer(ctx, observe.filed(ctx, observe.observe(ctx, words, _photo(incoming))))


def coordinate(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/coordinate 17 UNIT DAY what is asked`."""
    return _answer(ctx, tracked_order.told(ctx, tracked_order.coordinate(ctx, incoming.arguments)))


def instruct(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/instruct [23] UNIT DAY leader：words`."""
    return _answer(ctx, tracked_order.told(ctx, tracked_order.instruct(ctx, incoming.arguments)))


def items(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/items`, or `/items 5` with one in full."""
    if not incoming.arguments:
        return _answer(ctx, observe.listed(ctx))
    observe.show(ctx, _numbered(incoming.arguments)[0])
    return Handled()


def answer(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/answer 5 words`, also as the caption of a photo."""
    found, words = _numbered(_behind(incoming))
    return _answer(ctx, tracked.answer(ctx, found, words, _photo(incoming)))


def settle(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/settle 5 outcome`."""
    found, words = _numbered(incoming.arguments)
    return _answer(ctx, safe(tracked.settle(ctx, found, words).text))


def press_answer(ctx: Context, incoming: Incoming) -> Handled:
    """Ask for the unit's answer."""
    return _pressed(incoming, tracked.ask_answer(ctx, number(incoming)))


def press_settle(ctx: Context, incoming: Incoming) -> Handled:
    """Settle an item by a press."""
    return _pressed(incoming, tracked.settle(ctx, number(incoming)))


def press_back(ctx: Context, incoming: Incoming) -> Handled:
    """Ask why the unit is asked again."""
    return _pressed(incoming, tracked.ask_again(ctx, number(incoming)))


def press_photo(ctx: Context, incoming: Incoming) -> Handled:
    """Send the item's photo."""
    item = tracked.get(ctx, number(incoming))
    sent = tracked_letter.send_photo(ctx, item)
    return _pressed(incoming, Outcome(ctx.voice.say("On its way") if sent else ctx.voice.say("No photo"), sent))


def press_order(ctx: Context, incoming: Incoming) -> Handled:
    """Ask to whom an obstacle goes."""
    return Handled(callback_id=incoming.callback_id, callback_text=tracked_order.ask_order(ctx, number(incoming)))


def press_drop(ctx: Context, incoming: Incoming) -> Handled:
    """Drop what was asked."""
    return Handled(callback_id=incoming.callback_id, callback_text=tracked_order.drop(ctx))


def taken(ctx: Context, incoming: Incoming) -> Handled:
    """Take a text or a photo with words as what was asked, or as the answer to the letter that it replies to."""
    replied = _replied(ctx, incoming)
    if replied is not None:
        question = tracked.asked(ctx)
        said = tracked.answer(ctx, replied, incoming.text, _photo(incoming))
        if question is not None and question.payload.get("item") == replied:
            tracked.close(ctx, question, said)
        return _answer(ctx, said)
    question = tracked.asked(ctx)
    if question is not None:
        return _answer(ctx, tracked.take(ctx, question, incoming.text, _photo(incoming)))
    order = tracked_order.asked(ctx)
    if order is None:
        return Handled(InboxState.ignored, "nothing was asked")
    return _answer(ctx, tracked_order.take(ctx, order, incoming.text))


def _answer(ctx: Context, text: Html) -> Handled:
    assert ctx.person is not None, "the route is for people we know"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"items:{ctx.inbox_id}"))
    return Handled()


def _pressed(incoming: Incoming, outcome: Outcome) -> Handled:
    return Handled(callback_id=incoming.callback_id, callback_text=outcome.text, callback_alert=not outcome.changed)


def _behind(incoming: Incoming) -> str:
    """Return what stands behind the command, in a text or a caption."""
    parts = incoming.text.split(maxsplit=1)
    return parts[1].strip() if len(parts) == 2 else ""


def _numbered(words: str) -> tuple[int, str]:
    match = _NUMBER.match(words)
    if match is None:
        raise Refused("Say the item's number, like: /items 5. /items lists them")
    return int(match[1]), words[match.end() :].strip()


def _photo(incoming: Incoming) -> dict[str, Any] | None:
    message = incoming.update.effective_message if incoming.update and incoming.kind == "file" else None
    return file_of(message)


def _replied(ctx: Context, incoming: Incoming) -> int | None:
    """Return the item whose letter to a unit the message replies to."""
    if incoming.reply_to is None:
        return None
    row = outbox.find_message(session=ctx.session, chat_id=incoming.chat_id, message_id=incoming.reply_to)
    found = row.facts.get("item") if row is not None and row.facts.get("side") == tracked_letter.UNIT else None
    return int(found) if found is not None else None


def _is_answer(ctx: Context, incoming: Incoming) -> bool:
    if incoming.kind not in ("text", "file") or not incoming.private or incoming.withheld or incoming.forwarded:
        return False
    if ctx.actor is None or not incoming.text or incoming.text.startswith("/"):
        return False
    if _replied(ctx, incoming) is not None or tracked.asked(ctx) is not None:
        return True
    return incoming.kind == "text" and tracked_order.asked(ctx) is not None


def _caption(name: str) -> Any:
    """Match a photo or document whose caption begins with the command."""
    pattern = re.compile(rf"/{name}(?:@\w+)?(?:\s|$)", re.IGNORECASE)
    return lambda _, incoming: incoming.kind == "file" and bool(pattern.match(incoming.text))


ROUTES: tuple[Route, ...] = (
    command("observe", file_observation, SUPERVISORS, menu="Note what you saw of a task: /observe 23 …, with a photo"),
    Route("photo with /observe", _caption("observe"), file_observation, SUPERVISORS, why="a caption is no command"),
    command("coordinate", coordinate, OFFICE, menu="Pass an obstacle on: /coordinate 17 unit day what is asked"),
    command("instruct", instruct, OFFICE, menu="Enter a leader's instruction: /instruct unit day words"),
    command("items", items, EVERYONE, menu="What is followed until it is settled"),
    command("answer", answer, LIAISON, menu="Answer an item: /answer 5 words"),
    Route("photo with /answer", _caption("answer"), answer, LIAISON, why="a caption is no command"),
    command("settle", settle, READERS, menu="Settle an item: /settle 5 outcome"),
    button("item_answer", press_answer, LIAISON),
    button("item_settle", press_settle, READERS),
    button("item_back", press_back, READERS),
    button("item_photo", press_photo, EVERYONE),
    button("item_order", press_order, OFFICE),
    button("item_drop", press_drop, EVERYONE),
    Route("answer about an item", _is_answer, taken, EVERYONE, why="before reports: the bot has asked for it"),
)
