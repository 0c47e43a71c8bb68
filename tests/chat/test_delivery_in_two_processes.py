"""Several processes on one PostgreSQL share the work: every update handled once, every message sent once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlmodel import Session, select
from telegram import Update

from bot.chat.bridge import Bridge
from bot.chat.delivery import Delivery
from bot.chat.handled import Handled
from bot.chat.pacing import Pace, Pacer
from bot.chat.retry import Outcome, Result
from bot.chat.worker import Worker
from storage import inbox, outbox
from storage.database import Database
from storage.inbox import Arrival
from storage.kinds import InboxState, MessageKind, OutboxState
from storage.models import InboxRow, OutboxRow
from tests.storage.conftest import (  # noqa: F401
    NOW,
    address,
    postgres_database,
    postgres_server,
    postgres_template,
)

pytestmark = pytest.mark.postgres
PACE = Pace(overall=10_000, chat_seconds=0.0001)
CHATS, EACH = 12, 15


@asynccontextmanager
async def two_bridges(database: Database) -> AsyncIterator[list[Bridge]]:
    """Give what two processes would have: connections and threads of their own."""
    databases = [Database(address(database)) for _ in range(2)]
    bridges = [Bridge(one) for one in databases]
    yield bridges
    for bridge, one in zip(bridges, databases, strict=True):
        bridge.close()
        one.close()


class Sender:
    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.busy: set[int] = set()

    async def send(self, row: OutboxRow) -> Outcome:
        assert row.chat_id not in self.busy, "two messages to one chat at once"
        self.busy.add(row.chat_id)
        await asyncio.sleep(0)
        self.sent.append((row.chat_id, row.key))
        self.busy.remove(row.chat_id)
        return Outcome(Result.sent, message_id=len(self.sent))


async def test_nothing_is_sent_twice_and_every_chat_in_order(postgres_database: Database) -> None:  # noqa: F811
    with postgres_database.writing() as session:
        for number in range(CHATS * EACH):
            outbox.put(
                session=session, key=f"{number:03}", kind=MessageKind.nudge, chat_id=number % CHATS + 1,
                payload={"text": "x"}, created_at=NOW,
            )  # fmt: skip
    sender = Sender()
    async with two_bridges(postgres_database) as bridges:
        loop = asyncio.get_running_loop()
        both = [Delivery(bridge, sender, Pacer(loop.time, PACE), now=lambda: NOW) for bridge in bridges]
        await asyncio.gather(*(delivery.drain() for delivery in both))
    keys = [key for _, key in sender.sent]
    assert sorted(keys) == [f"{number:03}" for number in range(CHATS * EACH)]
    for chat in range(1, CHATS + 1):
        own = [key for chat_id, key in sender.sent if chat_id == chat]
        assert own == sorted(own)
    with postgres_database.reading() as session:
        assert {row.state for row in session.exec(select(OutboxRow))} == {OutboxState.sent}


async def test_every_update_is_handled_once_and_every_chat_in_order(postgres_database: Database) -> None:  # noqa: F811
    handled: list[tuple[int | None, int]] = []

    def dispatch(_session: Session, update: Update | None, row: InboxRow) -> Handled:
        assert update is not None
        handled.append((row.chat_id, row.update_id))
        return Handled()

    arrivals = [Arrival(number, number % CHATS + 1, {"update_id": number}) for number in range(1, CHATS * EACH + 1)]
    with postgres_database.writing() as session:
        inbox.receive(session=session, bot_id=1, arrivals=arrivals, now=NOW)
    async with two_bridges(postgres_database) as bridges:
        workers = [Worker(bridge, dispatch, now=lambda: NOW) for bridge in bridges]
        while any(await asyncio.gather(*(worker.step() for worker in workers))):
            pass
    assert sorted(number for _, number in handled) == list(range(1, CHATS * EACH + 1))
    for chat in range(1, CHATS + 1):
        own = [number for chat_id, number in handled if chat_id == chat]
        assert own == sorted(own)
    with postgres_database.reading() as session:
        assert {row.state for row in session.exec(select(InboxRow))} == {InboxState.done}
