"""`/history 23`: a task's whole story, oldest first: changes, reports, claims, extensions, observations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, select

from bot.locale import Html, bold, join
from bot.services import onetask, say
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from bot.services.history_words import change
from storage import audit, practices, review, tracked
from storage.kinds import CompletionState, ExtensionState, TrackedState
from storage.models import AuditEvent, Completion, Milestone, Plan, Report, Target, Task, Unit

ENTRIES = 60
WORDS = 80
Entry = tuple[datetime, Html]


def story(ctx: Context, code: str) -> Html:
    """Return the task's story for people who may see the task; of a long one the last entries."""
    assert ctx.actor is not None, "the route is for people we know"
    task = onetask.find_task(ctx, ctx.actor, code)
    found = sorted(
        [
            *_changes(ctx, task),
            *_reports(ctx, task),
            *_completions(ctx, task),
            *_extensions(ctx, task),
            *_items(ctx, task),
            *_practices(ctx, task),
        ],
        key=lambda entry: entry[0],
    )
    voice = ctx.voice
    plan = ctx.session.get_one(Plan, task.plan_id)
    start = voice.html("{at} entered from {plan}", at=_at(ctx, plan.imported_at), plan=plan.title)
    earlier = voice.html("{count} earlier entries are left out", count=len(found) - ENTRIES)
    lines = [voice.html("{at} {what}", at=_at(ctx, at), what=what) for at, what in found[-ENTRIES:]]
    return join([bold(say.title(task)), start, earlier if len(found) > ENTRIES else None, *lines])


def _reports(ctx: Context, task: Task) -> Iterator[Entry]:
    query = select(Report, Unit).join(Unit, col(Report.unit_id) == col(Unit.id)).where(Report.task_id == task.id)
    voice = ctx.voice
    for row, unit in ctx.session.exec(query.order_by(col(Report.id))):
        marks = [onetask.status_word(voice, row.status)]
        marks += [voice.say("late")] if row.late else []
        marks += [voice.say("typed in by the office")] if row.recorded_by_id else []
        marks += [voice.say("withdrawn")] if row.withdrawn_at else []
        marks += [voice.say("replaced later")] if row.superseded_by_id and not row.withdrawn_at else []
        yield (
            row.at,
            voice.html(
                "{unit} reported for {month} ({marks}): {words}",
                unit=unit.name,
                month=say.month(voice, row.month, today=ctx.today),
                marks=voice.say(", ").join(marks),
                words=desk.clipped(row.words or row.text, WORDS),
            ),
        )


def _completions(ctx: Context, task: Task) -> Iterator[Entry]:
    voice = ctx.voice
    for row in ctx.session.exec(select(Completion).where(Completion.task_id == task.id)):
        unit = desk.unit_of(ctx, row.unit_id).name
        paper = voice.html(", paper: {paper}", paper=row.paper) if row.paper else ""
        yield row.claimed_at, voice.html("{unit} claimed completion{paper}", unit=unit, paper=paper)
        if row.decided_at is None:
            continue
        name = desk.person_name(ctx, row.decided_by)
        if row.state is CompletionState.confirmed:
            yield row.decided_at, voice.html("{name} confirmed completion of {unit}", name=name, unit=unit)
        elif row.state is CompletionState.returned:
            yield row.decided_at, voice.html("{name} returned it: {reason}", name=name, reason=row.reason)
        else:
            yield row.decided_at, voice.html("{unit} withdrew its claim", unit=unit)


def _extensions(ctx: Context, task: Task) -> Iterator[Entry]:
    voice = ctx.voice
    for row in review.extensions_of(session=ctx.session, task_id=task.id or 0):
        unit = desk.unit_of(ctx, row.unit_id).name
        until = say.when(voice, row.until) if row.until else voice.say("no date named")
        yield (
            row.requested_at,
            voice.html("{unit} asked for time until {until}: {reason}", unit=unit, until=until, reason=row.reason),
        )
        if row.decided_at is None:
            continue
        if row.state is ExtensionState.granted and row.granted_until:
            yield (
                row.decided_at,
                voice.html(
                    "granted until {until}, approved by {approver}, paper: {paper}",
                    until=say.full_day(voice, row.granted_until),
                    approver=row.approver,
                    paper=row.paper or voice.say("none given"),
                ),
            )
        elif row.state is ExtensionState.declined:
            yield row.decided_at, voice.html("more time was not granted: {reason}", reason=row.answer)
        else:
            yield row.decided_at, voice.html("{unit} withdrew its request", unit=unit)


def _items(ctx: Context, task: Task) -> Iterator[Entry]:
    """Yield observations and the like; who has observed is told as in the item's own letter."""
    voice, items = ctx.voice, tracked.of_task(session=ctx.session, task_id=task.id or 0)
    for item in items:
        what = letters.name(voice, item)
        unit = desk.unit_of(ctx, item.unit_id).name
        yield (
            item.filed_at,
            voice.html("{what} to {unit}: {words}", what=what, unit=unit, words=desk.clipped(item.text, WORDS)),
        )
        if item.state is TrackedState.settled and item.settled_at is not None:
            outcome = voice.html(": {words}", words=item.outcome) if item.outcome else ""
            yield item.settled_at, voice.html("{what} settled{outcome}", what=what, outcome=outcome)
    for answer in tracked.answers(session=ctx.session, item_ids=[item.id or 0 for item in items]):
        item = next(each for each in items if each.id == answer.item_id)
        words = desk.clipped(answer.text, WORDS)
        yield answer.at, voice.html("{what} answered: {words}", what=letters.name(voice, item), words=words)


def _practices(ctx: Context, task: Task) -> Iterator[Entry]:
    for mark, _, _, unit in practices.standing(session=ctx.session, task_id=task.id):
        yield mark.at, ctx.voice.html("report of {unit} marked as good practice", unit=unit.name)


def _changes(ctx: Context, task: Task) -> Iterator[Entry]:
    """Yield what was changed of the task itself, its milestones and its targets; also of those taken out since."""
    own = audit.history(session=ctx.session, object="tasks", object_id=task.id or 0)
    codes = {task.code, *(str(event.before.get("code")) for event in own if event.action == "task.renumber")}
    plan = ctx.session.get_one(Plan, task.plan_id)
    tables = (str(Milestone.__tablename__), str(Target.__tablename__))
    query = select(AuditEvent).where(col(AuditEvent.object).in_(tables), AuditEvent.at >= plan.imported_at)
    parts = [event for event in ctx.session.exec(query) if {**event.before, **event.after}.get("task") in codes]
    for event in sorted((*own, *parts), key=lambda event: event.id or 0):
        yield event.at, change(ctx.voice, event)


def _at(ctx: Context, at: datetime) -> str:
    return say.moment(ctx.voice, ctx.office.local(at), today=ctx.today)
