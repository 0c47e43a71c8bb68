"""A copy of the database while it is in use, checked before it is called a backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import DubanError, UsageError
from storage.database import Database

PAGES = 1000  # copied at a time, so that the bot beside us is never kept waiting


def backup(database: Database, target: Path) -> int:
    """Copy an SQLite database to a new file and return its size in bytes; nothing is left behind on failure."""
    source = database.path
    if source is None:
        raise UsageError("This database is not an SQLite file; back it up with its own tools (PostgreSQL: pg_dump)")
    _reserve(target)
    try:
        _copy(source, target)
        found = check(target)
        if found:
            raise DubanError("The copy is damaged, no backup was made: {why}", why="; ".join(found))
        return target.stat().st_size
    except BaseException as error:
        _remove(target)
        if isinstance(error, sqlite3.Error | OSError):
            raise DubanError("No backup was made: {why}", why=error) from error
        raise


def check(path: Path) -> list[str]:
    """Return what is wrong with an SQLite file: nothing where it is whole and its references hold."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.Error as error:
        return [str(error)]
    return [row for row in rows if row != "ok"] + [f"{row[0]} {row[1]} -> {row[2]}" for row in broken]


def _reserve(target: Path) -> None:
    """Make the file, for us alone to read; refuse one that is there."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise UsageError("{file} exists already and is not overwritten", file=target) from error
    except OSError as error:
        raise UsageError("{file}: cannot be written: {why}", file=target, why=error.strerror or error) from error


def _copy(source: Path, target: Path) -> None:
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=10)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=PAGES, sleep=0.05)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it


def _remove(target: Path) -> None:
    for path in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal"))):
        path.unlink(missing_ok=True)
