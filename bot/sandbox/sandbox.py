"""The sandbox as its users start it: one bot, its people, the Bot API, the page, a clock."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Iterable

from aiohttp import web

from bot.clock import Clock

from .clockwork import ClockHooks, Clockwork
from .control import Control
from .faults import Faults
from .guard import add_headers, guard
from .limits import Limits
from .model import Chat, ChatKind, Json, User
from .params import Params
from .polling import Poller
from .server import LARGEST_REQUEST, BotApi
from .webhook import Pusher
from .world import World


class Sandbox:
    """A local stand-in for Telegram. Build it, add people, `await start()`, point the bot at `base_url`.

    Messages are dated by `clock`, the one the bot is given as well. `token` is made up where none is given. Sending
    limits and the life of pressed buttons are measured with `monotonic`, in real seconds.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        token: str | None = None,
        bot_username: str = "duban_demo_bot",
        bot_name: str = "营商调度助手",
        zone: str = "Asia/Shanghai",
        limits: Limits | None = None,
        hooks: ClockHooks | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token or f"7000000001:{secrets.token_urlsafe(26)[:35]}"
        self.clock = clock or Clock()
        self.hooks = hooks or ClockHooks()
        bot = User(int(self.token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.world = World(self.clock, bot=bot, limits=limits, monotonic=monotonic)
        self.faults = Faults()
        self._poller = Poller(self.world.queue)
        self._zone = zone
        self._control: Control | None = None
        self._runner: web.AppRunner | None = None
        self._pushing: asyncio.Task[None] | None = None
        self.url = ""

    @property
    def base_url(self) -> str:
        """The Bot API's address as python-telegram-bot takes it; ends in /bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The address of files as python-telegram-bot takes it."""
        return f"{self.url}/file/bot"

    def add_user(self, user_id: int, name: str, *, username: str = "", label: str = "", section: str = "") -> User:
        """Add a persona. `label` (the unit, say) stands under the name, `section` is the heading in the list."""
        return self.world.add_user(User(user_id, name, username=username, label=label, section=section))

    def add_group(self, chat_id: int, title: str, members: Iterable[int] = (), *, kind: ChatKind = "group") -> Chat:
        """Add a group, supergroup or channel (negative id) that the bot is in."""
        return self.world.add_chat(Chat(chat_id, kind, title, members=set(members)))

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one, `url` tells which. Raises OSError when the port is taken."""
        clockwork = Clockwork(self.clock, self._zone, self.hooks, self.world.journal)
        api = BotApi(self.world, self._poller, self.faults, self.token)
        self._control = Control(self.world, self._poller, self.faults, clockwork)
        app = web.Application(middlewares=[guard(host)], client_max_size=LARGEST_REQUEST)
        app.add_routes(api.routes())
        app.add_routes(self._control.routes())
        app.on_response_prepare.append(add_headers)
        # A poll whose bot has died must not stay pending: cancel the handler when the connection goes.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=2.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://{'[' + host + ']' if ':' in host else host}:{bound}"

        async def perform(method: str, values: Json) -> None:
            await api.call(method, Params(values))

        self._pushing = asyncio.create_task(Pusher(self.world, self._poller, perform).run())

    async def stop(self) -> None:
        """Stop listening; pending polls and streams end at once. Twice does no harm."""
        if self._control is not None:
            self._control.close()
        self._poller.close()
        self.faults.clear()
        if self._pushing is not None:
            self._pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pushing
            self._pushing = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Sandbox:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()
