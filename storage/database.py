"""The engine and its sessions. Nothing is created at import; callers make one Database and hand it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session

BUSY_SECONDS = 10


class Database:
    """One database, two kinds of session: `reading` (a snapshot) and `writing` (one transaction)."""

    def __init__(self, url: str) -> None:
        """Prepare the engine for `url`; no connection is made yet."""
        self.url = make_url(url)
        self.engine = _sqlite_engine(url) if self.is_sqlite else create_engine(url, pool_pre_ping=True)
        # Deferred transactions fail with "database is locked" as soon as two processes write: take the lock at once.
        self._writer = self.engine.execution_options(duban_begin="BEGIN IMMEDIATE")

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """Return the database file, or None where there is none."""
        name = self.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session in one write transaction: committed at the end, rolled back on any error."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            session.connection()
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads; whatever it changes is thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.rollback()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("duban_begin", "BEGIN"))

    return engine
