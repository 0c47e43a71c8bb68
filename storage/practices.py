"""Queries on reports marked as good practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from storage.models import Practice, Report, Task, Unit


def standing(
    *, session: Session, first: date | None = None, last: date | None = None, task_id: int | None = None
) -> Sequence[tuple[Practice, Report, Task, Unit]]:
    """Return what is marked and not taken out, of months from the first to the last, in the order of the ledger."""
    query = (
        select(Practice, Report, Task, Unit)
        .join(Report, col(Practice.report_id) == col(Report.id))
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .where(col(Practice.dropped_at).is_(None), col(Report.withdrawn_at).is_(None))
        .order_by(col(Report.month).desc(), col(Task.plan_id), col(Task.position), col(Practice.id))
    )
    if first is not None:
        query = query.where(col(Report.month) >= first)
    if last is not None:
        query = query.where(col(Report.month) <= last)
    if task_id is not None:
        query = query.where(Report.task_id == task_id)
    return session.exec(query).all()


def of_report(*, session: Session, report_id: int) -> Practice | None:
    """Return the mark that a report bears, if any."""
    query = select(Practice).where(Practice.report_id == report_id, col(Practice.dropped_at).is_(None))
    return session.exec(query).first()
