"""Queries on everybody who is bound: for the office's list of people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.kinds import Role
from storage.models import Membership, Person, PlanPerson, Unit

Bound = tuple[Membership, Person, Unit | None]


def everybody(*, session: Session) -> Sequence[Bound]:
    """Return every live membership with its person and unit: liaisons by unit before deputies, then the others."""
    query = (
        select(Membership, Person, Unit)
        .join(Person, col(Membership.person_id) == col(Person.id))
        .join(Unit, col(Membership.unit_id) == col(Unit.id), isouter=True)
        .where(col(Membership.ended_at).is_(None))
        .order_by(col(Membership.unit_id), col(Membership.deputy), col(Membership.id))
    )
    return session.exec(query).all()


def bound(*, session: Session, membership_id: int) -> Bound | None:
    """Return a live membership with its person and unit, locked where the database can; None where it has ended."""
    query = select(Membership).where(Membership.id == membership_id, col(Membership.ended_at).is_(None))
    membership = session.exec(query.with_for_update()).first()
    if membership is None:
        return None
    unit = session.get(Unit, membership.unit_id) if membership.unit_id is not None else None
    return membership, session.get_one(Person, membership.person_id), unit


def staff(*, session: Session, but_not: int) -> set[Role]:
    """Return the roles of the desk that people other than the one named have now."""
    query = select(Membership.role).where(
        col(Membership.role).in_([Role.office, Role.admin]),
        col(Membership.ended_at).is_(None),
        Membership.person_id != but_not,
    )
    return {Role(role) for role in session.exec(query)}


def hand_plans(*, session: Session, old: int, new: int) -> None:
    """Let one membership answer in the plans in which another did."""
    rows = session.exec(select(PlanPerson).where(PlanPerson.membership_id == old)).all()
    known = set(session.exec(select(PlanPerson.plan_id).where(PlanPerson.membership_id == new)))
    for row in rows:
        if row.plan_id not in known:
            session.add(PlanPerson(plan_id=row.plan_id, membership_id=new))
        session.delete(row)
    session.flush()
