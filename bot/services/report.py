"""A liaison's message: read for the right unit, stored in one go, answered with a receipt; nothing guessed is stored.

The order in which a message is looked at: an answer to what the bot asked; what the reader makes of it for the person's
unit; each kind then has its own end. Whatever was not stored is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import Refused
from bot.locale import Html, join
from bot.replies import DoubtKind, Item, Reading
from bot.services import (
    acknowledge,
    dispute,
    evidence,
    owing,
    pending,
    post,
    question_answer,
    question_ask,
    quick,
    receipt,
    report_document,
    report_early,
    report_hint,
    report_units,
    report_values,
    rest,
    shown,
    undo,
    views,
)
from bot.services.context import Context
from bot.services.receipt_lines import codes as codes_list
from bot.services.report_clear import Clear, sorted_out
from bot.services.report_store import Batch, Stored, Words, store
from bot.services.report_taken import Taken, refused
from bot.services.report_units import Part
from storage import outbox
from storage.kinds import STORING, ReadingKind, SeenBy, Source
from storage.models import OutboxRow, Report, Task, Unit

QUESTIONS = 5  # what one message can make the bot ask; more would be a wall


def take_message(ctx: Context, words: Words) -> Taken:
    """Take a text of a liaison; what follows from it is stored and queued in the caller's transaction."""
    replied = replied_row(ctx, words)
    answered = question_answer.by_text(ctx, words, replied, retake)
    if answered is not None:
        return answered
    assert ctx.actor is not None
    pasted = report_document.paste(ctx, words, ctx.actor.units) if words.source is Source.chat else None
    return pasted or _read_and_take(ctx, words, ctx.actor.units, replied)


def kinds_of(ctx: Context, words: Words) -> set[ReadingKind] | None:
    """Return what the words are for the person's units; None where only the person can tell for which."""
    assert ctx.actor is not None
    codes = codes_of(replied_row(ctx, words))
    parts = report_units.read_for(ctx, words, views.replies_ledger(ctx), ctx.actor.units, codes)
    return None if parts is None else {part.reading.kind for part in parts}


def retake(ctx: Context, words: Words, unit: Unit) -> Taken:
    """Take a message now that the person has said for which unit it is."""
    return _read_and_take(ctx, words, [unit], replied_row(ctx, words))


def replied_row(ctx: Context, words: Words) -> OutboxRow | None:
    """Return the message of ours that the words answer."""
    if words.reply_to is None:
        return None
    return outbox.find_message(session=ctx.session, chat_id=words.chat_id, message_id=words.reply_to)


def _read_and_take(ctx: Context, words: Words, units: Sequence[Unit], replied: OutboxRow | None) -> Taken:
    codes = codes_of(replied)
    words = replace(words, codes=tuple(codes))
    asked = replied.unit_id if replied is not None else None
    parts = report_units.read_for(ctx, words, views.replies_ledger(ctx), units, codes, asked)
    if parts is None:
        question_ask.which_unit(ctx, words, units)
        return Taken("asked for which unit")
    if parts[0].reading.kind in STORING:
        told = any(item.task for item in parts[0].reading.items)
        if not told and (asked_back := _asked_back(ctx, words, parts[0], codes)):
            return asked_back
        return take_parts(ctx, words, parts)
    return _take_other(ctx, words, parts[0], codes, replied)


def codes_of(replied: OutboxRow | None) -> list[str]:
    """Return the tasks that a message of ours speaks of, in its order."""
    found = replied.facts.get("codes", []) if replied is not None else []
    return [code for code in found if isinstance(code, str)]


def take_parts(
    ctx: Context,
    words: Words,
    parts: Sequence[Part],
    *,
    keep: Mapping[int, Report] | None = None,
    instead_of: int | None = None,
) -> Taken:
    """Store what the message says for each unit, ask what is unclear, and send the receipts.

    `keep` are the reports that an edited message replaces, `instead_of` the receipt to be changed in place.
    """
    counts = [_take_part(ctx, words, part, dict(keep or {}), instead_of) for part in parts]
    return Taken(f"{sum(counts)} recorded")


def _take_part(ctx: Context, words: Words, part: Part, keep: dict[int, Report], instead_of: int | None) -> int:
    unit, reading = part.unit, part.reading
    clear = sorted_out(ctx, unit, words, reading)
    early = report_early.set_apart(ctx, clear)
    batch = Batch(unit, words, reading.kind, clear.items, reading.month, keep)
    done = store(ctx, batch)
    stored = len(done.rows)
    notes = [*_superseded(ctx, done), *receipt.awaiting(ctx, done.waiting), *report_hint.no_such_days(ctx, words.text)]
    if reading.asks:
        dispute.forward(ctx, kind="question", text=words.text, codes=_codes(done.rows), unit=unit)
        notes.append(ctx.voice.html("Your question has been passed on to {office}.", office=ctx.office.name))
    named, only = clear.spoken()
    duties = owing.unit_duties(ctx, unit) if clear.rest else []
    covered = rest.covered(duties, named=named, only=only)
    if clear.rest and not covered:
        notes.append(rest.nothing(ctx, duties))
    left = [item.words for item, _, _, _ in clear.unclear[QUESTIONS:]]
    left += [item.words for item in clear.undated[QUESTIONS:]]
    left += pending.note(ctx, unit, reading.on_its_way)
    told = receipt.Told(
        unit,
        rows=done.rows,
        refused=[(each.task, each.why) for each in reading.refused],
        closed=done.closed,
        unread="；".join(filter(None, [reading.unread.strip(), *left])),
        asks_rest=bool(covered),
        all_in=rest.all_in(duties),
        notes=notes,
    )
    again = replace(batch, keep={})
    if told.rows or told.refused or told.closed or told.unread or told.notes or clear.held:
        send_receipt(ctx, told, instead_of=instead_of)
        if covered:
            question_ask.rest(ctx, again, clear.rest[0], covered)
    elif covered:
        rest.ask(ctx, again, clear.rest[0], named=named, only=only)
    report_values.query(ctx, batch, done.rows)
    _ask(ctx, again, clear)
    for item in early[:QUESTIONS]:
        report_early.ask(ctx, again, item)
    return stored


def send_receipt(ctx: Context, told: receipt.Told, *, instead_of: int | None = None) -> None:
    """Queue the receipt for the acting person, or change the one sent before."""
    assert ctx.person is not None
    letter = receipt.letter(ctx, told, f"receipt:{ctx.inbox_id}:{told.unit.id}")
    if instead_of is not None:
        shown.change(ctx, instead_of, letter)
    else:
        post.send(ctx, ctx.person, letter)


def _ask(ctx: Context, batch: Batch, clear: Clear) -> None:
    for item in clear.undated[:QUESTIONS]:
        question_ask.say_again(ctx, batch, str(item.task))
    for item, kind, candidates, words in clear.unclear[:QUESTIONS]:
        if kind is DoubtKind.conflict and item.task:
            question_ask.say_again(ctx, batch, item.task, why=question_ask.quoted(words or item.words))
        elif kind is DoubtKind.number_or_percent and item.task:
            question_ask.number_or_percent(ctx, batch, item, item.task, _number(words, item))
        else:
            question_ask.which_task(ctx, batch, item, candidates, disagree=kind is DoubtKind.disagree)
    for item, purpose, words in clear.dates[:QUESTIONS]:
        question_ask.by_when(ctx, batch, item, purpose=purpose, words=words)


def _number(words: str, item: Item) -> int:
    digits = "".join(filter(str.isdigit, words))
    return int(digits) if digits else int(item.percent or 0)


def _superseded(ctx: Context, done: Stored) -> list[Html]:
    """Say which rows do not count because the unit has said something newer, and what is no longer claimed as done."""
    notes: list[Html] = []
    if done.unclaimed:
        codes = codes_list(ctx.voice, (task.code for task in done.unclaimed))
        notes.append(ctx.voice.html("{codes}: the earlier claim of completion has been taken back.", codes=codes))
    older = [task.code for row, task in done.rows if row.superseded_by_id is not None]
    done.rows = [pair for pair in done.rows if pair[0].superseded_by_id is None]
    if not older:
        return notes
    return [*notes, ctx.voice.html("{codes}: a newer report of your unit stands.", codes=codes_list(ctx.voice, older))]


def _take_other(ctx: Context, words: Words, part: Part, codes: Sequence[str], replied: OutboxRow | None) -> Taken:
    """Take what stores nothing: each kind has its answer, and is recorded as what it was."""
    unit, reading, voice = part.unit, part.reading, ctx.voice
    match reading.kind:
        case ReadingKind.undo:
            message = undo.last_message(ctx, words.chat_id, replied.facts if replied else None)
            if message is None:
                raise Refused("There is nothing to take back: it has been taken back or replaced already")
            report_hint.send(ctx, undo.take_back(ctx, words.chat_id, message), unit)
            return Taken("taken back")
        case ReadingKind.question | ReadingKind.dispute as kind:
            if doubted := _asked_back(ctx, words, part, codes):
                return doubted
            named = pending.named(words.text, list(views.replies_ledger(ctx).tasks)) or list(codes)
            dispute.forward(ctx, kind=kind.value, text=words.text, codes=named if len(named) < 9 else [], unit=unit)
            text = voice.html("Passed on to {office}; the answer will come here.", office=ctx.office.name)
            report_hint.send(ctx, text, unit)
            return Taken(f"a {kind.value}, passed on to the office")
        case ReadingKind.pending:
            report_hint.send(
                ctx, pending.mark(ctx, unit, words.text, pending.which(ctx, unit, words.text, codes)), unit
            )
            return Taken("noted as on its way")
        case ReadingKind.not_yours | ReadingKind.unknown_task as kind:
            return _not_taken(ctx, unit, reading, kind)
        case ReadingKind.unknown_unit:
            report_hint.send(ctx, voice.html("{unit} has no task in the plans that are open.", unit=unit.name), unit)
            return refused("the unit has no task")
        case _:
            return _take_chat(ctx, words, part, codes, replied)


def _not_taken(ctx: Context, unit: Unit, reading: Reading, kind: ReadingKind) -> Taken:
    pairs: list[tuple[str, str]] = [(each.task, each.why) for each in reading.refused]
    pairs = pairs or [(item.task, kind.value) for item in reading.items if item.task]
    hint = ctx.voice.html("For example: {example}", example=report_hint.example(ctx, unit))
    text = join([*(receipt.why_not(ctx, code, why) for code, why in pairs), hint])
    report_hint.send(ctx, text, unit)
    return refused(f"{kind.value}: {', '.join(code for code, _ in pairs)}")


def _take_chat(ctx: Context, words: Words, part: Part, codes: Sequence[str], replied: OutboxRow | None = None) -> Taken:
    unit = part.unit
    if asked := _asked_back(ctx, words, part, codes):
        return asked
    if added := evidence.take_paper(ctx, unit, words, codes):
        return added
    if quick.offered(ctx, unit, words.text):
        return Taken("asked how one task stands")
    if report_hint.is_acknowledgement(words.text):
        acknowledge.note(ctx, unit, SeenBy.word, replied)
        report_hint.send(ctx, report_hint.acknowledged(ctx, unit), unit)
        return Taken("acknowledged, nothing reported")
    report_hint.send(ctx, report_hint.not_a_report(ctx, unit), unit)
    return Taken("nothing reported")


def _asked_back(ctx: Context, words: Words, part: Part, codes: Sequence[str]) -> Taken | None:
    """Ask back where a message that stores nothing is one number: a percent of the task asked about, or a task."""
    doubt = next((each for each in part.reading.doubts if each.kind is DoubtKind.number_or_percent), None)
    if doubt is None or len(codes) != 1:
        return None
    number = _number(doubt.words or words.text, Item(None))
    item = Item(codes[0], **question_ask.percent_of(number), words=words.text)
    batch = Batch(part.unit, words, ReadingKind.progress, [item])
    question_ask.number_or_percent(ctx, batch, item, codes[0], number)
    return Taken("asked whether a number is a percent or a task")


def _codes(rows: Sequence[tuple[Report, Task]]) -> list[str]:
    return [task.code for _, task in rows]
