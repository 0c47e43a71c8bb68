"""Queries on people, their memberships and invites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, select

from storage.kinds import Role
from storage.models import Invite, Membership, Person, PlanPerson, Unit


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


def liaisons_in_plan(*, session: Session, plan_id: int, unit_ids: Iterable[int]) -> Sequence[tuple[Membership, Person]]:
    """Return who answers for the units in a plan: a unit's own people for that plan where there are any, else those
    who are set apart for no plan. Liaisons before deputies.
    """
    found = liaisons(session=session, unit_ids=unit_ids)
    keys = [membership.id for membership, _ in found]
    plans: dict[int, set[int]] = {}
    for row in session.exec(select(PlanPerson).where(col(PlanPerson.membership_id).in_(keys))):
        plans.setdefault(row.membership_id, set()).add(row.plan_id)
    own = {membership.unit_id for membership, _ in found if plan_id in plans.get(membership.id or 0, ())}
    return [
        (membership, person)
        for membership, person in found
        if (plan_id in plans.get(membership.id or 0, ()))
        or (membership.unit_id not in own and not plans.get(membership.id or 0))
    ]


def set_for_plan(*, session: Session, plan_id: int, unit_id: int, membership_ids: Iterable[int]) -> None:
    """Say who of a unit answers for it in a plan, in place of what was said before; nobody: whoever does elsewhere."""
    mine = select(Membership.id).where(Membership.unit_id == unit_id)
    session.exec(delete(PlanPerson).where(col(PlanPerson.plan_id) == plan_id, col(PlanPerson.membership_id).in_(mine)))
    session.flush()
    session.add_all([PlanPerson(plan_id=plan_id, membership_id=each) for each in dict.fromkeys(membership_ids)])
    session.flush()


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
