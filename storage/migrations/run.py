"""Brings a database to the newest version, by Alembic, in one transaction that no other process can cut into."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.errors import SchemaForeign, SchemaTooNew
from storage.migrations import HEAD

_LOCK = 0x64756261  # any number that only we use: PostgreSQL's advisory lock for upgrades


def upgrade(connection: Connection) -> None:
    """Run what is missing. The connection must be in a write transaction; the caller commits it.

    Raises SchemaTooNew for a version that this program does not know, SchemaForeign for tables that are not ours.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    # Another process may have done it while we waited for the lock.
    current = MigrationContext.configure(connection).get_current_revision()
    if current == HEAD:
        return
    config = configuration(connection)
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaTooNew(
            f"this database has schema version {current}, written by a newer version of duban; "
            f"this version knows up to {HEAD}: upgrade duban, or restore an older backup"
        )
    if current is None and inspect(connection).get_table_names():
        raise SchemaForeign("this database already holds tables that duban did not make; give duban one of its own")
    command.upgrade(config, "head")


def configuration(connection: Connection) -> Config:
    """Return Alembic's settings for a connection; there is no file for them."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
