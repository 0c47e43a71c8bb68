"""What every method is given, and what several of them need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ..errors import bad_request
from ..model import Chat, Json, Message
from ..params import Params
from ..polling import Poller
from ..shapes import message_shape
from ..strict import formatted
from ..world import World


@dataclass
class Call:
    """One call of a method by the bot."""

    world: World
    params: Params
    poller: Poller

    def chat(self) -> Chat:
        """Return the chat named by chat_id, which the bot must be able to write to."""
        return self.world.writable(self.params.chat_id())

    def message(self, problem: str, name: str = "message_id", chat: Chat | None = None) -> Message:
        """Return the named message of the chat, or raise a 400 with `problem`."""
        if self.params.text("inline_message_id"):
            raise bad_request("MESSAGE_ID_INVALID")
        chat = chat or self.chat()
        message = self.world.find(chat, self.params.integer(name))
        if message is None:
            raise bad_request(problem)
        return message

    def caption(self) -> tuple[str, list[Json]]:
        """Return the checked caption and its entities."""
        return formatted(
            self.params.text("caption"),
            self.params.text("parse_mode"),
            self.params.entities("caption_entities"),
            caption=True,
        )

    def body(self) -> tuple[str, list[Json]]:
        """Return the checked text and its entities."""
        return formatted(
            self.params.text("text"),
            self.params.text("parse_mode"),
            self.params.entities("entities"),
            caption=False,
        )

    def shape(self, message: Message) -> Json:
        """Return the message as the bot sees it."""
        return message_shape(message, self.world.people)


Method = Callable[[Call], Any | Awaitable[Any]]
