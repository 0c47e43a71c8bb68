"""签收: a unit has seen a nudge, by a word like 收到 or by a reaction. Shown to the office; stops nothing."""

from __future__ import annotations

from datetime import timedelta

from bot.services.context import Context
from bot.services.record import record
from storage import nudging
from storage.kinds import MessageKind, SeenBy
from storage.models import OutboxRow, Sighting, Unit

LOOK_BACK = timedelta(days=31)


def note(ctx: Context, unit: Unit, how: SeenBy, row: OutboxRow | None = None) -> bool:
    """Keep that the acting person has seen the unit's nudge: that one, or its last; tell whether there was one."""
    seen = row if row is not None and row.kind is MessageKind.nudge else _last(ctx, unit)
    if seen is None or unit.id is None:
        return False
    sighting = Sighting(unit_id=unit.id, person_id=ctx.person_id, outbox_id=seen.id, how=how, at=ctx.now)
    ctx.session.add(sighting)
    ctx.session.flush()
    record(ctx, "seen", sighting, after={"unit": unit.name, "how": how.value, "nudge": seen.id})
    return True


def _last(ctx: Context, unit: Unit) -> OutboxRow | None:
    """Return the last nudge that the acting person has got for the unit."""
    from storage import ledger

    found: list[OutboxRow] = []
    for plan in ledger.open_plans(session=ctx.session):
        rows = nudging.last_sent(
            session=ctx.session, plan_id=plan.id or 0, unit_id=unit.id or 0, first=ctx.today - LOOK_BACK
        )
        found += [row for row in rows if row.person_id == ctx.person_id]
    return max(found, key=lambda row: row.id or 0, default=None)
