"""Fetching files that people have sent: outside any transaction, with retries; then the bytes go to their purpose.

A handler asks for a file in its own transaction (`bot.services.download.want`). This loop claims it by a lease, gets it
from Telegram, lets the purpose prepare it (read a plan in a process of its own, put evidence into its folder), and has
the purpose store the outcome in a transaction of its own. A crash at any instant leads to another attempt.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sqlmodel import Session
from telegram.error import TelegramError

from bot.chat.bridge import Bridge
from bot.chat.gateway import Api, outcome_of
from bot.chat.retry import BACKOFF, Result
from bot.errors import DubanError, Refused
from storage import downloads
from storage.kinds import DownloadPurpose
from storage.models import Download

log = logging.getLogger(__name__)

LEASE_SECONDS = 300.0
GET_SECONDS = 120.0
IDLE_SECONDS = 2.0
MAX_ATTEMPTS = 8


class Purpose(Protocol):
    """What becomes of the bytes."""

    async def prepare(self, row: Download, data: bytes) -> Any:
        """Do what takes long, outside any transaction; a DubanError is an outcome like any other."""

    def store(self, session: Session, row: Download, prepared: Any) -> None:
        """Record the outcome; `prepared` is what `prepare` returned, or the DubanError that it raised."""

    def failed(self, session: Session, row: Download, reason: str, why: Refused | None) -> None:
        """Give the file up."""


def _real_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches what is wanted, one file at a time, the oldest first.

    `alone`: no other process can be fetching, so what is found claimed at the start was interrupted. `done` is called
    after each file, for instance to wake the delivery.
    """

    def __init__(
        self,
        bridge: Bridge,
        api: Api,
        purposes: Mapping[DownloadPurpose, Purpose],
        *,
        limit: int,
        done: Callable[[], None] = lambda: None,
        real_now: Callable[[], datetime] = _real_now,
        alone: bool | None = None,
    ) -> None:
        self._bridge, self._api, self._purposes = bridge, api, purposes
        self._limit, self._done, self._real_now = limit, done, real_now
        self._alone = bridge.database.is_sqlite if alone is None else alone
        self._stopping, self._released = False, False
        self._stepping = asyncio.Lock()
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Fetch until `stop`; what is being fetched then is finished."""
        trouble = 0
        while not self._stopping:
            try:
                worked = await self.step()
                trouble = 0
            except Exception:
                log.exception("fetching files had an error and goes on")
                worked, trouble = False, trouble + 1
            if not worked:
                await self._sleep(min(2.0**trouble, 60.0) if trouble else IDLE_SECONDS)

    def stop(self) -> None:
        """Take nothing more."""
        self._stopping = True
        self.wake.set()

    async def drain(self) -> None:
        """Fetch everything that can be fetched by now; what has to be tried later stays wanted."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Fetch the next file; tell whether there was one."""
        async with self._stepping:
            if not self._released:
                if self._alone:
                    await self._bridge.write(lambda session: downloads.release(session=session))
                self._released = True
            if not await self._bridge.read(self._waiting):
                return False
            row = await self._bridge.write(self._claim)
            if row is not None:
                await self._fetch(row)
                self._done()
            return row is not None

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wake.wait()
        self.wake.clear()

    def _waiting(self, session: Session) -> bool:
        return downloads.next_row(session=session, real_now=self._real_now()) is not None

    def _claim(self, session: Session) -> Download | None:
        now = self._real_now()
        row = downloads.next_row(session=session, real_now=now)
        if row is None or not downloads.claim(session=session, row=row, real_now=now, seconds=LEASE_SECONDS):
            return None
        session.refresh(row)
        return row

    async def _fetch(self, row: Download) -> None:
        if row.attempts > MAX_ATTEMPTS:
            await self._give_up(row, row.reason or "an error of our own, several times")
            return
        purpose = self._purposes[row.purpose]
        try:
            async with asyncio.timeout(GET_SECONDS):
                data = await self._get(row)
        except Refused as refusal:
            await self._give_up(row, str(refusal), refusal)
            return
        except (TelegramError, TimeoutError) as error:
            await self._failed(row, error)
            return
        try:
            prepared = await purpose.prepare(row, data)
        except DubanError as error:
            prepared = error
        except OSError as error:  # the attachment folder is full, or may not be written
            log.exception("a file could not be kept")
            await self._later(row, str(error))
            return
        await self._bridge.write(partial(self._store, row_id=row.id or 0, prepared=prepared))

    async def _get(self, row: Download) -> bytes:
        found = await self._api.get_file(row.file_id)
        if (found.file_size or 0) > self._limit:
            raise self._too_big(row)
        data = bytes(await found.download_as_bytearray())
        if len(data) > self._limit:
            raise self._too_big(row)
        return data

    def _too_big(self, row: Download) -> Refused:
        limit = self._limit // (1024 * 1024)
        return Refused(
            "{name} is larger than {limit} MB; please send a smaller file", name=row.name or "?", limit=limit
        )

    async def _failed(self, row: Download, error: TelegramError | TimeoutError) -> None:
        if isinstance(error, TimeoutError):
            await self._later(row, f"no answer in {GET_SECONDS:.0f} s")
            return
        outcome = outcome_of(error)
        if outcome.result is Result.wait:
            await self._again(row, outcome.reason, outcome.seconds, counted=False)
        elif outcome.result is Result.permanent:
            big = "too big" in outcome.reason.lower()
            await self._give_up(row, outcome.reason, self._too_big(row) if big else None)
        else:
            await self._later(row, outcome.reason)

    async def _later(self, row: Download, reason: str) -> None:
        if row.attempts >= MAX_ATTEMPTS:
            await self._give_up(row, reason)
            return
        await self._again(row, reason, BACKOFF[min(row.attempts, len(BACKOFF)) - 1])

    async def _again(self, row: Download, reason: str, seconds: float, *, counted: bool = True) -> None:
        log.warning("a file is not there yet: %s", reason)
        at = self._real_now() + timedelta(seconds=max(seconds, 1.0))

        def put_off(session: Session) -> None:
            fresh = session.get_one(Download, row.id)
            downloads.again(session=session, row=fresh, at=at, reason=reason[:500], counted=counted)

        await self._bridge.write(put_off)

    async def _give_up(self, row: Download, reason: str, why: Refused | None = None) -> None:
        log.error("a file was given up after %d attempts: %s", row.attempts, reason)
        purpose = self._purposes[row.purpose]
        await self._bridge.write(
            lambda session: purpose.failed(session, session.get_one(Download, row.id), reason, why)
        )

    def _store(self, session: Session, *, row_id: int, prepared: Any) -> None:
        row = session.get_one(Download, row_id)
        self._purposes[row.purpose].store(session, row, prepared)
