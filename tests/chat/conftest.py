"""The post of a running bot: a sandbox over real HTTP, the library's own client, a database, and people who write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, col, select

from bot.chat.bridge import Bridge
from bot.chat.gateway import Api, make_api
from bot.clock import Clock
from bot.sandbox import Limits, Sandbox, SandboxClient
from storage import outbox
from storage.database import Database
from storage.kinds import MessageKind
from storage.models import InboxRow, OutboxRow

T = TypeVar("T")
LI, ZHOU, GROUP = 2001, 1001, -3001
START = datetime.fromisoformat("2022-08-24T09:29:00+08:00")


@dataclass
class Post:
    """What the tests hold in their hands."""

    sandbox: Sandbox
    client: SandboxClient
    api: Api
    bridge: Bridge
    database: Database
    clock: Clock

    def write(self, work: Callable[[Session], T]) -> T:
        """Do something in a transaction of its own."""
        with self.database.writing() as session:
            return work(session)

    def put(self, key: str, kind: MessageKind = MessageKind.nudge, chat_id: int = LI, **more: Any) -> OutboxRow:
        """Queue a message."""
        payload = more.pop("payload", {"text": key})
        now = self.clock.now()
        return self.write(
            lambda session: outbox.put(
                session=session, key=key, kind=kind, chat_id=chat_id, payload=payload, created_at=now, **more
            )
        )

    def out(self) -> list[OutboxRow]:
        """Return the outbox in order."""
        with self.database.reading() as session:
            return list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))

    def arrived(self) -> list[InboxRow]:
        """Return the inbox in order."""
        with self.database.reading() as session:
            return list(session.exec(select(InboxRow).order_by(col(InboxRow.id))))

    async def texts(self, user: int = LI) -> list[str]:
        """Return what the bot has said to a person."""
        return [one["text"] for one in await self.client.messages(user) if one["from"]["is_bot"] and "text" in one]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path}/duban.db")
    made.upgrade()
    return made


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    clock = Clock(START)
    box = Sandbox(clock, limits=Limits.off())
    box.add_user(LI, "李强")
    box.add_user(ZHOU, "周敏")
    box.add_group(GROUP, "营商环境工作群", [LI, ZHOU])
    bridge = Bridge(database)
    async with box, SandboxClient(box.url) as client, make_api(box.token, base_url=box.base_url) as api:
        await client.start(LI)
        await client.start(ZHOU)
        box.world.queue.clear()
        yield Post(box, client, api, bridge, database, clock)
    bridge.close()
    database.close()
