"""The engine and its sessions. Nothing is created at import; callers make one Database and hand it down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from storage.errors import DatabaseUnavailable
from storage.migrations import HEAD

BUSY_SECONDS = 10


class Database:
    """One database, two kinds of session: `reading` (a snapshot) and `writing` (one transaction)."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Prepare the engine for `url`; no connection is made yet. SQLite waits so long for another writer."""
        self.url = _with_driver(make_url(url))
        self.engine = _sqlite_engine(self.url, busy_seconds) if self.is_sqlite else _server_engine(self.url)
        # Deferred transactions fail with "database is locked" as soon as two processes write: take the lock at once.
        self._writer = self.engine.execution_options(duban_begin="BEGIN IMMEDIATE")
        # SQLite reads from a snapshot anyway; PostgreSQL has to be asked for one.
        self._reader = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def shown(self) -> str:
        """Return the address as it may be shown: without its password."""
        return self.url.render_as_string(hide_password=True)

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
        """Yield a session that only reads; whatever it changes is thrown away. Its rows can be read afterwards."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session
            session.expunge_all()  # a rollback would empty them
            session.rollback()

    def upgrade(self) -> None:
        """Bring the database to the current schema, making it where there is none; cheap where nothing is to do.

        Raises DatabaseUnavailable, SchemaTooNew or SchemaForeign; nothing is changed then.
        """
        if self.path and not self.path.exists() and self.path.parent.is_dir():
            # It will hold names and telephone numbers: nobody else on the machine needs to read it.
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        try:
            if self._version() == HEAD:
                return
            from storage.migrations.run import upgrade  # Alembic takes longer to import than most commands to run

            with self._writer.begin() as connection:
                upgrade(connection)
        except DatabaseError as error:
            raise DatabaseUnavailable(f"{self.shown}: {error.orig}") from error

    def _version(self) -> str | None:
        """Return the schema version that the database says it has, or None."""
        if self.is_sqlite:
            there = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
        else:
            there = text("SELECT to_regclass('alembic_version')")
        with self._reader.connect() as connection:
            if connection.scalar(there) is None:
                return None
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return None if version is None else str(version)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _with_driver(url: URL) -> URL:
    """Use psycopg for PostgreSQL, whatever the library's own default is."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


# A failed statement's parameters are people's words: `hide_parameters` keeps them out of errors and logs.


def _server_engine(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)

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
