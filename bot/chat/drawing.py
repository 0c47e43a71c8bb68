"""Pictures and papers are made in a process of its own, so that no summary holds up a reply.

A handler queues them with what they are made from (`bot.services.post.drawn`); the gateway asks for the file when the
message's turn comes, outside any transaction. A process that has died is replaced.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bot.reports import packing
from bot.reports.render import File, render, warm

log = logging.getLogger(__name__)

DRAW_SECONDS = 60.0
FILE_LIMIT = 50 * 1024 * 1024  # what Telegram takes of a bot
WARM_AFTER = 1.0


class DrawingFailed(Exception):
    """The file could not be made, or is larger than Telegram takes."""


class Drawing:
    """Makes files in one spawned process, which starts when it is first needed or is warmed up."""

    def __init__(self, *, seconds: float = DRAW_SECONDS, limit: int = FILE_LIMIT) -> None:
        self._seconds, self._limit = seconds, limit
        self._pool: ProcessPoolExecutor | None = None

    async def draw(self, form: str, data: bytes, language: str) -> File:
        """Return the file: name, mime type, bytes; raises DrawingFailed."""
        for attempt in (1, 2):
            pool = self._running()
            try:
                async with asyncio.timeout(self._seconds):
                    found = await asyncio.get_running_loop().run_in_executor(pool, render, form, data, language)
            except BrokenProcessPool as error:
                self._end(pool)
                if attempt == 2:
                    raise DrawingFailed("the drawing process has died twice") from error
            except TimeoutError as error:
                self._end(pool)
                raise DrawingFailed(f"not made within {self._seconds:.0f} s") from error
            except Exception as error:
                raise DrawingFailed(f"{type(error).__name__}: {error}"[:300]) from error
            else:
                if len(found[2]) > self._limit:
                    raise DrawingFailed(f"{len(found[2])} bytes are more than Telegram takes")
                return found
        raise AssertionError("both attempts end above")

    async def warm_up(self) -> None:
        """Start the process a moment after the start, so that the first picture need not wait for it."""
        await asyncio.sleep(WARM_AFTER)
        await asyncio.get_running_loop().run_in_executor(None, packing.warm)  # what is drawn is packed here
        try:
            await asyncio.get_running_loop().run_in_executor(self._running(), warm)
        except BrokenProcessPool:
            log.warning("the drawing process could not be started; it is tried again with the first picture")
            self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._pool is not None:
            self._end(self._pool)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_begin)
        return self._pool

    def _end(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(5)


def _begin() -> None:
    """In the new process: leave Ctrl-C to the parent, give way to replies, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    parent = multiprocessing.parent_process()
    assert parent is not None, "this runs in a spawned process"

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, name="follow-parent", daemon=True).start()
