"""What a unit had said of a task before it only asked for more time: read beside that row, never written into it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.kinds import Status
from storage.models import Report


class Beside(NamedTuple):
    """How the task stood by the last report of the same month that said so; what was called done no longer is."""

    status: Status
    percent: int | None
    problem: str | None
    measures: list[Any]


def beside(*, session: Session, plan_id: int, months: Collection[date] | None = None) -> dict[int, Beside]:
    """Return by the id of each report that counts and says no status what the unit had said in that month before."""
    found: dict[int, Beside] = {}
    wanted = {"plan_id": plan_id} if months is None else {"plan_id": plan_id, "months": list(months)}
    for key, status, percent, problem, measures in session.execute(_query(months is None), wanted):
        told = cast(Status, status)
        if told is Status.done:
            told, percent = Status.in_progress, None
        found[key] = Beside(told, percent, problem, measures)
    return found


@cache
def _query(every_month: bool) -> Any:
    """Return the query; every message asks it several times, and making it costs ten times as much as running it."""
    asks, said = aliased(Report), aliased(Report)
    query = (
        select(col(asks.id), col(said.status), col(said.percent), col(said.problem), col(said.measures))
        .join(
            said,
            (col(said.task_id) == col(asks.task_id))
            & (col(said.unit_id) == col(asks.unit_id))
            & (col(said.month) == col(asks.month)),
        )
        .where(
            col(asks.plan_id) == bindparam("plan_id"),
            col(asks.status).is_(None),
            col(asks.superseded_by_id).is_(None),
            col(asks.withdrawn_at).is_(None),
            col(said.status).is_not(None),
            col(said.withdrawn_at).is_(None),
        )
        .order_by(col(said.at), col(said.id))
    )
    return query if every_month else query.where(col(asks.month).in_(bindparam("months", expanding=True)))
