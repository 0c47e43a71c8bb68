"""`/milestone`: a task's dated steps listed, added, moved, reached and taken out, by its lead units or the office."""

from __future__ import annotations

import re
from datetime import date

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.replies.dates import read_date
from bot.services import milestones, onetask, say
from bot.services.context import Context
from bot.services.nudge_again import refresh
from storage import ledger, review
from storage.kinds import Role
from storage.models import Plan, Task

_DO = re.compile(
    r"^(?P<verb>改到?|移到?|调整|move|完成|已完成|办结|done|删除?|取消|remove)\s*(?:第|#)?\s*(?P<number>\d{1,3})\s*(?:个|项|条)?\s*(?:到|至|to)?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_MOVE, _DONE = ("改", "移", "调", "move"), ("完成", "已完成", "办结", "done")


def take(ctx: Context, words: str) -> Html:
    """Do what the words ask for (`23 9月底 印发方案`, `23 改 1 10月底`, `23 完成 1`, `23 删 1`); return the list."""
    assert ctx.actor is not None, "the route is for people we know"
    code, _, rest = words.strip().partition(" ")
    if not code:
        raise Refused("Say the task, like: /milestone 23, or /milestone 23 9月底 印发方案")
    task, rest = onetask.find_task(ctx, ctx.actor, code), rest.strip()
    if rest:
        _check(ctx, task)
        _change(ctx, task, rest)
        _nudges(ctx, task)
    return listed(ctx, task)


def listed(ctx: Context, task: Task) -> Html:
    """Return a task's milestones with their numbers."""
    voice, steps = ctx.voice, milestones.of_task(ctx, task)
    if not steps:
        none = voice.html("{task} has no milestones yet.", task=say.title(task))
        return join([none, voice.html("Add one: /milestone {code} 9月底 印发方案", code=task.code)])
    lines = []
    for place, step in enumerate(steps, 1):
        day = say.full_day(voice, step.due)
        if step.done_on is not None:
            lines.append(
                voice.html(
                    "{place}. {day} {title}, reached on {done}",
                    place=place,
                    day=day,
                    title=step.title,
                    done=say.full_day(voice, step.done_on),
                )
            )
        elif step.due < ctx.today:
            lines.append(voice.html("{place}. {day} {title}, not reached", place=place, day=day, title=step.title))
        else:
            lines.append(voice.html("{place}. {day} {title}", place=place, day=day, title=step.title))
    how = voice.html("Move: /milestone {code} 改 1 10月底; reached: /milestone {code} 完成 1", code=task.code)
    return join([bold(voice.html("Milestones of {task}", task=say.title(task))), *lines, how])


def _change(ctx: Context, task: Task, rest: str) -> None:
    match = _DO.match(rest)
    if match is None:
        day, title = milestones.split_day(rest, ctx.today)
        milestones.add(ctx, task, milestones.ahead(ctx, day), title)
        return
    verb, number, tail = match["verb"].lower(), int(match["number"]), match["rest"].strip()
    if verb.startswith(_MOVE):
        if not tail:
            raise Refused("To which day? Like: /milestone {code} 改 {number} 10月底", code=task.code, number=number)
        milestones.move(ctx, task, number, milestones.ahead(ctx, milestones.read_day(tail, ctx.today)))
    elif verb.startswith(_DONE):
        reached = _reached(tail, ctx.today) if tail else None
        if reached is None and milestones.pick(ctx, task, number).done_on is not None:
            raise Refused("This milestone is marked as reached already")
        milestones.done(ctx, task, number, reached)
    else:
        if tail:
            raise Refused("Not understood: {words}", words=rest[:60])
        milestones.remove(ctx, task, number)


def _reached(words: str, today: date) -> date:
    """Return the day of something that has happened: the one just past where the words fit that."""
    text = "".join(words.split())
    found = read_date(text, 0, today)
    if found is not None and found.end == len(text) and found.near <= today:
        return found.near
    return milestones.read_day(words, today)


def _check(ctx: Context, task: Task) -> None:
    """Let the office and the task's lead units change it; who only supports or reads does not."""
    assert ctx.actor is not None, "the route is for people we know"
    if ctx.actor.is_office:
        return
    leads = Role.liaison in ctx.actor.roles and any(
        review.is_lead(session=ctx.session, task_id=task.id or 0, unit_id=unit.id or 0)
        or task.reporting_unit_id == unit.id
        for unit in ctx.actor.units
    )
    if not leads:
        raise Refused("Milestones of task {code} are set by its lead units and the office", code=task.code)


def _nudges(ctx: Context, task: Task) -> None:
    """Bring what is waiting to go out in line with the new dates."""
    plan = ctx.session.get(Plan, task.plan_id)
    ctx.session.flush()
    if plan is not None and task.id is not None:
        for assignment, unit in ledger.assignments_of(session=ctx.session, task_ids=[task.id]):
            if assignment.role == "lead" and not unit.collective:
                refresh(ctx, plan, unit)
