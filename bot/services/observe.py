"""Observations (督查意见): supervision and lay supervisors file them on a task, its lead unit answers by a day."""

from __future__ import annotations

from typing import Any

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.services import review_post as desk
from bot.services import say, tracked, views
from bot.services import tracked_letter as letters
from bot.services.context import Context
from bot.services.onetask import clean_code
from storage import ledger
from storage import tracked as stored
from storage.kinds import Role, TaskState, TrackedKind
from storage.models import Plan, Task, TrackedItem, Unit

LISTED = 15


def observe(ctx: Context, words: str, photo: dict[str, Any] | None = None) -> TrackedItem:
    """File “23 what was seen” on task 23: its lead unit is told and must answer within the working days set."""
    code, _, text = words.strip().partition(" ")
    if not text.strip():
        raise Refused("Say the task and what you saw, like: /observe 23 the window was closed on Tuesday")
    task = _task(ctx, code)
    item = tracked.file(
        ctx,
        kind=TrackedKind.observation,
        unit=lead_of(ctx, task),
        text=text,
        due_on=tracked.answer_day(ctx),
        filed_as=_role(ctx),
        task=task,
        photo=photo,
    )
    _tell_desk(ctx, item)
    return item


def filed(ctx: Context, item: TrackedItem) -> Html:
    """Return what somebody reads who has filed an item: who answers by when, and whether they could be told."""
    voice = ctx.voice
    head = voice.html(
        "{what} is recorded. {unit} is to answer by {day}.",
        what=letters.name(voice, item),
        unit=desk.unit_of(ctx, item.unit_id).name,
        day=say.day_week(voice, item.due_on, today=ctx.today),
    )
    if item.told_at is not None:
        return head
    if tracked.unit_people(ctx, item.unit_id, item.task_id):
        return join([head, voice.html("It is told on the next working day.")])
    return join([head, voice.html("Nobody of the unit can be reached here; please telephone.")])


def lead_of(ctx: Context, task: Task) -> Unit:
    """Return the unit that answers for a task: the one that reports on it, else its first real lead."""
    plan = ctx.session.get(Plan, task.plan_id)
    assert plan is not None, "a task has a plan"
    book = views.plan_book(ctx, plan)
    rule = book.rule_tasks[task.code]
    names = [*rule.reporting(book.schedule.rules), *rule.leads]
    unit = ledger.find_unit(session=ctx.session, name=names[0]) if names else None
    if unit is None:
        raise Refused("No unit answers for task {code}: its lead units are not listed one by one", code=task.code)
    return unit


def listed(ctx: Context) -> Html:
    """Return what is followed, as far as the person may see it: everything, their unit's, or their own."""
    items = _visible(ctx)
    if not items:
        return ctx.voice.html("Nothing is being followed.")
    head = bold(ctx.voice.html("Followed, {count}", count=len(items)))
    more = ctx.voice.html("and {count} more", count=len(items) - LISTED) if len(items) > LISTED else None
    shown = [letters.line(ctx, item, ctx.voice) for item in items[:LISTED]]
    return join([head, *shown, more, ctx.voice.html("One in full: /items {number}", number=items[0].id)])


def show(ctx: Context, number: int) -> None:
    """Queue one item in full for the acting person."""
    assert ctx.person is not None, "somebody has asked"
    item = tracked.get(ctx, number)
    letters.send(ctx, item, ctx.person, side_of(ctx, item), f"asked{ctx.inbox_id}")


def side_of(ctx: Context, item: TrackedItem) -> str:
    """Return from which side the acting person sees an item."""
    assert ctx.actor is not None, "somebody is acting"
    if ctx.actor.is_office or (Role.supervision in ctx.actor.roles and item.kind is TrackedKind.observation):
        return letters.DESK
    return letters.UNIT if tracked.is_mine(ctx, item) else letters.FILER


def lines(ctx: Context, task: Task) -> list[Html]:
    """Return what is followed on a task, a line each, for the task in full; the live ones and the last settled."""
    items = list(stored.of_task(session=ctx.session, task_id=task.id or 0)) if task.id else []
    shown = [item for item in items if item.settled_at is None] + [item for item in items if item.settled_at][-2:]
    return [letters.line(ctx, item, ctx.voice) for item in shown]


def _visible(ctx: Context) -> list[TrackedItem]:
    assert ctx.actor is not None, "somebody has asked"
    if ctx.actor.may(tracked.READERS):
        return list(stored.live(session=ctx.session))
    own = list(stored.filed_by(session=ctx.session, person_id=ctx.person_id or 0))
    units = {each for unit in ctx.actor.units for each in _with_former(ctx, unit)}
    mine = list(stored.of_units(session=ctx.session, unit_ids=units)) if units else []
    return list({item.id: item for item in (*mine, *own)}.values())


def _with_former(ctx: Context, unit: Unit) -> set[int]:
    from storage import review

    return review.former_units(session=ctx.session, unit_id=unit.id or 0)


def _role(ctx: Context) -> Role:
    assert ctx.actor is not None, "the route is for people we know"
    return Role.supervision if Role.supervision in ctx.actor.roles else Role.lay_supervisor


def _task(ctx: Context, code: str) -> Task:
    task = ledger.find_task(session=ctx.session, code=clean_code(code))
    if task is None:
        raise Refused("No open plan has a task {code}", code=code)
    if task.state is TaskState.cancelled:
        raise Refused("Task {code} is cancelled", code=task.code)
    return task


def _tell_desk(ctx: Context, item: TrackedItem) -> None:
    """Let the office know of what was filed; it may settle it."""
    for person in desk.desk(ctx):
        letters.send(ctx, item, person, letters.DESK, "filed")
