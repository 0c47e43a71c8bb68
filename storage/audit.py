"""Every change as an event: who, when, what, before, after, by which message. Events are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.models import AuditEvent


def record(
    *,
    session: Session,
    at: datetime,
    action: str,
    object: str,  # the table's own word for it
    object_id: int | None = None,
    person_id: int | None = None,
    actor: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    inbox_id: int | None = None,
) -> AuditEvent:
    """Add an event. `actor` says who it was where no person is known, such as the command line."""
    event = AuditEvent(
        at=at,
        action=action,
        object=object,
        object_id=object_id,
        person_id=person_id,
        actor=actor,
        before=before or {},
        after=after or {},
        inbox_id=inbox_id,
    )
    session.add(event)
    session.flush()
    return event


def history(*, session: Session, object: str, object_id: int) -> Sequence[AuditEvent]:
    """Return what happened to one thing, oldest first."""
    query = select(AuditEvent).where(AuditEvent.object == object, AuditEvent.object_id == object_id)
    return session.exec(query.order_by(col(AuditEvent.id))).all()


def since(*, session: Session, moment: datetime, limit: int = 100) -> Sequence[AuditEvent]:
    """Return events from a moment on, oldest first."""
    return session.exec(
        select(AuditEvent).where(AuditEvent.at >= moment).order_by(col(AuditEvent.at), col(AuditEvent.id)).limit(limit)
    ).all()
