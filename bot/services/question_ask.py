"""The questions themselves: what is asked, with which buttons. What is meant stays unstored until it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.locale import Html, join
from bot.replies import Item
from bot.services import owing, question, say
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.question import CANDIDATES, NONE, about
from bot.services.report_store import Batch, Words
from storage import ledger
from storage.kinds import Status
from storage.models import Task, Unit

LABEL = 20
QUOTE = 60


def quoted(words: str) -> str:
    """Return a person's words on one line, short enough to be quoted."""
    plain = " ".join(words.split())
    return plain if len(plain) <= QUOTE else plain[: QUOTE - 1] + "…"


def which_task(ctx: Context, batch: Batch, item: Item, candidates: Sequence[str], *, disagree: bool = False) -> None:
    """Ask which task the words are about; without candidates, the unit's own tasks are offered."""
    found = _tasks(ctx, candidates) or _own(ctx, batch.unit)
    if not found:
        return
    shown, voice = found[:CANDIDATES], ctx.voice
    words = quoted(item.words or batch.words.text)
    text = (
        voice.html("“{words}”: number and title do not agree. Which task is meant?", words=words)
        if disagree
        else voice.html("“{words}”: which task is this about?", words=words)
    )
    hint = voice.html("Press one, or send its number.") if len(found) > len(shown) or not candidates else Html()
    choices = [(say.title(task, LABEL), task.code) for task in shown]
    question.ask(
        ctx,
        "task",
        about(replace(batch, items=[item]), candidates=[task.code for task in shown]),
        join([text, hint]),
        [*choices, (voice.say("None of these"), NONE)],
    )


def number_or_percent(ctx: Context, batch: Batch, item: Item, code: str, number: int) -> None:
    """Ask whether a bare number is how far the task asked about is, or the number of another task."""
    voice, other = ctx.voice, str(number)
    text = voice.html(
        "“{words}”: is this {number}% of {code}, or task {number}?", words=number, number=number, code=code
    )
    question.ask(
        ctx,
        "task",
        about(replace(batch, items=[replace(item, task=None)]), candidates=[code], other=other),
        text,
        [
            (voice.say("{code} is {number}% done", code=code, number=number), code),
            (voice.say("Task {number}", number=other), f"say-{other}"),
            (voice.say("None of these"), NONE),
        ],
    )


def percent_of(number: int) -> dict[str, Any]:
    """Return the status and percent that a bare number of percent stands for."""
    status = Status.done if number >= 100 else Status.not_started if number == 0 else Status.in_progress
    return {"status": status, "percent": min(number, 100)}


def which_unit(ctx: Context, words: Words, units: Sequence[Unit]) -> None:
    """Ask for which of their units a person speaks."""
    text = ctx.voice.html("“{words}”: for which unit is this?", words=quoted(words.text))
    payload = {
        "text": words.text,
        "chat": words.chat_id,
        "message": words.message_id,
        "at": words.at.isoformat(),
        "file": dict(words.file) if words.file else None,
        "units": [unit.id for unit in units],
        "reply_to": words.reply_to,
    }
    question.ask(ctx, "unit", payload, text, [(unit.name, str(unit.id)) for unit in units])


def rest(ctx: Context, batch: Batch, item: Item, codes: Sequence[str], held: Sequence[str] = ()) -> bool:
    """Ask to confirm which tasks 其余 stands for: `codes`; tell whether there was anything to ask.

    `held` is what it does not cover, where that has not been said yet.
    """
    if not codes:
        return False
    voice = ctx.voice
    parts = [
        voice.html(
            "“{words}” stands for these {count}:", words=quoted(item.words or batch.words.text), count=len(codes)
        )
    ]
    parts += [voice.html("{task}", task=say.title(task)) for task in _tasks(ctx, codes)[:LABEL]]
    if len(codes) > LABEL:
        parts.append(voice.html("and {codes}", codes=lines.codes(voice, codes[LABEL:])))
    if held:
        parts.append(
            voice.html(
                "Not covered, please say each: {codes} (past the deadline, or due this month)",
                codes=lines.codes(voice, held),
            )
        )
    question.ask(
        ctx,
        "rest",
        about(replace(batch, items=[item]), codes=list(codes)),
        join(parts),
        [(voice.say("Confirm {count}", count=len(codes)), "yes"), (voice.say("Do not record"), NONE)],
        per_row=2,
    )
    return True


def by_when(ctx: Context, batch: Batch, item: Item, *, purpose: str, words: str = "") -> None:
    """Ask for a date: until when more time is asked (`extension`), or when the task will be finished (`expected`)."""
    voice = ctx.voice
    text = (
        voice.html("{code}: until when is more time asked? For example: end of November.", code=item.task)
        if purpose == "extension"
        else voice.html(
            "{code}: “{words}” is past. When will it be finished? For example: end of November.",
            code=item.task,
            words=quoted(words),
        )
    )
    choices = [] if purpose == "extension" else [(voice.say("No date for now"), NONE)]
    question.ask(ctx, "date", about(replace(batch, items=[item]), codes=[item.task], purpose=purpose), text, choices)


def say_again(
    ctx: Context, batch: Batch, code: str, *, why: str = "", correct: bool = False, instead_of: int | None = None
) -> None:
    """Ask to say how a task stands: it was said twice differently (`why` quotes it), or it is to be corrected."""
    voice = ctx.voice
    task = ledger.find_task(session=ctx.session, code=code)
    named = say.title(task) if task else code
    text = (
        voice.html(
            "{task}: said twice, differently (“{words}”). Please say it once more.", task=named, words=quoted(why)
        )
        if why
        else voice.html(
            "{task}: how does it stand? For example: 60%, to be finished by the end of November.", task=named
        )
    )
    payload = about(replace(batch, items=[]), codes=[code], correct=correct)
    question.ask(ctx, "say", payload, text, instead_of=instead_of)


def which_to_correct(ctx: Context, batch: Batch, codes: Sequence[str]) -> None:
    """Ask which of a message's reports is to be corrected."""
    voice = ctx.voice
    tasks = _tasks(ctx, codes)
    question.ask(
        ctx,
        "pick",
        about(replace(batch, items=[]), codes=list(codes)),
        voice.html("Which one is to be corrected?"),
        [*((say.title(task, LABEL - 6), task.code) for task in tasks), (voice.say("Leave it"), NONE)],
        per_row=2 if len(tasks) > CANDIDATES else 1,
    )


def which_paper(ctx: Context, batch: Batch, paper: str, codes: Sequence[str]) -> None:
    """Ask which task's completion a number of a paper belongs to."""
    voice = ctx.voice
    question.ask(
        ctx,
        "paper",
        about(replace(batch, items=[]), codes=list(codes), paper=paper),
        voice.html("{paper}: which task's completion is it for?", paper=paper),
        [*((say.title(task, LABEL), task.code) for task in _tasks(ctx, codes)), (voice.say("None of these"), NONE)],
    )


def _tasks(ctx: Context, codes: Sequence[str]) -> list[Task]:
    found = (ledger.find_task(session=ctx.session, code=code) for code in codes)
    return [task for task in found if task is not None]


def _own(ctx: Context, unit: Unit) -> list[Task]:
    """Return the unit's open tasks, those first that it owes."""
    found: list[Task] = []
    for duties in owing.unit_duties(ctx, unit):
        tasks = {task.code: task for task in duties.book.tasks}
        order = (*duties.asked_one_by_one, *duties.rest, *(task.code for task in duties.open))
        found += [tasks[code] for code in dict.fromkeys(order)]
    return found
