"""What was decided about a plan document's units, carried out once it is stored."""

from __future__ import annotations

from collections.abc import Mapping

from bot.plan import Draft
from bot.services import units, units_reporting
from bot.services.context import Context
from bot.services.plan_points import Decision, consulted, is_settled
from storage import ledger
from storage.kinds import TaskState
from storage.models import Plan, Unit


def carry_out(ctx: Context, plan: Plan, draft: Draft, settled: Mapping[str, Decision]) -> None:
    """Carry out the decisions about reporting units, names that are one unit, and consulted units."""
    for number, decision in sorted(settled.items(), key=lambda item: int(item[0])):
        if not is_settled(decision):
            continue
        match decision["do"]:
            case "reporter":
                _reporter(ctx, plan, draft.anomalies[int(number)].code or "", decision["value"])
            case "same" | "two":
                _names(ctx, decision)
            case "consult":
                _consult(ctx, draft, decision["units"])


def _reporter(ctx: Context, plan: Plan, code: str, name: str) -> None:
    task = ledger.find_task(session=ctx.session, code=plan.letter + code)
    unit = ledger.find_unit(session=ctx.session, name=name)
    if task is not None and unit is not None and task.state is TaskState.open and task.reporting_unit_id != unit.id:
        units_reporting.set_reporting(ctx, task, unit)


def _names(ctx: Context, decision: Decision) -> None:
    keep = ledger.find_unit(session=ctx.session, name=decision["keep"])
    other = ledger.find_unit(session=ctx.session, name=decision["other"])
    if keep is None or other is None or keep.id == other.id:
        return  # decided before, by an earlier document
    if decision["do"] == "same":
        units.same(ctx, keep, other)
    else:
        units.different(ctx, keep, other)


def _consult(ctx: Context, draft: Draft, chosen: list[str]) -> None:
    for name in consulted(draft):
        unit: Unit | None = ledger.find_unit(session=ctx.session, name=name)
        if unit is not None and (unit.consult_decided_at is None or unit.consult != (name in chosen)):
            units.set_consult(ctx, unit, name in chosen)
