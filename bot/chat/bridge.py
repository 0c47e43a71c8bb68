"""The one place between asyncio and the synchronous services: one thread that writes, a few that read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlmodel import Session

from storage.database import Database

T = TypeVar("T")


class Bridge:
    """Runs functions of a session in threads. Make it once, close it last."""

    def __init__(self, database: Database, *, readers: int = 3) -> None:
        self.database = database
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="duban-write")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="duban-read")

    async def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one write transaction: committed when it returns, rolled back when it raises."""
        return await self.run(lambda: self._written(work))

    async def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on a snapshot; nothing that it changes is kept."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in the writing thread; it opens its own transactions."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def close(self) -> None:
        """Wait for what is running and let the threads go."""
        self._writer.shutdown()
        self._readers.shutdown()

    def _written(self, work: Callable[[Session], T]) -> T:
        with self.database.writing() as session:
            return work(session)

    def _read(self, work: Callable[[Session], T]) -> T:
        with self.database.reading() as session:
            return work(session)
