"""Queries on frozen months, their papers, and what came after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.kinds import PaperKind
from storage.models import FrozenMonth, Paper, PaperStep, Report, Task, Unit


def frozen(*, session: Session, plan_id: int, month: date) -> FrozenMonth | None:
    """Return the figures of a month that has been frozen, or None."""
    return session.exec(select(FrozenMonth).where(FrozenMonth.plan_id == plan_id, FrozenMonth.month == month)).first()


def frozen_months(*, session: Session, plan_id: int, months: Collection[date]) -> Sequence[FrozenMonth]:
    """Return the figures of those of the months that have been frozen."""
    query = select(FrozenMonth).where(FrozenMonth.plan_id == plan_id, col(FrozenMonth.month).in_(months))
    return session.exec(query.order_by(col(FrozenMonth.month))).all()


def papers_of(*, session: Session, frozen_id: int) -> Sequence[Paper]:
    """Return the papers on a frozen month."""
    return session.exec(select(Paper).where(Paper.frozen_id == frozen_id).order_by(col(Paper.id))).all()


def paper_of(*, session: Session, frozen_id: int, kind: PaperKind) -> Paper | None:
    """Return the paper of a kind, locked where the database can."""
    query = select(Paper).where(Paper.frozen_id == frozen_id, Paper.kind == kind)
    return session.exec(query.with_for_update()).first()


def steps_of(*, session: Session, paper_id: int) -> Sequence[PaperStep]:
    """Return a paper's steps, the first first."""
    return session.exec(select(PaperStep).where(PaperStep.paper_id == paper_id).order_by(col(PaperStep.id))).all()


def supplements(*, session: Session, plan_id: int, month: date) -> list[tuple[datetime, str, str, str]]:
    """Return what came for a month after it was frozen: (at, unit, code, words), the oldest first."""
    query: Any = (
        select_columns(col(Report.at), col(Unit.name), col(Task.code), col(Report.words), col(Report.reading))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(
            col(Report.plan_id) == plan_id,
            col(Report.month) > month,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.at), col(Report.id))
    )
    found = session.exec(query).all()
    return [(row[0], row[1], row[2], row[3]) for row in found if row[4].get("supplements") == month.isoformat()]
