"""Taking back what a message reported (撤回): it stops counting, and what it had replaced counts again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import colleagues, office_told, question, report_follow, report_store
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.receipt import lead_task_ids, still_open
from bot.services.record import record
from storage import reports
from storage.kinds import TaskState
from storage.models import Plan, Report, Task, Unit


def take_back(ctx: Context, chat_id: int, message_id: int) -> Html:
    """Withdraw what a message reported; say what became of it. Refused when there is nothing left, or too late."""
    rows = mine(ctx, reports.of_message(session=ctx.session, chat_id=chat_id, message_id=message_id))
    if not rows:
        raise Refused("There is nothing to take back: it has been taken back or replaced already")
    frozen = [pair for pair in rows if report_store.is_frozen(ctx, pair[0])]
    closed = [pair for pair in rows if pair[1].state is not TaskState.open and pair not in frozen]
    free = [pair for pair in rows if pair not in frozen and pair not in closed]
    counted = [pair for pair in free if reports.stands(pair[0])]
    if not counted:
        raise Refused(
            "It can no longer be taken back: the month is closed or the office has decided; please ask the office."
            if frozen or closed
            else "There is nothing to take back: it has been taken back or replaced already"
        )
    again = withdraw(ctx, free)
    office_told.taken_back(ctx, counted)
    question.drop_about(ctx, chat_id, message_id)
    voice = ctx.voice
    parts = [voice.html("{count} taken back: {codes}", count=len(counted), codes=lines.codes(voice, _codes(counted)))]
    if again:
        parts.append(voice.html("What was reported before counts again: {codes}", codes=_with_values(ctx, again)))
    if kept := [pair for pair in (*frozen, *closed) if reports.stands(pair[0])]:
        parts.append(
            voice.html(
                "Kept, as the month is closed or the office has decided: {codes}",
                codes=lines.codes(voice, _codes(kept)),
            )
        )
    for unit_id in dict.fromkeys(row.unit_id for row, _ in counted):
        parts += still_open(ctx, ctx.session.get_one(Unit, unit_id))
    return join(parts)


def withdraw(ctx: Context, rows: Sequence[tuple[Report, Task]]) -> list[tuple[Report, Task]]:
    """Withdraw reports with what rests on them; return those that stand again in their place."""
    again: list[tuple[Report, Task]] = []
    leaving = {row.id for row, _ in rows}
    for row, task in reversed(rows):
        restored = reports.withdraw(session=ctx.session, report=row, at=ctx.now)
        record(ctx, "withdrawn", row, before=report_store.facts(row), after={"withdrawn": True})
        report_follow.unfollow(ctx, row)
        if restored is not None and restored.id not in leaving:
            again.append((restored, task))
    colleagues.show(ctx, [row for row, _ in again])
    for row, task in again:
        record(ctx, "restored", row, after=report_store.facts(row))
        unit = ctx.session.get_one(Unit, row.unit_id)
        report_follow.follow(ctx, row, task, unit, asked=row.extension)
    for plan_id, unit_id in {(row.plan_id, row.unit_id) for row, _ in rows}:
        report_store.refresh(ctx, [ctx.session.get_one(Plan, plan_id)], ctx.session.get_one(Unit, unit_id))
    return again


def mine(ctx: Context, rows: Iterable[tuple[Report, Task]]) -> list[tuple[Report, Task]]:
    """Return the reports of the acting person's own units, and those that they have typed in for others."""
    units = {unit.id for unit in ctx.actor.units} if ctx.actor else set()
    me = ctx.person_id
    return [
        (row, task)
        for row, task in rows
        if row.unit_id in units or (row.recorded_by_id is not None and row.recorded_by_id == me)
    ]


def last_message(ctx: Context, chat_id: int, replied: dict[str, object] | None) -> int | None:
    """Return the message that 撤回 is about: of the receipt replied to, else the person's last that still counts."""
    if replied and isinstance(replied.get("message_id"), int):
        return int(str(replied["message_id"]))
    if ctx.person_id is None:
        return None
    return reports.last_message(session=ctx.session, person_id=ctx.person_id, chat_id=chat_id)


def _with_values(ctx: Context, again: Sequence[tuple[Report, Task]]) -> str:
    """Return what stands again with what it says: 39 推进中，80%."""
    told = []
    for row, task in again:
        leads = task.id in lead_task_ids(ctx, ctx.session.get_one(Unit, row.unit_id), [task])
        told.append(" ".join([task.code, lines.what(ctx, row, task, leads=leads)]))
    return ctx.voice.say("; ").join(told)


def _codes(rows: Iterable[tuple[Report, Task]]) -> list[str]:
    return list(dict.fromkeys(task.code for _, task in rows))
