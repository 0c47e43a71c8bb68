"""Who of a unit gets its nudge: the liaisons, the deputy when they are away or silent, never anybody who has left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.rules import Contact, Nudge, Schedule, recipients
from bot.services.context import Context
from storage import nudging, people
from storage.models import Person, Plan

LOOK_BACK = timedelta(days=45)


@dataclass
class Contacts:
    """The people of some units, and since when each unit has not reacted to what it was sent."""

    people: dict[int, dict[Contact, Person]]
    silent: dict[int, list[date]] = field(default_factory=dict)

    def of(self, unit_id: int) -> list[Person]:
        """Return everybody bound to the unit, liaisons before deputies."""
        return list(self.people.get(unit_id, {}).values())


def contacts(ctx: Context, plan: Plan, unit_ids: Collection[int]) -> Contacts:
    """Read who answers for the units, and to which nudges of the plan nobody of a unit has reacted."""
    found: dict[int, dict[Contact, Person]] = defaultdict(dict)
    seen: dict[int, datetime] = {}
    assert plan.id is not None, "the plan has not been stored"
    for membership, person in people.liaisons_in_plan(session=ctx.session, plan_id=plan.id, unit_ids=list(unit_ids)):
        assert membership.unit_id is not None
        contact = Contact(
            key=str(person.id),
            deputy=membership.deputy,
            reachable=person.unreachable_since is None,
            away_until=membership.away_until,
        )
        found[membership.unit_id][contact] = person
        if person.last_seen_at is not None:
            seen[membership.unit_id] = max(seen.get(membership.unit_id, person.last_seen_at), person.last_seen_at)
    return Contacts(found, _silent(ctx, plan, set(found), seen))


def chosen(ctx: Context, schedule: Schedule, known: Contacts, unit_id: int, nudge: Nudge | None = None) -> list[Person]:
    """Return who is to get the unit's nudge today; the silence counted is that of the nudge's round."""
    mine = known.people.get(unit_id, {})
    since = _waiting_since(schedule, known.silent.get(unit_id, []), nudge)
    return [mine[contact] for contact in recipients(mine, ctx.today, schedule, since).people]


def _waiting_since(schedule: Schedule, silent: list[date], nudge: Nudge | None) -> date | None:
    if nudge is None:
        return None
    month = nudge.missed_month or nudge.month or schedule.current(nudge.day)
    return min((day for day in silent if day >= schedule.round(month).first_nudge), default=None)


def _silent(ctx: Context, plan: Plan, unit_ids: Collection[int], seen: dict[int, datetime]) -> dict[int, list[date]]:
    """Return the days of the nudges that were sent and not followed by any sign of life of the unit's people."""
    assert plan.id is not None, "the plan has not been stored"
    found: dict[int, list[date]] = defaultdict(list)
    rows = nudging.sent_since(session=ctx.session, plan_id=plan.id, first=ctx.today - LOOK_BACK, last=ctx.today)
    for unit_id, day, at in rows:
        if unit_id in unit_ids and (unit_id not in seen or seen[unit_id] < at):
            found[unit_id].append(day)
    return dict(found)
