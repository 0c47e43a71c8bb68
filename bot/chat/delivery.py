"""The way out: claims what is due, checks that it is still needed, sends it outside any transaction, records the end.

A step claims and starts what may go now; the loop only repeats steps and sleeps until the next one can do something.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Set
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from sqlmodel import Session

from bot.chat.bridge import Bridge
from bot.chat.pacing import Pacer
from bot.chat.retry import Action, Outcome, Result, decide
from storage import outbox
from storage.kinds import OutboxState
from storage.models import OutboxRow

log = logging.getLogger(__name__)

LEASE_SECONDS = 180.0  # twice what an attempt may take
SWEEP_SECONDS = 30.0
CHECK_RETRY = timedelta(seconds=60)
MAX_CHECKS = 5
SOON_SECONDS = 0.05
IDLE_SECONDS = 1.0  # other processes write into the outbox too, and cannot wake us
STALE = "stale: it could not be sent in time"

StillNeeded = Callable[[Session, OutboxRow], str | None]
OnUnreachable = Callable[[Session, OutboxRow, str], None]
Ended = tuple[OutboxRow, Outcome]


class Sender(Protocol):
    """What sends a row: the gateway."""

    async def send(self, row: OutboxRow) -> Outcome:
        """Make one attempt."""


def _needed(_session: Session, _row: OutboxRow) -> str | None:
    return None


def real_now() -> datetime:
    """Return the machine's time: what leases and waiting are measured by, also over a restart."""
    return datetime.now(UTC)


class Delivery:
    """Sends the outbox.

    `now` is the office's clock. `still_needed` returns a reason to skip a row, or None; `on_unreachable` is told in the
    transaction that records it. `alone`: no other process can be sending, so what is found being sent was interrupted.
    """

    def __init__(
        self,
        bridge: Bridge,
        sender: Sender,
        pacer: Pacer,
        *,
        now: Callable[[], datetime],
        real_now: Callable[[], datetime] = real_now,
        still_needed: StillNeeded = _needed,
        on_unreachable: OnUnreachable | None = None,
        concurrent: int = 16,
        alone: bool | None = None,
    ) -> None:
        self._bridge, self._sender, self._pacer = bridge, sender, pacer
        self._now, self._real_now = now, real_now
        self._still_needed, self._on_unreachable = still_needed, on_unreachable
        self._concurrent = concurrent
        self._sweep_all = bridge.database.is_sqlite if alone is None else alone
        self._swept: datetime | None = None
        self._sending: dict[int, asyncio.Task[None]] = {}  # by chat, until recorded: one message at a time to each
        self._unanswered: dict[int, int] = {}  # by row: attempts that may have arrived; a restart counts anew
        self._ended: list[Ended] = []
        self._record_trouble = 0
        self._stopping, self._idle = False, False
        self._stepping = asyncio.Lock()
        self.wake = asyncio.Event()

    # -- the loop

    async def run(self) -> None:
        """Send until `stop`; what is being sent then is finished and recorded."""
        trouble = 0
        while not self._stopping:
            try:
                worked = await self.step()
                trouble = 0
            except Exception:
                log.exception("the delivery loop had an error and goes on")
                worked, trouble = False, trouble + 1
            if not worked:
                await self._sleep(min(2.0**trouble, 60.0) if trouble else None)
        await self.settled()

    def stop(self) -> None:
        """Start nothing more."""
        self._stopping = True
        self.wake.set()

    async def settled(self) -> None:
        """Wait until everything that is being sent has been recorded."""
        while self._sending:
            if not self._ended:
                await asyncio.wait(list(self._sending.values()), return_when=asyncio.FIRST_COMPLETED)
            await self._turn(room=0)

    async def drain(self) -> None:
        """Send everything that can be sent by now, at Telegram's pace; what has to be tried later stays queued."""
        while True:
            while await self.step():
                pass
            if self._ended:
                continue
            if not self._sending and not await self._bridge.read(self._waiting):
                return
            change = self._pacer.next_change()
            pause = asyncio.ensure_future(asyncio.sleep(IDLE_SECONDS if change is None else change))
            await asyncio.wait([pause, *self._sending.values()], return_when=asyncio.FIRST_COMPLETED)
            pause.cancel()

    async def _sleep(self, seconds: float | None) -> None:
        """Wait for something to do, or so many seconds."""
        if seconds is None:
            change = self._pacer.next_change()
            seconds = IDLE_SECONDS if change is None else min(change, IDLE_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wake.wait()
        self.wake.clear()

    # -- a step

    async def step(self) -> bool:
        """Claim and start what may go now; tell whether that was anything."""
        return await self._turn(room=self._pacer.room())

    async def _turn(self, *, room: int) -> bool:
        """Record what has ended and claim up to `room` rows, in one transaction."""
        async with self._stepping:
            ended, self._ended = self._ended, []
            open_chats = self._sending.keys() - {row.chat_id for row, _ in ended}
            room = min(room, self._concurrent - len(open_chats))
            if not ended and (room <= 0 or not await self._any(open_chats)):
                return False
            but_not = self._pacer.not_ready() | open_chats
            try:
                claimed, worked = await self._bridge.write(partial(self._work, ended, but_not=but_not, room=room))
            except Exception:
                if not ended:
                    raise
                log.exception("the ends of %d messages could not be recorded together", len(ended))
                await self._record_singly(ended)
                return True
            self._idle, self._record_trouble = not worked, 0
            for row, outcome in ended:
                del self._sending[row.chat_id]
                if row.id is not None and outcome.result in (Result.sent, Result.permanent):
                    self._unanswered.pop(row.id, None)
            for row in claimed:
                if row.method.startswith(("send", "edit")):
                    self._pacer.take(row.chat_id)
                self._sending[row.chat_id] = asyncio.create_task(self._send(row))
            return worked or bool(ended)

    async def _any(self, open_chats: Set[int]) -> bool:
        """Tell whether a step is worth a write transaction; an idle bot spares them to those who write beside it."""
        if not self._idle or self._due_to_sweep():
            return True
        return await self._bridge.read(partial(self._waiting, but_not=self._pacer.not_ready() | open_chats))

    async def _record_singly(self, ended: list[Ended]) -> None:
        """Record each end by itself; what cannot be is tried again while its lease lasts, or it would be sent twice."""
        for row, outcome in ended:
            try:
                await self._bridge.write(partial(self._record, row=row, outcome=outcome))
            except Exception:
                if row.leased_until is not None and self._real_now() < row.leased_until:
                    self._ended.append((row, outcome))
                    continue
                log.exception("the end of message %s could not be recorded", row.id)
            del self._sending[row.chat_id]
        if self._ended:
            self._record_trouble += 1
            await asyncio.sleep(min(0.1 * 2.0**self._record_trouble, 15.0))

    def _waiting(self, session: Session, but_not: Collection[int] = ()) -> bool:
        return outbox.waiting(session=session, real_now=self._real_now(), but_not=but_not)

    def _due_to_sweep(self) -> bool:
        return self._swept is None or self._real_now() - self._swept >= timedelta(seconds=SWEEP_SECONDS)

    def _work(
        self, ended: list[Ended], session: Session, *, but_not: Set[int], room: int
    ) -> tuple[list[OutboxRow], bool]:
        for row, outcome in ended:
            self._record(session, row=row, outcome=outcome)
        return self._claim(session, but_not=but_not, room=room)

    def _claim(self, session: Session, *, but_not: Set[int], room: int) -> tuple[list[OutboxRow], bool]:
        real, worked = self._real_now(), False
        if self._due_to_sweep():
            swept = outbox.sweep(session=session, now=self._now(), real_now=real, everything=self._sweep_all)
            if swept:
                log.warning("%d messages were being sent when the process ended; they are sent again", swept)
            self._swept, self._sweep_all = real, False
        claimed: list[OutboxRow] = []
        # Bounded, so that a heap of stale rows does not keep other writers waiting.
        for _ in range(100):
            if len(claimed) >= room:
                break
            rows = outbox.due(session=session, real_now=real, but_not=but_not, limit=room - len(claimed))
            if not rows:
                break
            worked = True
            claimed += [row for row in rows if self._wanted(session, row, real)]
        return claimed, worked

    def _wanted(self, session: Session, row: OutboxRow, real: datetime) -> bool:
        """Lease a row that is to be sent; end, or put off, one that is not."""
        skip = partial(outbox.settle, session=session, row=row, state=OutboxState.skipped, now=self._now())
        if row.expires_at is not None and row.expires_at <= self._now():
            skip(reason=STALE)
            return False
        try:
            with session.begin_nested():
                reason = self._still_needed(session, row)
        except Exception as error:
            log.exception("whether message %s is still needed cannot be told", row.id)
            self._put_off(session, row, real, f"cannot be checked: {type(error).__name__}: {error}"[:300])
            return False
        if reason is not None:
            skip(reason=reason)
            return False
        return outbox.lease(session=session, row=row, real_now=real, seconds=LEASE_SECONDS)

    def _put_off(self, session: Session, row: OutboxRow, real: datetime, reason: str) -> None:
        """Try a row that cannot be checked later, a few times: it must not stall the others."""
        if not outbox.lease(session=session, row=row, real_now=real, seconds=LEASE_SECONDS):
            return
        if row.attempts >= MAX_CHECKS:
            outbox.settle(session=session, row=row, state=OutboxState.failed, now=self._now(), reason=reason)
        else:
            outbox.retry(session=session, row=row, not_before=real + CHECK_RETRY, reason=reason)

    # -- a message

    async def _send(self, row: OutboxRow) -> None:
        try:
            outcome = await self._sender.send(row)
        except Exception as error:
            log.exception("message %s could not be handed over", row.id)
            outcome = Outcome(Result.permanent, f"{type(error).__name__}: {error}"[:300])
        if outcome.result is Result.wait or outcome.everyone:
            seconds = decide(outcome, row.attempts).after
            self._pacer.pause(row.chat_id, seconds, everyone=outcome.everyone)
        if outcome.result is Result.unknown and row.id is not None:
            self._unanswered[row.id] = self._unanswered.get(row.id, 0) + 1
        self._ended.append((row, outcome))
        # Where the loop is about to take its next turn anyway, that turn records this end too: one commit for both.
        change = self._pacer.next_change()
        if change is None or change > SOON_SECONDS:
            self.wake.set()

    def _record(self, session: Session, *, row: OutboxRow, outcome: Outcome) -> None:
        decision = decide(outcome, row.attempts, self._unanswered.get(row.id or 0))
        end = partial(outbox.settle, session=session, row=row, now=self._now(), reason=outcome.reason)
        if decision.action is Action.sent:
            end(state=OutboxState.sent, message_id=outcome.message_id)
        elif decision.action is Action.again:
            later = self._real_now() + timedelta(seconds=decision.after)
            outbox.retry(session=session, row=row, not_before=later, reason=outcome.reason, counted=decision.counted)
            if outcome.new_chat_id is not None:
                outbox.migrate_chat(session=session, old=row.chat_id, new=outcome.new_chat_id)
        else:
            log.error("message %s (%s) was not delivered: %s", row.id, row.kind, outcome.reason)
            end(state=OutboxState.failed)
            if outcome.unreachable:
                self._tell(session, row, outcome.reason)

    def _tell(self, session: Session, row: OutboxRow, why: str) -> None:
        if self._on_unreachable is None:
            return
        try:
            with session.begin_nested():
                self._on_unreachable(session, row, why)
        except Exception:
            log.exception("that somebody cannot be reached could not be told")
