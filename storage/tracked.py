"""Queries on what is followed until it is settled: observations, coordination, instructions, and the answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.kinds import TrackedKind, TrackedState
from storage.models import OutboxRow, Person, Plan, Task, TrackedAnswer, TrackedItem, Unit

LIVE = (TrackedState.open, TrackedState.answered)


def of_task(*, session: Session, task_id: int) -> Sequence[TrackedItem]:
    """Return everything followed on a task, the oldest first."""
    query = select(TrackedItem).where(TrackedItem.task_id == task_id)
    return session.exec(query.order_by(col(TrackedItem.filed_at), col(TrackedItem.id))).all()


def live(*, session: Session, kinds: Collection[TrackedKind] = tuple(TrackedKind)) -> Sequence[TrackedItem]:
    """Return what is not settled yet, the oldest first."""
    query = select(TrackedItem).where(col(TrackedItem.state).in_(LIVE), col(TrackedItem.kind).in_(list(kinds)))
    return session.exec(query.order_by(col(TrackedItem.filed_at), col(TrackedItem.id))).all()


def filed_by(*, session: Session, person_id: int) -> Sequence[TrackedItem]:
    """Return what a person has filed, the newest first."""
    query = select(TrackedItem).where(TrackedItem.filed_by == person_id)
    return session.exec(query.order_by(col(TrackedItem.id).desc())).all()


def everything(*, session: Session) -> Sequence[Row[Any]]:
    """Return every item with task code, plan, unit that answers, unit concerned, and who has filed it; oldest first."""
    concerned = aliased(Unit)
    query: Any = (
        select_columns(
            TrackedItem,
            col(Task.code).label("code"),
            col(Plan.id).label("plan_id"),
            col(Plan.title).label("plan"),
            col(Unit.name).label("unit"),
            col(concerned.name).label("raised_by"),
            col(Person.name).label("person"),
        )
        .join(Unit, col(TrackedItem.unit_id) == col(Unit.id))
        .join(Task, col(TrackedItem.task_id) == col(Task.id), isouter=True)
        .join(Plan, col(Task.plan_id) == col(Plan.id), isouter=True)
        .join(concerned, col(TrackedItem.raised_by_unit_id) == col(concerned.id), isouter=True)
        .join(Person, col(TrackedItem.filed_by) == col(Person.id), isouter=True)
        .order_by(col(TrackedItem.filed_at), col(TrackedItem.id))
    )
    return session.execute(query).all()


def of_units(*, session: Session, unit_ids: Collection[int]) -> Sequence[TrackedItem]:
    """Return what waits for an answer of the units, or was answered and is not settled, the soonest due first."""
    query = select(TrackedItem).where(col(TrackedItem.unit_id).in_(list(unit_ids)), col(TrackedItem.state).in_(LIVE))
    return session.exec(query.order_by(col(TrackedItem.due_on), col(TrackedItem.id))).all()


def unanswered(*, session: Session) -> Sequence[TrackedItem]:
    """Return what waits for a unit's answer, the soonest due first."""
    query = select(TrackedItem).where(TrackedItem.state == TrackedState.open)
    return session.exec(query.order_by(col(TrackedItem.due_on), col(TrackedItem.id))).all()


def reports_taken_up(*, session: Session, report_ids: Collection[int]) -> set[int]:
    """Return those of the reports whose obstacle has become an item."""
    query = select(TrackedItem.report_id).where(col(TrackedItem.report_id).in_(list(report_ids)))
    return {each for each in session.exec(query) if each is not None}


def answers(*, session: Session, item_ids: Collection[int]) -> Sequence[TrackedAnswer]:
    """Return the answers to items, the oldest first."""
    query = select(TrackedAnswer).where(col(TrackedAnswer.item_id).in_(list(item_ids)))
    return session.exec(query.order_by(col(TrackedAnswer.id))).all()


def last_answer(*, session: Session, item_id: int) -> TrackedAnswer | None:
    """Return the latest answer to an item."""
    query = select(TrackedAnswer).where(TrackedAnswer.item_id == item_id)
    return session.exec(query.order_by(col(TrackedAnswer.id).desc())).first()


def settle(*, session: Session, item: TrackedItem, by: int | None, at: datetime, outcome: str) -> bool:
    """Settle an item; False, and nothing changed, when somebody else was first."""
    still = update(TrackedItem).where(col(TrackedItem.id) == item.id, col(TrackedItem.state).in_(LIVE))
    values = {"state": TrackedState.settled, "settled_by": by, "settled_at": at, "outcome": outcome}
    return _changed(session, still.values(values), item)


def give_back(*, session: Session, item: TrackedItem, due_on: date) -> bool:
    """Ask for another answer until a day; False, and nothing changed, when there is no answer to give back."""
    still = update(TrackedItem).where(col(TrackedItem.id) == item.id, col(TrackedItem.state) == TrackedState.answered)
    return _changed(session, still.values(state=TrackedState.open, due_on=due_on), item)


def letters(*, session: Session, item_id: int) -> Sequence[OutboxRow]:
    """Return the letters about an item that people have got, the oldest first."""
    query = select(OutboxRow).where(
        col(OutboxRow.facts)["item"].as_integer() == item_id,
        OutboxRow.method == "sendMessage",
        col(OutboxRow.message_id).is_not(None),
    )
    return session.exec(query.order_by(col(OutboxRow.id))).all()


def _changed(session: Session, query: Any, item: TrackedItem) -> bool:
    session.flush()
    row = session.execute(query.returning(col(TrackedItem.id)).execution_options(synchronize_session=False)).first()
    session.refresh(item)
    return row is not None
