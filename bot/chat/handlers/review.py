"""The office's desk in the chat: decide on completions and on more time, answer questions, reopen a task."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import OFFICE, Route, button, command
from bot.errors import Refused
from bot.services import dispute, extend, requested, review, review_answer
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.review_post import Outcome


def confirm(ctx: Context, incoming: Incoming) -> Handled:
    """Confirm a completion."""
    return _pressed(incoming, review.confirm(ctx, _number(incoming)))


def give_back(ctx: Context, incoming: Incoming) -> Handled:
    """Ask why a completion is returned."""
    return _pressed(incoming, review.ask_reason(ctx, _number(incoming)))


def quick_reason(ctx: Context, incoming: Incoming) -> Handled:
    """Return a completion for one of the usual reasons."""
    reason = review.quick_reason(ctx.voice, _number(incoming, 1))
    question = desk.asked(ctx)
    if question is not None and question.payload == {"completion": _number(incoming)}:
        said = review_answer.take(ctx, question, reason, pressed=True)
        return Handled(callback_id=incoming.callback_id, callback_text=said)
    return _pressed(incoming, review.give_back(ctx, _number(incoming), reason))


def files(ctx: Context, incoming: Incoming) -> Handled:
    """Send the files that came with a completion."""
    return _pressed(incoming, review.send_files(ctx, _number(incoming)))


def grant(ctx: Context, incoming: Incoming) -> Handled:
    """Grant more time as asked."""
    shown = incoming.words[1] if len(incoming.words) > 1 else "0"
    return _pressed(incoming, extend.grant_as_asked(ctx, _number(incoming), shown))


def grant_other(ctx: Context, incoming: Incoming) -> Handled:
    """Ask for the day until which more time is granted."""
    return _pressed(incoming, extend.other_date(ctx, _number(incoming)))


def decline(ctx: Context, incoming: Incoming) -> Handled:
    """Ask why more time is not granted."""
    return _pressed(incoming, extend.ask_reason(ctx, _number(incoming)))


def judge_by_new(ctx: Context, incoming: Incoming) -> Handled:
    """Record that the new deadline is the one judged by."""
    return _pressed(incoming, extend.judge_by_new(ctx, _number(incoming), new=True))


def answer(ctx: Context, incoming: Incoming) -> Handled:
    """Ask for the answer to a forwarded question."""
    return _pressed(incoming, dispute.ask_answer(ctx, _number(incoming)))


def change_lead(ctx: Context, incoming: Incoming) -> Handled:
    """Ask which unit leads a task from now on, as a unit has asked."""
    return _pressed(incoming, requested.ask_lead(ctx, _number(incoming)))


def cancel_task(ctx: Context, incoming: Incoming) -> Handled:
    """Ask on whose decision a task is cancelled, as a unit has asked."""
    return _pressed(incoming, requested.ask_cancel(ctx, _number(incoming)))


def cancel(ctx: Context, incoming: Incoming) -> Handled:
    """Drop what was asked."""
    return Handled(callback_id=incoming.callback_id, callback_text=review_answer.cancel(ctx))


def none(ctx: Context, incoming: Incoming) -> Handled:
    """Answer a question for a paper with: there is none."""
    question = desk.asked(ctx)
    said = (
        review_answer.take(ctx, question, "无", pressed=True) if question and question.kind == "extension_paper" else ""
    )
    return Handled(callback_id=incoming.callback_id, callback_text=said or ctx.voice.say("This is settled already"))


def answered(ctx: Context, incoming: Incoming) -> Handled:
    """Take a text as the answer to what the desk was asked, or to the letter that it replies to."""
    case = review_answer.replied_case(ctx, incoming.chat_id, incoming.reply_to)
    question = desk.asked(ctx)
    if case is not None:
        review_answer.receipt(ctx, dispute.answer(ctx, case, incoming.text).text)
    elif question is not None:
        review_answer.receipt(ctx, review_answer.take(ctx, question, incoming.text))
    return Handled()


def reopen(ctx: Context, incoming: Incoming) -> Handled:
    """Open a closed task again: `/reopen CODE reason`."""
    code, _, reason = incoming.arguments.partition(" ")
    if not code:
        raise Refused("Which task? For example: /reopen 15 the number of the paper is wrong")
    task = review.reopen(ctx, code.strip("#＃"), reason)
    review_answer.receipt(ctx, ctx.voice.say("{task} is open again; its lead units are told", task=task.code))
    return Handled()


def _is_answer(ctx: Context, incoming: Incoming) -> bool:
    if incoming.kind != "text" or not incoming.private or incoming.text.startswith("/"):
        return False
    if ctx.actor is None or not ctx.actor.is_office:
        return False
    return (
        desk.asked(ctx) is not None or review_answer.replied_case(ctx, incoming.chat_id, incoming.reply_to) is not None
    )


def _number(incoming: Incoming, at: int = 0) -> int:
    """Return a number of the button's data; Refused for a button that is none of ours."""
    try:
        return int(incoming.words[at])
    except (IndexError, ValueError) as error:
        raise Refused("This button is too old; please use the newest message") from error


def _pressed(incoming: Incoming, outcome: Outcome) -> Handled:
    """Answer a press; a press that came too late is shown in a box, so that it is not missed."""
    return Handled(callback_id=incoming.callback_id, callback_text=outcome.text, callback_alert=not outcome.changed)


ROUTES: tuple[Route, ...] = (
    button("desk_confirm", confirm, OFFICE),
    button("desk_return", give_back, OFFICE),
    button("desk_why", quick_reason, OFFICE),
    button("desk_files", files, OFFICE),
    button("desk_grant", grant, OFFICE),
    button("desk_grant_other", grant_other, OFFICE),
    button("desk_decline", decline, OFFICE),
    button("desk_judge", judge_by_new, OFFICE),
    button("desk_answer", answer, OFFICE),
    button("desk_lead", change_lead, OFFICE),
    button("desk_cancel_task", cancel_task, OFFICE),
    button("desk_cancel", cancel, OFFICE),
    button("desk_none", none, OFFICE),
    command("reopen", reopen, OFFICE, menu="Open a closed task again: /reopen 15 reason"),
    Route("answer to the desk", _is_answer, answered, OFFICE, why="before reports: the bot has asked for this text"),
)
