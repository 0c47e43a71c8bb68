"""Small makers of columns that every table uses, so that each says only what is its own."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field

from storage.types import Json, RowId, UtcDateTime, word


def key() -> Any:
    """Return the row's own number."""
    return Field(default=None, sa_column=Column(RowId, primary_key=True, autoincrement=True))


def link(table: str, *, null: bool = False, index: bool = True) -> Any:
    """Return a reference to a row of another table; nothing is deleted behind its back."""
    column: Column[Any] = Column(RowId, ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=null, index=index)
    return Field(default=None, sa_column=column) if null else Field(sa_column=column)


def moment(*, null: bool = False, index: bool = False) -> Any:
    """Return a moment in UTC."""
    column: Column[Any] = Column(UtcDateTime(), nullable=null, index=index)
    return Field(default=None, sa_column=column) if null else Field(sa_column=column)


def one_of(kinds: type[StrEnum], default: StrEnum | None = None, *, null: bool = False, index: bool = False) -> Any:
    """Return a column that holds one of the enumeration's words."""
    column = Column(word(kinds), nullable=null, index=index)
    if default is not None or null:
        return Field(default=default, sa_column=column)
    return Field(sa_column=column)


def big(*, null: bool = False, unique: bool = False, index: bool = False) -> Any:
    """Return a 64-bit number, such as a Telegram id."""
    column: Column[Any] = Column(RowId, nullable=null, unique=unique, index=index)
    return Field(default=None, sa_column=column) if null else Field(sa_column=column)


def json(default: type[list[Any]] | type[dict[str, Any]]) -> Any:
    """Return a JSON column, never null."""
    return Field(default_factory=default, sa_column=Column(Json, nullable=False))
