"""Queries on units: their other names, members, what they do, and what passes on when one is no more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, delete, func, or_, select

from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models import (
    Alias,
    Assignment,
    Invite,
    Membership,
    Pending,
    Plan,
    PlanPerson,
    Report,
    Task,
    Unit,
    UnitMember,
)


def aliases(*, session: Session, unit_id: int | None = None, state: AliasState | None = None) -> Sequence[Alias]:
    """Return other names, of one unit or of all, in one state or in any."""
    query = select(Alias).order_by(col(Alias.id))
    if unit_id is not None:
        query = query.where(Alias.unit_id == unit_id)
    return session.exec(query.where(Alias.state == state) if state else query).all()


def between(*, session: Session, first: Unit, second: Unit) -> Sequence[Alias]:
    """Return what has been proposed or decided about two units being one, whichever way round."""
    one = (col(Alias.unit_id) == first.id) & (col(Alias.name) == second.name)
    other = (col(Alias.unit_id) == second.id) & (col(Alias.name) == first.name)
    return session.exec(select(Alias).where(or_(one, other)).order_by(col(Alias.id))).all()


def set_members(*, session: Session, collective_id: int, unit_ids: Sequence[int]) -> None:
    """List who a collective unit is, in place of what was listed."""
    session.exec(delete(UnitMember).where(col(UnitMember.collective_id) == collective_id))
    session.flush()
    session.add_all([UnitMember(collective_id=collective_id, unit_id=unit_id) for unit_id in dict.fromkeys(unit_ids)])
    session.flush()


def collectives_of(*, session: Session, unit_id: int) -> Sequence[Unit]:
    """Return the collective units that list this one as a member."""
    query = select(Unit).join(UnitMember, col(UnitMember.collective_id) == col(Unit.id))
    return session.exec(query.where(UnitMember.unit_id == unit_id).order_by(col(Unit.id))).all()


def assignments(*, session: Session, unit_id: int, open_only: bool = False) -> Sequence[tuple[Assignment, Task]]:
    """Return a unit's parts in the tasks of the open plans, or only in the open ones, in the order of the documents."""
    query = (
        select(Assignment, Task)
        .join(Task, col(Assignment.task_id) == col(Task.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(Assignment.unit_id == unit_id, col(Plan.closed_at).is_(None))
        .order_by(col(Plan.id), col(Task.position), col(Assignment.role))
    )
    return session.exec(query.where(Task.state == TaskState.open) if open_only else query).all()


def reported_by(*, session: Session, unit_id: int) -> Sequence[Task]:
    """Return the tasks on which the office has set this unit to report."""
    return session.exec(select(Task).where(Task.reporting_unit_id == unit_id).order_by(col(Task.id))).all()


def live_liaisons(*, session: Session, unit_id: int) -> Sequence[Membership]:
    """Return the memberships of who answers for a unit now."""
    query = select(Membership).where(Membership.unit_id == unit_id, col(Membership.ended_at).is_(None))
    return session.exec(query.order_by(col(Membership.id))).all()


def is_bound(*, session: Session, person_id: int, unit_id: int) -> bool:
    """Tell whether a person answers for a unit now."""
    query = select(Membership.id).where(
        Membership.person_id == person_id, Membership.unit_id == unit_id, col(Membership.ended_at).is_(None)
    )
    return session.exec(query).first() is not None


def copy_plans(*, session: Session, old: int, new: int) -> None:
    """Let a membership be for the same plans only as another one."""
    for plan_id in session.exec(select(PlanPerson.plan_id).where(PlanPerson.membership_id == old)).all():
        session.add(PlanPerson(plan_id=plan_id, membership_id=new))
    session.flush()


def pass_on(*, session: Session, old: int, new: int) -> None:
    """Let open invites, other names and memberships in collective units go from one unit to another."""
    session.execute(update(Invite).where(col(Invite.unit_id) == old, col(Invite.used_at).is_(None)).values(unit_id=new))
    session.execute(
        update(Pending).where(col(Pending.unit_id) == old, col(Pending.settled_at).is_(None)).values(unit_id=new)
    )
    taken = set(session.exec(select(Alias.name).where(Alias.unit_id == new)))
    for alias in aliases(session=session, unit_id=old, state=AliasState.confirmed):
        if alias.name not in taken:
            session.add(Alias(unit_id=new, name=alias.name, state=AliasState.confirmed))
    for collective in collectives_of(session=session, unit_id=old):
        members = select(UnitMember.unit_id).where(UnitMember.collective_id == collective.id)
        kept = [
            new if unit_id == old else unit_id for unit_id in session.exec(members.order_by(col(UnitMember.unit_id)))
        ]
        set_members(session=session, collective_id=collective.id or 0, unit_ids=kept)
    session.flush()


def counts(*, session: Session) -> dict[int, dict[str, int]]:
    """Return for each unit how many tasks of the open plans it leads and supports."""
    query = (
        select(Assignment.unit_id, Assignment.role, func.count(func.distinct(col(Assignment.task_id))))
        .join(Task, col(Assignment.task_id) == col(Task.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(col(Plan.closed_at).is_(None), Task.state != TaskState.cancelled)
        .group_by(col(Assignment.unit_id), col(Assignment.role))
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, role, count in session.exec(query):
        found.setdefault(unit_id, {})[AssignmentRole(role).value] = count
    return found


def report_count(*, session: Session, unit_id: int) -> int:
    """Return how many reports a unit has ever given."""
    return session.exec(select(func.count(col(Report.id))).where(Report.unit_id == unit_id)).one()
