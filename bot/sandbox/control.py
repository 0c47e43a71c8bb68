"""The control interface under /sandbox/: how the page and the tests play the people around the bot, in JSON."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from aiohttp import web

from . import acts
from .clockwork import Clockwork
from .errors import ControlError
from .faults import Fault, Faults
from .model import Chat, Json, User
from .params import Params
from .polling import Poller
from .server import attachment, read_params
from .world import World

_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_LONGEST_WAIT = 60.0  # seconds
Action = Callable[[Json], Any]


class Control:
    """The people's side of the sandbox. Every refusal is `{"ok": false, "error": …}` in words for a person."""

    def __init__(self, world: World, poller: Poller, faults: Faults, clockwork: Clockwork) -> None:
        self.world, self.poller, self.faults, self.clockwork = world, poller, faults, clockwork
        self.closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Return what to mount: the page, the reads, the actions."""
        reads: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            "/": self.page,
            "/page/{name}": self.page,
            "/sandbox/state": self.state,
            "/sandbox/chats/{chat}/messages": self.messages,
            "/sandbox/chats/{chat}/commands": self.commands,
            "/sandbox/clock": self.clock,
            "/sandbox/wait": self.wait,
            "/sandbox/drained": self.drained,
            "/sandbox/events": self.events,
            "/sandbox/calls": self.calls,
            "/sandbox/files/{file_id}": self.file,
        }
        found = [web.get(path, handler) for path, handler in reads.items()]
        found += [web.post(f"/sandbox/{name}", self._acting(action)) for name, action in self._actions().items()]
        return [*found, web.post("/sandbox/file", self.send_file)]

    def _actions(self) -> dict[str, Action]:
        world = self.world
        return {
            "people": self.add_person,
            "groups": self.add_group,
            "migrate": lambda body: {"id": world.migrate(self._chat(body["chat"])).id},
            "send": lambda body: acts.say(
                world, body["user"], body.get("text", ""), chat_id=body.get("chat"),
                reply_to=body.get("reply_to") or 0, extra=body.get("extra"),
            ),
            "start": lambda body: acts.start(world, body["user"], body.get("code", "")),
            "edit": lambda body: acts.edit(
                world, body["user"], body["message_id"], body["text"], chat_id=body.get("chat")
            ),
            "forward": lambda body: acts.forward(world, body["user"], body["text"], body.get("author", "某人")),
            "channel_post": lambda body: acts.channel_post(world, body["chat"], body["text"]),
            "press": lambda body: acts.press(
                world, body["user"], body["message_id"], body["button"], chat_id=body.get("chat")
            ),
            "react": lambda body: acts.react(world, body["user"], body["message_id"], body.get("emoji", "")),
            "block": lambda body: acts.set_blocked(world, body["user"], True),
            "unblock": lambda body: acts.set_blocked(world, body["user"], False),
            "read": self.read,
            "clock": self.move_clock,
            "faults": lambda body: self.faults.add(Fault(**body)),
            "faults/clear": lambda _body: self.faults.clear(),
            "updates": lambda body: {"update_id": world.queue.push_raw(body)},
        }  # fmt: skip

    def _acting(self, action: Action) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if request.content_type != "application/json":
                return _refuse("application/json expected", 415)
            try:
                body = await request.json()
                if not isinstance(body, dict):
                    raise ControlError("object expected")
                result = action(body)
                if asyncio.iscoroutine(result):
                    result = await result
            except ControlError as error:
                return _refuse(str(error), error.status)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                return _refuse(f"请求有误：{type(error).__name__} {error}")
            return web.json_response({"ok": True, "result": result})

        return handle

    # -- actions

    def _chat(self, chat_id: int) -> Chat:
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise ControlError(f"没有这个会话：{chat_id}", 404)
        return chat

    def add_person(self, body: Json) -> Json:
        """Add a persona; without an id the next free one."""
        name = str(body.get("name", "")).strip()
        if not 1 <= len(name) <= 64:
            raise ControlError("请填写姓名（最多64字）")
        taken = [one.id for one in self.world.people.values() if not one.is_bot]
        user_id = int(body.get("id") or max([1000, *taken]) + 1)
        if user_id <= 0 or user_id == self.world.bot.id:
            raise ControlError("编号须是正整数，且不能与机器人相同")
        username, label, section = (str(body.get(key) or "") for key in ("username", "label", "section"))
        user = self.world.add_user(User(user_id, name, username=username, label=label, section=section))
        return self._person(user)

    def add_group(self, body: Json) -> Json:
        """Add a group, supergroup or channel with the bot in it."""
        kind = body.get("kind", "group")
        if kind not in ("group", "supergroup", "channel") or int(body["id"]) >= 0:
            raise ControlError("kind must be group, supergroup or channel, and the id negative")
        members = {int(one) for one in body.get("members", [])}
        chat = Chat(int(body["id"]), kind, str(body.get("title", "")), str(body.get("username", "")), members)
        return {"id": self.world.add_chat(chat).id}

    def read(self, body: Json) -> None:
        """Mark a chat as read by its persona."""
        chat = self._chat(body["chat"])
        if self.world.unread(chat):
            chat.read_to = chat.last_message_id
            self.world.journal.add("read", chat.id)

    async def move_clock(self, body: Json) -> Json:
        """Move the clock: `to` next_nudge or month_end, `days` ahead, or `set` to an ISO moment."""
        days = float(body.get("days", 0))
        if not 0 <= days <= 3700:
            raise ControlError("天数须在0到3700之间")
        return await self.clockwork.move(to=body.get("to", ""), days=days, target=body.get("set", ""))

    async def send_file(self, request: web.Request) -> web.StreamResponse:
        """Send a file as a person: multipart with user, kind, caption, reply_to, album, extra (JSON), file."""
        if request.content_type != "multipart/form-data":
            return _refuse("multipart/form-data expected", 415)
        try:
            params: Params = await read_params(request)
            upload = params.uploads.get("file")
            if upload is None or not upload.content:
                raise ControlError("没有文件，或文件是空的")
            sent = acts.send_file(
                self.world, params.integer("user"), params.text("kind", "document"), upload.name, upload.content,
                mime=upload.mime, caption=params.text("caption"), reply_to=params.integer("reply_to"),
                chat_id=params.integer("chat") or None, album=params.text("album"), extra=params.json("extra"),
            )  # fmt: skip
        except ControlError as error:
            return _refuse(str(error), error.status)
        return web.json_response({"ok": True, "result": sent})

    # -- reads

    def _person(self, user: User) -> Json:
        chat = self.world.chats[user.id]
        return {
            "id": user.id,
            "name": user.name,
            "username": user.username,
            "label": user.label,
            "section": user.section,
            "started": user.started,
            "blocked": user.blocked,
            "unread": self.world.unread(chat),
            "last": self.world.last(chat),
        }

    async def state(self, _request: web.Request) -> web.StreamResponse:
        """Return everything the page needs to begin: the bot, the people, the clock, and where the journal stands."""
        people = [self._person(one) for one in self.world.people.values() if not one.is_bot]
        texts = self.world.texts
        body = {
            "bot": {"name": self.world.bot.name, "username": self.world.bot.username},
            "description": texts.get("description", ""),
            "people": people,
            "clock": self.clockwork.reading(),
            "pending": len(self.world.queue.pending),
            "polling": self.poller.waiting,
            "seq": self.world.journal.seq,
        }
        return web.json_response(body)

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """Return a chat's messages, oldest first, and the journal's number at that moment."""
        chat = int(request.match_info["chat"])
        return web.json_response({"messages": self.world.history(chat), "seq": self.world.journal.seq})

    async def commands(self, request: web.Request) -> web.StreamResponse:
        """Return the command menu that a chat shows."""
        chat = self.world.chats.get(int(request.match_info["chat"]))
        return web.json_response(self.world.menu(chat) if chat else [])

    async def clock(self, _request: web.Request) -> web.StreamResponse:
        """Return the time."""
        return web.json_response(self.clockwork.reading())

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """Return what the bot has called after number `after`, getUpdates left out."""
        after = int(request.query.get("after", 0))
        return web.json_response([one for one in self.faults.calls if one["n"] > after])

    async def wait(self, request: web.Request) -> web.StreamResponse:
        """Return the events after `after` (of `chat`), waiting up to `timeout` seconds for the first."""
        query = request.query
        chat = int(query["chat"]) if "chat" in query else None
        found = await self._until(
            lambda: self.world.journal.since(int(query.get("after", 0)), chat),
            float(query.get("timeout", 30)),
            self.world.journal.bell.wait,
        )
        return web.json_response({"events": found or [], "seq": self.world.journal.seq})

    async def drained(self, request: web.Request) -> web.StreamResponse:
        """Wait until the bot has confirmed every update; tell whether it has."""
        done = await self._until(
            lambda: not self.world.queue.pending,
            float(request.query.get("timeout", 30)),
            self.world.queue.bell.wait,
        )
        return web.json_response({"drained": bool(done), "pending": len(self.world.queue.pending)})

    async def _until(self, ready: Callable[[], Any], timeout: float, ring: Callable[[float], Awaitable[bool]]) -> Any:
        loop = asyncio.get_running_loop()
        until = loop.time() + max(0.0, min(timeout, _LONGEST_WAIT))
        while not (found := ready()) and not self.closing.is_set() and loop.time() < until:
            await ring(until - loop.time())
        return found

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream the journal as server-sent events, from `after` or from where the browser left off."""
        seq = int(request.headers.get("Last-Event-ID") or request.query.get("after") or 0)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while not self.closing.is_set():
                for event in self.world.journal.since(seq):
                    seq = event["seq"]
                    data = json.dumps(event, ensure_ascii=False)
                    await response.write(f"id: {seq}\ndata: {data}\n\n".encode())
                if self.world.journal.seq == seq and not await self.world.journal.bell.wait(15):
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass  # the page was closed
        return response

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file: pictures and voice to look at and hear, everything else to save."""
        file = self.world.files.get(request.match_info["file_id"])
        if file is None:
            return _refuse("没有这个文件", 404)
        shown = re.fullmatch(r"image/(?:png|jpeg|gif|webp)|audio/[\w.+-]+", file.mime) is not None
        headers = {"Cache-Control": "private, max-age=86400, immutable"}  # an id never gets another content
        if not shown:
            headers["Content-Disposition"] = attachment(file.name)
        mime = file.mime if shown else "application/octet-stream"
        return web.Response(body=file.content, content_type=mime, headers=headers)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return the page or one of its own files."""
        name = request.match_info.get("name", "index.html")
        kind = _TYPES.get("." + name.rpartition(".")[2])
        found = files("bot.sandbox") / "page" / name
        if kind is None or not re.fullmatch(r"[a-z_]+\.[a-z]+", name) or not found.is_file():
            return _refuse("没有这个页面", 404)
        return web.Response(body=found.read_bytes(), content_type=kind, charset="utf-8")

    def close(self) -> None:
        """Let all who wait go, because the sandbox stops."""
        self.closing.set()
        self.world.journal.bell.ring()
        self.world.queue.bell.ring()


def _refuse(why: str, status: int = 400) -> web.StreamResponse:
    return web.json_response({"ok": False, "error": why}, status=status)
