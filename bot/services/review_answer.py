"""What the desk was asked in a chat gets its answer: the next text of the person, a quick button, or a cancel."""

from __future__ import annotations

from bot.locale import Html, safe
from bot.services import dispute, extend, papers, post, requested, review
from bot.services import review_post as desk
from bot.services.context import Context
from storage import outbox
from storage.kinds import MessageKind, QuestionState
from storage.models import OutboxRow, Question


def take(ctx: Context, question: Question, words: str, *, pressed: bool = False) -> str:
    """Do what the answer asks for and return what the person is told. Refused leaves the question open.

    The question loses its buttons; where one of them was `pressed`, it also says what was done.
    """
    number = int(next(iter(question.payload.values())))
    if question.kind == "return_reason":
        said = review.give_back(ctx, number, words).text
    elif question.kind == "decline_reason":
        said = extend.decline(ctx, number, words).text
    elif question.kind == "extension_date":
        said = extend.grant_until(ctx, number, words).text
    elif question.kind == "extension_paper":
        extend.add_paper(ctx, number, words)
        said = ctx.voice.say("Recorded")
    elif question.kind == "lead_change":
        said = requested.change_lead(ctx, number, words)
    elif question.kind == "task_cancel":
        said = requested.cancel(ctx, number, words)
    elif question.kind == "paper_approval":
        said = papers.approve(ctx, number, words)
    else:
        said = dispute.answer(ctx, number, words).text
    desk.close(ctx, question)
    _settle_prompt(ctx, question, said if pressed else "")
    return said


def receipt(ctx: Context, said: str) -> None:
    """Answer a text of the desk with what was done."""
    assert ctx.person is not None, "somebody has written"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, safe(said), f"desk:{ctx.inbox_id}"))


def cancel(ctx: Context) -> str:
    """Drop what the person was asked."""
    question = desk.asked(ctx)
    said = ctx.voice.say("Nothing was changed")
    if question is not None:
        desk.close(ctx, question, QuestionState.dropped)
        _settle_prompt(ctx, question, said)
    return said


def replied_case(ctx: Context, chat_id: int, message_id: int | None) -> int | None:
    """Return the case whose letter the person's message replies to, or None."""
    if message_id is None:
        return None
    row = outbox.find_message(session=ctx.session, chat_id=chat_id, message_id=message_id)
    case = row.facts.get("case") if row is not None and row.kind is MessageKind.office else None
    return int(case) if case is not None else None


def _settle_prompt(ctx: Context, question: Question, said: str) -> None:
    """Take the buttons off the question, which is answered; `said` takes its place where given."""
    row = ctx.session.get(OutboxRow, question.outbox_id) if question.outbox_id else None
    if ctx.person is not None and row is not None and row.message_id:
        text = safe(said) if said else Html(row.payload["text"])
        letter = post.Letter(MessageKind.question, text, f"asked:{question.id}:{question.state.value}")
        post.edit(ctx, ctx.person, row.message_id, letter)
