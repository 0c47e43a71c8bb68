"""A nudge after something was said: waiting ones shrink or go, those that colleagues have are changed in place.

Nobody gets a new message for it: who has the nudge already sees in it who answered, when and what, and what is left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import col, select

from bot.locale import Html, Voice, join
from bot.rules import Nudge, catch_up, may_send, remind_now
from bot.services import nudge_days, nudge_letter, nudge_text, plan_home, post, preview_hold, say, views
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.nudge_reasons import ANSWERED, CLOSED, LEFT, NOT_DUE, OUT_OF_HOURS, SHORTER, UNSENT
from bot.services.views import PlanBook, plan_book, plan_facts
from storage import nudging, outbox, people, reports
from storage.kinds import MessageKind, OutboxState, Source
from storage.models import OutboxRow, Person, Plan, Report, Task, Unit

LOOK_BACK = timedelta(days=31)
SHOWN = 8


def refresh(ctx: Context, plan: Plan, unit: Unit) -> None:
    """Bring the unit's nudges in line with what it has said: those that wait, and those that its people have got."""
    waiting, shown = _waiting(ctx, plan, unit), _shown(ctx, plan, unit)
    if not waiting and not shown:
        return
    book = plan_book(ctx, plan)
    for row in waiting:
        _bring_up_to_date(ctx, book, row, unit)
    if shown:
        _tell_colleagues(ctx, book, shown, unit)


def still_needed(ctx: Context, row: OutboxRow) -> str | None:
    """Return why a nudge is not to be sent after all, or None when it is."""
    if row.kind is not MessageKind.nudge or row.unit_id is None:
        return None
    plan, unit = ctx.session.get(Plan, row.plan_id), ctx.session.get(Unit, row.unit_id)
    if plan is None or unit is None or plan.closed_at is not None:
        return CLOSED
    if row.day != ctx.today:
        return UNSENT
    bound = plan_home.liaisons(ctx, [row.unit_id], [plan.id])
    if all(person.id != row.person_id for _, person in bound):
        return LEFT
    if not may_send(ctx.office.local(ctx.now), views.schedule(ctx, plan)):
        return OUT_OF_HOURS
    book, own = views.unit_book(ctx, plan, unit)
    if _again(ctx, book, row, unit.name, own):
        return None
    return ANSWERED if _said(ctx, book, row, unit) else NOT_DUE


def _bring_up_to_date(ctx: Context, book: PlanBook, row: OutboxRow, unit: Unit) -> None:
    nudge = _again(ctx, book, row, unit.name)
    if nudge is None:
        outbox.cancel_where(col(OutboxRow.id) == row.id, session=ctx.session, now=ctx.now, reason=ANSWERED)
    elif sorted(nudge.codes) != sorted(row.facts["codes"]):
        person = ctx.session.get_one(Person, row.person_id)
        letter = nudge_letter.letter(ctx, book, nudge, unit, person, date.fromisoformat(row.facts["since"]))
        pages, number = post.pages(letter), int(row.key.partition("#")[2] or 0)
        if number < len(pages):
            row.payload, row.facts = pages[number], letter.facts
            ctx.session.add(row)
        else:
            outbox.cancel_where(col(OutboxRow.id) == row.id, session=ctx.session, now=ctx.now, reason=SHORTER)


def _again(ctx: Context, book: PlanBook, row: OutboxRow, unit: str, own: frozenset[int] | None = None) -> Nudge | None:
    """Return the nudge of a row as it would be planned now for its day, or None when nothing of it is left.

    `own`: the units whose reports are read; all by default.
    """
    if row.day is None:
        return None
    rules = book.schedule.rules
    tasks = tuple(task for task in book.ledger.tasks if unit in task.warned or unit in task.reporting(rules))
    mine = replace(book.ledger, tasks=tasks)
    if row.facts.get("asked"):
        facts = plan_facts(ctx, book.plan, nudge_days.open_months(row.day, book), own)
        nudges = remind_now(row.day, mine, book.schedule, facts)
    else:
        since = date.fromisoformat(row.facts["since"])
        facts = plan_facts(ctx, book.plan, nudge_days.months(since, row.day, book.schedule), own)
        nudges, _ = catch_up(since, row.day, mine, book.schedule, facts)
    found = next((nudge for nudge in nudges if nudge.unit == unit), None)
    kept = preview_hold.without_held(ctx, book, found) if found else None
    return kept or None


def _tell_colleagues(ctx: Context, book: PlanBook, shown: list[OutboxRow], unit: Unit) -> None:
    """Change the nudges that the unit's other people have got; one that nothing was said about stays as it is."""
    bound = {person.id: person for _, person in people.liaisons(session=ctx.session, unit_ids=[unit.id or 0])}
    for row in shown:
        person = bound.get(row.person_id)
        if person is None:
            continue
        said = _said(ctx, book, row, unit)
        before = nudging.changes_of(session=ctx.session, key=f"answered:{row.id}:")
        if not said and not before:
            continue
        mine = replace(ctx, voice=Voice(person.language))
        text, rows = _changed(mine, book, row, unit, said)
        waiting = [each.id for each in before if each.state is OutboxState.queued]
        if waiting:
            outbox.cancel_where(
                col(OutboxRow.id).in_(waiting), session=ctx.session, now=ctx.now, reason="changed before it was sent"
            )
        key = f"answered:{row.id}:{ctx.inbox_id or ctx.now.isoformat()}:{len(before)}"
        letter = post.Letter(MessageKind.receipt, text, key, buttons=rows, unit_id=unit.id, day=ctx.today)
        assert row.message_id is not None
        post.edit(mine, person, row.message_id, letter)


def _changed(
    ctx: Context, book: PlanBook, row: OutboxRow, unit: Unit, said: list[tuple[Report, Task]]
) -> tuple[Html, post.Rows]:
    """Return what the nudge says now: who answered what, then what is still open, as the nudge has it."""
    left = _again(ctx, book, row, unit.name)
    if left is None:
        return join([_answered(ctx, said), ctx.voice.html("Nothing else is open here.")]), ()
    rest, codes = nudge_text.render(ctx.voice, book, left)
    return join([_answered(ctx, said), rest]), nudge_text.buttons(ctx.voice, book, left, unit, codes)


def _answered(ctx: Context, said: list[tuple[Report, Task]]) -> Html | None:
    """Return the line on who has answered for the unit, when, and what."""
    if not said:
        return None
    last, voice = said[-1][0], ctx.voice
    local = ctx.office.local(last.at)
    at = say.clock(local) if local.date() == ctx.today else say.moment(voice, local, today=ctx.today)
    person = ctx.session.get(Person, last.person_id) if last.person_id else None
    groups: dict[str, list[str]] = {}
    for report, task in said[-SHOWN:]:
        groups.setdefault(lines.what(ctx, report, task, leads=True), []).append(task.code)
    parts = [voice.say("{codes} {what}", codes=lines.codes(voice, codes), what=what) for what, codes in groups.items()]
    if len(said) > SHOWN:
        parts.append(voice.say("and {count} more", count=len(said) - SHOWN))
    told = voice.say("; ").join(parts)
    if last.source is Source.office:
        return voice.html("{office} recorded at {at} for your unit: {what}", office=ctx.office.name, at=at, what=told)
    name = person.name if person else ""
    return voice.html("{name} answered at {at} for your unit: {what}", name=name, at=at, what=told)


def _said(ctx: Context, book: PlanBook, row: OutboxRow, unit: Unit) -> list[tuple[Report, Task]]:
    """Return what the unit has said since the nudge of the tasks that it speaks of, in the order of the moments."""
    if unit.id is None or book.plan.id is None:
        return []
    tasks = {task.id: task for task in book.tasks if task.code in row.facts.get("codes", [])}
    months = {date.fromisoformat(row.facts["month"]), book.schedule.current(ctx.today)}
    found = [
        report
        for month in sorted(months)
        for report in reports.of_round(session=ctx.session, plan_id=book.plan.id, month=month)
        if report.unit_id == unit.id and report.task_id in tasks and report.stored_at >= row.created_at
    ]
    return [(report, tasks[report.task_id]) for report in sorted(found, key=lambda each: (each.at, each.id or 0))]


def _waiting(ctx: Context, plan: Plan, unit: Unit) -> list[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.kind == MessageKind.nudge,
        OutboxRow.plan_id == plan.id,
        OutboxRow.unit_id == unit.id,
        OutboxRow.state == OutboxState.queued,
    )
    return list(ctx.session.exec(query).all())


def _shown(ctx: Context, plan: Plan, unit: Unit) -> list[OutboxRow]:
    """Return the last nudge of each of the unit's people but who has just spoken: that one gets a receipt."""
    if plan.id is None or unit.id is None:
        return []
    first = ctx.today - LOOK_BACK
    rows = nudging.last_sent(session=ctx.session, plan_id=plan.id, unit_id=unit.id, first=first)
    return [row for row in rows if row.person_id is not None and row.person_id != ctx.person_id]
