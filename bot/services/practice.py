"""Good practice (典型经验): a report marked by its unit or the office; collected, and exported as a document."""

from __future__ import annotations

from datetime import date

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.reports import practice as paper
from bot.services import onetask, plan_home, post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.record import record
from storage import practices as stored
from storage import reports
from storage.kinds import MessageKind
from storage.models import Plan, Practice, Report, Task, Unit

LISTED = 15
NOTE_LIMIT = 300
OFF = ("off", "取消", "撤下")


def take(ctx: Context, words: str) -> Html | None:
    """Do what the words ask for: nothing lists, `导出` exports (None), `23 [words]` marks, `23 取消` takes out."""
    assert ctx.actor is not None, "the route is for people we know"
    if not words:
        return listed(ctx)
    if words.lower() in ("导出", "export"):
        if not ctx.actor.may(onetask.READERS):
            raise Refused("The office collects and exports them")
        export(ctx)
        return None
    code, _, note = words.partition(" ")
    task = onetask.find_task(ctx, ctx.actor, code)
    report, unit = _report(ctx, task)
    if note.strip().lower() in OFF:
        return _take_out(ctx, task, report)
    return _mark(ctx, task, report, unit, note.strip()[:NOTE_LIMIT])


def listed(ctx: Context) -> Html:
    """Return what is marked, the newest months first: all for readers, their own for units."""
    rows = _visible(ctx)
    if not rows:
        return ctx.voice.html("No good practice is marked yet. Mark a task's last report: /practice 23")
    head = bold(ctx.voice.html("Good practice, {count}", count=len(rows)))
    lines = [
        ctx.voice.html(
            "{month} {task}, {unit}: {words}",
            month=say.year_month(ctx.voice, report.month),
            task=say.title(task, 16),
            unit=unit.name,
            words=desk.clipped(report.words or report.text, 60),
        )
        for _, report, task, unit in rows[:LISTED]
    ]
    more = ctx.voice.html("and {count} more", count=len(rows) - LISTED) if len(rows) > LISTED else None
    hint = ctx.voice.html("As a document: /practice export") if ctx.actor and ctx.actor.may(onetask.READERS) else None
    return join([head, *lines, more, hint])


def export(ctx: Context) -> None:
    """Queue the collection as a Word document for the acting person."""
    assert ctx.person is not None, "somebody has asked"
    rows = stored.standing(session=ctx.session)
    if not rows:
        raise Refused("No good practice is marked yet. Mark a task's last report: /practice 23")
    lines = [
        paper.Line(
            month=report.month,
            section=task.section,
            code=task.code,
            title=task.title,
            unit=unit.name,
            text=report.words or report.text,
            note=mark.note,
            marked_by=plan_home.office_of_task(ctx, task.id) if mark.by_office else unit.name,
        )
        for mark, report, task, unit in rows
    ]
    office = plan_home.office_of(ctx, (ctx.session.get(Plan, task.plan_id) for _, _, task, _ in rows))
    name, _, data = paper.render(lines, office=office, day=ctx.today)
    text = ctx.voice.html("Good practice, {count}; please check before it is passed on.", count=len(lines))
    post.document(ctx, ctx.person, post.Letter(MessageKind.document, text, f"practice:{ctx.inbox_id}"), name, data)


def _mark(ctx: Context, task: Task, report: Report, unit: Unit, note: str) -> Html:
    assert ctx.actor is not None, "the route is for people we know"
    if stored.of_report(session=ctx.session, report_id=report.id or 0) is not None:
        raise Refused("This report is marked already; to take it out: /practice {code} 取消", code=task.code)
    row = Practice(
        report_id=report.id or 0, marked_by=ctx.person_id, by_office=ctx.actor.is_office, note=note, at=ctx.now
    )
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "practice.marked", row, after={"task": task.code, "unit": unit.name, "note": note})
    return ctx.voice.html(
        "Marked as good practice: {task}, {unit}, {month}: {words}",
        task=say.title(task),
        unit=unit.name,
        month=say.month(ctx.voice, report.month, today=ctx.today),
        words=desk.clipped(report.words or report.text, 100),
    )


def _take_out(ctx: Context, task: Task, report: Report) -> Html:
    row = stored.of_report(session=ctx.session, report_id=report.id or 0)
    if row is None:
        raise Refused("The last report on task {code} is not marked", code=task.code)
    if row.by_office and not (ctx.actor and ctx.actor.is_office):
        raise Refused("The office has marked it; only the office takes it out")
    row.dropped_at = ctx.now
    ctx.session.add(row)
    record(ctx, "practice.dropped", row, after={"task": task.code})
    return ctx.voice.html("Taken out: {task}", task=say.title(task))


def _report(ctx: Context, task: Task) -> tuple[Report, Unit]:
    """Return the last report that counts: of the person's own unit, for the office of any unit."""
    assert ctx.actor is not None, "the route is for people we know"
    if ctx.actor.is_office:
        found = reports.latest_of_task(session=ctx.session, task_id=task.id or 0)
        if found is not None:
            return found, desk.unit_of(ctx, found.unit_id)
    for unit in ctx.actor.units:
        mine = reports.latest(session=ctx.session, unit_id=unit.id or 0, task_id=task.id or 0)
        if mine is not None:
            return mine, unit
    raise Refused("Nothing has been reported on task {code} yet", code=task.code)


def _visible(ctx: Context) -> list[tuple[Practice, Report, Task, Unit]]:
    rows = list(stored.standing(session=ctx.session))
    if ctx.actor is None or ctx.actor.may(onetask.READERS):
        return rows
    own = {unit.id for unit in ctx.actor.units}
    return [row for row in rows if row[3].id in own]


def of_unit(ctx: Context, unit_id: int, first: date, last: date) -> list[tuple[Practice, Report, Task, Unit]]:
    """Return what is marked of a unit in the months from the first to the last."""
    return [row for row in stored.standing(session=ctx.session, first=first, last=last) if row[3].id == unit_id]
