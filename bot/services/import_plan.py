"""Storing a plan that was read from a document, and bringing a stored one to a changed document. All or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, delete, func, select

from bot.errors import DubanError
from bot.plan import Draft, DraftTask, is_collective, propose_aliases
from bot.services.context import Context
from bot.services.import_diff import GONE, Change, Difference, describe, difference, milestones
from bot.services.record import record
from storage import ledger
from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models import Alias, Assignment, Milestone, Plan, Target, Task, Unit

__all__ = ["GONE", "Change", "Difference", "apply", "difference", "store", "stored_version", "task_count"]

LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBER_LIMIT = 20


def stored_version(ctx: Context, draft: Draft) -> Plan | None:
    """Return the open plan of the same title, if any."""
    wanted = _squeezed(draft.title)
    return next((plan for plan in ledger.open_plans(session=ctx.session) if _squeezed(plan.title) == wanted), None)


def likely_version(ctx: Context, draft: Draft) -> Plan | None:
    """Return the open plan of another title with which the document shares at least half of its tasks' titles."""
    titles = {_squeezed(task.title) for task in draft.tasks}
    best: tuple[float, Plan | None] = (0.5, None)
    for plan in ledger.open_plans(session=ctx.session):
        stored = {_squeezed(task.title) for task in ledger.tasks_of(session=ctx.session, plan_id=_id(plan))}
        share = len(titles & stored) / max(len(titles), len(stored), 1)
        if share >= best[0]:
            best = (share, plan)
    return best[1]


def letter_for_new(ctx: Context) -> str:
    """Return the letter that the codes of a further plan begin with; "" where none is open."""
    return _free_letter(ctx)


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
    rows = [_row(plan, task, position) for position, task in enumerate(draft.tasks)]
    ctx.session.add_all(rows)
    ctx.session.flush()  # once for all: with a flush each, thousands of tasks take several times as long
    for row, task in zip(rows, draft.tasks, strict=True):
        _add_parts(ctx, row, task, units)
    _propose_aliases(ctx)
    record(ctx, "plan.import", plan, after={"title": plan.title, "tasks": len(draft.tasks), "letter": plan.letter})
    return plan


def apply(ctx: Context, found: Difference, draft: Draft) -> None:
    """Bring the stored plan to the document's version. Reports stay; gone tasks are cancelled, never deleted."""
    _check_codes(draft)
    plan = found.plan
    units = _units(ctx, draft.tasks)
    pairs = dict(found.pairs)
    changes = {change.code: change for change in found.changed}
    _renumber(ctx, found)
    for position, task in enumerate(draft.tasks):
        code = plan.letter + task.code
        row = pairs.get(code)
        if row is None:
            row = _add_task(ctx, plan, task, position, units)
            record(ctx, "task.add", row, after={"code": code, **describe(task)})
            continue
        if code in changes:
            _change_task(ctx, row, task, units, changes[code])
        row.position, row.document = position, describe(task)
        ctx.session.add(row)
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
    record(ctx, "plan.reimport", plan, after=found.counts)


def _renumber(ctx: Context, found: Difference) -> None:
    """Give tasks their new codes; first they get out of each other's way, as a code is unique within its plan."""
    new = {code: row for code, row in found.pairs if row.code != code}
    wanted = {*new, *(found.plan.letter + task.code for task in found.new)}
    paired = {row.id for _, row in found.pairs}
    stored = ledger.tasks_of(session=ctx.session, plan_id=_id(found.plan))
    taken = {row.code for row in stored} | wanted
    for row in stored:
        if row.id not in paired and row.code in wanted:
            before, row.code = row.code, _free_code(row.code, taken)
            record(ctx, "task.renumber", row, before={"code": before}, after={"code": row.code})
            ctx.session.add(row)
    for row in new.values():
        row.code = f"~{row.id}"
        ctx.session.add(row)
    ctx.session.flush()
    for code, row in new.items():
        row.code = code
        ctx.session.add(row)
    ctx.session.flush()


def _free_code(code: str, taken: set[str]) -> str:
    """Return a code for a task whose number goes to another: 16 becomes 16旧, then 16旧2."""
    stem = code[: NUMBER_LIMIT - 4] + "旧"
    free = next(name for name in (stem, *(f"{stem}{n}" for n in range(2, 999))) if name not in taken)
    taken.add(free)
    return free


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
    row = _row(plan, draft, position)
    ctx.session.add(row)
    ctx.session.flush()
    _add_parts(ctx, row, draft, units)
    return row


def _row(plan: Plan, draft: DraftTask, position: int) -> Task:
    row = Task(
        plan_id=_id(plan), code=plan.letter + draft.code, number=draft.number, position=position, title=draft.title
    )
    _fill(row, draft)
    row.original_deadline, row.document = row.deadline, describe(draft)
    return row


def _add_parts(ctx: Context, row: Task, draft: DraftTask, units: dict[str, Unit]) -> None:
    _add_assignments(ctx, row, draft, units)
    _add_targets(ctx, row, draft)
    _add_milestones(ctx, row, draft, {})


def _change_task(ctx: Context, row: Task, draft: DraftTask, units: dict[str, Unit], change: Change) -> None:
    """Put in what the document says differently; what the office has set itself stays."""
    _fill(row, draft)
    row.number = draft.number
    ctx.session.add(row)
    if {"lead", "support"} & change.fields.keys():
        ctx.session.exec(delete(Assignment).where(col(Assignment.task_id) == row.id))
        _add_assignments(ctx, row, draft, units)
    if "targets" in change.fields:
        own = (col(Target.task_id) == row.id, col(Target.edited_at).is_(None))
        ctx.session.exec(delete(Target).where(*own))
        _add_targets(ctx, row, draft)
    if "milestones" in change.fields:
        steps = [step for step in milestones(ctx, row) if step.edited_at is None]
        reached = {(step.title, step.due): step.done_on for step in steps}
        for step in steps:
            ctx.session.delete(step)
        _add_milestones(ctx, row, draft, reached)
    before = {name: old for name, (old, _) in change.fields.items()}
    record(ctx, "task.change", row, before=before, after={name: new for name, (_, new) in change.fields.items()})


def _fill(row: Task, draft: DraftTask) -> None:
    row.title, row.description = draft.title, draft.description
    row.section, row.subsection, row.place = draft.section, draft.subsection, draft.place
    row.ongoing = draft.deadline == "ongoing"
    row.deadline = draft.deadline if isinstance(draft.deadline, date) else None
    row.deadline_text = draft.deadline_text


def _add_assignments(ctx: Context, row: Task, draft: DraftTask, units: dict[str, Unit]) -> None:
    for role, names in ((AssignmentRole.lead, draft.lead), (AssignmentRole.support, draft.support)):
        for position, unit_id in enumerate(dict.fromkeys(_id(units[name]) for name in names)):
            ctx.session.add(Assignment(task_id=_id(row), unit_id=unit_id, role=role, position=position))


def _add_targets(ctx: Context, row: Task, draft: DraftTask) -> None:
    for position, target in enumerate(draft.targets):
        ctx.session.add(
            Target(
                task_id=_id(row),
                position=position,
                name=target.name,
                value=target.value,
                unit=target.unit,
                comparison=target.comparison,
            )
        )


def _add_milestones(ctx: Context, row: Task, draft: DraftTask, reached: dict[tuple[str, date], date | None]) -> None:
    """Store the document's milestones; `reached` are those that the task had, with the days on which they were."""
    for step in draft.milestones:
        done_on = reached.get((step.title, step.due))
        ctx.session.add(Milestone(task_id=_id(row), title=step.title, due=step.due, done_on=done_on))


def _propose_aliases(ctx: Context) -> None:
    """Put pairs of names that look like one unit before the office; what it has decided is left alone."""
    ctx.session.flush()
    units = {unit.name: unit for unit in ledger.units(session=ctx.session)}
    known = {(row.unit_id, row.name) for row in ctx.session.exec(select(Alias))}
    for first, second in propose_aliases(list(units)):
        pair = sorted((units[first], units[second]), key=_id)
        if pair[0].successor_id is None and pair[1].successor_id is None and not _asked(known, pair):
            ctx.session.add(Alias(unit_id=_id(pair[0]), name=pair[1].name, state=AliasState.proposed))


def _asked(known: set[tuple[int, str]], pair: list[Unit]) -> bool:
    """Tell whether the office has been asked about these two, whichever way round."""
    return (_id(pair[0]), pair[1].name) in known or (_id(pair[1]), pair[0].name) in known


def task_count(ctx: Context) -> int:
    """Return how many tasks the open plans have."""
    return ctx.session.exec(select(func.count(col(Task.id))).join(Plan).where(col(Plan.closed_at).is_(None))).one()


def _squeezed(title: str) -> str:
    return "".join(title.split())


def _id(row: object) -> int:
    key: int | None = getattr(row, "id", None)
    assert key is not None, "the row has not been stored"
    return key
