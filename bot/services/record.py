"""Writing down who changed what: one line for a service to call."""

from __future__ import annotations

from typing import Any

from bot.services.context import Context
from storage import audit


def record(
    ctx: Context, action: str, row: Any, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Record that the actor did `action` to the row."""
    audit.record(
        session=ctx.session,
        at=ctx.now,
        person_id=ctx.person_id,
        actor=ctx.person.name if ctx.person else "",
        action=action,
        object=row.__tablename__,
        object_id=row.id,
        before=before or {},
        after=after or {},
        inbox_id=ctx.inbox_id,
    )
