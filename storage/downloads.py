"""Files to be fetched from Telegram: asked for in a handler's transaction, fetched by a loop outside of any.

`real_now` is the machine's time, by which attempts and leases are measured; `now` the office's, which is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from storage.kinds import DownloadPurpose, DownloadState
from storage.models import Download


def put(*, session: Session, row: Download) -> Download:
    """Ask for a file; the same file of the same message for the same purpose is asked for once."""
    found = session.exec(
        select(Download).where(
            Download.chat_id == row.chat_id,
            Download.message_id == row.message_id,
            Download.unique_id == row.unique_id,
            Download.purpose == row.purpose,
        )
    ).first()
    if found is not None:
        return found
    session.add(row)
    session.flush()
    return row


def next_row(*, session: Session, real_now: datetime) -> Download | None:
    """Return the file to fetch next, the oldest first."""
    return session.exec(select(Download).where(_ready(real_now)).order_by(col(Download.id)).limit(1)).first()


def claim(*, session: Session, row: Download, real_now: datetime, seconds: float) -> bool:
    """Take a file for so many seconds and count the attempt; tell whether nobody else was first."""
    taken = session.execute(
        update(Download)
        .where(col(Download.id) == row.id, _ready(real_now))
        .values(attempts=col(Download.attempts) + 1, not_before=real_now + timedelta(seconds=seconds))
    )
    session.expire(row)
    return bool(getattr(taken, "rowcount", 0))


def release(*, session: Session) -> int:
    """Give up all claims: for a start, where no other process can be fetching. Return how many there were."""
    held = col(Download.state) == DownloadState.wanted, col(Download.not_before).is_not(None)
    freed = session.execute(update(Download).where(*held).values(not_before=None))
    return int(getattr(freed, "rowcount", 0))


def again(*, session: Session, row: Download, at: datetime, reason: str, counted: bool = True) -> None:
    """Try again at a moment of real time; an attempt that Telegram put off does not count."""
    row.not_before, row.reason = at, reason
    if not counted:
        row.attempts -= 1
    session.add(row)
    session.flush()


def settle(*, session: Session, row: Download, state: DownloadState, now: datetime, reason: str = "") -> None:
    """Record the end."""
    row.state, row.reason, row.settled_at, row.not_before = state, reason, now, None
    session.add(row)
    session.flush()


def of_message(*, session: Session, chat_id: int, message_id: int) -> Sequence[Download]:
    """Return what came with a message, in order."""
    query = select(Download).where(Download.chat_id == chat_id, Download.message_id == message_id)
    return session.exec(query.order_by(col(Download.id))).all()


def waiting(*, session: Session, purpose: DownloadPurpose | None = None) -> Sequence[Download]:
    """Return what is still to be fetched."""
    query = select(Download).where(Download.state == DownloadState.wanted).order_by(col(Download.id))
    return session.exec(query.where(Download.purpose == purpose) if purpose else query).all()


def _ready(real_now: datetime) -> ColumnElement[bool]:
    free = col(Download.not_before).is_(None) | (col(Download.not_before) <= real_now)
    return (col(Download.state) == DownloadState.wanted) & free
