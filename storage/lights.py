"""Queries on the lights that were kept when rounds were frozen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, insert, select

from storage.models import LightRecord, Task


def kept_months(*, session: Session, plan_id: int) -> set[date]:
    """Return the months whose lights have been kept for a plan."""
    query = select(col(LightRecord.month)).join(Task, col(LightRecord.task_id) == col(Task.id))
    return set(session.exec(query.where(Task.plan_id == plan_id).distinct()))


def add(*, session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep many lights in one statement, given as the columns of a record."""
    if rows:
        session.connection().execute(insert(LightRecord), rows)


def kept(
    *, session: Session, task_ids: Collection[int], months: Collection[date]
) -> dict[tuple[int, date], LightRecord]:
    """Return the lights kept, by task and month."""
    query = select(LightRecord).where(
        col(LightRecord.task_id).in_(list(task_ids)), col(LightRecord.month).in_(list(months))
    )
    return {(row.task_id, row.month): row for row in session.exec(query)}
