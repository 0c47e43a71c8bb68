"""What the office is asked for in words while it works on a plan: a day, a name, a target; the next text answers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.locale import Html, safe
from bot.services import post
from bot.services.context import Context
from bot.services.post import Button
from storage import review
from storage.kinds import MessageKind, QuestionState
from storage.models import OutboxRow, Question

PATIENCE = timedelta(hours=1)
PREFIX = "plan_"
KINDS = (
    "plan_deadline",
    "plan_lead",
    "plan_title",
    "plan_target_add",
    "plan_target_set",
    "plan_step_add",
    "plan_step_move",
    "plan_reporter",
    "plan_members",
    "plan_rename",
    "plan_alias",
    "plan_successor",
)


def ask(ctx: Context, kind: str, payload: dict[str, Any], text: Html) -> None:
    """Ask the acting person for words; what they were asked before of this sort is dropped."""
    assert kind in KINDS, kind
    person = ctx.person
    assert person is not None, "only a person can be asked"
    assert person.id is not None, "the person has not been stored"
    review.drop_questions(session=ctx.session, person_id=person.id, kinds=KINDS, at=ctx.now)
    question = Question(
        person_id=person.id,
        chat_id=person.telegram_id,
        kind=kind,
        payload=payload,
        inbox_id=ctx.inbox_id,
        asked_at=ctx.now,
    )
    ctx.session.add(question)
    ctx.session.flush()
    cancel = [[Button(ctx.voice.say("Cancel"), "plan_never")]]
    letter = post.Letter(MessageKind.question, text, f"plan_ask:{question.id}", cancel, {"question": question.id})
    question.outbox_id = post.send(ctx, person, letter)[-1].id
    ctx.session.add(question)
    ctx.session.flush()


def asked(ctx: Context) -> Question | None:
    """Return what the acting person was asked last, if it was this, and lately."""
    if ctx.person_id is None:
        return None
    question = review.open_question(session=ctx.session, person_id=ctx.person_id, kinds=KINDS)
    return question if question is not None and ctx.now - question.asked_at <= PATIENCE else None


def close(ctx: Context, question: Question, said: str, state: QuestionState = QuestionState.answered) -> None:
    """Mark a question as answered or dropped, and put what came of it in its place."""
    question.state, question.closed_at = state, ctx.now
    ctx.session.add(question)
    row = ctx.session.get(OutboxRow, question.outbox_id) if question.outbox_id else None
    if ctx.person is not None and row is not None and row.message_id:
        letter = post.Letter(MessageKind.question, safe(said), f"plan_asked:{question.id}:{state.value}")
        post.edit(ctx, ctx.person, row.message_id, letter)


def never(ctx: Context) -> str:
    """Drop what was asked."""
    question, said = asked(ctx), ctx.voice.say("Nothing was changed")
    if question is not None:
        close(ctx, question, said, QuestionState.dropped)
    return said
