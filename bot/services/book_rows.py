"""The rules' view of a plan's tasks, made from its rows: who really leads, what the office has in hand, which deadline.

Made for a hundred thousand tasks at a time: what several tasks share is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from bot.rules import Held, Milestone, RuleTask, UnitView
from bot.services.context import Context
from storage import ledger
from storage import models as tables
from storage.kinds import CompletionState, ExtensionState, TaskState

Units = dict[int, tables.Unit]


class RuleTasks:
    """Makes the rules' tasks of one plan; its claims, extensions and milestones are read once."""

    def __init__(self, ctx: Context, plan_id: int, units: Units) -> None:
        """Read what belongs to tasks of the plan. `units` are all there are, by number."""
        session = ctx.session
        self._members = _members(session)
        self._milestones = _milestones(session, plan_id)
        self._claims = _claims(ctx, plan_id)
        self._extended = _extensions(session, plan_id)
        self._units = units
        self._heirs = {key: units[heir_of(key, units)].name for key in units}
        self._real: dict[int, tuple[str, ...]] = {}  # by the identity of a tuple of units that the caller keeps

    def make(self, task: tables.Task, leads: tuple[tables.Unit, ...]) -> RuleTask:
        """Return the task as the rules see it, with those units in the lead by the document."""
        key = cast(int, task.id)
        held, confirmed = self._spans(key)
        extension = self._extended.get(key)
        moved = extension is not None and not extension.judged_by_original
        return RuleTask(
            code=task.code,
            leads=self._leads(leads),
            deadline=extension.granted_until if extension and moved else task.deadline,
            extended_to=extension.granted_until if extension else None,
            ongoing=task.ongoing,
            reporter=self._heirs[task.reporting_unit_id] if task.reporting_unit_id else None,
            closed_on=task.closed_on,
            finished_on=confirmed,
            cancelled=task.state is TaskState.cancelled,
            held=held,
            milestones=tuple(self._milestones.get(key, ())),
            section=task.section,
        )

    def _spans(self, key: int) -> tuple[tuple[Held, ...], date | None]:
        """Return the task's claims that were not confirmed, and the day on which the confirmed one was made."""
        if key not in self._claims:
            return (), None
        spans = self._claims[key]
        confirmed = [span.start for state, span in spans if state is CompletionState.confirmed]
        held = tuple(span for state, span in spans if state is not CompletionState.confirmed)
        return held, confirmed[-1] if confirmed else None

    def _leads(self, leads: tuple[tables.Unit, ...]) -> tuple[str, ...]:
        found = self._real.get(id(leads))
        if found is None:
            found = self._real[id(leads)] = self._real_leads(leads)
        return found

    def _real_leads(self, leads: Iterable[tables.Unit]) -> tuple[str, ...]:
        """Return who can be written to: collective units give way to their listed members, if any, others to heirs."""
        named: list[str] = []
        for unit in leads:
            key = cast(int, unit.id)
            named += [self._heirs[each] for each in (self._members.get(key, ()) if unit.collective else (key,))]
        return tuple(dict.fromkeys(named))


def by_task(rows: Iterable[tuple[int, int]], units: Units) -> dict[int, tuple[tables.Unit, ...]]:
    """Return the units of each task, from rows of task and unit in order; tasks of the same units share one tuple."""
    found: dict[int, list[int]] = {}
    for task_id, unit_id in rows:
        found.setdefault(task_id, []).append(unit_id)
    made: dict[tuple[int, ...], tuple[tables.Unit, ...]] = {}
    parts: dict[int, tuple[tables.Unit, ...]] = {}
    for task_id, mine in found.items():
        key = tuple(mine)
        if key not in made:
            made[key] = tuple(units[each] for each in mine)
        parts[task_id] = made[key]
    return parts


def unit_views(units: Iterable[tables.Unit]) -> dict[str, UnitView]:
    """Return what is particular about units, of those with anything particular."""
    return {
        unit.name: UnitView(consult=unit.consult, quiet_until=unit.quiet_until, nudge_time=unit.nudge_time)
        for unit in units
        if unit.consult or unit.quiet_until is not None or unit.nudge_time is not None
    }


def standing_for(session: Session, unit_id: int, units: Units) -> tuple[frozenset[int], frozenset[int]]:
    """Return the units whose place the unit has taken, itself among them, and those by whose lead it leads.

    The latter are the former and the collective units that list any of them.
    """
    own = frozenset(key for key in units if heir_of(key, units) == unit_id)
    lists = frozenset(key for key, members in _members(session).items() if own.intersection(members))
    return own, own | lists


def heir_of(key: int, units: Units) -> int:
    """Follow a unit to the one that took over from it (承接单位)."""
    seen = {key}
    while (successor := units[key].successor_id) is not None and successor not in seen:
        key = successor
        seen.add(key)
    return key


def _members(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.exec(select(tables.UnitMember).order_by(col(tables.UnitMember.unit_id))):
        found[row.collective_id].append(row.unit_id)
    return found


def _milestones(session: Session, plan_id: int) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in ledger.milestones_of(session=session, plan_id=plan_id):
        found[row.task_id].append(Milestone(row.due, row.title, row.done_on))
    return found


def _claims(ctx: Context, plan_id: int) -> dict[int, list[tuple[CompletionState, Held]]]:
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


def _extensions(session: Session, plan_id: int) -> dict[int, tables.Extension]:
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
    """Return the number of a stored row."""
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
