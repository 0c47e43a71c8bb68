"""What the bot sends: texts, pictures, documents, albums, forwards and copies."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

from ..entities import units
from ..errors import ApiError, bad_request
from ..images import image_size
from ..model import Chat, Json, Media, Message
from ..params import Upload
from ..strict import formatted, keyboard
from .base import Call

_PHOTO_LIMIT, _FILE_LIMIT = 10 * 2**20, 50 * 2**20
_ACTIONS = frozenset((
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
))  # fmt: skip


def _reply_target(call: Call, chat: Chat) -> Message | None:
    raw = call.params.json("reply_parameters") or {}
    if not isinstance(raw, dict):
        raise bad_request("can't parse ReplyParameters")
    number = int(raw.get("message_id") or call.params.integer("reply_to_message_id"))
    if not number:
        return None
    target = call.world.find(chat, number)
    lenient = raw.get("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply")
    if target is None and not lenient:
        raise bad_request("message to be replied not found")
    return target


def _post(call: Call, chat: Chat, **fields: Any) -> Message:
    """Store one message of the bot; what Telegram would refuse has been refused before."""
    message = call.world.message_of(chat, call.world.bot, **fields)
    message.protected = call.params.flag("protect_content")
    return call.world.post(message)


def send_message(call: Call) -> Json:
    """Send a text."""
    chat = call.chat()
    text, entities = call.body()
    markup = keyboard(call.params.values.get("reply_markup"))
    reply_to = _reply_target(call, chat)
    call.world.limiter.admit(chat)
    return call.shape(_post(call, chat, text=text, entities=entities, markup=markup, reply_to=reply_to))


def media(call: Call, kind: str, raw: Any) -> Media:
    """Return the file that a parameter stands for: an upload, an attach:// name or the id of a known file."""
    upload = raw if isinstance(raw, Upload) else None
    if isinstance(raw, str) and raw.startswith("attach://"):
        upload = call.params.uploads.get(raw.removeprefix("attach://"))
    if upload is not None:
        _check_size(kind, upload)
        file = call.world.store(kind, upload.name, upload.content, upload.mime)
    elif not raw:
        raise bad_request(f"there is no {kind} in the request")
    elif str(raw).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the stand-in fetches nothing
    elif str(raw) in call.world.files:
        file = call.world.files[str(raw)]
    else:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return Media(kind, file, _dimensions(call, kind, file.content))


def _check_size(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > _FILE_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.content) > _PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(upload.content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
        )


def _dimensions(call: Call, kind: str, content: bytes) -> Json:
    if kind == "photo":
        size = image_size(content)
        if size is None or 0 in size:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > 10_000 or max(size) > 20 * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return {"width": width, "height": height}
    if kind in ("voice", "audio", "video"):
        return {"duration": call.params.integer("duration")} | ({"width": 0, "height": 0} if kind == "video" else {})
    return {}


def _send_file(kind: str) -> Any:
    def send(call: Call) -> Json:
        chat = call.chat()
        text, entities = call.caption()
        markup = keyboard(call.params.values.get("reply_markup"))
        reply_to = _reply_target(call, chat)
        found = media(call, kind, call.params.uploads.get(kind) or call.params.text(kind))
        call.world.limiter.admit(chat)
        return call.shape(
            _post(call, chat, text=text, entities=entities, media=found, markup=markup, reply_to=reply_to)
        )

    return send


def send_media_group(call: Call) -> list[Json]:
    """Send 2–10 pictures or documents as an album; they count as that many messages."""
    chat = call.chat()
    items = call.params.json("media", "can't parse media JSON object")
    if not isinstance(items, list) or any(not isinstance(one, dict) for one in items):
        raise bad_request("can't parse InputMedia: expected an Array of InputMedia")
    if not 2 <= len(items) <= 10:
        raise bad_request("media group must include 2-10 items")
    kinds = {str(one.get("type")) for one in items}
    if not kinds <= {"photo", "video"} and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    ready = []
    for one in items:
        text, entities = formatted(
            str(one.get("caption") or ""), str(one.get("parse_mode") or ""), one.get("caption_entities"), caption=True
        )
        ready.append((media(call, str(one.get("type")), one.get("media")), text, entities))
    reply_to = _reply_target(call, chat)
    call.world.limiter.admit(chat, len(items))
    group = str(secrets.randbits(60))
    return [
        call.shape(_post(call, chat, media=one, text=text, entities=entities, media_group_id=group, reply_to=reply_to))
        for one, text, entities in ready
    ]


def _source(call: Call, problem: str) -> Message:
    chat = call.world.chat(call.params.chat_id("from_chat_id"))
    message = call.message(problem, chat=chat)
    if message.protected:
        raise bad_request("message has protected content and can't be forwarded")
    return message


def forward_message(call: Call) -> Json:
    """Forward a message, naming who wrote it."""
    chat = call.chat()
    source = _source(call, "message to forward not found")
    origin = source.forward_origin or call.world.origin_of(source)
    call.world.limiter.admit(chat)
    return call.shape(
        _post(
            call, chat, text=source.text, entities=source.entities, media=source.media,
            forward_origin=origin, extra=dict(source.extra),
        )
    )  # fmt: skip


def copy_message(call: Call) -> Json:
    """Send a message again as one's own, optionally with another caption."""
    chat = call.chat()
    source = _source(call, "message to copy not found")
    text, entities = source.text, source.entities
    if source.media is not None and "caption" in call.params.values:
        text, entities = call.caption()
    markup = keyboard(call.params.values.get("reply_markup"))
    call.world.limiter.admit(chat)
    copy = dataclasses.replace(source).media
    return {"message_id": _post(call, chat, text=text, entities=entities, media=copy, markup=markup).id}


def send_chat_action(call: Call) -> bool:
    """Show for a moment that the bot is typing or uploading."""
    chat = call.chat()
    action = call.params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.journal.add("action", chat.id, action=action)
    return True


def answer_callback_query(call: Call) -> bool:
    """Answer a pressed button, once, while it is alive."""
    text = call.params.text("text")
    query = call.world.live_callback(call.params.text("callback_query_id"))
    if units(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "show_alert": call.params.flag("show_alert"), "url": call.params.text("url")}
    call.world.journal.add("answer", query.message.chat.id, query=query.id, user=query.user.id, **query.answer)
    return True


METHODS = {
    "sendMessage": send_message,
    **{f"send{kind.capitalize()}": _send_file(kind) for kind in ("photo", "document", "voice", "audio", "video")},
    "sendMediaGroup": send_media_group,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
}
