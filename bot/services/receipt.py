"""The receipt: exactly what counts, what was not taken and why, what is still open, until when it can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.locale import Html, Voice, join
from bot.rules.months import last_day
from bot.services import owing, receipt_beside, say, views
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.post import Button, Letter, Rows
from storage import ledger, reports
from storage.kinds import AssignmentRole, MessageKind
from storage.models import Plan, Report, Task, Unit

QUOTE_LIMIT = 80


@dataclass(frozen=True)
class Told:
    """What became of one message of one unit. `notes` are further lines, said as they are.

    `asks_rest`: what 其余 stands for is being asked, and not to be listed once more. `all_in`: a note says already that
    everything has been reported.
    """

    unit: Unit
    rows: Sequence[tuple[Report, Task]] = ()
    refused: Sequence[tuple[str, str]] = ()
    closed: Sequence[Task] = ()
    unread: str = ""
    asks_rest: bool = False
    all_in: bool = False
    notes: Sequence[Html] = field(default_factory=tuple)


def of_message(ctx: Context, unit: Unit, chat_id: int, message_id: int) -> list[tuple[Report, Task]]:
    """Return what still counts of a message for the unit, in the order of storing."""
    found = reports.of_message(session=ctx.session, chat_id=chat_id, message_id=message_id)
    return [(row, task) for row, task in found if row.unit_id == unit.id and reports.stands(row)]


def letter(ctx: Context, told: Told, key: str, *, reply_to: int | None = None) -> Letter:
    """Return the receipt as a message that is ready to be addressed."""
    parts = [
        _head(ctx, told),
        *_reported(ctx, told),
        *_refused(ctx, told),
        *told.notes,
        *receipt_beside.beside(ctx, told.rows),
        *_unread(ctx.voice, told.unread),
        *still_open(ctx, told.unit, rest=not told.asks_rest, all_in=not told.all_in, late=_late_months(told)),
    ]
    message = told.rows[0][0].message_id if told.rows else None
    return Letter(
        MessageKind.receipt,
        join(parts),
        key,
        buttons=buttons(ctx.voice, message) if message else (),
        facts={
            "codes": [task.code for _, task in told.rows],
            "reports": [row.id for row, _ in told.rows],
            "message_id": message,
        },
        unit_id=told.unit.id,
        day=ctx.today,
        reply_to=reply_to,
    )


def awaiting(ctx: Context, codes: Sequence[str]) -> list[Html]:
    """Return the line on what counts only once the unit's leader has approved it."""
    if not codes:
        return []
    text = "{codes}: recorded once you press “approved”."
    return [ctx.voice.html(text, codes=lines.codes(ctx.voice, codes))]


def buttons(voice: Voice, message_id: int) -> Rows:
    """Return the receipt's two buttons, for what came in by that message."""
    return [
        [Button(voice.say("Correct"), f"correct:{message_id}"), Button(voice.say("Take back"), f"undo:{message_id}")]
    ]


def still_open(
    ctx: Context,
    unit: Unit,
    *,
    waiting: bool = True,
    rest: bool = True,
    all_in: bool = True,
    late: Mapping[int, date] | None = None,
) -> list[Html]:
    """Return the lines on what the unit still owes: overdue and due ones, asked for one by one, then the rest as codes.

    `waiting` adds what is with the unit's leader, `rest` what 其余 could stand for, `all_in` that nothing is owed.
    `late` are by plan the months that a late receipt is about: once complete, the next month is not asked for yet.
    """
    found: list[Html] = []
    for duties in owing.unit_duties(ctx, unit):
        month = (late or {}).get(duties.book.plan.id or 0)
        if month is not None and month < duties.month:
            found.append(_complete(ctx, month))
        else:
            found += _open_lines(ctx, duties, say_waiting=waiting, say_rest=rest, say_all=all_in)
    return found


def _late_months(told: Told) -> dict[int, date]:
    """Return by plan the closed round's month that late reports have come for."""
    months: dict[int, date] = {}
    for row, _ in told.rows:
        if row.late:
            months[row.plan_id] = max(months.get(row.plan_id, row.month), row.month)
    return months


def _complete(ctx: Context, month: date) -> Html:
    return ctx.voice.html("All of {month} has been reported.", month=say.month(ctx.voice, month, today=ctx.today))


def _open_lines(
    ctx: Context, duties: owing.UnitDuties, *, say_waiting: bool, say_rest: bool, say_all: bool
) -> list[Html]:
    voice, waiting = ctx.voice, set(duties.pending)
    held = [code for code in duties.asked_one_by_one if code not in waiting]
    rest = [code for code in duties.rest if code not in waiting]
    found: list[Html] = []
    if held:
        one = "{count} still open: {codes}. Please say whether it can be finished."
        each = "{count} still open: {codes}. Please say for each whether it can be finished."
        found.append(
            voice.html(
                one if len(held) == 1 else each,
                count=len(held),
                codes=_held_codes(ctx, duties, held),
            )
        )
    if rest and say_rest:
        text = (
            "{count} more not reported: {codes}. “The rest is on track” will do."
            if held
            else "{count} still open: {codes}. “The rest is on track” will do."
        )
        found.append(voice.html(text, count=len(rest), codes=lines.codes(voice, rest)))
    if waiting and say_waiting:
        found.append(voice.html("With your leader: {codes}", codes=lines.codes(voice, duties.pending)))
    if not duties.owed and duties.reported and say_all:
        found.append(_complete(ctx, duties.month))
    return found


def _held_codes(ctx: Context, duties: owing.UnitDuties, held: Sequence[str]) -> str:
    """Return overdue codes, then those due this month, each with one mark at the end."""
    voice = ctx.voice
    overdue = [code for code in held if code in duties.overdue]
    due = [code for code in held if code not in duties.overdue]
    parts = [voice.say("{codes} (past the deadline)", codes=lines.codes(voice, overdue))] if overdue else []
    if due:
        tasks = duties.book.rule_tasks
        at_end = all((day := tasks[code].warned_for) and day == last_day(day.replace(day=1)) for code in due)
        mark = "{codes} (due at the month's end)" if at_end else "{codes} (due this month)"
        parts.append(voice.say(mark, codes=lines.codes(voice, due)))
    return lines.codes(voice, parts)


def _head(ctx: Context, told: Told) -> Html:
    voice, rows = ctx.voice, [row for row, _ in told.rows]
    if not rows:
        return voice.html("Nothing was recorded") if told.refused or told.closed or told.unread else Html()
    said = ctx.office.local(max(row.at for row in rows))
    clock = say.clock(said) if said.date() == ctx.handled_on else say.moment(voice, said, today=ctx.today)
    marks = [clock]
    if _one_mark(told.rows):
        marks += lines.month_marks(ctx, rows[0])
    until = min(_changeable_until(ctx, row) for row in {(row.plan_id, row.month): row for row in rows}.values())
    marks.append(voice.say("can be changed until {day}", day=_until(ctx, until)))
    return voice.html("{count} recorded ({marks})", count=len(rows), marks=lines.comma(voice).join(marks))


def _one_mark(rows: Sequence[tuple[Report, Task]]) -> bool:
    return len({(row.month, row.late) for row, _ in rows}) == 1


def _changeable_until(ctx: Context, row: Report) -> date:
    """Return the day that people are told: the round's last working day, then its due day, then the freeze."""
    days = views.schedule(ctx, ctx.session.get_one(Plan, row.plan_id)).round(row.month)
    return next((day for day in (days.last_working, days.due) if ctx.handled_on <= day), days.freeze)


def _until(ctx: Context, day: date) -> str:
    same = {(each.year, each.month) for each in (day, ctx.today, ctx.handled_on)}
    return say.date_only(ctx.voice, day) if len(same) == 1 else say.day(ctx.voice, day, today=ctx.today)


def _reported(ctx: Context, told: Told) -> Iterable[Html]:
    """Return one line a task; several alike become one line with all their codes."""
    leads = lead_task_ids(ctx, told.unit, [task for _, task in told.rows])
    per_line = not _one_mark(told.rows)
    groups: dict[str, list[str]] = {}
    for row, task in told.rows:
        what = lines.what(ctx, row, task, leads=task.id in leads)
        if per_line and (marks := lines.month_marks(ctx, row)):
            what = ctx.voice.say("{what} ({marks})", what=what, marks=lines.comma(ctx.voice).join(marks))
        groups.setdefault(what, []).append(task.code)
    return [
        ctx.voice.html("{codes} {what}", codes=lines.codes(ctx.voice, found), what=what)
        for what, found in groups.items()
    ]


def lead_task_ids(ctx: Context, unit: Unit, tasks: Iterable[Task]) -> set[int | None]:
    """Return which of the tasks the unit leads, by name, as a listed member, or because the office says it reports."""
    keys = [task.id for task in tasks if task.id is not None]
    found: set[int | None] = {task.id for task in tasks if task.reporting_unit_id == unit.id}
    for assignment, lead in ledger.assignments_of(session=ctx.session, task_ids=keys):
        if assignment.role is AssignmentRole.lead and (lead.id == unit.id or _is_member(ctx, unit, lead)):
            found.add(assignment.task_id)
    return found


def _is_member(ctx: Context, unit: Unit, lead: Unit) -> bool:
    if not lead.collective or lead.id is None:
        return False
    return any(each.id == unit.id for each in ledger.members_of(session=ctx.session, collective_id=lead.id))


def _refused(ctx: Context, told: Told) -> Iterable[Html]:
    for code, why in told.refused:
        yield why_not(ctx, code, why)
    for task in told.closed:
        closed = task.closed_on
        yield ctx.voice.html(
            "{code} has been closed since {day}; nothing to report.",
            code=task.code,
            day=say.day(ctx.voice, closed, today=ctx.today) if closed else "",
        )


def why_not(ctx: Context, code: str, why: str) -> Html:
    """Return the line on a code that was not taken, and why."""
    voice = ctx.voice
    task = ledger.find_task(session=ctx.session, code=code)
    if why == "unknown_task" or task is None or task.id is None:
        return voice.html("{code} not recorded: there is no task of that number.", code=code)
    rows = ledger.assignments_of(session=ctx.session, task_ids=[task.id])
    lead = next((unit.name for assignment, unit in rows if assignment.role is AssignmentRole.lead), "")
    return voice.html("{code} not recorded: it is led by {unit}, not by your unit.", code=code, unit=lead)


def _unread(voice: Voice, unread: str) -> list[Html]:
    words = " ".join(unread.split())
    if not words:
        return []
    quoted = words if len(words) <= QUOTE_LIMIT else words[: QUOTE_LIMIT - 1] + "…"
    return [voice.html("Not understood, not recorded: “{words}”", words=quoted)]
