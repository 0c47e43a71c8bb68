"""What came in: every update is stored once before Telegram is told so, and taken in order within its chat."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.inserts import insert_new
from storage.kinds import InboxState
from storage.models import InboxRow, metadata

MAX_ATTEMPTS = 3
_TABLE = metadata.tables["inbox"]


@dataclass(frozen=True)
class Arrival:
    """An update as it is to be stored: its number, its chat where it has one, and the cleaned payload."""

    update_id: int
    chat_id: int | None
    payload: dict[str, Any]


def digest(payload: dict[str, Any]) -> str:
    """Return the SHA-256 of the payload in canonical form, as hex."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def receive(*, session: Session, bot_id: int, arrivals: Iterable[Arrival], now: datetime) -> int:
    """Store the updates that are not stored yet; return how many that were."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": arrival.update_id,
            "digest": digest(arrival.payload),
            "chat_id": arrival.chat_id,
            "payload": arrival.payload,
            "received_at": now,
            "state": InboxState.new,
            "attempts": 0,
            "reason": "",
        }
        for arrival in arrivals
    ]
    connection, insert = session.connection(), insert_new("inbox", session.get_bind().dialect.name)
    stored = 0
    # One by one, so that the numbers follow the order of arrival on every database.
    for row in rows:
        stored += connection.execute(insert, row).rowcount
    return stored


def next_row(*, session: Session, but_not: Collection[int] = ()) -> InboxRow | None:
    """Return the next row to handle, locked where the database can, or None.

    A chat's earlier unfinished row holds back its later ones; a parked row does not. Chats in `but_not` are left out.
    """
    return session.exec(_next(locked=True), params={"but_not": list(but_not)}).first()


def waiting(*, session: Session, but_not: Collection[int] = ()) -> bool:
    """Tell whether there is a row to handle, without locking anything."""
    return session.exec(_next(locked=False), params={"but_not": list(but_not)}).first() is not None


@cache
def _next(*, locked: bool) -> SelectOfScalar[InboxRow]:
    """Return the query of the next row; it runs for every update, and making it costs more than running it."""
    earlier = aliased(InboxRow)
    held_back = exists().where(
        col(earlier.chat_id) == col(InboxRow.chat_id),
        col(earlier.state) == InboxState.new,
        col(earlier.id) < col(InboxRow.id),
    )
    resting = func.coalesce(col(InboxRow.chat_id), 0).in_(bindparam("but_not", expanding=True))
    query = select(InboxRow).where(InboxRow.state == InboxState.new, ~resting, ~held_back)
    query = query.order_by(col(InboxRow.id)).limit(1)
    return query.with_for_update(skip_locked=True) if locked else query


def finish(*, session: Session, row: InboxRow, state: InboxState, now: datetime, reason: str = "") -> None:
    """Record how the row ended: done, ignored or refused, and why."""
    if state not in (InboxState.done, InboxState.ignored, InboxState.refused):
        raise ValueError(f"a handled row does not end as {state}")
    row.state, row.reason, row.handled_at = state, reason, now
    session.add(row)
    session.flush()


def failed(*, session: Session, row_id: int, reason: str, now: datetime, attempts: int = MAX_ATTEMPTS) -> InboxRow:
    """Count a failure; after `attempts` of them the row is parked, and its chat goes on. Return the row."""
    row = session.get_one(InboxRow, row_id, with_for_update=True)
    if row.state is InboxState.new:
        row.attempts += 1
        row.reason = reason
        if row.attempts >= attempts:
            row.state, row.handled_at = InboxState.parked, now
        session.add(row)
        session.flush()
    return row


def unpark(*, session: Session, row_id: int) -> bool:
    """Give a parked row another chance; tell whether it was parked."""
    changed = session.execute(
        update(InboxRow)
        .where(col(InboxRow.id) == row_id, col(InboxRow.state) == InboxState.parked)
        .values(state=InboxState.new, attempts=0, handled_at=None)
        .returning(col(InboxRow.id))
    )
    return changed.first() is not None


def counts(*, session: Session) -> dict[InboxState, int]:
    """Return how many rows are in each state."""
    query = select(col(InboxRow.state), func.count()).group_by(col(InboxRow.state))
    return dict.fromkeys(InboxState, 0) | dict(session.exec(query).all())


def purge(*, session: Session, before: datetime, limit: int = 5_000) -> int:
    """Delete up to so many finished rows handled before a moment, save those that others name; return how many.

    The newest row stays, whatever its age: its number is in the keys of what was sent for it and must not come again.
    """
    naming = [key.parent for table in metadata.tables.values() for key in table.foreign_keys if key.references(_TABLE)]
    newest = select(func.max(col(InboxRow.id))).scalar_subquery()
    old = (
        select(col(InboxRow.id))
        .where(
            col(InboxRow.state).in_([InboxState.done, InboxState.ignored, InboxState.refused]),
            col(InboxRow.handled_at) < before,
            col(InboxRow.id) < newest,
            *(~exists().where(column == col(InboxRow.id)) for column in naming),
        )
        .order_by(col(InboxRow.id))
        .limit(limit)
    )
    gone = session.execute(delete(InboxRow).where(col(InboxRow.id).in_(old)).returning(col(InboxRow.id)))
    return len(gone.all())
