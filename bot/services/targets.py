"""A task's targets (指标): the numbers that the plan demands of it, as read from its text and as the office sets them.

What the office sets stays when a new version of the plan comes; receipts and summaries use what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from sqlmodel import col, select

from bot.errors import Refused
from bot.plan.targets import read_targets
from bot.services.context import Context
from bot.services.record import record
from storage import ledger
from storage.kinds import TaskState
from storage.models import Plan, Target, Task

SIGNS = {">=": "≥", "<=": "≤", "=": "="}
_PLAIN = re.compile(
    r"^(?P<name>.*?)\s*(?P<sign>>=|<=|≥|≤|=|不少于|不低于|至少|不超过|不高于|至多|达到|达)?\s*"
    r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s,，]{1,12}?)?(?P<plus>以上|以内|以下)?$"
)
_SIGN = {
    ">=": ">=", "≥": ">=", "不少于": ">=", "不低于": ">=", "至少": ">=", "达到": ">=", "达": ">=", "以上": ">=",
    "<=": "<=", "≤": "<=", "不超过": "<=", "不高于": "<=", "至多": "<=", "以内": "<=", "以下": "<=", "=": "=",
}  # fmt: skip
NAME_LIMIT = 60


def of_task(ctx: Context, task: Task) -> Sequence[Target]:
    """Return a task's targets in their order."""
    assert task.id is not None, "the task has not been stored"
    return ledger.task_targets(session=ctx.session, task_id=task.id)


def of_open_plans(ctx: Context) -> list[tuple[Task, Target]]:
    """Return the targets of all open plans with their tasks, in the order of the documents."""
    query = (
        select(Task, Target)
        .join(Target, col(Target.task_id) == col(Task.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(col(Plan.closed_at).is_(None), Task.state != TaskState.cancelled)
        .order_by(col(Plan.id), col(Task.position), col(Target.position), col(Target.id))
    )
    return list(ctx.session.exec(query).all())


def add(ctx: Context, task: Task, words: str) -> Target:
    """Add a target as the office writes it: 有效发明专利≥300件, 不超过9个工作日."""
    assert task.id is not None, "the task has not been stored"
    name, sign, value, unit = read(words)
    standing = of_task(ctx, task)
    position = max((target.position for target in standing), default=-1) + 1
    row = Target(
        task_id=task.id, position=position, name=name, value=value, unit=unit, comparison=sign, edited_at=ctx.now
    )
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "target.add", row, after={"task": task.code, "target": said(row)})
    return row


def change(ctx: Context, task: Task, number: int, words: str) -> Target:
    """Set a target anew; `number` is its place in the list, from 1. A name that is not said stays."""
    row = pick(ctx, task, number)
    name, sign, value, unit = read(words)
    bare = not re.search(r">=|<=|[≥≤=]|不|至|达|以", words)
    before = said(row)
    row.name, row.value, row.unit = name or row.name, value, unit or row.unit
    row.comparison = row.comparison if bare else sign
    row.edited_at = ctx.now
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "target.change", row, before={"target": before}, after={"task": task.code, "target": said(row)})
    return row


def remove(ctx: Context, task: Task, number: int) -> str:
    """Take a target out; return it in words."""
    row = pick(ctx, task, number)
    words = said(row)
    record(ctx, "target.remove", row, before={"task": task.code, "target": words})
    ctx.session.delete(row)
    ctx.session.flush()
    return words


def pick(ctx: Context, task: Task, number: int) -> Target:
    """Return the target at that place in the list, from 1."""
    standing = of_task(ctx, task)
    if not 1 <= number <= len(standing):
        raise Refused("Task {code} has {count} targets; there is no number {number}", code=task.code,
                      count=len(standing), number=number)  # fmt: skip
    return standing[number - 1]


def read(words: str) -> tuple[str, str, float, str]:
    """Return name, comparison, value and unit of a target in words; Refused where there is none."""
    plain = " ".join(normalize("NFKC", words).split())
    match = _PLAIN.match(plain)
    if match and not re.search(r"\d", match["name"]):
        sign = _SIGN[match["sign"] or match["plus"] or ">="]
        return match["name"].strip(" :,，：")[:NAME_LIMIT], sign, float(match["value"]), match["unit"] or ""
    found = read_targets(plain)
    if len(found) != 1:
        raise Refused("No target was understood in: {words}. For example: 有效发明专利≥300件", words=words[:60])
    return found[0].name, found[0].comparison, found[0].value, found[0].unit


def said(target: Target) -> str:
    """Return a target in words: 有效发明专利≥300件."""
    return f"{target.name}{SIGNS.get(target.comparison, target.comparison)}{target.value:g}{target.unit}"
