"""`/find words`: a question from above answered from the ledger: tasks, what was reported, what is being followed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.services import onetask, say
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from storage import ledger
from storage.kinds import AssignmentRole, TaskState
from storage.models import Assignment, Plan, Report, Task, TrackedItem, Unit

TASKS, REPORTS, ITEMS = 10, 10, 5
WORDS = 70


def find(ctx: Context, words: str) -> Html:
    """Return what the ledger knows of all the words: tasks by text or unit, reports that count, items."""
    wanted = words.split()[:6]
    if not wanted or all(len(word) < 2 and not word.isdigit() for word in wanted):
        raise Refused("What is to be found? Like: /find 公积金, or /find 县财政局 收费")
    tasks, reports, items = _tasks(ctx, wanted), _reports(ctx, wanted), _items(ctx, wanted)
    voice = ctx.voice
    if not (tasks or reports or items):
        return voice.html("Nothing in the ledger on: {words}", words=" ".join(wanted))
    parts: list[Html] = []
    if tasks:
        parts.append(bold(voice.html("Tasks, {count}", count=_counted(tasks, TASKS))))
        parts += [_task(ctx, task) for task in tasks[:TASKS]]
    if reports:
        parts.append(bold(voice.html("Reports, {count}", count=_counted(reports, REPORTS))))
        parts += [_report(ctx, *row) for row in reports[:REPORTS]]
    if items:
        parts.append(bold(voice.html("Followed, {count}", count=_counted(items, ITEMS))))
        parts += [letters.line(ctx, item, voice) for item in items[:ITEMS]]
    return join([*parts, voice.html("A task's whole story: /history {code}", code=_a_code(tasks, reports))])


def _tasks(ctx: Context, wanted: Sequence[str]) -> list[Task]:
    """Return the tasks of open plans in which each word stands in title, text, section, or a unit's name."""
    units = select(Assignment.task_id).join(Unit, col(Assignment.unit_id) == col(Unit.id))
    each = [
        or_(
            *(_has(column, word) for column in (Task.title, Task.description, Task.section, Task.subsection)),
            col(Task.code) == word,
            col(Task.id).in_(units.where(_has(Unit.name, word))),
        )
        for word in wanted
    ]
    query = select(Task).join(Plan, col(Task.plan_id) == col(Plan.id))
    query = query.where(col(Plan.closed_at).is_(None), and_(*each)).order_by(col(Task.plan_id), col(Task.position))
    return list(ctx.session.exec(query.limit(TASKS + 1)).all())


def _reports(ctx: Context, wanted: Sequence[str]) -> list[tuple[Report, Task, Unit]]:
    each = [or_(_has(Report.words, word), _has(Report.problem, word), _has(Unit.name, word)) for word in wanted]
    said = or_(*(or_(_has(Report.words, word), _has(Report.problem, word)) for word in wanted))
    query = (
        select(Report, Task, Unit)
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(
            col(Plan.closed_at).is_(None),
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
            and_(*each),
            said,
        )
        .order_by(col(Report.at).desc(), col(Report.id).desc())
    )
    return list(ctx.session.exec(query.limit(REPORTS + 1)).all())


def _items(ctx: Context, wanted: Sequence[str]) -> list[TrackedItem]:
    each = [or_(_has(TrackedItem.text, word), _has(TrackedItem.leader, word)) for word in wanted]
    query = select(TrackedItem).where(and_(*each)).order_by(col(TrackedItem.id).desc())
    return list(ctx.session.exec(query.limit(ITEMS + 1)).all())


def _task(ctx: Context, task: Task) -> Html:
    """Return a task on one line: lead, deadline, how it stands, and the last words on it."""
    voice = ctx.voice
    assigned = ledger.assignments_of(session=ctx.session, task_ids=[task.id or 0])
    leads = "、".join(unit.name for row, unit in assigned if row.role is AssignmentRole.lead)
    last = _last(ctx, task)
    if task.state is TaskState.done:
        standing = voice.say("done")
    elif task.state is TaskState.cancelled:
        standing = voice.say("cancelled")
    elif last is None:
        standing = voice.say("nothing reported yet")
    else:
        month = say.month(voice, last.month, today=ctx.today)
        told = desk.clipped(last.words or last.text, WORDS)
        standing = voice.say("{month}: {words}", month=month, words=told)
    return voice.html(
        "{task} ({leads}, {deadline}), {standing}",
        task=say.title(task),
        leads=leads,
        deadline=say.deadline(voice, task),
        standing=standing,
    )


def _last(ctx: Context, task: Task) -> Report | None:
    from storage import reports

    return reports.latest_of_task(session=ctx.session, task_id=task.id or 0)


def _report(ctx: Context, report: Report, task: Task, unit: Unit) -> Html:
    return ctx.voice.html(
        "{day} {unit} on {code} ({status}): {words}",
        day=say.full_day(ctx.voice, ctx.office.day(report.at)),
        unit=unit.name,
        code=task.code,
        status=onetask.status_word(ctx.voice, report.status),
        words=desk.clipped(report.words or report.text, WORDS),
    )


def _counted(found: Sequence[object], limit: int) -> str:
    return f"{limit}+" if len(found) > limit else f"{len(found)}"


def _a_code(tasks: Sequence[Task], reports: Sequence[tuple[Report, Task, Unit]]) -> str:
    if tasks:
        return tasks[0].code
    return reports[0][1].code if reports else "23"


def _has(column: object, word: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = col(column).contains(word, autoescape=True)
    return found
