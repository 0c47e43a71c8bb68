"""What people do in the stand-in: write, edit, send files, forward, press, react, block. Each becomes an update."""

from __future__ import annotations

from typing import Any

from .entities import clean, units, with_found
from .errors import ControlError
from .images import image_size
from .model import Chat, Json, Media, Message, User
from .shapes import chat_shape, message_shape, user_shape, view
from .strict import CAPTION_LIMIT, TEXT_LIMIT
from .world import World

FILE_KINDS = ("photo", "document", "voice", "sticker", "audio", "video")


def person(world: World, user_id: int) -> User:
    """Return a persona, or refuse."""
    user = world.people.get(user_id)
    if user is None or user.is_bot:
        raise ControlError(f"没有这个人：{user_id}", 404)
    return user


def place(world: World, user: User, chat_id: int | None) -> Chat:
    """Return the chat a person writes in (their private one without `chat_id`), or refuse."""
    chat = world.chats.get(user.id if chat_id is None else chat_id)
    if chat is not None and chat.migrated_to is not None:
        chat = world.chats[chat.migrated_to]
    if chat is None or user.id not in chat.members:
        raise ControlError(f"{user.name} 不在这个会话里：{chat_id}", 404)
    if chat.kind == "private" and user.blocked:
        raise ControlError(f"{user.name} 已屏蔽机器人，请先解除屏蔽", 409)
    return chat


def _known(world: World, chat: Chat, message_id: int) -> Message:
    message = world.find(chat, message_id)
    if message is None:
        raise ControlError(f"没有这条消息：{message_id}", 404)
    return message


def _bot_sees(world: World, message: Message) -> bool:
    """Apply privacy mode: in groups a bot only gets commands, mentions of itself and replies to itself."""
    if message.chat.kind in ("private", "channel"):
        return message.chat.bot_inside
    mention = f"@{world.bot.username}".lower()
    replied = message.reply_to is not None and message.reply_to.sender is world.bot
    first = message.text.split(maxsplit=1)[0].lower() if message.text.strip() else ""
    command = first.startswith("/") and (("@" not in first) or first.endswith(mention))
    return message.chat.bot_inside and (command or replied or mention in message.text.lower())


def _post(world: World, message: Message) -> Json:
    if message.chat.kind == "private" and message.sender is not None:
        message.sender.started = True
        message.chat.read_to = max(message.chat.read_to, message.chat.last_message_id)
    world.post(message, tell_bot=_bot_sees(world, message))
    return view(message, world.people)


def _pieces(text: str) -> list[str]:
    """Cut an over-long text as Telegram's apps do before they send it."""
    pieces, piece, size = [], "", 0
    for char in text:
        width = units(char)
        if size + width > TEXT_LIMIT:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + char, size + width
    return [*pieces, piece]


def say(
    world: World, user_id: int, text: str, *, chat_id: int | None = None, reply_to: int = 0, extra: Json | None = None
) -> Json:
    """Send a text; an over-long one arrives in pieces and the last is returned. `extra` adds any wire fields."""
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    text = clean(text).strip()
    if not text and not extra:
        raise ControlError("消息是空的")
    target = _known(world, chat, reply_to) if reply_to else None
    sent: Json = {}
    for piece in _pieces(text):
        message = world.message_of(
            chat, user, text=piece, entities=with_found(piece, []), reply_to=target, extra=dict(extra or {})
        )
        sent = _post(world, message)
    return sent


def start(world: World, user_id: int, code: str = "") -> Json:
    """Open the bot by its link: what t.me/bot?start=CODE makes the app send."""
    return say(world, user_id, f"/start {code}".strip())


def edit(world: World, user_id: int, message_id: int, text: str, *, chat_id: int | None = None) -> Json:
    """Change one's own message."""
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    message = _known(world, chat, message_id)
    text = clean(text).strip()
    if message.sender is not user or message.forward_origin is not None:
        raise ControlError("只能编辑自己的消息", 409)
    if not text and message.media is None:
        raise ControlError("消息是空的")
    if units(text) > (CAPTION_LIMIT if message.media else TEXT_LIMIT):
        raise ControlError("消息太长")
    message.text, message.entities, message.edit_date = text, with_found(text, []), world.now()
    world.changed(message)
    if _bot_sees(world, message):
        world.queue.push("edited_message", message_shape(message, world.people))
    return view(message, world.people)


def send_file(
    world: World,
    user_id: int,
    kind: str,
    name: str,
    content: bytes,
    *,
    mime: str = "",
    caption: str = "",
    chat_id: int | None = None,
    reply_to: int = 0,
    album: str = "",
    extra: Json | None = None,
) -> Json:
    """Send a photo, document, voice message, sticker, audio or video. `extra` adds fields to the file object.

    Files sent with the same `album` one after another are one album.
    """
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    if kind not in FILE_KINDS:
        raise ControlError(f"不认识的文件类型：{kind}")
    if units(caption) > CAPTION_LIMIT:
        raise ControlError("文件说明太长（最多1024字）")
    fields: Json = dict(extra or {})
    if kind == "photo":
        size = image_size(content)
        if size is None:
            raise ControlError("不是能识别的图片（支持 PNG、JPEG、GIF、WebP），请作为文件发送")
        fields |= {"width": size[0], "height": size[1]}
    elif kind in ("voice", "audio", "video"):
        fields = {"duration": 3} | ({"width": 320, "height": 240} if kind == "video" else {}) | fields
    elif kind == "sticker":
        still = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"}
        fields = still | fields
    caption = clean(caption).strip()
    message = world.message_of(
        chat,
        user,
        text=caption,
        entities=with_found(caption, []),
        media=Media(kind, world.store(kind, name, content, mime), fields),
        reply_to=_known(world, chat, reply_to) if reply_to else None,
        media_group_id=album or None,
    )
    return _post(world, message)


def forward(world: World, user_id: int, text: str, author: str, *, chat_id: int | None = None) -> Json:
    """Forward to the bot a text that somebody of this name wrote elsewhere (an account that hides itself)."""
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    text = clean(text).strip()
    origin = {"type": "hidden_user", "date": world.now() - 60, "sender_user_name": author}
    message = world.message_of(chat, user, text=text, entities=with_found(text, []), forward_origin=origin)
    return _post(world, message)


def channel_post(world: World, chat_id: int, text: str) -> Json:
    """Post in a channel that the bot is in."""
    chat = world.chats.get(chat_id)
    if chat is None or chat.kind != "channel":
        raise ControlError(f"没有这个频道：{chat_id}", 404)
    text = clean(text).strip()
    return _post(world, Message(chat, 0, None, 0, text=text, entities=with_found(text, [])))


def press(world: World, user_id: int, message_id: int, button: str, *, chat_id: int | None = None) -> Json:
    """Press the inline button with this text (or this data) on a message; return the query's id or the link."""
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    message = _known(world, chat, message_id)
    buttons = [one for row in message.inline_keyboard for one in row]
    found = next((one for one in buttons if one["text"] == button), None)
    found = found or next((one for one in buttons if one.get("callback_data") == button), None)
    if found is None:
        shown = "、".join(one["text"] for one in buttons) or "无"
        raise ControlError(f"这条消息上没有按钮“{button}”（现有：{shown}）", 404)
    if "callback_data" in found:
        return {"query": world.press(user, message, found["callback_data"]).id}
    return {key: found[key] for key in ("url", "copy_text") if key in found}


def react(world: World, user_id: int, message_id: int, emoji: str, *, chat_id: int | None = None) -> Json:
    """Put an emoji on a message; an empty one takes it away."""
    user = person(world, user_id)
    chat = place(world, user, chat_id)
    message = _known(world, chat, message_id)
    old = message.reactions.get(user.id, [])
    new: list[Any] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    message.reactions[user.id] = new
    world.changed(message, "reaction")
    update = {
        "chat": chat_shape(chat, world.people),
        "message_id": message.id,
        "user": user_shape(user),
        "date": world.now(),
        "old_reaction": old,
        "new_reaction": new,
    }
    world.queue.push("message_reaction", update)
    return view(message, world.people)


def set_blocked(world: World, user_id: int, blocked: bool) -> None:
    """Block the bot or let it in again; the bot is told, as Telegram does."""
    user = person(world, user_id)
    if user.blocked == blocked:
        return
    user.blocked = blocked
    bot = user_shape(world.bot)
    member: Json = {"status": "member", "user": bot}
    banned: Json = {"status": "kicked", "user": bot, "until_date": 0}
    update = {
        "chat": chat_shape(world.chats[user.id], world.people),
        "from": user_shape(user),
        "date": world.now(),
        "old_chat_member": member if blocked else banned,
        "new_chat_member": banned if blocked else member,
    }
    world.queue.push("my_chat_member", update)
    world.journal.add("user", user.id)
