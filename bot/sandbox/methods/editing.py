"""What the bot changes afterwards: texts, captions, buttons, reactions, deletions."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..model import Json, Media, Message
from ..strict import REACTIONS, formatted, keyboard
from .base import Call
from .sending import media

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
_TWO_DAYS = 48 * 3600


def _own(call: Call) -> Message:
    message = call.message("message to edit not found")
    other_markup = message.markup is not None and not message.inline_keyboard
    if message.sender is not call.world.bot or message.forward_origin is not None or other_markup:
        raise bad_request("message can't be edited")
    return message


def _change(call: Call, message: Message, text: str, entities: list[Json], found: Media | None) -> Json:
    markup = keyboard(call.params.values.get("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    same_file = found is message.media or (found is not None and found.same_as(message.media))
    if (text, entities, markup) == (message.text, message.entities, message.markup) and same_file:
        raise bad_request(_NOT_MODIFIED)
    call.world.limiter.admit(message.chat)
    if (text, entities) != (message.text, message.entities) or not same_file:
        message.edit_date = call.world.now()
    message.text, message.entities, message.media, message.markup = text, entities, found, markup
    call.world.changed(message)
    return call.shape(message)


def edit_message_text(call: Call) -> Json:
    """Replace the text of an own text message; buttons not given again are gone."""
    text, entities = call.body()
    message = _own(call)
    if message.media is not None or not message.text:
        raise bad_request("there is no text in the message to edit")
    return _change(call, message, text, entities, None)


def edit_message_caption(call: Call) -> Json:
    """Replace the caption under an own file."""
    text, entities = call.caption()
    message = _own(call)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, message, text, entities, message.media)


def edit_message_media(call: Call) -> Json:
    """Replace the file of an own message."""
    raw = call.params.json("media", "can't parse media JSON object")
    if not isinstance(raw, dict):
        raise bad_request("can't parse InputMedia")
    message = _own(call)
    caption, mode = str(raw.get("caption") or ""), str(raw.get("parse_mode") or "")
    text, entities = formatted(caption, mode, raw.get("caption_entities"), caption=True)
    return _change(call, message, text, entities, media(call, str(raw.get("type")), raw.get("media")))


def edit_message_reply_markup(call: Call) -> Json:
    """Replace or remove the buttons of an own message."""
    message = _own(call)
    return _change(call, message, message.text, message.entities, message.media)


def _delete(call: Call, message: Message) -> None:
    own = message.sender is call.world.bot
    if call.world.now() - message.date > _TWO_DAYS or not (own or message.chat.kind == "private"):
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    call.world.journal.add("delete", message.chat.id, message_id=message.id)


def delete_message(call: Call) -> bool:
    """Delete a message, at most 48 hours old."""
    _delete(call, call.message("message to delete not found"))
    return True


def delete_messages(call: Call) -> bool:
    """Delete up to 100 messages; those not found are skipped."""
    chat = call.chat()
    numbers = call.params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = call.world.find(chat, int(number))
        if message is not None:
            _delete(call, message)
    return True


def set_message_reaction(call: Call) -> bool:
    """Put at most one emoji of Telegram's list on a message, or take it away."""
    message = call.message("message to react not found")
    wanted: Any = call.params.json("reaction") or []
    if not isinstance(wanted, list) or any(not isinstance(one, dict) for one in wanted):
        raise bad_request("can't parse ReactionType")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or one.get("emoji") not in REACTIONS for one in wanted):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.world.bot.id] = wanted
    call.world.changed(message, "reaction")
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}
