"""The way in, second half: takes stored updates in order within a chat and hands them over, one transaction each."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session
from telegram import Message, Update

from bot.chat.bridge import Bridge
from bot.chat.handled import Handled
from storage import inbox
from storage.kinds import InboxState
from storage.models import InboxRow

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0  # a webhook in another process may store updates too
REST_SECONDS = (1.0, 5.0)  # before the second and the third attempt

Dispatch = Callable[[Session, Update | None, InboxRow], Handled]
Answer = Callable[..., Awaitable[Any]]
OnParked = Callable[[Session, InboxRow], None]


class _Taken(NamedTuple):
    row_id: int
    chat_id: int | None


class Worker:
    """Handles the inbox.

    `dispatch` does the work of an update in the given session; `answer` answers its pressed button after the commit;
    `on_parked` is told, in the transaction that parks it, of an update that failed three times; `done` is called after
    each update, for instance to wake the delivery; `redact` cleans the reason of a failure.
    """

    def __init__(
        self,
        bridge: Bridge,
        dispatch: Dispatch,
        *,
        now: Callable[[], datetime],
        answer: Answer | None = None,
        on_parked: OnParked | None = None,
        done: Callable[[], None] = lambda: None,
        redact: Callable[[str], str] = str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bridge, self._dispatch, self._now = bridge, dispatch, now
        self._answer, self._on_parked, self._done, self._redact = answer, on_parked, done, redact
        self._monotonic = monotonic
        self._resting: dict[int, float] = {}  # chats whose first row has failed, until when
        self._answers: set[asyncio.Task[Any]] = set()
        self._stopping, self._idle = False, False
        self.wake = asyncio.Event()

    # -- the loop

    async def run(self) -> None:
        """Handle updates until `stop`; the current one is finished."""
        trouble = 0
        while not self._stopping:
            try:
                worked = await self.step()
                trouble = 0
            except Exception:
                log.exception("the worker had an error and goes on")
                worked, trouble = False, trouble + 1
            if not worked:
                await self._sleep(min(2.0**trouble, 60.0) if trouble else IDLE_SECONDS)
        await self.settled()

    def stop(self) -> None:
        """Take nothing more."""
        self._stopping = True
        self.wake.set()

    async def settled(self) -> None:
        """Wait until every pressed button has been answered."""
        if self._answers:
            await asyncio.wait(list(self._answers))

    async def drain(self) -> None:
        """Handle everything that is stored, attempts after a failure included, without resting in between."""
        while await self.step() or self._resting:
            self._resting.clear()
        await self.settled()

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wake.wait()
        self.wake.clear()

    # -- a step

    async def step(self) -> bool:
        """Handle the next update; tell whether there was one."""
        resting = self._rested()
        # Reading first spares an idle bot, and those who write beside it, a write transaction a second.
        if self._idle and not await self._bridge.read(partial(_waiting, but_not=resting)):
            return False
        taken: list[_Taken] = []
        try:
            handled = await self._bridge.write(partial(self._handle, but_not=resting, taken=taken))
        except Exception as error:
            if not taken:
                raise  # the database is in the way, not an update
            await self._failed(taken[0], error)
            return True
        self._idle = handled is None
        if handled is None:
            return False
        if handled.callback_id and self._answer:
            self._soon(self._answer(handled.callback_id, handled.callback_text, alert=handled.callback_alert))
        self._done()
        return True

    def _handle(self, session: Session, *, but_not: list[int], taken: list[_Taken]) -> Handled | None:
        row = inbox.next_row(session=session, but_not=but_not)
        if row is None:
            return None
        assert row.id is not None
        taken.append(_Taken(row.id, row.chat_id))
        update, unread = parse(row.payload)
        handled = self._dispatch(session, update, row)
        reason = handled.reason if update is not None else f"it cannot be parsed: {unread}"
        state = handled.state if update is not None else InboxState.refused
        inbox.finish(session=session, row=row, state=state, now=self._now(), reason=self._redact(reason))
        return handled

    async def _failed(self, taken: _Taken, error: Exception) -> None:
        log.error("update %d failed", taken.row_id, exc_info=error)
        reason = self._redact("".join(traceback.format_exception_only(error)).strip().splitlines()[0])[:500]
        row = await self._bridge.write(partial(self._count, row_id=taken.row_id, reason=reason))
        if row.state is InboxState.new and taken.chat_id is not None:
            rest = REST_SECONDS[min(row.attempts, len(REST_SECONDS)) - 1]
            self._resting[taken.chat_id] = self._monotonic() + rest
        elif row.state is InboxState.parked:
            log.error("update %d is parked after %d attempts: %s", taken.row_id, row.attempts, reason)
            self._done()

    def _count(self, session: Session, *, row_id: int, reason: str) -> InboxRow:
        row = inbox.failed(session=session, row_id=row_id, reason=reason, now=self._now())
        if row.state is InboxState.parked and self._on_parked:
            try:
                with session.begin_nested():
                    self._on_parked(session, row)
            except Exception:
                log.exception("that update %d is parked could not be told", row_id)
        return row

    def _rested(self) -> list[int]:
        now = self._monotonic()
        self._resting = {chat_id: until for chat_id, until in self._resting.items() if until > now}
        return list(self._resting)

    def _soon(self, answering: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(answering)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


def _waiting(session: Session, but_not: list[int]) -> bool:
    return inbox.waiting(session=session, but_not=but_not)


def parse(payload: dict[str, Any]) -> tuple[Update | None, str]:
    """Return the update, or None and why it cannot be one.

    A message of which a part is of a form that the library does not know is read without that part: who wrote is
    answered all the same, and a quoted poll does not cost them their words.
    """
    try:
        return Update.de_json(payload, None), ""
    except Exception as error:  # the library raises whatever its constructors do
        why = f"{type(error).__name__}: {error}"[:300]
    for name in ("message", "edited_message"):
        body = payload.get(name)
        if isinstance(body, dict):
            with contextlib.suppress(Exception):
                return Update.de_json(payload | {name: _readable(body)}, None), ""
    return None, why


_ENVELOPE = ("message_id", "date", "chat", "from")
UNREAD = "duban_unread"  # the library keeps names that it does not know, so a message is not taken for an empty one


def _readable(body: dict[str, Any]) -> dict[str, Any]:
    """Return a message without the parts that cannot be read; their names stay."""
    envelope = {name: body[name] for name in _ENVELOPE if name in body}
    kept, unread = dict(envelope), []
    for name, value in body.items():
        if name in envelope:
            continue
        try:
            Message.de_json(envelope | {name: value}, None)
            kept[name] = value
        except Exception:
            unread.append(name)
            if name == "reply_to_message":
                kept[name] = {part: value[part] for part in _ENVELOPE if part in value}
    if "forward_origin" in unread:
        raise ValueError("whose words they are cannot be told")
    return kept | {UNREAD: unread}
