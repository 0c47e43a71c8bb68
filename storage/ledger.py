"""Queries on plans, tasks and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models import Alias, Assignment, Milestone, Plan, Target, Task, Unit, UnitMember


def open_plans(*, session: Session) -> Sequence[Plan]:
    """Return the plans that are worked on, the oldest first."""
    return session.exec(select(Plan).where(col(Plan.closed_at).is_(None)).order_by(col(Plan.id))).all()


def tasks_of(
    *, session: Session, plan_id: int, state: TaskState | None = None, document: bool = False
) -> Sequence[Task]:
    """Return a plan's tasks in the order of the document; with `document` also what that said of each."""
    query = select(Task).where(Task.plan_id == plan_id).order_by(col(Task.position))
    if not document:
        query = query.options(defer(cast(Any, Task.document)))  # half of the row, and only a new version asks for it
    return session.exec(query.where(Task.state == state) if state else query).all()


def find_task(*, session: Session, code: str) -> Task | None:
    """Return the task of that code in the open plans; codes are unique among them."""
    query = select(Task).join(Plan).where(Task.code == code, col(Plan.closed_at).is_(None))
    return session.exec(query).first()


def assignments_of(*, session: Session, task_ids: Iterable[int]) -> Sequence[tuple[Assignment, Unit]]:
    """Return who leads and supports the tasks: leads first, each in the order of the document."""
    query = (
        select(Assignment, Unit)
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(col(Assignment.task_id).in_(list(task_ids)))
        .order_by(col(Assignment.task_id), col(Assignment.role), col(Assignment.position))
    )
    return session.exec(query).all()


def plan_assignments(*, session: Session, plan_id: int) -> Sequence[tuple[Assignment, Unit]]:
    """Return all of a plan's assignments: leads first, each in the order of the document."""
    query = (
        select(Assignment, Unit)
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .join(Task, col(Assignment.task_id) == col(Task.id))
        .where(Task.plan_id == plan_id)
        .order_by(col(Task.position), col(Assignment.role), col(Assignment.position))
    )
    return session.exec(query).all()


def targets_of(*, session: Session, plan_id: int) -> Sequence[Target]:
    """Return a plan's targets in the order of the document."""
    query = select(Target).join(Task).where(Task.plan_id == plan_id)
    return session.exec(query.order_by(col(Target.task_id), col(Target.position))).all()


def task_targets(*, session: Session, task_id: int) -> Sequence[Target]:
    """Return one task's targets in the order of the document."""
    return session.exec(select(Target).where(Target.task_id == task_id).order_by(col(Target.position))).all()


def milestones_of(*, session: Session, plan_id: int) -> Sequence[Milestone]:
    """Return a plan's milestones by date."""
    query = select(Milestone).join(Task).where(Task.plan_id == plan_id)
    return session.exec(query.order_by(col(Milestone.task_id), col(Milestone.due))).all()


def units(*, session: Session) -> Sequence[Unit]:
    """Return all units in the order in which they came."""
    return session.exec(select(Unit).order_by(col(Unit.id))).all()


def find_unit(*, session: Session, name: str) -> Unit | None:
    """Return the unit of exactly that name, or of which it is a confirmed alias; for one that is no more its heir."""
    unit = session.exec(select(Unit).where(Unit.name == name)).first()
    if unit is None:
        query = (
            select(Unit)
            .join(Alias, col(Alias.unit_id) == col(Unit.id))
            .where(Alias.name == name, Alias.state == AliasState.confirmed)
        )
        unit = session.exec(query).first()
    return heir(session=session, unit=unit) if unit is not None else None


def heir(*, session: Session, unit: Unit) -> Unit:
    """Return the unit that has taken over from a unit (承接单位), or the unit itself."""
    seen = {unit.id}
    while unit.successor_id is not None and unit.successor_id not in seen:
        seen.add(unit.successor_id)
        unit = session.get_one(Unit, unit.successor_id)
    return unit


def heirs(*, session: Session) -> dict[str, str]:
    """Return for each unit that is no more the name of the one that has taken over from it."""
    query = select(Unit).where(col(Unit.successor_id).is_not(None))
    return {unit.name: heir(session=session, unit=unit).name for unit in session.exec(query).all()}


def units_like(*, session: Session, name: str) -> Sequence[Unit]:
    """Return the units whose name contains the words, for a question when a name is not exact."""
    return session.exec(select(Unit).where(col(Unit.name).contains(name, autoescape=True)).order_by(col(Unit.id))).all()


def members_of(*, session: Session, collective_id: int) -> Sequence[Unit]:
    """Return the units that a collective unit stands for, as listed by the office."""
    query = select(Unit).join(UnitMember, col(UnitMember.unit_id) == col(Unit.id))
    return session.exec(query.where(UnitMember.collective_id == collective_id)).all()


def led_by(*, session: Session, unit_id: int) -> Sequence[Task]:
    """Return the tasks of the open plans that the unit leads, in the order of the documents."""
    query = (
        select(Task)
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .where(Assignment.unit_id == unit_id, Assignment.role == AssignmentRole.lead, col(Plan.closed_at).is_(None))
        .order_by(col(Plan.id), col(Task.position))
    )
    return session.exec(query).all()


def supported_count(*, session: Session, unit_id: int) -> int:
    """Return how many open tasks of the open plans the unit supports."""
    query = (
        select(func.count(func.distinct(col(Task.id))))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .where(
            Assignment.unit_id == unit_id,
            Assignment.role == AssignmentRole.support,
            Task.state == TaskState.open,
            col(Plan.closed_at).is_(None),
        )
    )
    return session.exec(query).one()
