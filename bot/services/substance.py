"""Reports of the round that say nothing in particular: one list, ticked; one press sends each unit one question.

What is ticked is asked about, the rest is let pass; either way a report leaves the list for good. The list that a
person has before them is kept as a note, so that buttons of an older one say so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.rules import Schedule, may_send
from bot.rules.months import add_months
from bot.rules.substance import Empty, empty
from bot.services import post, say, views
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from bot.services.tracked import unit_people
from storage import desk_queue as stored
from storage import ledger, notes
from storage.kinds import MessageKind, TaskState
from storage.models import Plan, Report, Task, Unit

PAGE = 8
ASKED, PASSED = "substance.asked", "substance.passed"


@dataclass(frozen=True)
class Poor:
    """A report that says nothing in particular, and why."""

    report: Report
    task: Task
    unit: Unit
    why: Empty


def found(ctx: Context) -> list[Poor]:
    """Return the poor reports of the rounds that are worked on and were not dealt with, unit by unit."""
    poor = [each for plan in ledger.open_plans(session=ctx.session) for each in _of_plan(ctx, plan)]
    ids = [each.report.id or 0 for each in poor]
    done = {
        number
        for action in (ASKED, PASSED)
        for number in stored.marked(session=ctx.session, object="reports", action=action, ids=ids)
    }
    return [each for each in poor if each.report.id not in done]


def count(ctx: Context) -> int:
    """Return how many poor reports there are to look at."""
    return len(found(ctx))


def show(ctx: Context, page: int = 0, message_id: int = 0) -> None:
    """Queue a new list, all ticked, or change the message that shows it."""
    poor = found(ctx)
    if not poor:
        _put(ctx, ctx.voice.html("No report of this round is without substance."), (), message_id)
        return
    state = _state(ctx) if message_id else {"stamp": ctx.inbox_id or 0, "off": []}
    _keep(ctx, state)
    _put(ctx, _text(ctx, poor, page, state), _buttons(ctx.voice, poor, page, state), message_id)


def tick(ctx: Context, stamp: int, report_id: int, page: int, message_id: int) -> None:
    """Turn the tick of one report in the list."""
    state = _current(ctx, stamp)
    off = set(state["off"]) ^ {report_id}
    _keep(ctx, {**state, "off": sorted(off)})
    show(ctx, page, message_id)


def turn(ctx: Context, stamp: int, page: int, message_id: int) -> None:
    """Show another page of the list."""
    _current(ctx, stamp)
    show(ctx, page, message_id)


def ask_units(ctx: Context, stamp: int, message_id: int) -> str:
    """Send each unit one question on its ticked reports, within working hours; the rest is let pass."""
    state = _current(ctx, stamp)
    if not may_send(ctx.office.local(ctx.now), Schedule(ctx.office.rules, ctx.office.calendar)):
        raise Refused("Units are written to in working hours only; please press again then")
    poor, off = found(ctx), set(state["off"])
    units: dict[int, list[Poor]] = {}
    for each in poor:
        ticked = each.report.id not in off
        record(ctx, ASKED if ticked else PASSED, each.report, after={"task": each.task.code, "why": each.why.value})
        if ticked:
            units.setdefault(each.unit.id or 0, []).append(each)
    nobody = [mine[0].unit.name for mine in units.values() if not _ask(ctx, mine, stamp)]
    lines = [
        ctx.voice.html(
            "Asked {count} units about {reports} reports.",
            count=len(units) - len(nobody),
            reports=sum(map(len, units.values())),
        ),
        ctx.voice.html("Nobody to write to: {units}", units="、".join(nobody)) if nobody else None,
    ]
    _put(ctx, join(lines), (), message_id)
    return ctx.voice.say("Sent to {count} units", count=len(units) - len(nobody))


def _ask(ctx: Context, mine: Sequence[Poor], stamp: int) -> bool:
    there = unit_people(ctx, mine[0].unit.id or 0, *(each.task.id for each in mine))
    for person in there:
        letter = post.Letter(
            MessageKind.question,
            _question(ctx, mine, Voice(person.language)),
            f"substance:{stamp}:{mine[0].unit.id}:{person.id}",
            facts={
                "codes": [each.task.code for each in mine],
                "plan": mine[0].task.plan_id,
                "unit": mine[0].unit.id,
                "month": mine[0].report.month.isoformat(),
            },
            unit_id=mine[0].unit.id,
            plan_id=mine[0].task.plan_id,
            day=ctx.today,
        )
        post.send(ctx, person, letter)
    return bool(there)


def _question(ctx: Context, mine: Sequence[Poor], voice: Voice) -> Html:
    month = say.month(voice, mine[0].report.month, today=ctx.today)
    head = voice.html(
        "{unit}, please add one sentence each on {count} tasks for {month}: a number, a date, a paper or what is done; "
        "where there is nothing new, why.",
        unit=mine[0].unit.name,
        count=len(mine),
        month=month,
    )
    lines = [
        voice.html("{task}: “{words}”", task=say.title(each.task, 16), words=desk.clipped(_words(each.report), 40))
        for each in mine
    ]
    example = voice.html("One sentence will do, like: {code} 1 notice issued this month", code=mine[0].task.code)
    return join([head, *lines, example])


def _of_plan(ctx: Context, plan: Plan) -> list[Poor]:
    month = _month(ctx, plan)
    rows = ctx.session.exec(
        select(Report, Task, Unit)
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .where(
            Report.plan_id == plan.id,
            col(Report.month).in_([month, add_months(month, -1)]),
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Unit.id), col(Task.position))
    ).all()
    before = {(unit.id, task.id): _words(report) for report, task, unit in rows if report.month < month}
    poor = []
    for report, task, unit in rows:
        if report.month != month or task.state is not TaskState.open or unit.consult:
            continue
        why = _why(report, task, before.get((unit.id, task.id), ""))
        if why is not None:
            poor.append(Poor(report, task, unit, why))
    return poor


def _why(report: Report, task: Task, before: str) -> Empty | None:
    reading = report.reading or {}
    return empty(
        _words(report),
        codes=[task.code],
        status=report.status,
        has_number=bool(report.measures) or report.percent is not None,
        has_date=report.expected is not None or report.extension is not None,
        has_file=bool(reading.get("file") or reading.get("files")),
        has_problem=bool(report.problem),
        before=before,
    )


def _month(ctx: Context, plan: Plan) -> date:
    """Return the plan's round that is worked on: the last one while late reports still count for it."""
    schedule = views.schedule(ctx, plan)
    current = max(schedule.current(ctx.today), plan.first_month)
    before = add_months(current, -1)
    return before if plan.first_month <= before and ctx.today <= schedule.round(before).freeze else current


def _words(report: Report) -> str:
    return report.words or report.text


def _text(ctx: Context, poor: Sequence[Poor], page: int, state: dict[str, Any]) -> Html:
    voice, lines = ctx.voice, []
    unit = ""
    shown = list(enumerate(poor, 1))[page * PAGE : (page + 1) * PAGE]
    for place, each in shown:
        if each.unit.name != unit:
            unit = each.unit.name
            lines.append(bold(unit))
        mark = voice.say("[ ]") if each.report.id in state["off"] else voice.say("[x]")
        lines.append(
            voice.html(
                "{mark} {place}. {code} “{words}” ({why})",
                mark=mark,
                place=place,
                code=each.task.code,
                words=desk.clipped(_words(each.report), 30),
                why=_why_word(voice, each.why),
            )
        )
    units = len({each.unit.id for each in poor})
    head = voice.html(
        "{count} reports of {units} units say nothing in particular. Press a number to untick it; what is not ticked "
        "is let pass.",
        count=len(poor),
        units=units,
    )
    return join([head, *lines])


def _why_word(voice: Voice, why: Empty) -> str:
    match why:
        case Empty.no_change:
            return voice.say("as last month")
        case Empty.copied:
            return voice.say("nearly last month's words")
        case _:
            return voice.say("no number, date, paper or finished step")


def _buttons(voice: Voice, poor: Sequence[Poor], page: int, state: dict[str, Any]) -> Rows:
    stamp = state["stamp"]
    shown = list(enumerate(poor, 1))[page * PAGE : (page + 1) * PAGE]
    made = [Button(f"{place}", f"sub_tick:{stamp}:{each.report.id}:{page}") for place, each in shown]
    rows = [made[start : start + 4] for start in range(0, len(made), 4)]
    turns = [Button(voice.say("Previous page"), f"sub_page:{stamp}:{page - 1}")] if page else []
    if (page + 1) * PAGE < len(poor):
        turns.append(Button(voice.say("Next page"), f"sub_page:{stamp}:{page + 1}"))
    ticked = [each for each in poor if each.report.id not in state["off"]]
    units = len({each.unit.id for each in ticked})
    label = (
        voice.say("Ask {units} units ({count})", units=units, count=len(ticked)) if ticked else voice.say("Let pass")
    )
    return [*rows, *([turns] if turns else []), [Button(label, f"sub_send:{stamp}")]]


def _note(ctx: Context) -> str:
    return f"substance:{ctx.person_id}"


def _keep(ctx: Context, state: dict[str, Any]) -> None:
    notes.put(session=ctx.session, name=_note(ctx), value=json.dumps(state), at=ctx.now)


def _state(ctx: Context) -> dict[str, Any]:
    value = notes.get(session=ctx.session, name=_note(ctx))
    kept: dict[str, Any] = json.loads(value) if value else {"stamp": ctx.inbox_id or 0, "off": []}
    return kept


def _current(ctx: Context, stamp: int) -> dict[str, Any]:
    state = _state(ctx)
    if state["stamp"] != stamp:
        raise Refused("There is a newer list; please use that one")
    return state


def _put(ctx: Context, text: Html, rows: Rows, message_id: int) -> None:
    assert ctx.person is not None, "somebody has asked"
    letter = post.Letter(MessageKind.office, text, f"substance:list:{ctx.inbox_id}", buttons=rows)
    if message_id:
        post.edit(ctx, ctx.person, message_id, letter)
    else:
        post.send(ctx, ctx.person, letter)
