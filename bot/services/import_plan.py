"""Storing a plan that was read from a document, and comparing a changed one with what is stored. All or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, delete, func, select

from bot.errors import DubanError
from bot.plan import Draft, DraftTask, is_collective, propose_aliases
from bot.services.context import Context
from bot.services.record import record
from storage import audit, ledger
from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models import Alias, Assignment, Milestone, Plan, Target, Task, Unit

GONE = "not in the new version"
LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Change:
    """A task whose new version differs: field -> (before, after), as texts."""

    code: str
    title: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """How a document differs from the stored plan of the same title."""

    plan: Plan
    new: tuple[DraftTask, ...]
    changed: tuple[Change, ...]
    gone: tuple[Task, ...]
    back: tuple[Task, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.new or self.changed or self.gone or self.back)


def stored_version(ctx: Context, draft: Draft) -> Plan | None:
    """Return the open plan of the same title, if any."""
    wanted = _squeezed(draft.title)
    return next((plan for plan in ledger.open_plans(session=ctx.session) if _squeezed(plan.title) == wanted), None)


def difference(ctx: Context, plan: Plan, draft: Draft) -> Difference:
    """Compare a document with the stored plan, task by task under its code."""
    stored = {task.code: task for task in ledger.tasks_of(session=ctx.session, plan_id=_id(plan))}
    described = {code: _described(ctx, task) for code, task in stored.items()}
    wanted = {plan.letter + task.code: task for task in draft.tasks}
    changed = []
    for code, task in wanted.items():
        if code in stored:
            old, new = described[code], _describe(task)
            fields = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
            if fields:
                changed.append(Change(code, task.title, fields))
    return Difference(
        plan=plan,
        new=tuple(task for code, task in wanted.items() if code not in stored),
        changed=tuple(changed),
        gone=tuple(t for code, t in stored.items() if code not in wanted and t.state is not TaskState.cancelled),
        back=tuple(t for code, t in stored.items() if code in wanted and _went_with_a_version(ctx, t)),
    )


def store(ctx: Context, draft: Draft, *, first_month: date | None = None) -> Plan:
    """Store a plan with everything in it; beside another open plan its codes get a letter."""
    _check_codes(draft)
    plan = Plan(
        title=draft.title,
        letter=_free_letter(ctx),
        issued=draft.issued,
        first_month=first_month or draft.first_month(ctx.today),
        imported_at=ctx.now,
    )
    ctx.session.add(plan)
    ctx.session.flush()
    units = _units(ctx, draft.tasks)
    for position, task in enumerate(draft.tasks):
        _add_task(ctx, plan, task, position, units)
    _propose_aliases(ctx)
    record(ctx, "plan.import", plan, after={"title": plan.title, "tasks": len(draft.tasks), "letter": plan.letter})
    return plan


def apply(ctx: Context, found: Difference, draft: Draft) -> None:
    """Bring the stored plan to the document's version. Reports stay; gone tasks are cancelled, never deleted."""
    _check_codes(draft)
    plan = found.plan
    units = _units(ctx, draft.tasks)
    stored = {task.code: task for task in ledger.tasks_of(session=ctx.session, plan_id=_id(plan))}
    changes = {change.code: change for change in found.changed}
    for position, task in enumerate(draft.tasks):
        code = plan.letter + task.code
        if code not in stored:
            row = _add_task(ctx, plan, task, position, units)
            record(ctx, "task.add", row, after={"code": code, **_describe(task)})
        elif code in changes:
            _change_task(ctx, stored[code], task, position, units, changes[code])
        else:
            stored[code].position = position
            ctx.session.add(stored[code])
    for row in found.back:
        row.state, row.closed_on = TaskState.open, None
        ctx.session.add(row)
        record(ctx, "task.reopen", row, before={"state": "cancelled"}, after={"reason": "in the new version again"})
    for position, row in enumerate(found.gone, start=len(draft.tasks)):
        row.position = position
        ctx.session.add(row)
        if row.state is TaskState.open:
            row.state, row.closed_on = TaskState.cancelled, ctx.today
            record(ctx, "task.cancel", row, before={"state": "open"}, after={"reason": GONE})
    _propose_aliases(ctx)
    counts = {name: len(getattr(found, name)) for name in ("new", "changed", "gone", "back")}
    record(ctx, "plan.reimport", plan, after=counts)


def _went_with_a_version(ctx: Context, row: Task) -> bool:
    """Tell whether the task was cancelled because a version left it out, and not by a decision."""
    if row.state is not TaskState.cancelled:
        return False
    events = audit.history(session=ctx.session, object="tasks", object_id=_id(row))
    last = next((event for event in reversed(events) if event.action == "task.cancel"), None)
    return last is not None and last.after.get("reason") == GONE


def _check_codes(draft: Draft) -> None:
    seen: set[str] = set()
    for task in draft.tasks:
        if task.code in seen:
            raise DubanError("Two tasks of the document have the code {code}; nothing was stored", code=task.code)
        seen.add(task.code)


def _free_letter(ctx: Context) -> str:
    taken = {plan.letter for plan in ledger.open_plans(session=ctx.session)}
    if "" not in taken:
        return ""
    free = next((letter for letter in LETTERS if letter not in taken), None)
    if free is None:
        raise DubanError("Too many plans are open; close one first")
    return free


def _units(ctx: Context, tasks: Iterable[DraftTask]) -> dict[str, Unit]:
    """Return the units named, created as written where they are new; a confirmed alias leads to its unit."""
    units: dict[str, Unit] = {}
    for task in tasks:
        for name in (*task.lead, *task.support):
            if name not in units:
                unit = ledger.find_unit(session=ctx.session, name=name)
                if unit is None:
                    unit = Unit(name=name, collective=is_collective(name))
                    ctx.session.add(unit)
                    ctx.session.flush()
                units[name] = unit
    return units


def _add_task(ctx: Context, plan: Plan, draft: DraftTask, position: int, units: dict[str, Unit]) -> Task:
    row = Task(
        plan_id=_id(plan), code=plan.letter + draft.code, number=draft.number, position=position, title=draft.title
    )
    _fill(row, draft)
    row.original_deadline = row.deadline
    ctx.session.add(row)
    ctx.session.flush()
    _add_parts(ctx, row, draft, units)
    return row


def _change_task(
    ctx: Context, row: Task, draft: DraftTask, position: int, units: dict[str, Unit], change: Change
) -> None:
    _fill(row, draft)
    row.position = position
    ctx.session.add(row)
    reached = {(step.title, step.due): step.done_on for step in _milestones(ctx, row)}
    for table in (Assignment, Target, Milestone):
        ctx.session.exec(delete(table).where(col(table.task_id) == row.id))  # type: ignore[attr-defined, unused-ignore]
    _add_parts(ctx, row, draft, units, reached)
    before = {name: old for name, (old, _) in change.fields.items()}
    record(ctx, "task.change", row, before=before, after={name: new for name, (_, new) in change.fields.items()})


def _fill(row: Task, draft: DraftTask) -> None:
    row.title, row.description = draft.title, draft.description
    row.section, row.subsection, row.place = draft.section, draft.subsection, draft.place
    row.ongoing = draft.deadline == "ongoing"
    row.deadline = draft.deadline if isinstance(draft.deadline, date) else None
    row.deadline_text = draft.deadline_text


def _add_parts(
    ctx: Context,
    row: Task,
    draft: DraftTask,
    units: dict[str, Unit],
    reached: dict[tuple[str, date], date | None] | None = None,
) -> None:
    """Store who does a task, its targets and milestones; `reached` are the milestones it had, with their days."""
    key = _id(row)
    for role, names in ((AssignmentRole.lead, draft.lead), (AssignmentRole.support, draft.support)):
        for position, unit_id in enumerate(dict.fromkeys(_id(units[name]) for name in names)):
            ctx.session.add(Assignment(task_id=key, unit_id=unit_id, role=role, position=position))
    for position, target in enumerate(draft.targets):
        ctx.session.add(
            Target(
                task_id=key,
                position=position,
                name=target.name,
                value=target.value,
                unit=target.unit,
                comparison=target.comparison,
            )
        )
    for step in draft.milestones:
        done_on = (reached or {}).get((step.title, step.due))
        ctx.session.add(Milestone(task_id=key, title=step.title, due=step.due, done_on=done_on))


def _propose_aliases(ctx: Context) -> None:
    """Put pairs of names that look like one unit before the office; what it has decided is left alone."""
    ctx.session.flush()
    units = {unit.name: unit for unit in ledger.units(session=ctx.session)}
    known = {(row.unit_id, row.name) for row in ctx.session.exec(select(Alias))}
    for first, second in propose_aliases(list(units)):
        pair = sorted((units[first], units[second]), key=_id)
        if (_id(pair[0]), pair[1].name) not in known:
            ctx.session.add(Alias(unit_id=_id(pair[0]), name=pair[1].name, state=AliasState.proposed))


def _described(ctx: Context, row: Task) -> dict[str, str]:
    """Return a stored task in the words of `_describe`."""
    assignments = ledger.assignments_of(session=ctx.session, task_ids=[_id(row)])
    targets = ctx.session.exec(select(Target).where(Target.task_id == row.id).order_by(col(Target.position)))
    names = {role: [unit.name for part, unit in assignments if part.role is role] for role in AssignmentRole}
    return {
        "section": row.section,
        "subsection": row.subsection,
        "title": row.title,
        "description": row.description,
        "lead": "、".join(names[AssignmentRole.lead]),
        "support": "、".join(names[AssignmentRole.support]),
        "deadline": "ongoing" if row.ongoing else str(row.deadline or ""),
        "targets": _targets(targets),
        "milestones": _steps(_milestones(ctx, row)),
    }


def _milestones(ctx: Context, row: Task) -> list[Milestone]:
    query = select(Milestone).where(Milestone.task_id == row.id).order_by(col(Milestone.due), col(Milestone.id))
    return list(ctx.session.exec(query))


def _describe(task: DraftTask) -> dict[str, str]:
    return {
        "section": task.section,
        "subsection": task.subsection,
        "title": task.title,
        "description": task.description,
        "lead": "、".join(dict.fromkeys(task.lead)),
        "support": "、".join(dict.fromkeys(task.support)),
        "deadline": str(task.deadline or ""),
        "targets": _targets(task.targets),
        "milestones": _steps(sorted(task.milestones, key=lambda step: step.due)),
    }


def _targets(targets: Iterable[Any]) -> str:
    return "；".join(f"{t.name}{t.comparison}{t.value:g}{t.unit}" for t in targets)


def _steps(steps: Iterable[Any]) -> str:
    return "；".join(f"{step.due} {step.title}" for step in steps)


def task_count(ctx: Context) -> int:
    """Return how many tasks the open plans have."""
    return ctx.session.exec(select(func.count(col(Task.id))).join(Plan).where(col(Plan.closed_at).is_(None))).one()


def _squeezed(title: str) -> str:
    return "".join(title.split())


def _id(row: Any) -> int:
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
