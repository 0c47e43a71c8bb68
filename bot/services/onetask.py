"""One task in full: what the plan says of it, who does it, how it stands, and what was last reported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from unicodedata import normalize

from sqlmodel import col, select

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.rules import Reason
from bot.services import say
from bot.services.context import Actor, Context
from bot.services.mytasks import facts_of_now, light_of_now, light_word
from bot.services.views import PlanBook, plan_book
from storage import ledger
from storage.kinds import CompletionState, ExtensionState, Light, Role, Status, TaskState
from storage.models import Completion, Extension, Plan, Report, Task, Unit

REPORTS = 3
DESCRIPTION_LIMIT = 500
WORDS_LIMIT = 160
READERS = frozenset({Role.office, Role.admin, Role.supervision})


def find_task(ctx: Context, actor: Actor, code: str) -> Task:
    """Return the task of that code, for people who may see it: the office, supervision, and the units in it."""
    code = clean_code(code)
    task = ledger.find_task(session=ctx.session, code=code)
    if task is None or task.id is None:
        raise Refused("No open plan has a task {code}", code=code)
    if not actor.may(READERS):
        units = {unit.id for _, unit in ledger.assignments_of(session=ctx.session, task_ids=[task.id])}
        units.add(task.reporting_unit_id)
        if units.isdisjoint(unit.id for unit in actor.units):
            raise Refused("Task {code} is not one of your unit's; /mytasks shows those", code=code)
    return task


def clean_code(code: str) -> str:
    """Return a task's code as the ledger has it: 任务１４, #14, b14."""
    return normalize("NFKC", code).strip().removeprefix("任务").removeprefix("#").upper()


def task_in_full(ctx: Context, task: Task) -> Html:
    """Return everything about a task on one page."""
    plan = ctx.session.get(Plan, task.plan_id)
    assert plan is not None, "a task has a plan"
    book = plan_book(ctx, plan)
    several = len(ledger.open_plans(session=ctx.session)) > 1
    return join(
        [
            bold(f"{task.code} {' '.join(task.title.split())}"),
            plan.title if several else "",
            " / ".join(part for part in (task.section, task.subsection) if part),
            _clip(task.description, DESCRIPTION_LIMIT),
            *_duty(ctx, book, task),
            *_standing(ctx, book, task),
            *_steps(ctx, book, task),
            *_followed(ctx, task),
            *_reports(ctx, task),
        ]
    )


def status_word(voice: Voice, status: Status | None) -> str:
    """Return a status as people call it."""
    match status:
        case Status.done:
            return voice.say("reported done")
        case Status.not_started:
            return voice.say("not started")
        case Status.blocked:
            return voice.say("blocked")
        case Status.no_change:
            return voice.say("no change")
        case _:
            return voice.say("in progress")


def _duty(ctx: Context, book: PlanBook, task: Task) -> list[Html]:
    voice, key = ctx.voice, task.id
    assert key is not None, "the task has not been stored"
    lines = [voice.html("Lead: {units}", units=_names(book.leads.get(key, ())) or "-")]
    if key in book.supports:
        lines.append(voice.html("Support: {units}", units=_names(book.supports[key])))
    reporting = book.rule_tasks[task.code].reporting(book.schedule.rules)
    if reporting:
        lines.append(voice.html("Reports each month: {units}", units="、".join(reporting)))
    else:
        lines.append(voice.html("Nobody reports on it: its lead units are not listed one by one."))
    return lines


def _standing(ctx: Context, book: PlanBook, task: Task) -> list[Html]:
    voice, rule = ctx.voice, book.rule_tasks[task.code]
    lines = [voice.html("Deadline: {deadline}", deadline=say.deadline(voice, task))]
    if rule.extended_to is not None:
        lines.append(voice.html("Extended until {day}", day=say.full_day(voice, rule.extended_to)))
    lines += _requests(ctx, task)
    if task.state is TaskState.done and task.closed_on:
        lines.append(voice.html("Done, confirmed on {day}", day=say.full_day(voice, task.closed_on)))
    elif task.state is TaskState.cancelled:
        lines.append(voice.html("Cancelled"))
    else:
        lines += _light(ctx, book, task)
    return lines


def _light(ctx: Context, book: PlanBook, task: Task) -> list[Html]:
    verdict, month = light_of_now(book, facts_of_now(ctx, book), book.rule_tasks[task.code], ctx.today)
    if verdict.light is Light.grey:
        return []
    return [
        ctx.voice.html(
            "Light of {month}: {light} ({reason})",
            month=say.month(ctx.voice, month, today=ctx.today),
            light=light_word(ctx.voice, verdict.light),
            reason=reason_word(ctx.voice, verdict.reason),
        )
    ]


def reason_word(voice: Voice, reason: Reason) -> str:
    """Return why a light is as it is, as people call it."""
    match reason:
        case Reason.reported:
            return voice.say("reported in time")
        case Reason.obstacle:
            return voice.say("needs coordination")
        case Reason.late:
            return voice.say("reported late")
        case Reason.waiting:
            return voice.say("with the unit's leader")
        case Reason.behind:
            return voice.say("behind a milestone")
        case Reason.finishing_late:
            return voice.say("finishing after the deadline")
        case Reason.missed:
            return voice.say("not reported")
        case Reason.overdue:
            return voice.say("past the deadline")
        case Reason.not_yet:
            return voice.say("round still open")
        case _:
            return voice.say("not due")


def _requests(ctx: Context, task: Task) -> list[Html]:
    """Return what is waiting for the office."""
    voice = ctx.voice
    claims = ctx.session.exec(
        select(Completion).where(Completion.task_id == task.id, Completion.state == CompletionState.claimed)
    )
    lines = [
        voice.html("Claimed as done on {day}, with the office", day=_day(ctx, claim.claimed_at)) for claim in claims
    ]
    asked = ctx.session.exec(
        select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.requested)
    )
    lines += [
        voice.html("More time asked for until {day}, with the office", day=say.full_day(voice, row.until))
        for row in asked
        if row.until
    ]
    return lines


def _steps(ctx: Context, book: PlanBook, task: Task) -> list[Html]:
    voice, lines = ctx.voice, []
    assert task.id is not None, "the task has not been stored"
    targets = ledger.task_targets(session=ctx.session, task_id=task.id)
    if targets:
        said = "；".join(f"{t.name}{_comparison(t.comparison)}{t.value:g}{t.unit}" for t in targets)
        lines.append(voice.html("Targets: {targets}", targets=said))
    for step in book.rule_tasks[task.code].milestones:
        lines.append(voice.html("Milestone {day}: {title}", day=say.full_day(voice, step.due), title=step.title))
    return lines


def _reports(ctx: Context, task: Task) -> list[Html]:
    """Return the last reports that count, the newest first."""
    query = (
        select(Report, Unit)
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .where(Report.task_id == task.id, col(Report.superseded_by_id).is_(None), col(Report.withdrawn_at).is_(None))
        .order_by(col(Report.at).desc(), col(Report.id).desc())
        .limit(REPORTS)
    )
    rows = ctx.session.exec(query).all()
    if not rows:
        return [ctx.voice.html("Nothing has been reported yet.")]
    return [bold(ctx.voice.html("Last reports")), *(_report(ctx, row, unit) for row, unit in rows)]


def _followed(ctx: Context, task: Task) -> list[Html]:
    """Return observations, obstacles passed on and instructions on the task, a line each."""
    from bot.services.observe import lines  # it reads codes as this module does

    return lines(ctx, task)


def _report(ctx: Context, row: Report, unit: Unit) -> Html:
    voice = ctx.voice
    status = status_word(voice, row.status)
    if row.percent is not None and row.status is not Status.done:
        status = f"{status} {row.percent}%"
    if row.late:
        status = voice.say("{status}, late", status=status)
    return voice.html(
        "{day} {unit}, {status}: {words}",
        day=_day(ctx, row.at),
        unit=unit.name,
        status=status,
        words=_clip(row.words or row.text, WORDS_LIMIT),
    )


def _day(ctx: Context, at: datetime) -> str:
    return say.day(ctx.voice, ctx.office.day(at), today=ctx.today)


def _comparison(sign: str) -> str:
    return {">=": "≥", "<=": "≤"}.get(sign, sign)


def _names(units: Iterable[Unit]) -> str:
    return "、".join(unit.name for unit in units)


def _clip(text: str, limit: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"
