"""A task's milestones (节点, 倒排时间表): dated steps on the way to its deadline, from the document or the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from bot.errors import Refused
from bot.replies.date_shapes import Found
from bot.replies.dates import read_date
from bot.services import say
from bot.services.context import Context
from bot.services.days import JUST_PAST
from bot.services.record import record
from storage.kinds import TaskState
from storage.models import Milestone, Plan, Task

TITLE_LIMIT = 120


def of_task(ctx: Context, task: Task) -> Sequence[Milestone]:
    """Return a task's milestones by date."""
    query = select(Milestone).where(Milestone.task_id == task.id)
    return ctx.session.exec(query.order_by(col(Milestone.due), col(Milestone.id))).all()


def of_open_plans(ctx: Context) -> list[tuple[Task, Milestone]]:
    """Return the milestones of all open plans with their tasks, in the order of the documents and by date."""
    query = (
        select(Task, Milestone)
        .join(Milestone, col(Milestone.task_id) == col(Task.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(col(Plan.closed_at).is_(None), Task.state != TaskState.cancelled)
        .order_by(col(Plan.id), col(Task.position), col(Milestone.due), col(Milestone.id))
    )
    return list(ctx.session.exec(query).all())


def add(ctx: Context, task: Task, due: date, title: str) -> Milestone:
    """Add a milestone to an open task."""
    _open(task)
    title = " ".join(title.split())[:TITLE_LIMIT]
    if not title:
        raise Refused("Say what is to be done by {day}", day=due.isoformat())
    if any((step.title, step.due) == (title, due) for step in of_task(ctx, task)):
        raise Refused("Task {code} has this milestone already", code=task.code)
    assert task.id is not None, "the task has not been stored"
    row = Milestone(task_id=task.id, title=title, due=due, edited_at=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "milestone.add", row, after={"task": task.code, "title": title, "due": due.isoformat()})
    return row


def move(ctx: Context, task: Task, number: int, due: date) -> Milestone:
    """Move a milestone to another day; `number` is its place in the list, from 1."""
    row = pick(ctx, task, number)
    if row.done_on is not None:
        raise Refused("This milestone was reached on {day}", day=row.done_on.isoformat())
    before, row.due, row.edited_at = row.due, due, ctx.now
    ctx.session.add(row)
    ctx.session.flush()
    record(
        ctx,
        "milestone.move",
        row,
        before={"due": before.isoformat()},
        after={"task": task.code, "title": row.title, "due": due.isoformat()},
    )
    return row


def done(ctx: Context, task: Task, number: int, on: date | None = None) -> Milestone:
    """Record that a milestone was reached, today or on the day given; once more takes it back."""
    row = pick(ctx, task, number)
    day = on or ctx.today
    if day > ctx.today:
        raise Refused("{day} is still to come", day=day.isoformat())
    before, row.done_on = row.done_on, None if row.done_on is not None and on is None else day
    ctx.session.add(row)
    ctx.session.flush()
    record(
        ctx,
        "milestone.done" if row.done_on else "milestone.open",
        row,
        before={"done_on": str(before or "")},
        after={"task": task.code, "title": row.title, "done_on": str(row.done_on or "")},
    )
    return row


def remove(ctx: Context, task: Task, number: int) -> str:
    """Take a milestone out; return its title."""
    row = pick(ctx, task, number)
    record(ctx, "milestone.remove", row, before={"task": task.code, "title": row.title, "due": row.due.isoformat()})
    ctx.session.delete(row)
    ctx.session.flush()
    return row.title


def pick(ctx: Context, task: Task, number: int) -> Milestone:
    """Return the milestone at that place in the list, from 1."""
    steps = of_task(ctx, task)
    if not 1 <= number <= len(steps):
        raise Refused("Task {code} has {count} milestones; there is no number {number}", code=task.code,
                      count=len(steps), number=number)  # fmt: skip
    return steps[number - 1]


def read_day(words: str, today: date) -> date:
    """Return the day that the whole of the words names, past or to come: 2022-09-30, 9月底, 下周五; else Refused."""
    text = "".join(words.split()).removesuffix("前")
    found = read_date(text, 0, today) if text else None
    if found is None or found.end != len(text) or (found.day or found.near) is None:
        raise Refused("Not understood as a day: {words}. For example 2024-03-31, or 3月底", words=words[:60])
    return _meant(found, today)


def ahead(ctx: Context, day: date) -> date:
    """Return the day. Refused where it is past: a milestone is set or moved ahead."""
    if day < ctx.today:
        raise Refused("{day} is past", day=say.full_day(ctx.voice, day))
    return day


def _meant(found: Found, today: date) -> date:
    """Return the day meant: one without a year that is just past is not moved to next year."""
    if found.day is None or today - JUST_PAST <= found.near < today:
        return found.near
    return found.day


def split_day(words: str, today: date) -> tuple[date, str]:
    """Return day and title of “9月底 印发方案”; Refused where the words do not begin with a day."""
    first, _, rest = words.strip().partition(" ")
    if rest:
        return read_day(first, today), rest.strip()
    text = words.strip()
    found = read_date(text, 0, today) if text else None
    if found is None or (found.day or found.near) is None:
        raise Refused("Begin with the day, then say what is to be done: 9月底 印发方案")
    return _meant(found, today), text[found.end :].lstrip("前，,：:、 ")


def _open(task: Task) -> None:
    if task.state is not TaskState.open:
        raise Refused("Task {code} is closed", code=task.code)
