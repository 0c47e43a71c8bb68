"""What goes out: each message once, by its key, in order within a chat, claimed by a lease and never in a transaction
that lasts over a send.

Two clocks: `now` is the office's (what is recorded, and what is stale), `real_now` the machine's (leases, waiting).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, tuple_, update
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.inserts import insert_new
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, Question, metadata

# Receipts answer a person who is waiting; nudges and documents can wait.
PRIORITY = {
    MessageKind.receipt: 0,
    MessageKind.question: 10,
    MessageKind.office: 10,
    MessageKind.nudge: 20,
    MessageKind.document: 20,
}
WAITING = (OutboxState.queued, OutboxState.sending)
INTERRUPTED = "interrupted while being sent"
MAX_INTERRUPTIONS = 5
NEW = {
    "method": "sendMessage",
    "attachment": None,
    "not_before": None,
    "state": OutboxState.queued,
    "reason": "",
    "attempts": 0,
}
ENDS = (OutboxState.sent, OutboxState.failed, OutboxState.skipped, OutboxState.cancelled)


def put(
    *,
    session: Session,
    key: str,
    kind: MessageKind,
    chat_id: int,
    payload: dict[str, Any],
    created_at: datetime,
    method: str = "sendMessage",
    person_id: int | None = None,
    unit_id: int | None = None,
    plan_id: int | None = None,
    day: date | None = None,
    attachment: bytes | None = None,
    facts: dict[str, Any] | None = None,
    priority: int | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> OutboxRow:
    """Queue a message, or return the row that has this key already, unchanged.

    `payload` is the method's parameters without chat_id; with an `attachment`, `filename` in it is its name. A lower
    `priority` goes first, by default by kind. `created_at` and `expires_at` are office time, `not_before` real time.
    """
    values = {
        "key": key,
        "kind": kind,
        "chat_id": chat_id,
        "person_id": person_id,
        "unit_id": unit_id,
        "plan_id": plan_id,
        "day": day,
        "method": method,
        "payload": payload,
        "attachment": attachment,
        "facts": facts or {},
        "priority": PRIORITY[kind] if priority is None else priority,
        "not_before": not_before,
        "expires_at": expires_at,
        "created_at": created_at,
    }
    put_all(session=session, rows=[values])
    return session.exec(select(OutboxRow).where(OutboxRow.key == key)).one()


def put_all(*, session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Queue many messages in one statement, given as the parameters of `put`; those whose key is there stay as is."""
    if rows:
        fresh = [{"priority": PRIORITY[row["kind"]], **NEW, **row} for row in rows]
        session.connection().execute(insert_new("outbox", session.get_bind().dialect.name), fresh)


def due(*, session: Session, real_now: datetime, but_not: Collection[int] = (), limit: int = 1) -> Sequence[OutboxRow]:
    """Return the rows to send next, at most one a chat, urgent ones first; locked where the database can.

    A chat's rows go one after another: none while one is being sent, only a more urgent one past one that waits for
    another try. Chats in `but_not` are left out.
    """
    wanted = {"real_now": real_now, "but_not": list(but_not), "rows": limit}
    return session.exec(_due(locked=True), params=wanted).all()


def waiting(*, session: Session, real_now: datetime, but_not: Collection[int] = ()) -> bool:
    """Tell whether there is a row to send now, without locking anything."""
    wanted = {"real_now": real_now, "but_not": list(but_not), "rows": 1}
    return session.exec(_due(locked=False), params=wanted).first() is not None


@cache
def _due(*, locked: bool) -> SelectOfScalar[OutboxRow]:
    """Return the query of what is due; it runs for every message, and making it costs more than running it."""
    other = aliased(OutboxRow)
    sending = exists().where(col(other.chat_id) == col(OutboxRow.chat_id), col(other.state) == OutboxState.sending)
    earlier = exists().where(
        col(other.chat_id) == col(OutboxRow.chat_id),
        col(other.state) == OutboxState.queued,
        tuple_(col(other.priority), col(other.id)) < tuple_(col(OutboxRow.priority), col(OutboxRow.id)),
    )
    ready = col(OutboxRow.not_before).is_(None) | (col(OutboxRow.not_before) <= bindparam("real_now"))
    resting = col(OutboxRow.chat_id).in_(bindparam("but_not", expanding=True))
    query = select(OutboxRow).where(OutboxRow.state == OutboxState.queued, ready, ~resting, ~sending, ~earlier)
    query = query.order_by(col(OutboxRow.priority), col(OutboxRow.id)).limit(bindparam("rows"))
    return query.with_for_update(skip_locked=True) if locked else query


def lease(*, session: Session, row: OutboxRow, real_now: datetime, seconds: float) -> bool:
    """Claim a queued row for so long; tell whether it was still to be had."""
    return _change(
        session,
        row,
        OutboxState.queued,
        state=OutboxState.sending,
        attempts=row.attempts + 1,
        leased_until=real_now + timedelta(seconds=seconds),
    )


def settle(
    *,
    session: Session,
    row: OutboxRow,
    state: OutboxState,
    now: datetime,
    reason: str = "",
    message_id: int | None = None,
) -> bool:
    """End a row as sent, failed, skipped or cancelled; tell whether it had not ended before."""
    if state not in ENDS:
        raise ValueError(f"a message does not end as {state}")
    values: dict[str, Any] = {"state": state, "reason": reason, "settled_at": now, "leased_until": None}
    if message_id is not None:
        values["message_id"] = message_id
    # A message that did go out is recorded as sent, even if it was cancelled or its lease ran out in between.
    if state is OutboxState.sent:
        return _change(session, row, *WAITING, OutboxState.cancelled, OutboxState.failed, mine=False, **values)
    return _change(session, row, *WAITING, **values)


def retry(*, session: Session, row: OutboxRow, not_before: datetime, reason: str, counted: bool = True) -> bool:
    """Put a claimed row back, to be tried again at a moment of real time; uncounted where it was not its own fault."""
    return _change(
        session,
        row,
        OutboxState.sending,
        state=OutboxState.queued,
        not_before=not_before,
        leased_until=None,
        reason=reason,
        attempts=row.attempts if counted else max(0, row.attempts - 1),
    )


def sweep(*, session: Session, now: datetime, real_now: datetime, everything: bool = False) -> int:
    """Queue again what was being sent when its process died: leases that ran out, or all; return how many.

    Such a message may have arrived. It is sent again: a liaison can bear two reminders, not a lost receipt. One that is
    interrupted again and again may itself be what kills the process, and fails.
    """
    stale = col(OutboxRow.state) == OutboxState.sending
    if not everything:
        stale = stale & (col(OutboxRow.leased_until) < real_now)
    again = (col(OutboxRow.reason) == INTERRUPTED) & (col(OutboxRow.attempts) >= MAX_INTERRUPTIONS)
    failed = {"state": OutboxState.failed, "settled_at": now, "reason": f"{INTERRUPTED}, {MAX_INTERRUPTIONS} times"}
    session.execute(update(OutboxRow).where(stale, again).values(leased_until=None, **failed))
    queued = {"state": OutboxState.queued, "reason": INTERRUPTED}
    rows = session.execute(
        update(OutboxRow).where(stale).values(leased_until=None, **queued).returning(col(OutboxRow.id))
    )
    return len(rows.all())


def cancel_where(*conditions: ColumnElement[bool], session: Session, now: datetime, reason: str) -> list[int]:
    """Cancel the queued messages that all conditions hold for; return their numbers. One being sent is left alone."""
    rows = session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.state) == OutboxState.queued, *conditions)
        .values(state=OutboxState.cancelled, reason=reason, settled_at=now)
        .returning(col(OutboxRow.id))
        .execution_options(synchronize_session="fetch")
    )
    return sorted(rows.scalars().all())


def migrate_chat(*, session: Session, old: int, new: int) -> int:
    """Send what waits for a group to its new number; return how many messages that was."""
    rows = session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.chat_id) == old, col(OutboxRow.state).in_(WAITING))
        .values(chat_id=new)
        .returning(col(OutboxRow.id))
    )
    session.execute(update(Question).where(col(Question.chat_id) == old).values(chat_id=new))
    return len(rows.all())


def find_message(*, session: Session, chat_id: int, message_id: int) -> OutboxRow | None:
    """Return what was sent as that message: the original, not later changes of it."""
    query = select(OutboxRow).where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id)
    return session.exec(query.order_by(col(OutboxRow.id)).limit(1)).first()


def next_wait(*, session: Session, real_now: datetime) -> datetime | None:
    """Return the next real moment at which a waiting row may be tried again or a lease runs out, or None."""
    moment = func.coalesce(col(OutboxRow.leased_until), col(OutboxRow.not_before))
    query = select(func.min(moment)).where(col(OutboxRow.state).in_(WAITING), moment > real_now)
    return session.exec(query).one()


def counts(*, session: Session) -> dict[OutboxState, int]:
    """Return how many rows are in each state."""
    query = select(col(OutboxRow.state), func.count()).group_by(col(OutboxRow.state))
    return dict.fromkeys(OutboxState, 0) | dict(session.exec(query).all())


def _change(session: Session, row: OutboxRow, *states: OutboxState, mine: bool = True, **values: Any) -> bool:
    """Change the row if it is in one of the states, as the database has it now; tell whether it was.

    With `mine` also only under the lease that we know: after it ran out another process may be sending the row.
    """
    table = metadata.tables["outbox"]
    query = update(table).where(table.c.id == row.id, table.c.state.in_(states))
    if mine:
        query = query.where(table.c.leased_until.is_not_distinct_from(row.leased_until))
    if session.connection().execute(query.values(**values)).rowcount == 0:
        return False
    if row in session:
        for name, value in values.items():
            set_committed_value(row, name, value)
    return True
