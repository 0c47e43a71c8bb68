"""Queries on people, their memberships and invites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from storage.kinds import Role
from storage.models import Invite, Membership, Person, Unit


def find_person(*, session: Session, telegram_id: int) -> Person | None:
    """Return who has that Telegram user id."""
    return session.exec(select(Person).where(Person.telegram_id == telegram_id)).first()


def live_memberships(*, session: Session, person_id: int) -> Sequence[tuple[Membership, Unit | None]]:
    """Return what a person is now, in the order of joining."""
    query = (
        select(Membership, Unit)
        .join(Unit, col(Membership.unit_id) == col(Unit.id), isouter=True)
        .where(Membership.person_id == person_id, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.id))
    )
    return session.exec(query).all()


def liaisons(*, session: Session, unit_ids: Iterable[int] | None = None) -> Sequence[tuple[Membership, Person]]:
    """Return the liaisons now bound, liaisons before deputies; of all units, or of those given."""
    query = (
        select(Membership, Person)
        .join(Person, col(Membership.person_id) == col(Person.id))
        .where(Membership.role == Role.liaison, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.unit_id), col(Membership.deputy), col(Membership.id))
    )
    return session.exec(query if unit_ids is None else query.where(col(Membership.unit_id).in_(list(unit_ids)))).all()


def with_role(*, session: Session, roles: Iterable[Role]) -> Sequence[Person]:
    """Return the people who have one of the roles now, each once, in the order of joining."""
    query = (
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.role).in_(list(roles)), col(Membership.ended_at).is_(None))
        .order_by(col(Person.id))
        .distinct()
    )
    return session.exec(query).all()


def find_invite(*, session: Session, code_hash: str) -> Invite | None:
    """Return the invite whose code has that hash."""
    return session.exec(select(Invite).where(Invite.code_hash == code_hash)).first()


def bound_units(*, session: Session) -> frozenset[str]:
    """Return the names of the units that somebody reachable answers for."""
    query = (
        select(Unit.name)
        .join(Membership, col(Membership.unit_id) == col(Unit.id))
        .join(Person, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.ended_at).is_(None), col(Person.unreachable_since).is_(None))
    )
    return frozenset(session.exec(query))
