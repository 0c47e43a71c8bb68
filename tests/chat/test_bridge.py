"""Services run in threads: one writes, in whole transactions, and readers are not kept waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlmodel import Session, select

from bot.chat.bridge import Bridge
from storage.database import Database
from storage.models import Unit


@pytest.fixture
async def bridge(database: Database) -> AsyncIterator[Bridge]:
    made = Bridge(database)
    yield made
    made.close()
    database.close()


def names(session: Session) -> list[str]:
    return list(session.exec(select(Unit.name)))


async def test_a_write_is_committed_and_can_be_read(bridge: Bridge) -> None:
    await bridge.write(lambda session: session.add(Unit(name="县医保局")))
    assert await bridge.read(names) == ["县医保局"]


async def test_a_write_that_raises_leaves_nothing(bridge: Bridge) -> None:
    def work(session: Session) -> None:
        session.add(Unit(name="县医保局"))
        session.flush()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await bridge.write(work)
    assert await bridge.read(names) == []


async def test_what_a_reader_changes_is_thrown_away(bridge: Bridge) -> None:
    await bridge.read(lambda session: session.add(Unit(name="县医保局")))
    assert await bridge.read(names) == []


async def test_writes_come_one_after_another_in_one_thread_and_readers_pass(bridge: Bridge) -> None:
    threads: set[str] = set()
    go_on, began = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(session: Session) -> None:
        threads.add(threading.current_thread().name)
        session.add(Unit(name="县医保局"))
        session.flush()
        loop.call_soon_threadsafe(began.set)
        assert go_on.wait(20)

    def second(session: Session) -> list[str]:
        threads.add(threading.current_thread().name)
        return names(session)

    writing = asyncio.create_task(bridge.write(slow))
    await began.wait()
    after = asyncio.create_task(bridge.write(second))
    assert await bridge.read(names) == []
    assert not after.done()
    go_on.set()
    await writing
    assert await after == ["县医保局"]
    assert len(threads) == 1


async def test_other_work_can_be_given_to_the_writing_thread(bridge: Bridge) -> None:
    name = await bridge.run(lambda: threading.current_thread().name)
    assert name.startswith("duban-write")
