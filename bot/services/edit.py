"""An edited message: its new text replaces what it reported. Old versions are kept and marked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import post, question, receipt, report, report_hint, report_store, report_units, undo, views
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.report_store import Words
from bot.services.report_taken import Taken, ignored
from bot.services.report_units import Part
from storage import reports
from storage.kinds import STORING, MessageKind, ReadingKind
from storage.models import Report, Task


def take_edit(ctx: Context, words: Words) -> Taken:
    """Take the new text of a message. Where it no longer reads as a report, what was stored stays, and the bot asks."""
    found = undo.mine(ctx, reports.of_message(session=ctx.session, chat_id=words.chat_id, message_id=words.message_id))
    rows = _newest(found)
    if rows and rows[0][0].text == words.text:
        return ignored("edited, the text is the same")
    question.drop_about(ctx, words.chat_id, words.message_id)
    if not rows:
        return report.take_message(ctx, words)
    parts = _read(ctx, words, rows)
    kinds = {part.reading.kind for part in parts}
    if ReadingKind.undo in kinds:
        report_hint.send(ctx, undo.take_back(ctx, words.chat_id, words.message_id))
        return Taken("taken back by an edit")
    if not kinds & STORING or not any(part.reading.items for part in parts):
        return _still_stands(ctx, words, rows)
    return _replace(ctx, words, found, parts)


def _read(ctx: Context, words: Words, rows: Sequence[tuple[Report, Task]]) -> list[Part]:
    """Read the new text for the units that the old one was stored for."""
    assert ctx.actor is not None
    mine = {row.unit_id for row, _ in rows}
    units = [unit for unit in ctx.actor.units if unit.id in mine]
    replied = report.replied_row(ctx, words)
    ledger = views.replies_ledger(ctx)
    found = report_units.read_for(ctx, words, ledger, units, report.codes_of(replied))
    return found or []


def _replace(ctx: Context, words: Words, found: Sequence[tuple[Report, Task]], parts: Sequence[Part]) -> Taken:
    free = [(row, task) for row, task in _newest(found) if not report_store.is_frozen(ctx, row)]
    shown = _receipt_of(ctx, found)
    said = {(part.unit.id, item.task) for part in parts for item in part.reading.items}
    gone = [(row, task) for row, task in free if (row.unit_id, task.code) not in said]
    if gone:
        undo.withdraw(ctx, gone)
    keep = {row.task_id: row for row, _ in free}
    in_place = shown if len(parts) == 1 else None
    taken = report.take_parts(ctx, words, parts, keep=keep, instead_of=in_place)
    return Taken(f"{taken.reason}, replacing by an edit")


def _still_stands(ctx: Context, words: Words, rows: Sequence[tuple[Report, Task]]) -> Taken:
    assert ctx.person is not None
    text = ctx.voice.html(
        "The edited text does not read as progress; what was recorded from it before still counts: {codes}. "
        "Take it back?",
        codes=lines.codes(ctx.voice, (task.code for _, task in rows)),
    )
    letter = post.Letter(
        MessageKind.question,
        text,
        f"edited:{ctx.inbox_id}",
        buttons=receipt.buttons(ctx.voice, words.message_id),
        facts={"codes": [task.code for _, task in rows], "message_id": words.message_id},
        reply_to=words.message_id,
    )
    post.send(ctx, ctx.person, letter)
    return Taken("edited into something that reports nothing; asked")


def _newest(found: Sequence[tuple[Report, Task]]) -> list[tuple[Report, Task]]:
    """Return the last version of each task that the message reported."""
    return list({(row.unit_id, row.task_id): (row, task) for row, task in found}.values())


def _receipt_of(ctx: Context, found: Sequence[tuple[Report, Task]]) -> int | None:
    """Return the number of the message that the receipt was sent as, if it was."""
    keys = {f"receipt:{row.inbox_id}:{row.unit_id}" for row, _ in found}
    sent = reports.sent_receipts(session=ctx.session, keys=keys)
    return sent[0].message_id if len(sent) == 1 else None
