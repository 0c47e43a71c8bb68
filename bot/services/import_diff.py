"""How a document differs from the stored plan of the same title: which row is which task, and what changed in it.

Rows are paired with tasks by their text before their number: a row put in at the top moves all numbers below it, and
the reports must stay with the tasks that they are about. A task is compared with what the last imported version said
of it (`Task.document`), not with what the office has set since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from bot.plan import Draft, DraftTask
from bot.services.context import Context
from storage import audit, ledger
from storage.kinds import AssignmentRole, TaskState
from storage.models import Milestone, Plan, Target, Task

GONE = "not in the new version"


@dataclass(frozen=True)
class Change:
    """A task whose new version differs: field -> (before, after), as texts. `code` is the new one."""

    code: str
    title: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """How a document differs from the stored plan of the same title. `pairs` says which new code is which task."""

    plan: Plan
    new: tuple[DraftTask, ...]
    changed: tuple[Change, ...]
    gone: tuple[Task, ...]
    back: tuple[Task, ...] = ()
    pairs: tuple[tuple[str, Task], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.new or self.changed or self.gone or self.back)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many tasks are new, changed, gone and back."""
        return {name: len(getattr(self, name)) for name in ("new", "changed", "gone", "back")}


def difference(ctx: Context, plan: Plan, draft: Draft) -> Difference:
    """Compare a document with the stored plan, task by task."""
    stored = ledger.tasks_of(session=ctx.session, plan_id=plan.id or 0, document=True)
    described = _described_all(ctx, plan, stored)
    pairs = _pairs(plan, draft.tasks, stored, described)
    changed = []
    for task in draft.tasks:
        code = plan.letter + task.code
        row = pairs.get(code)
        if row is not None:
            old, new = described[row.id or 0], describe(task)
            fields = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
            if row.code != code:
                fields = {"code": (row.code, code), **fields}
            if fields:
                changed.append(Change(code, task.title, fields))
    kept = {row.id for row in pairs.values()}
    return Difference(
        plan=plan,
        new=tuple(task for task in draft.tasks if plan.letter + task.code not in pairs),
        changed=tuple(changed),
        gone=tuple(row for row in stored if row.id not in kept and row.state is not TaskState.cancelled),
        back=tuple(row for row in stored if row.id in kept and _went_with_a_version(ctx, row)),
        pairs=tuple(pairs.items()),
    )


def describe(task: DraftTask) -> dict[str, str]:
    """Return a row of a document in words: what a later version is compared with."""
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


def milestones(ctx: Context, row: Task) -> list[Milestone]:
    """Return a task's milestones by date."""
    query = select(Milestone).where(Milestone.task_id == row.id).order_by(col(Milestone.due), col(Milestone.id))
    return list(ctx.session.exec(query))


def _pairs(
    plan: Plan, tasks: Sequence[DraftTask], stored: Sequence[Task], described: dict[int, dict[str, str]]
) -> dict[str, Task]:
    """Return which task each new code is: by the whole text, then by the title where only one has it, then by code."""
    wanted = {plan.letter + task.code: describe(task) for task in tasks}
    found: dict[str, Task] = {}
    for fields in (("title", "description"), ("title",)):
        taken = {row.id for row in found.values()}
        groups: dict[str, tuple[list[str], list[Task]]] = defaultdict(lambda: ([], []))
        for code, words in wanted.items():
            if code not in found:
                groups[_words(words, fields)][0].append(code)
        for row in stored:
            if row.id not in taken:
                groups[_words(described[row.id or 0], fields)][1].append(row)
        for codes, rows in groups.values():
            same = {row.code: row for row in rows if row.code in codes}
            found |= same or ({codes[0]: rows[0]} if len(codes) == len(rows) == 1 else {})
    taken = {row.id for row in found.values()}
    by_code = {row.code: row for row in stored if row.id not in taken}
    found |= {code: by_code[code] for code in wanted if code not in found and code in by_code}
    return {code: found[code] for code in wanted if code in found}


def _words(described: dict[str, str], fields: Sequence[str]) -> str:
    return "\n".join(_squeezed(described[name]) for name in fields)


def _described_all(ctx: Context, plan: Plan, stored: Iterable[Task]) -> dict[int, dict[str, str]]:
    """Return each task in the words of the last imported version; of one stored before these were kept, as it is."""
    return {row.id or 0: {**describe_nothing(), **(row.document or _as_it_is(ctx, row))} for row in stored}


def describe_nothing() -> dict[str, str]:
    """Return the fields of a task about which nothing is said."""
    return describe(DraftTask("", "", "", "", "", "", (), (), None, ""))


def _as_it_is(ctx: Context, row: Task) -> dict[str, str]:
    assignments = ledger.assignments_of(session=ctx.session, task_ids=[row.id or 0])
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
        "milestones": _steps(milestones(ctx, row)),
    }


def _went_with_a_version(ctx: Context, row: Task) -> bool:
    """Tell whether the task was cancelled because a version left it out, and not by a decision."""
    if row.state is not TaskState.cancelled:
        return False
    events = audit.history(session=ctx.session, object="tasks", object_id=row.id or 0)
    last = next((event for event in reversed(events) if event.action == "task.cancel"), None)
    return last is not None and last.after.get("reason") == GONE


def _targets(targets: Iterable[Any]) -> str:
    return "；".join(f"{t.name}{t.comparison}{t.value:g}{t.unit}" for t in targets)


def _steps(steps: Iterable[Any]) -> str:
    return "；".join(f"{step.due} {step.title}" for step in steps)


def _squeezed(text: str) -> str:
    return "".join(text.split())
