"""Pushing updates to a webhook: in order, again until taken, with the secret header; a method in the answer is done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from .errors import ApiError
from .model import Json
from .polling import Poller
from .world import World

_log = logging.getLogger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds between attempts


class Pusher:
    """Delivers the queue to the webhook while one is set. `perform` does a method that an answer asks for."""

    def __init__(self, world: World, poller: Poller, perform: Callable[[str, Json], Awaitable[Any]]) -> None:
        self._world = world
        self._poller = poller
        self._perform = perform

    async def run(self) -> None:
        """Push for ever; cancel to stop."""
        pause = _FIRST_PAUSE
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                waiting = self._world.queue.head(1)
                if not self._poller.webhook or not waiting:
                    await self._world.queue.bell.wait(3600)
                elif await self._push(session, waiting[0]):
                    self._world.queue.confirm(waiting[0]["update_id"] + 1)
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)

    async def _push(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._poller.secret} if self._poller.secret else {}
        try:
            async with session.post(self._poller.webhook, json=update, headers=headers) as response:
                if not 200 <= response.status < 300:
                    self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                    return False
                answer = await self._method_in(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False
        if answer:
            try:
                await self._perform(str(answer.pop("method")), answer)
            except ApiError as error:  # Telegram never tells the bot what became of such a method
                _log.warning("the method in a webhook's answer was refused: %s", error)
        return True

    async def _method_in(self, response: aiohttp.ClientResponse) -> Json | None:
        try:
            body = await response.json(content_type=None)
        except ValueError:
            return None
        return body if isinstance(body, dict) and "method" in body else None

    def _failed(self, why: str) -> None:
        self._poller.last_error = (self._world.now(), why)
