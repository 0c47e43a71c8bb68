"""Queries on invites: finding one by its code's hash, and using it once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.kinds import Role
from storage.models import Invite, Membership, Person, Unit


def use(*, session: Session, invite: Invite, person_id: int, at: datetime) -> bool:
    """Mark the invite as used by the person; tell whether it was still to be had."""
    changed = session.execute(
        update(Invite)
        .where(col(Invite.id) == invite.id, col(Invite.used_at).is_(None))
        .values(used_at=at, used_by=person_id)
        .returning(col(Invite.id))
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(invite)
    return changed is not None


def live_membership(*, session: Session, person_id: int, role: Role, unit_id: int | None) -> Membership | None:
    """Return the person's membership of that role (and unit) that has not ended."""
    same_unit = col(Membership.unit_id).is_(None) if unit_id is None else col(Membership.unit_id) == unit_id
    query = select(Membership).where(
        Membership.person_id == person_id, Membership.role == role, same_unit, col(Membership.ended_at).is_(None)
    )
    return session.exec(query).first()


def units_without_liaison(*, session: Session) -> list[Unit]:
    """Return the units that nobody answers for, in the order in which they came.

    Collective ones are left out, and those that another has taken over from.
    """
    bound = select(Membership.unit_id).where(Membership.role == Role.liaison, col(Membership.ended_at).is_(None))
    query = select(Unit).where(
        col(Unit.collective).is_(False), col(Unit.successor_id).is_(None), col(Unit.id).not_in(bound)
    )
    return list(session.exec(query.order_by(col(Unit.id))).all())


def unreachable(*, session: Session) -> list[Person]:
    """Return the people with a role now whom messages cannot reach."""
    query = (
        select(Person)
        .where(
            col(Person.unreachable_since).is_not(None),
            col(Person.id).in_(select(Membership.person_id).where(col(Membership.ended_at).is_(None))),
        )
        .order_by(col(Person.id))
    )
    return list(session.exec(query).all())
