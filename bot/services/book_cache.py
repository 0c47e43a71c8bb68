"""Plans read once a transaction: a book is kept with its session until something that it was made from changes.

Handling one message asks for the same plan half a dozen times. Changes are noticed where SQLAlchemy makes them: rows
that are flushed, statements that write, and what is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as AnySession

from storage.models import Assignment, Completion, Extension, Milestone, Plan, Task, Unit, UnitMember

T = TypeVar("T")

MADE_FROM = (Plan, Task, Unit, UnitMember, Assignment, Milestone, Completion, Extension)
_TABLES = frozenset(table.__tablename__ for table in MADE_FROM)
_KEY = "duban_books"


def kept(session: AnySession, key: Hashable, make: Callable[[], T]) -> T:
    """Return what was made for the key in this session and still holds, else make it."""
    session.flush()
    books: dict[Hashable, Any] = session.info.setdefault(_KEY, {})
    if key not in books:
        books[key] = make()
    found: T = books[key]
    return found


@event.listens_for(AnySession, "after_flush")
def _flushed(session: AnySession, _context: Any) -> None:
    if _KEY in session.info and any(
        isinstance(row, MADE_FROM) for rows in (session.new, session.dirty, session.deleted) for row in rows
    ):
        session.info.pop(_KEY)


@event.listens_for(AnySession, "do_orm_execute")
def _written(state: ORMExecuteState) -> None:
    if _KEY in state.session.info and (state.is_update or state.is_insert or state.is_delete):
        table = getattr(getattr(state.statement, "table", None), "name", None)
        if table is None or table in _TABLES:
            state.session.info.pop(_KEY)


@event.listens_for(AnySession, "after_soft_rollback")
def _rolled_back(session: AnySession, _previous: Any) -> None:
    session.info.pop(_KEY, None)
