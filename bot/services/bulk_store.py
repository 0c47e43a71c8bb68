"""The one press under a preview: what was shown is stored, and everybody concerned has their receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.services import bulk, office_told, question, receipt, report_values
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.post import Button, Letter
from bot.services.question import NONE
from bot.services.report_batch import Batch
from bot.services.report_store import store
from bot.services.report_taken import Taken
from storage import reports
from storage.kinds import MessageKind
from storage.models import Question, Report, Task, Unit

Rows = Sequence[tuple[Report, Task]]


def take(ctx: Context, asked: Question, choice: str, pressed: int | None) -> Taken:
    """Store what a preview has shown, or drop it."""
    if choice == NONE:
        text = ctx.voice.html("Not recorded; nothing has been stored.")
        question.settle(ctx, asked, lambda key: Letter(MessageKind.question, text, key), pressed=pressed)
        return Taken("a preview was dropped")
    batches = bulk.parts_of(ctx, asked)
    _may(ctx, asked.kind, batches)
    found: dict[int, list[tuple[Report, Task]]] = {}
    closed: dict[int, list[Task]] = {}
    for batch in batches:
        ready = bulk.stored_now(ctx, asked.kind, batch)
        done = store(ctx, replace(ready, approved=True))
        key = batch.unit.id or 0
        found.setdefault(key, []).extend(done.rows)
        closed.setdefault(key, []).extend(done.closed)
    if asked.kind == "office":
        _tell_office(ctx, asked, found, pressed)
    else:
        unit = batches[0].unit
        told = receipt.Told(unit, rows=_standing(found[unit.id or 0]), closed=closed[unit.id or 0])
        question.settle(ctx, asked, lambda key: receipt.letter(ctx, told, key), pressed=pressed)
        report_values.query(ctx, batches[0], told.rows)
    number = sum(len(rows) for rows in found.values())
    return Taken(f"{number} recorded from a preview", text=ctx.voice.say("Recorded"))


def _standing(rows: Rows) -> Rows:
    return [(row, task) for row, task in rows if reports.stands(row)]


def _may(ctx: Context, kind: str, batches: Sequence[Batch]) -> None:
    """Refuse a press of somebody who is no longer what they were when it was asked."""
    if kind == "office":
        if ctx.actor is None or not ctx.actor.is_office:
            raise Refused("This is not among what you can do here; /help lists it.")
        return
    mine = {unit.id for unit in ctx.actor.units} if ctx.actor else set()
    if not all(batch.unit.id in mine for batch in batches):
        raise Refused("You do not answer for this unit now")


def _tell_office(
    ctx: Context, asked: Question, found: dict[int, list[tuple[Report, Task]]], pressed: int | None
) -> None:
    voice, message = ctx.voice, asked.payload["message"]
    parts: list[Html] = []
    nobody: list[str] = []
    for key, rows in found.items():
        unit = ctx.session.get_one(Unit, key)
        parts.append(voice.html("{unit}, {count}:", unit=bold(unit.name), count=len(rows)))
        parts += said(ctx, unit, rows)
        if rows and not _tell_unit(ctx, asked, unit, rows):
            nobody.append(unit.name)
    number = sum(len(rows) for rows in found.values())
    head = voice.html(
        "{count} recorded for the units, by {name}", count=number, name=ctx.person.name if ctx.person else ""
    )
    if nobody:
        parts.append(voice.html("Nobody of theirs to tell here: {units}", units="、".join(nobody)))
    back = [[Button(voice.say("Take back"), f"undo:{message}")]] if number else []
    text = join([head, *parts])
    codes = [task.code for rows in found.values() for _, task in rows]
    facts = {"codes": codes, "message_id": message}
    question.settle(
        ctx, asked, lambda key: Letter(MessageKind.receipt, text, key, buttons=back, facts=facts), pressed=pressed
    )


def said(ctx: Context, unit: Unit, rows: Rows) -> list[Html]:
    """Return a line for each task, several alike together; what has been outdated meanwhile is said so."""
    leads = receipt.lead_task_ids(ctx, unit, [task for _, task in rows])
    groups: dict[str, list[str]] = {}
    for row, task in rows:
        what = lines.what(ctx, row, task, leads=task.id in leads)
        if not reports.stands(row):
            what = ctx.voice.say("{what} (a newer report of the unit stands)", what=what)
        groups.setdefault(what, []).append(task.code)
    return [
        ctx.voice.html("{codes} {what}", codes=lines.codes(ctx.voice, codes), what=what)
        for what, codes in groups.items()
    ]


def _tell_unit(ctx: Context, asked: Question, unit: Unit, rows: Rows) -> bool:
    """Tell the unit's people what the office has recorded for them; return whether there is anybody."""

    def write(own: Context) -> Html:
        head = own.voice.html(
            "{office} has recorded for {unit} what came elsewhere, {count}:",
            office=office_told.office_of(own, rows),
            unit=unit.name,
            count=len(rows),
        )
        last = own.voice.html("If anything differs, just report it here anew; the last word counts.")
        return join([head, *said(own, unit, rows), last, *receipt.still_open(own, unit)])

    return office_told.tell(ctx, unit, rows, f"recorded:{asked.id}", write)
