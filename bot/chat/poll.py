"""The way in, first half: raw updates are committed to the inbox, and only then acknowledged.

Telegram repeats what is not acknowledged, and the inbox knows what it has: a crash at any instant loses nothing and
stores nothing twice. The offset lives in memory only.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.chat.bridge import Bridge
from bot.chat.gateway import Api
from bot.chat.redact import arrival, unreadable
from bot.errors import DubanError
from bot.locale import text
from storage import inbox
from storage.inbox import Arrival

log = logging.getLogger(__name__)

LONG_POLL = 50  # seconds; Telegram holds a poll no longer
BATCH = 100
ALLOWED = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "message_reaction",
    "my_chat_member",
)  # fmt: skip
# After a week without updates Telegram numbers them anew: an old offset could swallow new updates.
AFRESH_SECONDS = 6 * 24 * 3600.0
# A process that has just been replaced may still hang in its last poll; longer than that, it is a second bot.
PATIENCE = 40.0
# One that has long been polling alone is the rightful one, and gives the newcomer time to give up.
ESTABLISHED = 120.0
LONG_PATIENCE = 600.0
CALM = 90.0  # a conflict this long after the one before is a new one
CONFLICT_PAUSE = 3.0
MOST_BACKOFF = 60.0


class SecondBot(DubanError):
    """Another process receives this bot's updates."""


class TokenRefused(DubanError):
    """Telegram does not know the token."""


class Poller:
    """Fetches updates for `bot_id` and stores them. `stored` is called after each batch, to wake the worker."""

    def __init__(
        self,
        api: Api,
        bridge: Bridge,
        *,
        bot_id: int,
        now: Callable[[], datetime],
        stored: Callable[[], None] = lambda: None,
        long_poll: int = LONG_POLL,
        patience: float = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        import bot.replies.sensitive  # noqa: F401  what checks the texts must be there before any text is

        self._api, self._bridge, self._bot_id, self._now, self._stored = api, bridge, bot_id, now, stored
        self._long_poll, self._patience = long_poll, patience
        self._monotonic, self._wall, self._sleep = monotonic, wall, sleep
        self._offset: int | None = None
        self._started, self._last_update = monotonic(), wall()
        self._polled = False  # whether Telegram has ever answered
        self._trouble = 0
        self._conflicts: tuple[float, float] | None = None  # the first and the last of a series
        self._webhook_deleted = False
        self._storing = False
        self._stopping = asyncio.Event()
        self.polled_at: float | None = None  # monotonic; for a health check
        self.answered = asyncio.Event()  # whether anything at all came back, refusals too
        self.caught_up = asyncio.Event()  # whether everything that waited for us has been stored

    # -- the loop

    async def run(self) -> None:
        """Poll until `stop`; raises SecondBot or TokenRefused when there is no point in going on."""
        while not self._stopping.is_set():
            step = asyncio.ensure_future(self.step())
            stop = asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({step, stop}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stop.cancel()
                if not self._storing:
                    step.cancel()  # nothing is lost: what was not stored was not acknowledged
                await asyncio.wait({step})
            error = None if step.cancelled() else step.exception()
            if isinstance(error, DubanError):
                raise error
            if error is not None:
                log.error("the polling loop had an error and goes on", exc_info=error)
                await self._back_off(f"{type(error).__name__}")

    def stop(self) -> None:
        """Leave the long poll; a batch that is being stored is stored."""
        self._stopping.set()

    # -- a step

    async def step(self) -> bool:
        """Poll once, store what came, move on; tell whether anything came. Network trouble is waited out."""
        if self._wall() - self._last_update > AFRESH_SECONDS:
            self._offset = None
        try:
            updates = await self._fetch()
        except RetryAfter as error:
            self.answered.set()
            wait = error.retry_after
            await self._sleep(float(wait) if isinstance(wait, int | float) else wait.total_seconds())
            return False
        except Conflict as error:
            self.answered.set()
            await self._conflict(error)
            return False
        except InvalidToken as error:
            await self._refused(error)
            return False
        except TelegramError as error:
            await self._back_off(f"no updates: {error}")
            return False
        self._polled, self.polled_at = True, self._monotonic()
        self.answered.set()
        if not updates:
            self.caught_up.set()
            self._trouble = 0
            return False
        trouble = await self._keep(updates)
        if trouble:
            await self._back_off(trouble)
        return not trouble

    async def _fetch(self) -> Sequence[Any]:
        # Until nothing waits any more, an empty answer is wanted at once: others hold back for it.
        patience = self._long_poll if self.caught_up.is_set() else 0
        params = {"timeout": patience, "limit": BATCH, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            params["offset"] = self._offset
        result = await self._api.call("getUpdates", params, read_timeout=patience + 15.0)
        if not isinstance(result, list):
            raise TelegramError("getUpdates did not return a list")
        return result

    async def _keep(self, updates: Sequence[Any]) -> str:
        """Commit the updates, then let the offset pass them; return what is in the way, or ""."""
        arrivals = [arrival(update, bot_id=self._bot_id) for update in updates]
        self._storing = True
        try:
            await self._store_all(arrivals)
        except Exception as error:
            log.exception("updates could not be stored; Telegram keeps them")
            return f"not stored: {type(error).__name__}"
        finally:
            self._storing = False
        self._last_update = self._wall()
        self._stored()
        numbers = [one.update_id for one in arrivals if one.update_id >= 0]
        if not numbers:
            return "updates without numbers cannot be acknowledged"
        self._offset = max(numbers) + 1
        self._trouble = 0
        return ""

    async def _store_all(self, arrivals: Sequence[Arrival]) -> None:
        try:
            await self._store(arrivals)
        except (OperationalError, InterfaceError):
            raise  # the database is in the way, not an update
        except Exception:
            log.exception("a batch of updates could not be stored; trying one by one")
            for one in arrivals:
                await self._store_somehow(one)

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        await self._bridge.write(partial(self._receive, arrivals=arrivals))

    def _receive(self, session: Session, arrivals: Sequence[Arrival]) -> int:
        return inbox.receive(session=session, bot_id=self._bot_id, arrivals=arrivals, now=self._now())

    async def _store_somehow(self, one: Arrival) -> None:
        """Store an update, or that there was one that the database will not take: it must not hold up the others."""
        try:
            await self._store([one])
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            await self._store([unreadable(one.update_id, f"it cannot be stored: {type(error).__name__}")])

    # -- what can go wrong

    async def _back_off(self, why: str) -> None:
        """Wait longer each time, with jitter, so that many bots do not come back at once."""
        self._trouble += 1
        seconds = min(MOST_BACKOFF, 2.0 ** min(self._trouble - 1, 10))
        seconds *= 0.5 + random.random() / 2  # noqa: S311
        log.warning("%s; the next try is in %.1f s", why, seconds)
        await self._sleep(seconds)

    async def _refused(self, error: InvalidToken) -> None:
        """Stop at a revoked token. A 404 at the start is the token's or the address's, later perhaps a proxy's."""
        revoked = "unauthorized" in str(error).lower()
        if revoked or not self._polled:
            raise TokenRefused(
                text("Telegram does not accept the token: check [telegram] token and base_url, or ask @BotFather")
            ) from error
        await self._back_off("getUpdates is not found")

    async def _conflict(self, error: Conflict) -> None:
        now = self._monotonic()
        if "webhook" in str(error).lower():
            if self._webhook_deleted:
                raise SecondBot(
                    text(
                        "A webhook is set for this bot, and was set again after it was removed: another program uses "
                        "the same token. Stop it, or use a token of your own."
                    )
                ) from error
            log.warning("a webhook is set for this bot: it is removed, since we poll")
            self._webhook_deleted = True
            try:
                await self._api.call("deleteWebhook", {"drop_pending_updates": False})
            except TelegramError as failure:
                self._webhook_deleted = False
                await self._back_off(f"the webhook could not be removed: {failure}")
            return
        first, last = self._conflicts or (now, now)
        if now - last > CALM:
            first = now
        self._conflicts = (first, now)
        alone_since = first - self._started
        patience = LONG_PATIENCE if self._polled and alone_since > ESTABLISHED else self._patience
        if now - first >= patience:
            raise SecondBot(
                text(
                    "Another program receives this bot's updates: a second duban, or another bot with the same token. "
                    "Stop it; two cannot share one token."
                )
            ) from error
        log.warning("another program polls with this token; waiting for it to end, %.0f s so far", now - first)
        await self._sleep(CONFLICT_PAUSE)
