"""Plans and what has been said, read once a transaction: kept with its session until something it was made of changes.

Handling one message asks for the same plan half a dozen times. Changes are noticed where SQLAlchemy makes them: rows
that are flushed, statements that write, and what is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as AnySession

from storage.models import (
    Assignment,
    Completion,
    Extension,
    Milestone,
    Pending,
    Plan,
    Report,
    Task,
    Unit,
    UnitMember,
)

T = TypeVar("T")
Tables = frozenset[str]


def _names(*tables: Any) -> Tables:
    return frozenset(table.__tablename__ for table in tables)


BOOK = _names(Plan, Task, Unit, UnitMember, Assignment, Milestone, Completion, Extension)
FACTS = _names(Report, Pending, Completion, Unit, Task)
_ALL = BOOK | FACTS
_KEY = "duban_books"


def kept(session: AnySession, key: Hashable, make: Callable[[], T], made_of: Tables = BOOK) -> T:
    """Return what was made for the key of these tables in this session and still holds, else make it."""
    session.flush()
    known: dict[Hashable, tuple[Tables, Any]] = session.info.setdefault(_KEY, {})
    if key not in known:
        known[key] = made_of, make()
    found: T = known[key][1]
    return found


def known(session: AnySession, key: Hashable) -> Any | None:
    """Return what was made for the key and still holds, or None."""
    session.flush()
    return session.info.get(_KEY, {}).get(key, (None, None))[1]


def _forget(session: AnySession, changed: Iterable[str]) -> None:
    known: dict[Hashable, tuple[Tables, Any]] = session.info[_KEY]
    tables = set(changed)
    for key in [key for key, (made_of, _) in known.items() if made_of & tables]:
        del known[key]


@event.listens_for(AnySession, "after_flush")
def _flushed(session: AnySession, _context: Any) -> None:
    if session.info.get(_KEY):
        rows = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
        _forget(session, {str(getattr(row, "__tablename__", "")) for row in rows})


@event.listens_for(AnySession, "do_orm_execute")
def _written(state: ORMExecuteState) -> None:
    if state.session.info.get(_KEY) and (state.is_update or state.is_insert or state.is_delete):
        table = getattr(getattr(state.statement, "table", None), "name", None)
        _forget(state.session, _ALL if table is None else [table])


@event.listens_for(AnySession, "after_soft_rollback")
def _rolled_back(session: AnySession, _previous: Any) -> None:
    session.info.pop(_KEY, None)
