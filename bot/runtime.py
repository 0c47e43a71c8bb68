"""The running bot: poller, worker, delivery and ticks, built here, started and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from telegram.error import InvalidToken, TelegramError

from bot.app import App
from bot.chat.bridge import Bridge
from bot.chat.delivery import Delivery
from bot.chat.dispatch import Dispatcher
from bot.chat.drawing import Drawing
from bot.chat.fetch import Fetcher
from bot.chat.fetched import Evidence, PlanDocuments
from bot.chat.gateway import Gateway, RedactingFilter, install_log_filter, make_api
from bot.chat.menu import default_menu
from bot.chat.pacing import Pacer
from bot.chat.poll import Poller, TokenRefused
from bot.chat.routes import ROUTES
from bot.chat.sole import sole
from bot.chat.worker import Worker
from bot.garbage import settle
from bot.locale import Voice, text
from bot.services import nudge, parked, people, tick
from bot.services.context import Context
from bot.services.invite import BOT_NOTE
from storage import inbox, notes
from storage.kinds import DownloadPurpose
from storage.models import InboxRow, OutboxRow, Person

log = logging.getLogger(__name__)

TICK_SECONDS = 20
GRACE_SECONDS = 10.0
CATCH_UP_SECONDS = 60.0
CATCH_UP_LOOK = 0.05


class Runtime:
    """One bot at work: `start`, `run` until told to stop, `stop`; `tick` and `drain` for a clock that is moved."""

    def __init__(
        self, app: App, redacting: RedactingFilter | None = None, *, catch_up: float = CATCH_UP_SECONDS
    ) -> None:
        """Build everything; nothing is connected yet. `catch_up`: seconds that the first tick waits at most."""
        config = app.config
        self.app = app
        self._redacting = redacting or RedactingFilter(config.token)
        self._bridge = Bridge(app.database)
        self._api = make_api(config.token, base_url=config.base_url, proxy=config.proxy)
        now: Callable[[], datetime] = app.clock.now
        self._drawing = Drawing()
        gateway = Gateway(self._api, draw=self._drawing.draw)
        self.delivery = Delivery(
            self._bridge,
            gateway,
            Pacer(time.monotonic),
            now=now,
            still_needed=self._still_needed,
            on_unreachable=self._unreachable,
            concurrent=config.concurrent,
        )
        self.worker = Worker(
            self._bridge,
            Dispatcher(app.office, ROUTES, now),
            now=now,
            answer=gateway.answer,
            on_parked=self._parked,
            done=self._handled,
            redact=self._redacting.redact,
        )
        self.fetcher = Fetcher(
            self._bridge,
            self._api,
            {
                DownloadPurpose.plan: PlanDocuments(self._context, lambda: app.office.day(app.clock.now())),
                DownloadPurpose.evidence: Evidence(self._context, config.attachments),
            },
            limit=app.office.file_limit,
            done=self.delivery.wake.set,
        )
        bot_id = int(config.token.partition(":")[0])
        self.poller = Poller(self._api, self._bridge, bot_id=bot_id, now=now, stored=self.worker.wake.set)
        self._scheduler = AsyncIOScheduler(timezone=config.zone)
        self._catch_up = catch_up
        self._sending = False
        self._beginning: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._warming: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say hello to Telegram and begin to work; raises DubanError where that cannot be.

        Nothing is due, and nothing goes out, before what people have sent meanwhile is handled: see `_begin`.
        """
        username = await self._hello()
        await self._bridge.write(partial(self._remember, username=username))
        await self._offer_menu()
        for work in (self.poller.run, self.worker.run, self.fetcher.run):
            self._tasks.append(asyncio.create_task(work(), name=work.__qualname__))
        if username:
            self.poller.answered.set()
        self._beginning = asyncio.create_task(self._begin(), name="Delivery.run")
        self._tasks.append(self._beginning)
        self._warming = asyncio.create_task(self._drawing.warm_up())
        log.info("running as @%s", username or "?")

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, or until a loop ends with an error, which is raised."""
        waiter = asyncio.create_task(stopping.wait())
        try:
            done, _ = await asyncio.wait({waiter, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {waiter}:
                task.result()
        finally:
            waiter.cancel()

    async def stop(self) -> None:
        """Finish what is being done, take up nothing new, let everything go."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for part in (self.poller, self.worker, self.fetcher, self.delivery):
            part.stop()
        if self._beginning is not None and not self._sending:
            self._beginning.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._warming is not None:
            self._warming.cancel()
        self._drawing.close()
        self._bridge.close()
        with contextlib.suppress(TelegramError):
            await self._api.shutdown()

    async def tick(self) -> None:
        """Do what is due by now."""
        await self._bridge.write(lambda session: tick.tick(self._context(session)))
        self.delivery.wake.set()

    async def drain(self) -> None:
        """Handle everything that has come in, and send everything that can be sent by now."""
        await self.worker.drain()
        await self.fetcher.drain()
        await self.delivery.drain()

    async def _begin(self) -> None:
        """Tick and send, once what waited for us is handled: a unit that has answered is not asked again.

        Where Telegram does not let us know what waits, the ticks begin after a while all the same; messages go out when
        it has answered and was given that time once more, and each is checked again before it goes.
        """
        handled = asyncio.create_task(self._all_handled())
        try:
            await asyncio.wait({handled}, timeout=self._catch_up)
            if not handled.done():
                log.warning("what has been sent to us meanwhile is not all handled after %.0f s", self._catch_up)
            await self._start_ticks()
            if not handled.done() and not self.poller.answered.is_set():
                await self.poller.answered.wait()
                await asyncio.wait({handled}, timeout=self._catch_up)
        finally:
            handled.cancel()
        self._sending = True
        await self.delivery.run()

    async def _all_handled(self) -> None:
        """Wait until Telegram has nothing more for us and the inbox is empty."""
        await self.poller.caught_up.wait()
        while True:
            try:
                if not await self._bridge.read(_something_waits):
                    return
            except SQLAlchemyError as error:
                log.warning("whether something waits cannot be told: %s", type(error).__name__)
            await asyncio.sleep(CATCH_UP_LOOK)

    async def _start_ticks(self) -> None:
        # The clock may be a moved one: the trigger only says "look again", the tick asks the clock.
        trigger = IntervalTrigger(seconds=TICK_SECONDS, timezone=self.app.config.zone)
        self._scheduler.add_job(self._safe_tick, trigger, coalesce=True, max_instances=1, misfire_grace_time=None)
        self._scheduler.start()
        await self._safe_tick()

    def _handled(self) -> None:
        """Something was handled: there may be messages to send and files to fetch."""
        self.delivery.wake.set()
        self.fetcher.wake.set()

    async def _safe_tick(self) -> None:
        try:
            await self.tick()
        except Exception:
            log.exception("a tick had an error; the next one tries again")

    async def _hello(self) -> str:
        """Return our user name; a refused token is said clearly, a network that is down is waited out by the loops."""
        try:
            await self._api.initialize()
        except InvalidToken as error:
            raise TokenRefused(
                text("Telegram does not accept the token: check [telegram] token and base_url, or ask @BotFather")
            ) from error
        except TelegramError as error:
            log.warning("Telegram does not answer yet: %s", error)
            return ""
        return self._api.username

    async def _offer_menu(self) -> None:
        """Set the menu of people we do not know; a server without menus is no reason not to run."""
        commands = default_menu(Voice(self.app.config.language))
        try:
            await self._api.call("setMyCommands", {"commands": commands})
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", error)

    def _remember(self, session: Session, username: str) -> None:
        if username:
            notes.put(session=session, name=BOT_NOTE, value=username, at=self.app.clock.now())

    def _context(self, session: Session) -> Context:
        return Context(session, self.app.clock.now(), self.app.office, Voice(self.app.config.language))

    def _still_needed(self, session: Session, row: OutboxRow) -> str | None:
        return nudge.still_needed(self._context(session), row)

    def _unreachable(self, session: Session, row: OutboxRow, why: str) -> None:
        person = session.get(Person, row.person_id) if row.person_id else None
        if person is not None:
            people.mark_unreachable(self._context(session), person, why)

    def _parked(self, session: Session, row: InboxRow) -> None:
        parked.tell(self._context(session), row)


def _something_waits(session: Session) -> bool:
    return inbox.waiting(session=session)


async def serve(app: App, stopping: asyncio.Event) -> None:
    """Run the bot until told to stop; raises DubanError when it cannot go on, or where another one is running."""
    with sole(app.database):
        runtime = Runtime(app, install_log_filter(app.config.token))
        settle()
        try:
            await runtime.start()
            await runtime.run(stopping)
        finally:
            await runtime.stop()
