"""What the bot asks a liaison: kept until a press or a message answers it, also over a restart; nothing is guessed.

Kinds, and what their payload holds beside the message that they are about:

- `task`: which task words are about (`items` with no task, `candidates`)
- `unit`: for which of their units a person speaks (`units`)
- `rest`: whether 其余 stands for these tasks (`items` with one, `codes`)
- `date`: until when, or when it will be finished (`codes` with one, `purpose`)
- `say`: to say something again, about `codes`; `correct` tells that it replaces what was said
- `pick`: which of a message's reports is to be corrected (`codes`)
- `paper`: which task's completion a number of a paper belongs to (`completions`, `paper`)
- `file`, `office`, `signoff`: whether what was read of a document, a paste, a unit's report is stored (`parts`)
- `value`: whether a number that surprises is right (`codes`)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.locale import Html
from bot.services import post, shown
from bot.services.context import Context
from bot.services.post import Button, Letter
from bot.services.report_batch import Batch, Words
from bot.services.report_item import from_json, to_json
from storage import outbox, reports
from storage.kinds import MessageKind, OutboxState, QuestionState, ReadingKind, Source
from storage.models import OutboxRow, Question, Unit

MINE = ("task", "unit", "rest", "date", "say", "pick", "paper", "file", "office", "signoff", "value")
NONE = "x"
# A text answers what was asked lately; a button says itself what it answers and may be pressed later.
TEXT_ANSWERS_FOR = timedelta(days=3)
CANDIDATES = 8

Choices = Sequence[tuple[str, str]]
"""Labels of buttons with the choice that each stands for."""


def ask(
    ctx: Context,
    kind: str,
    payload: dict[str, Any],
    text: Html,
    choices: Choices = (),
    *,
    per_row: int = 1,
    instead_of: int | None = None,
) -> Question:
    """Ask the acting person, in a new message or in the place of an earlier one."""
    person = ctx.person
    assert person is not None, "only a person can be asked"
    assert person.id is not None, "the person has not been stored"
    asked = Question(
        person_id=person.id,
        chat_id=person.telegram_id,
        kind=kind,
        payload=payload,
        inbox_id=ctx.inbox_id,
        asked_at=ctx.now,
    )
    ctx.session.add(asked)
    ctx.session.flush()
    made = [Button(label, f"q:{asked.id}:{choice}") for label, choice in choices]
    rows = [made[start : start + per_row] for start in range(0, len(made), per_row)]
    letter = Letter(
        MessageKind.question,
        text,
        f"question:{asked.id}",
        buttons=rows,
        facts={"question": asked.id, "codes": payload.get("codes") or payload.get("candidates") or []},
        reply_to=payload.get("message"),
    )
    asked.outbox_id = (shown.change(ctx, instead_of, letter) if instead_of else post.send(ctx, person, letter)[-1]).id
    ctx.session.flush()
    return asked


def about(batch: Batch, **more: Any) -> dict[str, Any]:
    """Return a payload that holds the batch, so that it can be taken up again."""
    words = batch.words
    return {
        "unit": batch.unit.id,
        "text": words.text,
        "chat": words.chat_id,
        "message": words.message_id,
        "at": words.at.isoformat(),
        "file": dict(words.file) if words.file else None,
        "source": words.source.value,
        "document": dict(words.document) if words.document else None,
        "reply_codes": list(words.codes),
        "kind": batch.kind.value,
        "month": batch.month.isoformat() if batch.month else None,
        "items": [to_json(item) for item in batch.items],
        **more,
    }


def batch_of(ctx: Context, asked: Question) -> Batch:
    """Return the batch that a question is about."""
    return batch_from(ctx, asked.payload)


def batch_from(ctx: Context, payload: dict[str, Any]) -> Batch:
    """Return the batch that `about` wrote."""
    month = payload.get("month")
    return Batch(
        unit=ctx.session.get_one(Unit, payload["unit"]),
        words=words_from(payload),
        kind=ReadingKind(payload["kind"]),
        items=[from_json(item) for item in payload["items"]],
        month=date.fromisoformat(month) if month else None,
    )


def words_of(asked: Question) -> Words:
    """Return the words that a question is about, as of their own moment."""
    return words_from(asked.payload)


def words_from(payload: dict[str, Any]) -> Words:
    """Return the words that `about` wrote."""
    return Words(
        text=payload["text"],
        chat_id=payload["chat"],
        message_id=payload["message"],
        at=datetime.fromisoformat(payload["at"]),
        file=payload.get("file"),
        source=Source(payload.get("source", Source.chat)),
        document=payload.get("document"),
        codes=tuple(payload.get("reply_codes", ())),
    )


def close(ctx: Context, asked: Question, state: QuestionState = QuestionState.answered) -> None:
    """Mark a question as answered, or dropped."""
    asked.state, asked.closed_at = state, ctx.now
    ctx.session.add(asked)
    ctx.session.flush()


def settle(ctx: Context, asked: Question, letter: Callable[[str], Letter], *, pressed: int | None = None) -> None:
    """Close a question and put the answer in its place: where a button was pressed, or as a new message.

    Answered by a text, the answer stands under that text, and the question loses its buttons.
    """
    close(ctx, asked)
    assert ctx.person is not None
    key = f"answer:{asked.id}:{ctx.inbox_id}"
    if pressed:
        shown.change(ctx, pressed, letter(key))
        return
    clear(ctx, asked)
    post.send(ctx, ctx.person, letter(key))


def clear(ctx: Context, asked: Question) -> None:
    """Take the buttons off a question that has been answered otherwise; one not sent yet is called back."""
    row = ctx.session.get(OutboxRow, asked.outbox_id) if asked.outbox_id else None
    if row is None or ctx.person is None:
        return
    if row.state is OutboxState.sent and row.message_id:
        text = Html(row.payload["text"])
        post.edit(ctx, ctx.person, row.message_id, Letter(MessageKind.question, text, f"question:{asked.id}:closed"))
    else:
        outbox.settle(
            session=ctx.session, row=row, state=OutboxState.cancelled, now=ctx.now, reason="answered before it was sent"
        )


def drop_about(ctx: Context, chat_id: int, message_id: int) -> None:
    """Drop what was asked about a message that has been taken back or said anew."""
    if ctx.person_id is None:
        return
    for asked in reports.open_questions(session=ctx.session, person_id=ctx.person_id, kinds=MINE):
        if (asked.payload.get("chat"), asked.payload.get("message")) == (chat_id, message_id):
            clear(ctx, asked)
            close(ctx, asked, QuestionState.dropped)
