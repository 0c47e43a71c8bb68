"""Every nudge to units between two days if nobody answered: from rules and ledger alone, or with what has been said."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.rules import NOTHING_SAID, rehearse_all
from bot.services.context import Context
from bot.services.views import plan_books, plan_facts
from storage import people
from storage.models import Unit


def rehearsal(
    ctx: Context, first: date, last: date, *, reported: bool = False, unit: Unit | None = None
) -> list[dict[str, Any]]:
    """Return the contract's rows, by day, then plan, then the ledger's order of units.

    With `reported` what the units have said so far counts; with `unit` only that unit's rows are given.
    """
    books = plan_books(ctx)
    bound = people.bound_units(session=ctx.session)
    rows = []
    plans = [(b.ledger, b.schedule, plan_facts(ctx, b.plan) if reported else NOTHING_SAID) for b in books]
    for place, nudge in rehearse_all(first, last, plans):
        if unit is not None and nudge.unit != unit.name:
            continue
        row: dict[str, Any] = {
            "date": nudge.day.isoformat(),
            "time": nudge.at.strftime("%H:%M"),
            "unit": nudge.unit,
            "reachable": nudge.unit in bound,
            "month_end": list(nudge.month_end),
            "missed": list(nudge.missed),
            "deadline": dict(nudge.deadline),
            "overdue": list(nudge.overdue),
        }
        if nudge.milestones:
            row["milestones"] = {step.code: step.days_left for step in nudge.milestones}
        if nudge.pending:
            row["pending"] = list(nudge.pending)
        if len(books) > 1:
            row["plan"] = books[place].plan.title
        rows.append(row)
    return sorted(rows, key=lambda row: (row["date"], row["time"]))
