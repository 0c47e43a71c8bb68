"""One bot to a database: a lock that is held while the bot runs, and let go by the system even when it is killed."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DubanError
from bot.locale import text
from storage.database import Database

log = logging.getLogger(__name__)

ADVISORY = 0x647562616E  # "duban"; PostgreSQL keeps such locks apart by database


class AlreadyRunning(DubanError):
    """Another bot is at work on this database."""


@contextmanager
def sole(database: Database) -> Iterator[None]:
    """Hold the database's lock; raises AlreadyRunning at once where another process has it."""
    if not database.is_sqlite:
        with _advisory(database):
            yield
    elif database.path is None:  # in memory: nobody else can see it
        yield
    else:
        with _locked(database.path.resolve()):
            yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    beside = path.with_name(f"{path.name}.lock")
    handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            # The process's own lock: a child that outlives a killed bot does not keep it.
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise _refusal(f"{path}") from error
        except OSError as error:  # a file system without locks is no reason not to run
            log.warning("%s cannot be locked, a second bot would not be noticed: %s", beside, error)
        # The file stays: to remove it would let two bots hold two files of one name.
        yield
    finally:
        os.close(handle)


@contextmanager
def _advisory(database: Database) -> Iterator[None]:
    # A connection of its own, outside any transaction; the server lets the lock go when it ends.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sql("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY}):
            raise _refusal(database.shown)
        try:
            yield
        finally:
            try:
                connection.execute(sql("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY})
            except SQLAlchemyError as error:
                log.warning("the lock went with its connection: %s", type(error).__name__)


def _refusal(shown: str) -> AlreadyRunning:
    return AlreadyRunning(
        text(
            "Another duban is already running on this database ({database}); it goes on. Stop that one first, or give "
            "this one a database and a token of its own: [storage] url, [telegram] token."
        ),
        database=shown,
    )
