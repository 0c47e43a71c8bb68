"""A thin client of the control interface, for tests and for playing a month without a browser. Nothing here sleeps."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any, Self

import aiohttp

from .errors import ControlError
from .model import Json


class SandboxClient:
    """Plays the people of a running sandbox at `url`. Use as `async with`; refusals are raised as ControlError."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=90))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        if self._session is None:
            raise RuntimeError("open the client with `async with` first")
        async with self._session.request(method, f"{self._url}{path}", **options) as response:
            body = await response.json()
            if response.status != 200:
                raise ControlError(body.get("error", "refused"), response.status)
            return body

    async def act(self, name: str, /, **body: Any) -> Any:
        """Do any action of the control interface and return its result."""
        answer = await self._ask("POST", f"/sandbox/{name}", json=body)
        return answer["result"]

    async def state(self) -> Json:
        """Return bot, people, clock and the number of updates that wait."""
        found: Json = await self._ask("GET", "/sandbox/state")
        return found

    async def add_person(self, user_id: int, name: str, *, label: str = "", section: str = "") -> Json:
        """Add a persona."""
        found: Json = await self.act("people", id=user_id, name=name, label=label, section=section)
        return found

    async def send(self, user: int, text: str, *, reply_to: int = 0, chat: int | None = None, **extra: Any) -> Json:
        """Send a text as a person, optionally in answer to a message; further wire fields as they are."""
        sent: Json = await self.act("send", user=user, text=text, reply_to=reply_to, chat=chat, extra=extra)
        return sent

    async def start(self, user: int, code: str = "") -> Json:
        """Open the bot by its (deep) link."""
        sent: Json = await self.act("start", user=user, code=code)
        return sent

    async def edit(self, user: int, message_id: int, text: str) -> Json:
        """Edit one's own message."""
        sent: Json = await self.act("edit", user=user, message_id=message_id, text=text)
        return sent

    async def forward(self, user: int, text: str, author: str = "某人") -> Json:
        """Forward somebody's text to the bot."""
        sent: Json = await self.act("forward", user=user, text=text, author=author)
        return sent

    async def send_file(
        self, user: int, name: str, content: bytes, *, kind: str = "document", caption: str = "", mime: str = "",
        reply_to: int = 0, album: str = "", extra: Json | None = None,
    ) -> Json:  # fmt: skip
        """Send a file; kind is document, photo, voice, sticker, audio or video; the same `album` makes one album."""
        form = aiohttp.FormData(quote_fields=False)
        fields = {"user": str(user), "kind": kind, "caption": caption, "reply_to": str(reply_to), "album": album}
        for key, value in (fields | {"extra": json.dumps(extra or {})}).items():
            form.add_field(key, value)
        form.add_field("file", io.BytesIO(content), filename=name, content_type=mime or "application/octet-stream")
        answer = await self._ask("POST", "/sandbox/file", data=form)
        sent: Json = answer["result"]
        return sent

    async def press(self, user: int, message_id: int, button: str) -> str:
        """Press a button by its text (or data) and return the query's id (see `answer`); a link returns its address."""
        pressed = await self.act("press", user=user, message_id=message_id, button=button)
        return str(pressed.get("query") or pressed.get("url") or "")

    async def react(self, user: int, message_id: int, emoji: str) -> None:
        """Put an emoji on a message."""
        await self.act("react", user=user, message_id=message_id, emoji=emoji)

    async def block(self, user: int) -> None:
        """Block the bot."""
        await self.act("block", user=user)

    async def unblock(self, user: int) -> None:
        """Let the bot in again."""
        await self.act("unblock", user=user)

    async def messages(self, user: int) -> list[Json]:
        """Return the chat as the person sees it, oldest first; see shapes.view for what is added to the wire shape."""
        answer = await self._ask("GET", f"/sandbox/chats/{user}/messages")
        found: list[Json] = answer["messages"]
        return found

    async def commands(self, user: int) -> list[str]:
        """Return the names in the command menu that a person sees."""
        return [one["command"] for one in await self._ask("GET", f"/sandbox/chats/{user}/commands")]

    async def file(self, message: Json) -> bytes:
        """Return the content of a message's file."""
        if self._session is None:
            raise RuntimeError("open the client with `async with` first")
        async with self._session.get(f"{self._url}{message['file']['url']}") as response:
            return await response.read()

    async def wait_for(
        self, user: int, predicate: Callable[[Json], bool], timeout: float = 20.0, *, after: int = 0
    ) -> Json:
        """Return the newest message of the bot to this person, above message id `after`, that the predicate accepts.

        Waits on the server for new or edited ones; after `timeout` seconds raises TimeoutError with what was there.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            answer = await self._ask("GET", f"/sandbox/chats/{user}/messages")
            seen = [one for one in answer["messages"] if one["from_bot"] and one["message_id"] > after]
            for message in reversed(seen):
                if predicate(message):
                    found: Json = message
                    return found
            left = until - loop.time()
            if left <= 0:
                raise TimeoutError(f"nothing fitting for {user} in {timeout} s; last: {[*map(text_of, seen[-3:])]}")
            await self._wait(answer["seq"], user, left)

    async def answer(self, user: int, query: str, timeout: float = 20.0) -> Json:
        """Return what the bot answered to a pressed button: text, show_alert, url."""
        loop = asyncio.get_running_loop()
        until, seq = loop.time() + timeout, 0
        while (left := until - loop.time()) > 0:
            batch = await self._wait(seq, user, left)
            for event in batch["events"]:
                if event["kind"] == "answer" and event["query"] == query:
                    found: Json = event
                    return found
            seq = batch["seq"]
        raise TimeoutError(f"the press {query} was not answered in {timeout} s")

    async def _wait(self, after: int, chat: int, timeout: float) -> Json:
        params = {"after": str(after), "chat": str(chat), "timeout": str(min(timeout, 50.0))}
        batch: Json = await self._ask("GET", "/sandbox/wait", params=params)
        return batch

    async def drained(self, timeout: float = 20.0) -> bool:
        """Wait until the bot has confirmed every update; that it has acted on them is not said."""
        answer = await self._ask("GET", "/sandbox/drained", params={"timeout": str(timeout)})
        return bool(answer["drained"])

    async def calls(self, after: int = 0) -> list[Json]:
        """Return the bot's calls after number `after`: n, method, chat, code, params; getUpdates left out."""
        found: list[Json] = await self._ask("GET", "/sandbox/calls", params={"after": str(after)})
        return found

    async def fault(self, method: str, kind: str = "error", **options: Any) -> None:
        """Let the next calls of a method fail; see faults.Fault for the options."""
        await self.act("faults", method=method, kind=kind, **options)

    async def clear_faults(self) -> None:
        """Forget all faults and let hanging calls go."""
        await self.act("faults/clear")

    async def push_update(self, **body: Any) -> int:
        """Queue an update of any shape for the bot; return its id."""
        answer = await self.act("updates", **body)
        return int(answer["update_id"])

    async def clock(self) -> Json:
        """Return the time: now (ISO), zone, moving."""
        found: Json = await self._ask("GET", "/sandbox/clock")
        return found

    async def move_clock(self, **how: Any) -> Json:
        """Move the clock: to="next_nudge" or "month_end", days=1, or set="2022-08-31T09:30:00+08:00"."""
        found: Json = await self.act("clock", **how)
        return found


def text_of(message: Json) -> str:
    """Return a message's text or caption; empty without either."""
    return str(message.get("text") or message.get("caption") or "")
