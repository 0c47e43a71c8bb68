"""Inserting a row unless its like is there already, in one statement, on both databases."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite

from storage.models import metadata


@cache
def insert_new(table: str, dialect: str) -> Executable:
    """Return the statement; its row count tells whether the row was new."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(metadata.tables[table]).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)
