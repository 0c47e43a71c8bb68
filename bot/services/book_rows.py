"""How rows of the database become what the rules see: leads that can be written to, milestones, claims, extensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.rules import Held, Milestone, RuleTask, UnitView
from bot.services.context import Context
from storage import ledger
from storage import models as tables
from storage.kinds import CompletionState, ExtensionState, TaskState


def rule_task(
    task: tables.Task,
    leads: tuple[str, ...],
    units: dict[int, tables.Unit],
    milestones: dict[int, list[Milestone]],
    claims: dict[int, list[tuple[CompletionState, Held]]],
    extended: dict[int, tables.Extension],
) -> RuleTask:
    """Return a task as the rules see it."""
    key = key_of(task)
    spans = claims.get(key, [])
    confirmed = [span.start for state, span in spans if state is CompletionState.confirmed]
    extension = extended.get(key)
    moved = extension is not None and not extension.judged_by_original
    reporter = units[heir_of(task.reporting_unit_id, units)].name if task.reporting_unit_id else None
    return RuleTask(
        code=task.code,
        leads=leads,
        deadline=extension.granted_until if extension and moved else task.deadline,
        extended_to=extension.granted_until if extension else None,
        ongoing=task.ongoing,
        reporter=reporter,
        closed_on=task.closed_on,
        finished_on=confirmed[-1] if confirmed else None,
        cancelled=task.state is TaskState.cancelled,
        held=tuple(span for state, span in spans if state is not CompletionState.confirmed),
        milestones=tuple(milestones.get(key, ())),
        section=task.section,
    )


def is_particular(unit: tables.Unit) -> bool:
    """Tell whether the rules must know anything of the unit besides its name."""
    return unit.consult or unit.quiet_until is not None or unit.nudge_time is not None


def unit_view(unit: tables.Unit) -> UnitView:
    """Return a unit as the rules see it."""
    return UnitView(consult=unit.consult, quiet_until=unit.quiet_until, nudge_time=unit.nudge_time)


def by_task(rows: Iterable[tuple[int, int]], units: dict[int, tables.Unit]) -> dict[int, tuple[tables.Unit, ...]]:
    """Return the units of each task, by its number."""
    found: dict[int, list[tables.Unit]] = defaultdict(list)
    for task_id, unit_id in rows:
        found[task_id].append(units[unit_id])
    return {task_id: tuple(mine) for task_id, mine in found.items()}


def real_leads(
    leads: Iterable[tables.Unit], units: dict[int, tables.Unit], members: dict[int, list[int]]
) -> tuple[str, ...]:
    """Return the lead units that can be written to: collective ones give way to their listed members, if any."""
    named: list[str] = []
    for unit in leads:
        keys = members.get(key_of(unit), []) if unit.collective else [key_of(unit)]
        named += [units[heir_of(key, units)].name for key in keys]
    return tuple(dict.fromkeys(named))


def heir_of(key: int, units: dict[int, tables.Unit]) -> int:
    """Follow a unit to the one that took over from it (承接单位)."""
    seen = {key}
    while (successor := units[key].successor_id) is not None and successor not in seen:
        key = successor
        seen.add(key)
    return key


def members_of(session: Session) -> dict[int, list[int]]:
    """Return who is behind each collective unit, as the office has listed them."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.exec(select(tables.UnitMember).order_by(col(tables.UnitMember.unit_id))):
        found[row.collective_id].append(row.unit_id)
    return found


def milestones_of(session: Session, plan_id: int) -> dict[int, list[Milestone]]:
    """Return each task's milestones."""
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in ledger.milestones_of(session=session, plan_id=plan_id):
        found[row.task_id].append(Milestone(row.due, row.title, row.done_on))
    return found


def claims_of(ctx: Context, plan_id: int) -> dict[int, list[tuple[CompletionState, Held]]]:
    """Return the days on which the office had each task's completion in hand."""
    C = tables.Completion
    query = (
        select(C)
        .join(tables.Task, col(C.task_id) == col(tables.Task.id))
        .where(tables.Task.plan_id == plan_id)
        .order_by(col(C.claimed_at), col(C.id))
    )
    found: dict[int, list[tuple[CompletionState, Held]]] = defaultdict(list)
    for row in ctx.session.exec(query):
        end: datetime | None = row.decided_at
        span = Held(ctx.office.day(row.claimed_at), ctx.office.day(end) if end else None)
        found[row.task_id].append((row.state, span))
    return found


def extensions_of(session: Session, plan_id: int) -> dict[int, tables.Extension]:
    """Return the extension that holds for each task: the one granted last."""
    E = tables.Extension
    query = (
        select(E)
        .join(tables.Task, col(E.task_id) == col(tables.Task.id))
        .where(tables.Task.plan_id == plan_id, E.state == ExtensionState.granted)
        .order_by(col(E.decided_at), col(E.id))
    )
    return {row.task_id: row for row in session.exec(query)}


def key_of(row: Any) -> int:
    """Return the number of a row that is stored."""
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
