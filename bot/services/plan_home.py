"""Where a plan is at home: the office that runs it and who answers for its units, each its own or as elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.services.context import Context
from storage import people
from storage.models import Membership, Person, Plan, Task


def office_of(ctx: Context, plans: Iterable[Plan | None]) -> str:
    """Return the office that runs these plans, several names joined; without a plan the one of the settings."""
    names = dict.fromkeys((plan.office if plan else None) or ctx.office.name for plan in plans)
    return "、".join(names) or ctx.office.name


def office_of_task(ctx: Context, task_id: int | None) -> str:
    """Return the office that runs the plan of a task."""
    return office_of(ctx, [plan_of_task(ctx, task_id)])


def plan_of_task(ctx: Context, task_id: int | None) -> Plan | None:
    """Return the plan of a task; None for none."""
    task = ctx.session.get(Task, task_id) if task_id else None
    return ctx.session.get(Plan, task.plan_id) if task else None


def liaisons(
    ctx: Context, unit_ids: Iterable[int], plan_ids: Iterable[int | None]
) -> Sequence[tuple[Membership, Person]]:
    """Return who answers for the units in any of these plans; without a plan everybody who is bound to them."""
    wanted, plans = list(unit_ids), [plan_id for plan_id in dict.fromkeys(plan_ids) if plan_id]
    if not plans:
        return people.liaisons(session=ctx.session, unit_ids=wanted)
    found = [
        pair
        for plan_id in plans
        for pair in people.liaisons_in_plan(session=ctx.session, plan_id=plan_id, unit_ids=wanted)
    ]
    return list({membership.id: (membership, person) for membership, person in found}.values())
