"""What the units have said, as the rules need it: the reports that count and what is with a unit's leader.

Every message asks for it several times, and making a query costs more than running it: each is made once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from storage.kinds import CompletionState
from storage.models import Completion, Pending, Report, Task, Unit


def standing(
    *, session: Session, plan_id: int, months: Collection[date] | None = None, units: Collection[int] | None = None
) -> Sequence[Any]:
    """Return of the reports that count, the earlier ones first: id, month, late, status, problem, expected, extension,
    the unit's name, the task's code. Of the months and units given, or of all.
    """
    return session.execute(_standing(months is None, units is None), _wanted(plan_id, months, units)).all()


def pending(
    *, session: Session, plan_id: int, months: Collection[date] | None = None, units: Collection[int] | None = None
) -> Sequence[Any]:
    """Return what waits for a unit's leader (等领导审): the unit's name, the codes, the month."""
    return session.execute(_pending(months is None, units is None), _wanted(plan_id, months, units)).all()


def returned(*, session: Session) -> frozenset[int]:
    """Return the reports whose claim of completion the office has returned: they do not say how the task ends."""
    return frozenset(session.execute(_returned()).scalars())


def _wanted(plan_id: int, months: Collection[date] | None, units: Collection[int] | None) -> dict[str, Any]:
    given = {"months": months, "units": units}
    return {"plan_id": plan_id} | {name: list(each) for name, each in given.items() if each is not None}


def _narrowed(query: Any, table: Any, every_month: bool, every_unit: bool) -> Any:
    if not every_month:
        query = query.where(col(table.month).in_(bindparam("months", expanding=True)))
    return query if every_unit else query.where(col(table.unit_id).in_(bindparam("units", expanding=True)))


@cache
def _standing(every_month: bool, every_unit: bool) -> Any:
    R = Report
    columns: Any = (R.id, R.month, R.late, R.status, R.problem, R.expected, R.extension, Unit.name, Task.code)
    query = (
        select(*columns)
        .join(Unit, col(R.unit_id) == col(Unit.id))
        .join(Task, col(R.task_id) == col(Task.id))
        .where(col(R.plan_id) == bindparam("plan_id"), col(R.superseded_by_id).is_(None), col(R.withdrawn_at).is_(None))
        .order_by(col(R.at), col(R.id))
    )
    return _narrowed(query, R, every_month, every_unit)


@cache
def _pending(every_month: bool, every_unit: bool) -> Any:
    columns: Any = (Unit.name, Pending.codes, Pending.month)
    query = (
        select(*columns)
        .join(Unit, col(Pending.unit_id) == col(Unit.id))
        .where(col(Pending.plan_id) == bindparam("plan_id"), col(Pending.settled_at).is_(None))
    )
    return _narrowed(query, Pending, every_month, every_unit)


@cache
def _returned() -> Any:
    return select(col(Completion.report_id)).where(
        col(Completion.state) == CompletionState.returned, col(Completion.report_id).is_not(None)
    )
