"""What a change of a task reads and stores: deadlines as typed, units by name, who leads and supports, free numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.errors import Refused
from bot.plan.deadlines import read_deadline
from bot.services.context import Context
from bot.services.invite import find_unit
from storage import ledger
from storage.kinds import AssignmentRole
from storage.models import Assignment, Plan, Task, Unit

ONGOING, NONE = ("长期坚持", "ongoing"), ("无", "none")


@dataclass(frozen=True)
class Due:
    """A deadline as the ledger keeps it."""

    day: date | None
    ongoing: bool
    text: str


def read_due(ctx: Context, plan: Plan, value: str) -> Due:
    """Return the deadline that the words name. Refused where they name none, or one before the plan."""
    if not value or value.lower() in NONE:
        return Due(None, False, "")
    if value.lower() in ONGOING:
        return Due(None, True, value)
    found = read_deadline(value, (plan.issued or ctx.today).year).deadline
    if found == "ongoing":
        return Due(None, True, value)
    if found is None:
        raise Refused("{words} is not a date; write it as 2022-12-31, or ongoing, or none", words=value[:40])
    if found < plan.first_month:
        raise Refused("{words} lies before the plan", words=value[:40])
    return Due(found, False, value)


def named_units(ctx: Context, value: str) -> list[Unit]:
    """Return the units named, each once. Refused where one is not known."""
    names = [name for name in re.split(r"[、,，\s]+", value) if name and name.lower() not in NONE]
    return list({unit.id: unit for unit in (find_unit(ctx, name) for name in names)}.values())


def units_of(session: Session, task: Task, role: AssignmentRole) -> list[Unit]:
    """Return the units that have a part in a task."""
    rows = ledger.assignments_of(session=session, task_ids=[task.id or 0])
    return [unit for assignment, unit in rows if assignment.role is role]


def assign(session: Session, task: Task, role: AssignmentRole, units: Sequence[Unit]) -> None:
    """Let these units, and no others, have a part in a task."""
    query = select(Assignment).where(Assignment.task_id == task.id, Assignment.role == role)
    for row in session.exec(query).all():
        session.delete(row)
    session.flush()
    for place, unit in enumerate(units):
        session.add(Assignment(task_id=task.id or 0, unit_id=unit.id or 0, role=role, position=place))
    session.flush()


def free_code(ctx: Context, task: Task) -> str:
    """Return the next number that a part of a task can have: 23-2, 23-3, …"""
    number = 2
    while ledger.find_task(session=ctx.session, code=f"{task.code}-{number}") is not None:
        number += 1
    return f"{task.code}-{number}"


def last_position(session: Session, plan_id: int) -> int:
    """Return the place of the last task of a plan."""
    query = select(Task.position).where(Task.plan_id == plan_id).order_by(col(Task.position).desc())
    return session.exec(query).first() or 0
