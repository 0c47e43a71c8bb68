"""Who reports on a task each month: its first real lead unless the office has set another unit."""

from __future__ import annotations

from bot.errors import Refused
from bot.services.context import Context
from bot.services.record import record
from bot.services.units import alive
from bot.services.views import plan_book
from storage import ledger
from storage.kinds import TaskState
from storage.models import Plan, Task, Unit

CHOICES = 8


def reporting(ctx: Context, task: Task) -> tuple[str, ...]:
    """Return the names of the units that report on a task; none where its leads are not listed one by one."""
    book = plan_book(ctx, ctx.session.get_one(Plan, task.plan_id))
    return tuple(book.rule_tasks[task.code].reporting(book.schedule.rules))


def set_reporting(ctx: Context, task: Task, unit: Unit | None) -> None:
    """Let this unit report on the task, or with None its first real lead again."""
    if task.state is not TaskState.open:
        raise Refused("Task {code} is closed", code=task.code)
    if unit is not None and (unit.collective or not alive(unit)):
        raise Refused("{unit} cannot report: give one unit that is there", unit=unit.name)
    before = ctx.session.get(Unit, task.reporting_unit_id) if task.reporting_unit_id else None
    task.reporting_unit_id = unit.id if unit else None
    ctx.session.add(task)
    ctx.session.flush()
    record(
        ctx,
        "task.reporting",
        task,
        before={"unit": before.name if before else None},
        after={"unit": unit.name if unit else None},
    )


def candidates(ctx: Context, task: Task) -> list[Unit]:
    """Return the units from which a task's reporting unit is chosen: its real leads, members, supporting units."""
    assert task.id is not None, "the task has not been stored"
    found: dict[int | None, Unit] = {}
    for _, unit in ledger.assignments_of(session=ctx.session, task_ids=[task.id]):
        members = ledger.members_of(session=ctx.session, collective_id=unit.id or 0) if unit.collective else [unit]
        for each in members:
            heir = ledger.heir(session=ctx.session, unit=each)
            found.setdefault(heir.id, heir)
    return list(found.values())[:CHOICES]
