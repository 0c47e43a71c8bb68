"""Alembic's entry: runs the versions on the connection that it is handed."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import inspect

from storage import types
from storage.models import metadata

_OURS = {id(types.RowId): "RowId", id(types.Json): "Json"}


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by name, so that a version reads like the models."""
    if kind != "type":
        return False
    if id(item) in _OURS:
        return f"types.{_OURS[id(item)]}"
    if isinstance(item, types.UtcDateTime):
        return "types.UtcDateTime()"
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render,
    compare_type=True,
    render_as_batch=bool(inspect(connection).get_table_names()),  # SQLite cannot alter a column: its tables are copied
)
with context.begin_transaction():
    context.run_migrations()
