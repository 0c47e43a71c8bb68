"""People of a plan where they differ: who of a unit answers for it in one plan, and there alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Refused
from bot.services.context import Context
from bot.services.record import record
from storage import ledger, people
from storage.models import Membership, Person, Plan, Unit


def of_plan(ctx: Context, plan: Plan) -> list[tuple[Unit, list[Person]]]:
    """Return who is written to about a plan, by its real units in the order of the document."""
    units: dict[int, Unit] = {}
    for _, unit in ledger.plan_assignments(session=ctx.session, plan_id=plan.id or 0):
        heir = ledger.heir(session=ctx.session, unit=unit)
        if not heir.collective:
            units.setdefault(heir.id or 0, heir)
    found: dict[int, list[Person]] = {key: [] for key in units}
    rows = people.liaisons_in_plan(session=ctx.session, plan_id=plan.id or 0, unit_ids=list(units))
    for membership, person in rows:
        found[membership.unit_id or 0].append(person)
    return [(units[key], persons) for key, persons in found.items()]


def set_people(ctx: Context, plan: Plan, unit: Unit, names: Sequence[str]) -> list[Person]:
    """Let these people of the unit, by name, answer for it in this plan and nowhere else; nobody: as elsewhere."""
    bound = people.liaisons(session=ctx.session, unit_ids=[unit.id or 0])
    chosen = [_named(bound, unit, name) for name in names]
    before = [person.name for known, persons in of_plan(ctx, plan) if known.id == unit.id for person in persons]
    keys = [membership.id or 0 for membership, _ in chosen]
    people.set_for_plan(session=ctx.session, plan_id=plan.id or 0, unit_id=unit.id or 0, membership_ids=keys)
    after = {"unit": unit.name, "people": [person.name for _, person in chosen]}
    record(ctx, "plan.people", plan, before={"unit": unit.name, "people": before}, after=after)
    return [person for _, person in chosen]


def _named(bound: Sequence[tuple[Membership, Person]], unit: Unit, name: str) -> tuple[Membership, Person]:
    found = [(membership, person) for membership, person in bound if name in (person.name, str(person.telegram_id))]
    if len(found) == 1:
        return found[0]
    listed = "、".join(f"{person.name}（{person.telegram_id}）" for _, person in bound) or "-"
    raise Refused("{name} is not one of {unit}'s people: {people}", name=name, unit=unit.name, people=listed)
