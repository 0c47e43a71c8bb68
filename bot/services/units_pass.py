"""What goes on with another unit when one is no more: its parts in tasks, its people, its other names.

Its reports, claims and requests stay its own.
"""

from __future__ import annotations

from sqlmodel import select

from bot.services.context import Context
from bot.services.record import record
from storage import units as stored
from storage.kinds import AssignmentRole, TaskState
from storage.models import Assignment, Membership, Unit


def pass_on(ctx: Context, old: Unit, new: Unit, *, open_only: bool = False) -> dict[str, list[str]]:
    """Move everything from one unit to another; with `open_only` only the parts in open tasks. Return what moved."""
    moved: dict[str, list[str]] = {"lead": [], "support": [], "reporting": [], "people": []}
    for part, task in stored.assignments(session=ctx.session, unit_id=unit_id(old), open_only=open_only):
        _move(ctx, part, unit_id(new))
        moved[part.role.value].append(task.code)
    for task in stored.reported_by(session=ctx.session, unit_id=unit_id(old)):
        if task.state is TaskState.open or not open_only:
            task.reporting_unit_id = unit_id(new)
            ctx.session.add(task)
            moved["reporting"].append(task.code)
    for membership in stored.live_liaisons(session=ctx.session, unit_id=unit_id(old)):
        moved["people"].append(str(membership.person_id))
        _rebind(ctx, membership, new)
    stored.pass_on(session=ctx.session, old=unit_id(old), new=unit_id(new))
    return {name: found for name, found in moved.items() if found}


def _move(ctx: Context, part: Assignment, unit: int) -> None:
    """Give a part in a task to another unit, which may have one in it already: leading includes supporting."""
    theirs = ctx.session.exec(
        select(Assignment).where(Assignment.task_id == part.task_id, Assignment.unit_id == unit)
    ).all()
    roles = {row.role for row in theirs}
    if part.role in roles or AssignmentRole.lead in roles:
        ctx.session.delete(part)
    else:
        for row in theirs:  # it supports, and leads from now on
            ctx.session.delete(row)
        part.unit_id = unit
        ctx.session.add(part)
    ctx.session.flush()


def _rebind(ctx: Context, membership: Membership, new: Unit) -> None:
    """End a membership and begin one with the other unit, so that both are on record."""
    membership.ended_at = ctx.now
    ctx.session.add(membership)
    if not stored.is_bound(session=ctx.session, person_id=membership.person_id, unit_id=unit_id(new)):
        begun = Membership(
            person_id=membership.person_id,
            unit_id=new.id,
            role=membership.role,
            deputy=membership.deputy,
            since=ctx.now,
            away_until=membership.away_until,
        )
        ctx.session.add(begun)
        ctx.session.flush()
        stored.copy_plans(session=ctx.session, old=membership.id or 0, new=begun.id or 0)
        record(ctx, "membership.move", begun, after={"unit": new.name, "person": membership.person_id})


def unit_id(unit: Unit) -> int:
    """Return the unit's own number."""
    assert unit.id is not None, "the unit has not been stored"
    return unit.id
