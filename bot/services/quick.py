"""One task named and nothing said of it: its own quick answers; a press is a report, or leads to one question."""

from __future__ import annotations

import unicodedata

from bot.errors import Refused
from bot.replies import Item
from bot.services import nudge_text, owing, post, question_ask, receipt, report_store, say
from bot.services.context import Context
from bot.services.report_store import Batch, Words
from bot.services.report_taken import Taken
from storage import ledger
from storage.kinds import MessageKind, ReadingKind, Source, Status, TaskState
from storage.models import Task, Unit

_STATUS = {"on": Status.in_progress, "done": Status.done}


def offered(ctx: Context, unit: Unit, text: str) -> bool:
    """Answer a text that is only the number of one of the unit's open tasks with that task's quick answers."""
    code = unicodedata.normalize("NFKC", text).strip().lstrip("#").upper()
    duties = owing.unit_duties(ctx, unit)
    if code not in {task.code for each in duties for task in each.open}:
        return False
    task = ledger.find_task(session=ctx.session, code=code)
    if task is None or ctx.person is None:
        return False
    words = ctx.voice.html("{task}: how does it stand? Press one, or say it in a sentence.", task=say.title(task))
    late = any(code in each.overdue for each in duties)
    rows = nudge_text.quick_answers(ctx.voice, unit, code, late=late)
    letter = post.Letter(
        MessageKind.question, words, f"quick:{ctx.inbox_id}", buttons=rows, facts={"codes": [code]}, unit_id=unit.id
    )
    post.send(ctx, ctx.person, letter)
    return True


def press(ctx: Context, unit_id: int, code: str, what: str, chat_id: int, message_id: int) -> Taken:
    """Take a quick answer: on track and done are stored; an obstacle or more time needs a sentence and is asked for."""
    unit = next((each for each in ctx.actor.units if each.id == unit_id), None) if ctx.actor else None
    if unit is None:
        raise Refused("You do not answer for this unit now")
    task = _open_task(ctx, unit, code)
    said = Words(_label(ctx, what), chat_id, message_id, ctx.now, source=Source.button)
    if what not in _STATUS:
        batch = Batch(unit, said, ReadingKind.progress, [Item(code, Status.blocked, words=said.text)])
        _ask(ctx, batch, task, what)
        return Taken(f"asked about {code}", text=ctx.voice.say("Please answer below"))
    item = Item(code, _STATUS[what], words=said.text)
    done = report_store.store(ctx, Batch(unit, said, ReadingKind.progress, [item]))
    assert ctx.person is not None, "somebody has pressed"
    told = receipt.Told(unit, rows=done.rows, closed=done.closed, notes=receipt.awaiting(ctx, done.waiting))
    post.send(ctx, ctx.person, receipt.letter(ctx, told, f"receipt:{ctx.inbox_id}:{unit.id}"))
    return Taken("1 recorded by a press", text=ctx.voice.say("Recorded"))


def _ask(ctx: Context, batch: Batch, task: Task, what: str) -> None:
    if what == "more":
        question_ask.by_when(ctx, batch, batch.items[0], purpose="extension")
    else:
        question_ask.say_again(ctx, batch, task.code)


def _open_task(ctx: Context, unit: Unit, code: str) -> Task:
    task = ledger.find_task(session=ctx.session, code=code)
    if task is None or task.state is not TaskState.open:
        raise Refused("{code} is closed; nothing to report", code=code)
    if code not in {rule.code for each in owing.unit_duties(ctx, unit) for rule in each.open}:
        raise Refused("You do not answer for this unit now")
    return task


def _label(ctx: Context, what: str) -> str:
    voice = ctx.voice
    return {
        "on": voice.say("On track"),
        "done": voice.say("It is done"),
        "stuck": voice.say("There is an obstacle"),
    }.get(what, voice.say("More time is needed"))
