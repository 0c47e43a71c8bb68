"""Answering what the bot asked, by a button or by a text that fits; what does not fit leaves the question open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import replies
from bot.errors import Refused
from bot.locale import Html
from bot.replies import Item
from bot.services import (
    bulk,
    bulk_store,
    days,
    evidence,
    owing,
    post,
    question,
    question_ask,
    receipt,
    report_early,
    report_hint,
    report_values,
    rest,
    views,
)
from bot.services.context import Context
from bot.services.question import MINE, NONE, TEXT_ANSWERS_FOR, batch_of
from bot.services.report_store import Batch, Words, store
from bot.services.report_taken import Taken
from storage import reports
from storage.kinds import STORING, MessageKind, QuestionState, ReadingKind, Status
from storage.models import OutboxRow, Question, Unit

DATE_LENGTH = 24
_YES = re.compile(
    r"(?:是的?|对的?|嗯+|好的?|可以|行|确认|没错|OK|okay|yes|y|confirm(?:ed)?)[\s。.!！~]*", re.IGNORECASE
)
_NO = re.compile(r"(?:不是?|不对|否|不用|不要|取消|算了|都不是|no|none|cancel)[\s。.!！~]*", re.IGNORECASE)
_APPROVED = re.compile(r"(?:领导)?(?:已审|已经审了?|审过了?|审定|已审定|同意|approved)[\s。.!！~]*", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:是|选)?第([一二三四五六七八1-8])个?[\s。.!！~]*")
_CODE = re.compile(
    r"(?:是|就是|选|报的是|说的是)?(?:第|任务|编号|#|No\.?|task)?\s*([A-Z]?(?:[一二三四五六七八九十]+\.)?\d+(?:[.-]\d+)*)\s*(?:项|号|这项|这个|任务)?的?[\s。.!！~]*",
    re.IGNORECASE,
)

Retake = Callable[[Context, Words, Unit], Taken]
"""Take a message anew, now that its unit is known."""


def press(ctx: Context, question_id: int, choice: str, message_id: int, retake: Retake) -> Taken:
    """Answer by a pressed button; an old one says that it has been settled."""
    asked = ctx.session.get(Question, question_id)
    if asked is None or asked.person_id != ctx.person_id or asked.kind not in MINE:
        raise Refused("This button is too old; please use the newest message")
    if asked.state is not QuestionState.open:
        return Taken("the question was settled before", text=ctx.voice.say("This has been settled already"))
    return _answer(ctx, asked, choice, retake, pressed=message_id)


def by_text(ctx: Context, words: Words, replied: OutboxRow | None, retake: Retake) -> Taken | None:
    """Answer by a text where it fits something that was asked lately; None where it does not."""
    if ctx.person_id is None:
        return None
    found = [
        asked
        for asked in reports.open_questions(session=ctx.session, person_id=ctx.person_id, kinds=MINE)
        if ctx.now - asked.asked_at <= TEXT_ANSWERS_FOR
    ]
    if replied is not None:
        found = [asked for asked in found if asked.id == replied.facts.get("question")]
    for position, asked in enumerate(found):
        choice = _choice(ctx, asked, words, latest=position == 0)
        if choice is not None:
            return _answer(ctx, asked, choice, retake, said=words)
        if asked.kind == "say" and (taken := _said_again(ctx, asked, words)) is not None:
            return taken
    return None


def _choice(ctx: Context, asked: Question, words: Words, *, latest: bool) -> str | None:
    """Return the choice that the whole text stands for, if any."""
    text = unicodedata.normalize("NFKC", words.text).strip()
    payload = asked.payload
    match asked.kind:
        case "signoff" if latest and _APPROVED.fullmatch(text):
            return "yes"
        case "rest" | "file" | "office" | "signoff" | "value" if latest and _asked_last(ctx, asked):
            if asked.kind == "value":
                return NONE if _YES.fullmatch(text) else None
            return "yes" if _YES.fullmatch(text) else NONE if _NO.fullmatch(text) else None
        case "date":
            return _date(ctx, asked, words, text)
        case "unit":
            named = {ctx.session.get_one(Unit, key).name: str(key) for key in payload["units"]}
            return named.get(text) or _nth(text, list(named.values()))
        case "task" | "pick" | "paper":
            candidates = payload.get("candidates") or payload.get("codes") or []
            if _NO.fullmatch(text):
                return NONE if latest else None
            if ordinal := _nth(text, candidates):
                return ordinal
            code = _CODE.fullmatch(text)
            allowed = {*candidates, *_open_codes(ctx, asked)} if asked.kind == "task" else set(candidates)
            if payload.get("other"):
                allowed = set()  # a number or a percent: a further bare number would be as unclear
            return code[1].upper() if code and code[1].upper() in allowed else None
        case _:
            return None


def _answer(
    ctx: Context, asked: Question, choice: str, retake: Retake, *, pressed: int | None = None, said: Words | None = None
) -> Taken:
    if asked.kind in bulk.KINDS:
        return bulk_store.take(ctx, asked, choice, pressed)
    if choice == NONE:
        return _dropped(ctx, asked, pressed)
    if asked.kind == "unit":
        return _unit(ctx, asked, choice, retake, pressed)
    batch = batch_of(ctx, asked)
    if asked.kind in ("pick", "value"):
        question.close(ctx, asked)
        question_ask.say_again(ctx, batch, choice, correct=True, instead_of=pressed)
        return Taken(f"asked how {choice} stands")
    if asked.kind == "paper":
        line = evidence.add_paper(ctx, batch.unit, choice, asked.payload["paper"])
        return _settled(ctx, asked, line, "a paper was added", pressed)
    if choice.startswith("say-"):
        question.close(ctx, asked)
        question_ask.say_again(ctx, batch, choice.removeprefix("say-"), instead_of=pressed)
        return Taken(f"asked how {choice.removeprefix('say-')} stands")
    if asked.kind == "rest":
        duties = owing.unit_duties(ctx, batch.unit)
        codes = rest.covered(duties, only=asked.payload["codes"])
        if not codes:
            return _settled(ctx, asked, rest.nothing(ctx, duties), "nothing was left", pressed)
        batch = replace(batch, items=[replace(batch.items[0], task=code) for code in codes], rest=True)
    elif asked.kind == "date":
        if said is not None and (taken := _still_early(ctx, asked, batch, choice)):
            return taken
        batch = _with_date(asked, batch, choice)
    else:
        batch = replace(batch, items=[replace(item, task=choice) for item in batch.items])
    return _store(ctx, asked, replace(batch, told=True), pressed)


def _store(ctx: Context, asked: Question, batch: Batch, pressed: int | None) -> Taken:
    """Store what is clear now; the receipt that takes the question's place covers the whole message."""
    done = store(ctx, batch)
    words = batch.words
    rows = receipt.of_message(ctx, batch.unit, words.chat_id, words.message_id)
    told = receipt.Told(batch.unit, rows=rows, closed=done.closed, notes=receipt.awaiting(ctx, done.waiting))
    question.settle(ctx, asked, lambda key: receipt.letter(ctx, told, key), pressed=pressed)
    report_values.query(ctx, batch, done.rows)
    return Taken(f"{len(done.rows)} recorded by an answer")


def _said_again(ctx: Context, asked: Question, words: Words) -> Taken | None:
    """Store a text that says how the task asked about stands; None where it speaks of something else."""
    codes = list(asked.payload["codes"])
    batch = batch_of(ctx, asked)
    ledger = views.replies_ledger(ctx)
    today = ctx.office.day(words.at)
    reading = replies.read(words.text, unit=batch.unit.name, today=today, ledger=ledger, reply_to=codes)
    fits = reading.kind in STORING and all(item.task in codes for item in reading.items)
    if not fits or not reading.items or reading.doubts or reading.refused:
        return None
    kind = ReadingKind.correction if asked.payload.get("correct") else reading.kind
    said = Batch(batch.unit, replace(words, codes=codes), kind, reading.items, reading.month)
    done = store(ctx, said)
    notes = receipt.awaiting(ctx, done.waiting)
    told = receipt.Told(batch.unit, rows=done.rows, closed=done.closed, unread=reading.not_recorded, notes=notes)
    question.settle(ctx, asked, lambda key: receipt.letter(ctx, told, key))
    report_values.query(ctx, said, done.rows)
    return Taken(f"{len(done.rows)} recorded by an answer")


def _unit(ctx: Context, asked: Question, choice: str, retake: Retake, pressed: int | None) -> Taken:
    unit = ctx.session.get(Unit, int(choice)) if choice.isdigit() else None
    if unit is None or ctx.actor is None or unit.id not in {each.id for each in ctx.actor.units}:
        raise Refused("This button is too old; please use the newest message")
    _settled(ctx, asked, ctx.voice.html("For {unit}.", unit=unit.name), "", pressed)
    return retake(ctx, replace(question.words_of(asked), reply_to=asked.payload.get("reply_to")), unit)


def _dropped(ctx: Context, asked: Question, pressed: int | None) -> Taken:
    unit = ctx.session.get(Unit, asked.payload["unit"]) if "unit" in asked.payload else None
    text = {
        "rest": ctx.voice.html("Not recorded. Please say each, for example: {example}", example=_example(ctx, unit)),
        "date": ctx.voice.html("No more time is asked for." if asked.payload.get("early") else "Noted without a date."),
        "pick": ctx.voice.html("Left as it is."),
        "value": ctx.voice.html("Kept as reported."),
    }.get(
        asked.kind,
        ctx.voice.html(
            "Not recorded. Please say it once more with the task's number, for example: {example}",
            example=_example(ctx, unit),
        ),
    )
    taken = _settled(ctx, asked, text, "none of these", pressed)
    asked.state = QuestionState.dropped
    ctx.session.flush()
    return taken


def _settled(ctx: Context, asked: Question, text: Html, reason: str, pressed: int | None) -> Taken:
    question.settle(ctx, asked, lambda key: post.Letter(MessageKind.question, text, key), pressed=pressed)
    return Taken(reason)


def _date(ctx: Context, asked: Question, words: Words, text: str) -> str | None:
    """Return the date that the whole text is, in ISO form; None for anything else."""
    if len(text) > DATE_LENGTH:
        return None
    try:
        day = days.read_day(text, ctx.office.day(words.at))
    except Refused:
        return None
    batch, codes = batch_of(ctx, asked), set(asked.payload["codes"])
    reading = replies.read(
        words.text, unit=batch.unit.name, today=ctx.today, ledger=views.replies_ledger(ctx), reply_to=list(codes)
    )
    others = [item for item in reading.items if item.task not in codes]
    spoken = any(item.status in (Status.done, Status.blocked) or item.percent is not None for item in reading.items)
    return None if others or reading.refused or spoken else day.isoformat()


def _with_date(asked: Question, batch: Batch, choice: str) -> Batch:
    """Return the batch with the date that was asked for; what was said before of the task is carried over."""
    from datetime import date

    code, day = asked.payload["codes"][0], date.fromisoformat(choice)
    words = batch.items[0].words if batch.items else ""
    if asked.payload["purpose"] == "extension":
        return replace(batch, items=[Item(code, extension=day, words=words)], kind=ReadingKind.extension)
    return replace(batch, items=[Item(code, expected=day, words=words)], kind=ReadingKind.correction)


def _still_early(ctx: Context, asked: Question, batch: Batch, choice: str) -> Taken | None:
    """Ask again where a typed date for more time is not after the deadline; a pressed one has been asked about."""
    code, found = str(asked.payload["codes"][0]), _with_date(asked, batch, choice)
    day = found.items[0].extension
    if day is None or not report_early.is_early(ctx, code, day):
        return None
    question.close(ctx, asked)
    report_early.ask(ctx, found, found.items[0])
    return Taken("asked whether the date is meant")


def _asked_last(ctx: Context, asked: Question) -> bool:
    """Tell whether nothing has been sent since: a bare yes answers only what stands last in the chat."""
    return reports.last_letter(session=ctx.session, chat_id=asked.chat_id) == asked.outbox_id


def _nth(text: str, candidates: Sequence[str]) -> str | None:
    found = _ORDINAL.fullmatch(text)
    if found is None:
        return None
    place = "一二三四五六七八".find(found[1]) if found[1] in "一二三四五六七八" else int(found[1]) - 1
    return candidates[place] if 0 <= place < len(candidates) else None


def _open_codes(ctx: Context, asked: Question) -> list[str]:
    unit = ctx.session.get_one(Unit, asked.payload["unit"])
    return list(views.replies_ledger(ctx).of(unit.name).open)


def _example(ctx: Context, unit: Unit | None) -> str:
    return report_hint.example(ctx, unit)
