"""An update as the handlers see it: who, where, what, without Telegram's many shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from telegram import Message, Update

Kind = Literal["text", "file", "sticker", "voice", "other", "edited", "button", "reaction", "member", "channel", "none"]


@dataclass(frozen=True)
class Incoming:
    """One update. `text` is the message's text or caption, "" where there is none; `at` Telegram's own moment of it.

    `withheld` tells why its text was not kept: "mark" or "identity", see bot.chat.redact.
    """

    kind: Kind
    chat_id: int
    private: bool
    user_id: int
    user_name: str = ""
    username: str = ""
    message_id: int = 0
    at: datetime | None = None
    text: str = ""
    reply_to: int | None = None
    forwarded: bool = False
    callback_id: str = ""
    data: str = ""
    blocked: bool | None = None
    withheld: str = ""
    update: Update | None = None

    @property
    def command(self) -> str:
        """Return the command's name without slash and bot name, or ""."""
        if self.kind != "text" or not self.text.startswith("/"):
            return ""
        return self.text.split(maxsplit=1)[0][1:].partition("@")[0].lower()

    @property
    def arguments(self) -> str:
        """Return what stands behind the command."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) == 2 else ""

    @property
    def verb(self) -> str:
        """Return the verb of a pressed button's data."""
        return self.data.partition(":")[0]

    @property
    def words(self) -> list[str]:
        """Return the arguments of a pressed button's data."""
        return self.data.split(":")[1:]


def understand(update: Update, withheld: str = "") -> Incoming:
    """Return the update in our own terms."""
    user, chat = update.effective_user, update.effective_chat
    common: dict[str, Any] = {
        "chat_id": chat.id if chat else (user.id if user else 0),
        "private": chat.type == "private" if chat else True,
        "user_id": user.id if user else 0,
        "user_name": (user.full_name or "") if user else "",  # a deleted account has no name at all
        "username": (user.username or "") if user else "",
        "update": update,
        "withheld": withheld,
    }
    if update.callback_query:
        query = update.callback_query
        message = query.message
        return Incoming(
            kind="button",
            callback_id=query.id,
            data=query.data or "",
            message_id=message.message_id if message else 0,
            **common,
        )
    if update.message:
        return _message(update.message, common)
    if update.edited_message:
        message = update.edited_message
        return Incoming(
            kind="edited",
            message_id=message.message_id,
            at=message.edit_date or message.date,
            text=message.text or message.caption or "",
            **common,
        )
    if update.my_chat_member:
        member = update.my_chat_member
        return Incoming(
            kind="member", at=member.date, blocked=member.new_chat_member.status in ("kicked", "left"), **common
        )
    if update.message_reaction:
        reaction = update.message_reaction
        return Incoming(kind="reaction", at=reaction.date, message_id=reaction.message_id, **common)
    if update.channel_post or update.edited_channel_post:
        return Incoming(kind="channel", **common)
    return Incoming(kind="none", **common)


def _message(message: Message, common: dict[str, Any]) -> Incoming:
    return Incoming(
        kind=_kind(message),
        message_id=message.message_id,
        at=message.date,
        text=message.text or message.caption or "",
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        forwarded=message.forward_origin is not None,
        **common,
    )


def _kind(message: Message) -> Kind:
    if message.text is not None:
        return "text"
    if message.document or message.photo:
        return "file"
    if message.voice or message.audio or message.video_note:
        return "voice"
    if message.sticker or message.animation:
        return "sticker"
    return "other"
