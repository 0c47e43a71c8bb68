"""The state of the stand-in: who is there, what was said, which updates wait. No HTTP here."""

from __future__ import annotations

import itertools
import mimetypes
import secrets
import time
from collections.abc import Callable
from typing import Any

from bot.clock import Clock

from .errors import ApiError, bad_request, forbidden
from .limits import Limiter, Limits
from .model import CallbackQuery, Chat, Json, Message, StoredFile, User
from .shapes import callback_shape, chat_shape, message_shape, user_shape, view
from .updates import Journal, UpdateQueue

_FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "document": "documents"}
CALLBACK_LIFE = 60.0  # seconds of real time in which a pressed button can be answered


class World:
    """One bot and the people, chats, messages and files around it. Touch it on the event loop only."""

    def __init__(
        self,
        clock: Clock,
        *,
        bot: User,
        limits: Limits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.bot = bot
        self.monotonic = monotonic
        self.limiter = Limiter(limits or Limits(), monotonic)
        self.people: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[str, str] = {"name": bot.first_name}
        self.menu_buttons: dict[int, Json] = {}
        self.queue = UpdateQueue()
        self.journal = Journal()
        self._ids = itertools.count(1)
        self._serials = itertools.count(1)

    # -- who is there

    def add_user(self, user: User) -> User:
        """Add a person with a private chat to the bot, or change the known one of this id."""
        known = self.people.get(user.id)
        if known is not None:
            user.started, user.blocked = known.started, known.blocked
            known.__dict__.update(user.__dict__)
            user = known
        self.people[user.id] = user
        self.add_chat(Chat(user.id, "private", members={user.id}))
        self.journal.add("user", user.id)
        return user

    def add_chat(self, chat: Chat) -> Chat:
        """Add a chat; one of the same id stays as it is."""
        self.messages.setdefault(chat.id, {})
        known = self.chats.setdefault(chat.id, chat)
        self.journal.add("chat", chat.id)
        return known

    def migrate(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup with a new id; both get their service message, as Telegram sends them."""
        upgraded = self.add_chat(
            Chat(-1_000_000_000_000 - abs(group.id), "supergroup", group.title, members=set(group.members))
        )
        group.migrated_to = upgraded.id
        self.post(Message(group, 0, self.bot, 0, extra={"migrate_to_chat_id": upgraded.id}), tell_bot=True)
        self.post(Message(upgraded, 0, self.bot, 0, extra={"migrate_from_chat_id": group.id}), tell_bot=True)
        return upgraded

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat by id or @username; raise Telegram's 400 where there is none."""
        if isinstance(chat_id, str):
            wanted = chat_id.removeprefix("@").lower()
            named = [one for one in self.chats.values() if one.username.lower() == wanted and wanted]
            found = named[0] if named else None
        else:
            found = self.chats.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        return found

    def writable(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write to; raise what Telegram answers where it may not."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if chat.kind == "private":
            user = self.people[chat.id]
            if user.blocked:
                raise forbidden("bot was blocked by the user")
            if not user.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif not chat.bot_inside:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        return chat

    # -- what was said

    def post(self, message: Message, *, tell_bot: bool = False) -> Message:
        """Give a message its number and date, store it, and queue it for the bot where asked."""
        message.id = self._next_id(message.chat)
        message.date = message.date or self.now()
        message.chat.last_message_id = message.id
        self.messages[message.chat.id][message.id] = message
        self.journal.add("message", message.chat.id, message=view(message, self.people))
        if tell_bot:
            kind = "channel_post" if message.chat.kind == "channel" else "message"
            self.queue.push(kind, message_shape(message, self.people))
        return message

    def _next_id(self, chat: Chat) -> int:
        # Private chats and small groups share the account's numbering; supergroups and channels count for themselves.
        if chat.kind in ("private", "group"):
            return next(self._ids)
        return chat.last_message_id + 1

    def changed(self, message: Message, kind: str = "edit") -> None:
        """Tell those who watch that a message has changed."""
        self.journal.add(kind, message.chat.id, message=view(message, self.people))

    def find(self, chat: Chat, message_id: int) -> Message | None:
        """Return a message that has not been deleted, or None."""
        message = self.messages[chat.id].get(message_id)
        return None if message is None or message.deleted else message

    def history(self, chat_id: int) -> list[Json]:
        """Return a chat's messages as the person sees them, oldest first, without the deleted ones."""
        return [view(one, self.people) for one in self.messages.get(chat_id, {}).values() if not one.deleted]

    def origin_of(self, message: Message) -> Json:
        """Return the forward origin that Telegram gives a forwarded message."""
        if message.chat.kind == "channel":
            channel = chat_shape(message.chat, self.people)
            return {"type": "channel", "date": message.date, "chat": channel, "message_id": message.id}
        sender = message.sender or self.bot
        return {"type": "user", "date": message.date, "sender_user": user_shape(sender)}

    def last(self, chat: Chat) -> Json | None:
        """Return the newest message of a chat as the person sees it."""
        for message in reversed(self.messages[chat.id].values()):
            if not message.deleted:
                return view(message, self.people)
        return None

    def unread(self, chat: Chat) -> int:
        """Count the bot's messages that the persona has not looked at."""
        newer = itertools.takewhile(lambda one: one.id > chat.read_to, reversed(self.messages[chat.id].values()))
        return sum(1 for one in newer if not one.deleted and one.sender is self.bot)

    # -- files and buttons

    def store(self, kind: str, name: str, content: bytes, mime: str = "") -> StoredFile:
        """Keep a file and give it Telegram-like identifiers and a path for downloading."""
        serial = next(self._serials)
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        suffix = suffix if suffix.isascii() and suffix.isalnum() else "bin"
        file = StoredFile(
            file_id=f"BQACAgUAAxkBAAI{secrets.token_urlsafe(24)}",
            unique_id=f"AgAD{secrets.token_urlsafe(8)}",
            path=f"{_FOLDERS.get(kind, 'documents')}/file_{serial}.{suffix}",
            name=name,
            mime=mime or guessed,
            content=content,
        )
        self.files[file.file_id] = file
        return file

    def press(self, user: User, message: Message, data: str) -> CallbackQuery:
        """Queue the press of a button for the bot."""
        query = CallbackQuery(str(secrets.randbits(62)), user, message, data, self.monotonic())
        self.callbacks[query.id] = query
        self.queue.push("callback_query", callback_shape(query, self.people))
        return query

    def live_callback(self, query_id: str) -> CallbackQuery:
        """Return a press that can still be answered; raise Telegram's 400 otherwise."""
        query = self.callbacks.get(query_id)
        if query is None or query.answer is not None or self.monotonic() - query.born > CALLBACK_LIFE:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def now(self) -> int:
        """Return the sandbox's time as Telegram dates things: whole seconds since 1970."""
        return int(self.clock.now().timestamp())

    def menu(self, chat: Chat, user: User | None = None) -> list[Json]:
        """Return the commands that a person sees in a chat: the narrowest scope that has any."""
        scopes = ["all_private_chats"] if chat.kind == "private" else ["all_group_chats"]
        scopes = [f"chat:{chat.id}", *scopes, "default"]
        if chat.kind != "private" and user is not None:
            scopes.insert(0, f"chat_member:{chat.id}:{user.id}")
        language = (user or self.people.get(chat.id, self.bot)).language_code[:2]
        for scope in scopes:
            for code in (language, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []

    def message_of(self, chat: Chat, sender: User, **fields: Any) -> Message:
        """Make an unsent message; `media` and the other fields are those of Message."""
        return Message(chat, 0, sender, 0, **fields)
