"""How much the inbox, the worker and the outbox take: `python -m tests.benchmarks.post_throughput [DATABASE-URL]`.

It measures and prints, and judges nothing. Without an address it uses a new SQLite file.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime

from sqlmodel import Session
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
from storage.kinds import MessageKind
from storage.models import InboxRow, OutboxRow

NOW = datetime.now(UTC)
CHATS = 50


def arrival(number: int) -> Arrival:
    """Return a short reply in one of the chats."""
    chat = {"id": number % CHATS + 1, "type": "private"}
    body = {"message_id": number, "date": 1, "chat": chat, "text": f"{number}办结，其余正常"}
    return Arrival(number, number % CHATS + 1, {"update_id": number, "message": body})


def put(session: Session, key: str, chat_id: int, kind: MessageKind = MessageKind.receipt) -> None:
    """Queue a short message."""
    outbox.put(session=session, key=key, kind=kind, chat_id=chat_id, payload={"text": "已记1项"}, created_at=NOW)


class Sender:
    """Sends nowhere, in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def send(self, row: OutboxRow) -> Outcome:
        """Say that it was sent."""
        await asyncio.sleep(self.seconds)
        return Outcome(Result.sent, message_id=row.id)


def receiving(database: Database, count: int) -> None:
    """One update a commit, then a hundred a commit."""
    began = time.perf_counter()
    for number in range(count):
        with database.writing() as session:
            inbox.receive(session=session, bot_id=1, arrivals=[arrival(number)], now=NOW)
    print(f"stored one a commit: {count / (time.perf_counter() - began):,.0f} updates/s")
    began = time.perf_counter()
    for start in range(count, 2 * count, 100):
        with database.writing() as session:
            arrivals = [arrival(number) for number in range(start, start + 100)]
            inbox.receive(session=session, bot_id=1, arrivals=arrivals, now=NOW)
    print(f"stored a hundred a commit: {count / (time.perf_counter() - began):,.0f} updates/s")


async def handling(bridge: Bridge, count: int) -> None:
    """Parse, queue a receipt, finish: one transaction each."""

    def dispatch(session: Session, _update: Update | None, row: InboxRow) -> Handled:
        put(session, f"r{row.id}", row.chat_id or 1)
        return Handled()

    began = time.perf_counter()
    await Worker(bridge, dispatch, now=lambda: NOW).drain()
    print(f"handled: {count / (time.perf_counter() - began):,.0f} updates/s")


async def delivering(bridge: Bridge, count: int) -> None:
    """Deliver as fast as the database can, then at Telegram's pace to many chats at 100 ms each."""
    fast = Pacer(time.monotonic, Pace(overall=1_000_000, chat_seconds=1e-6))
    began = time.perf_counter()
    await Delivery(bridge, Sender(0), fast, now=lambda: NOW).drain()
    print(f"delivered without a pace: {count / (time.perf_counter() - began):,.0f} messages/s")
    with bridge.database.writing() as session:
        for chat in range(1, 301):
            put(session, f"n{chat}", chat, MessageKind.nudge)
    began = time.perf_counter()
    await Delivery(bridge, Sender(0.1), Pacer(time.monotonic), now=lambda: NOW).drain()
    print(f"delivered at Telegram's pace, 100 ms each: {300 / (time.perf_counter() - began):.1f} messages/s")


async def main(url: str, count: int = 2000) -> None:
    """Measure everything on one database."""
    database = Database(url)
    database.upgrade()
    began = time.perf_counter()
    for _ in range(100):
        database.upgrade()
    print(f"found current: {(time.perf_counter() - began) * 10:.2f} ms")
    receiving(database, count)
    bridge = Bridge(database)
    await handling(bridge, 2 * count)
    await delivering(bridge, 2 * count)
    bridge.close()
    database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/duban.db"))
