"""The things of the stand-in's world: people, chats, files, messages. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]


@dataclass
class User:
    """A person (or the bot itself). For the page: `label` is the unit, `section` the heading it stands under."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    is_bot: bool = False
    language_code: str = "zh-hans"
    label: str = ""
    section: str = ""
    started: bool = False
    blocked: bool = False

    @property
    def name(self) -> str:
        """The full name as Telegram shows it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass
class Chat:
    """A private chat, group, supergroup or channel. `read_to` is the last message its persona has seen."""

    id: int
    kind: ChatKind
    title: str = ""
    username: str = ""
    members: set[int] = field(default_factory=set)
    bot_inside: bool = True
    migrated_to: int | None = None
    read_to: int = 0
    last_message_id: int = 0


@dataclass
class StoredFile:
    """One file as Telegram keeps it; `path` is what getFile hands out."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes


@dataclass
class Media:
    """The file of a message: what kind it is, and the fields that only this kind has (width, duration, emoji)."""

    kind: str
    file: StoredFile
    extra: Json = field(default_factory=dict)

    def same_as(self, other: Media | None) -> bool:
        """Tell whether both show the same file."""
        return other is not None and self.kind == other.kind and self.file.unique_id == other.file.unique_id


@dataclass
class Message:
    """One message. `text` is the caption where there is media; `extra` holds further wire fields as given."""

    chat: Chat
    id: int
    sender: User | None
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Media | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    edit_date: int | None = None
    forward_origin: Json | None = None
    media_group_id: str | None = None
    protected: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        """The rows of inline buttons; empty without any."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


@dataclass
class CallbackQuery:
    """A pressed button that waits for answerCallbackQuery. `born` is monotonic seconds."""

    id: str
    user: User
    message: Message
    data: str
    born: float
    answer: Json | None = None
