"""A unit has asked that another unit lead a task, or that it be cancelled: the office records what was decided."""

from __future__ import annotations

import re

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import dispute, task_edit
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.review_post import Outcome
from storage import review
from storage.models import AuditEvent

WORDS = 60
_FIRST = re.compile(r"[，,；;\s]+")


def ask_lead(ctx: Context, case_id: int) -> Outcome:
    """Ask the acting person which unit leads the task from now on, and on whose decision."""
    case, code = _open_case(ctx, case_id)
    if told := _settled(ctx, case):
        return told
    text = ctx.voice.html("Which unit leads {task} now? With who approved, when and the paper, like:", task=code)
    _ask(ctx, "lead_change", case_id, join([text, ctx.voice.html("县财政局，李副县长，3月5日，奉府办〔2024〕12号")]))
    return Outcome(ctx.voice.say("Write the unit"), True)


def ask_cancel(ctx: Context, case_id: int) -> Outcome:
    """Ask the acting person on whose decision the task is cancelled."""
    case, code = _open_case(ctx, case_id)
    if told := _settled(ctx, case):
        return told
    text = ctx.voice.html("Cancelling {task}: who approved, when, and which paper? Like:", task=code)
    _ask(ctx, "task_cancel", case_id, join([text, ctx.voice.html("李副县长，3月5日，奉府办〔2024〕12号")]))
    return Outcome(ctx.voice.say("Write who approved"), True)


def change_lead(ctx: Context, case_id: int, words: str) -> str:
    """Give the task to the unit that the words begin with, record the decision, and answer who asked."""
    case, code = _open_case(ctx, case_id)
    if told := _settled(ctx, case):
        return told.text
    units, *approved = _FIRST.split(words.strip(), maxsplit=1)
    behind = f"；批准 {approved[0]}" if approved and approved[0].strip() else ""
    task_edit.take(ctx, f"{code} 牵头 {units}{behind}")
    dispute.answer(ctx, case_id, ctx.voice.say("Agreed: {units} leads {task} now.", units=units, task=code))
    return ctx.voice.say("Recorded")


def cancel(ctx: Context, case_id: int, words: str) -> str:
    """Cancel the task as asked, record the decision, and answer who asked."""
    case, code = _open_case(ctx, case_id)
    if told := _settled(ctx, case):
        return told.text
    asked = desk.clipped(str(case.after.get("text", "")), WORDS).replace("；", "，").replace(";", ",")
    task_edit.take(ctx, f"{code} 取消 {ctx.voice.say('as asked: {words}', words=asked)}；批准 {words}")
    dispute.answer(ctx, case_id, ctx.voice.say("Agreed: {task} is cancelled.", task=code))
    return ctx.voice.say("Recorded")


def _ask(ctx: Context, kind: str, case_id: int, text: Html) -> None:
    desk.ask(ctx, kind, {"case": case_id}, text, [[desk.cancel_button(ctx.voice)]])


def _open_case(ctx: Context, case_id: int) -> tuple[AuditEvent, str]:
    case = dispute.get(ctx, case_id)
    codes = case.after.get("codes", ())
    if len(codes) != 1:
        raise Refused("Several tasks are named; change them one by one: /change")
    return case, str(codes[0])


def _settled(ctx: Context, case: AuditEvent) -> Outcome | None:
    """Return who answered first, where somebody has."""
    found = review.events(session=ctx.session, object=dispute.OBJECT, object_id=case.id or 0, action="answered")
    if not found:
        return None
    at = desk.moment(ctx, ctx.voice, found[0].at)
    return Outcome(ctx.voice.say("{name} answered it already, {at}", name=found[0].actor, at=at), False)
