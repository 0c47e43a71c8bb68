"""The JSON that Telegram sends for each thing: what a bot library must be able to parse."""

from __future__ import annotations

from .model import CallbackQuery, Chat, Json, Media, Message, StoredFile, User


def user_shape(user: User) -> Json:
    """Return a User object."""
    shape: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        shape["last_name"] = user.last_name
    if user.username:
        shape["username"] = user.username
    if not user.is_bot:
        shape["language_code"] = user.language_code
    return shape


def chat_shape(chat: Chat, people: dict[int, User]) -> Json:
    """Return a Chat object."""
    shape: Json = {"id": chat.id, "type": chat.kind}
    if chat.kind == "private":
        user = people[chat.id]
        shape["first_name"] = user.first_name
        if user.last_name:
            shape["last_name"] = user.last_name
        if user.username:
            shape["username"] = user.username
        return shape
    shape["title"] = chat.title
    if chat.username:
        shape["username"] = chat.username
    return shape


def file_shape(file: StoredFile) -> Json:
    """Return the fields that every file object has."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def media_shape(media: Media) -> Json:
    """Return the message fields of a photo, document, voice, sticker and so on."""
    base = file_shape(media.file) | media.extra
    if media.kind == "photo":
        return {"photo": [base]}
    if media.kind != "sticker":
        base["mime_type"] = media.file.mime
    if media.kind in ("document", "audio", "video"):
        base["file_name"] = media.file.name
    return {media.kind: base}


def message_shape(message: Message, people: dict[int, User], *, nested: bool = False) -> Json:
    """Return a Message object; a message within a message carries no further one."""
    shape: Json = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_shape(message.chat, people),
    }
    if message.sender is not None:
        shape["from"] = user_shape(message.sender)
    if message.chat.kind == "channel":
        shape["sender_chat"] = chat_shape(message.chat, people)
        shape.pop("from", None)
    if message.edit_date is not None:
        shape["edit_date"] = message.edit_date
    if message.media is not None:
        shape |= media_shape(message.media)
    if message.text:
        name = "caption" if message.media else "text"
        shape[name] = message.text
        if message.entities:
            shape["caption_entities" if message.media else "entities"] = message.entities
    if message.reply_to is not None and not message.reply_to.deleted and not nested:
        shape["reply_to_message"] = message_shape(message.reply_to, people, nested=True)
    if message.inline_keyboard:
        shape["reply_markup"] = {"inline_keyboard": message.inline_keyboard}
    if message.forward_origin is not None:
        shape["forward_origin"] = message.forward_origin
    if message.media_group_id is not None:
        shape["media_group_id"] = message.media_group_id
    if message.protected:
        shape["has_protected_content"] = True
    return shape | message.extra


def callback_shape(query: CallbackQuery, people: dict[int, User]) -> Json:
    """Return a CallbackQuery object; the message of a deleted one is no longer accessible."""
    message = query.message
    seen: Json = (
        {"message_id": message.id, "date": 0, "chat": chat_shape(message.chat, people)}
        if message.deleted
        else message_shape(message, people)
    )
    return {
        "id": query.id,
        "from": user_shape(query.user),
        "message": seen,
        "chat_instance": str(message.chat.id * 7919),
        "data": query.data,
    }


def view(message: Message, people: dict[int, User]) -> Json:
    """Return a message for the page and for tests: the wire shape, and what only a person's app knows."""
    sender = message.sender
    shape = message_shape(message, people)
    shape["from_bot"] = sender is not None and sender.is_bot
    shape["deleted"] = message.deleted
    shape["buttons"] = [[button["text"] for button in row] for row in message.inline_keyboard]
    shape["reactions"] = [
        {"user": user, "emoji": one.get("emoji", "")} for user, many in message.reactions.items() for one in many
    ]
    if message.markup and not message.inline_keyboard:
        shape["reply_keyboard"] = message.markup
    if message.media is not None:
        shape["file"] = {
            "kind": message.media.kind,
            "name": message.media.file.name,
            "mime": message.media.file.mime,
            "size": len(message.media.file.content),
            "url": f"/sandbox/files/{message.media.file.file_id}",
        }
    return shape
