"""Letters between the office and the units: to everybody at the desk, changed in place together, and decisions back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.locale import Html, Voice
from bot.services import plan_home, post, say
from bot.services.context import Context
from storage import ledger, outbox, review
from storage.kinds import MessageKind, OutboxState, QuestionState
from storage.models import OutboxRow, Person, Question, Report, Task, Unit

# What the desk can be asked in a chat; the next text of the person answers the last of them.
ASKED = (
    "return_reason",
    "decline_reason",
    "extension_date",
    "extension_paper",
    "answer",
    "lead_change",
    "task_cancel",
    "paper_approval",
)
WORDS_LIMIT = 900
REASON_LIMIT = 500

# A text that comes much later is about something else: less long where it may be left out, or goes to others.
DAY_LONG = timedelta(days=1)
PATIENCE = {"extension_paper": timedelta(hours=1), "answer": timedelta(hours=2)}

_PAPER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[［（(【]\s*(?:19|20)\d{2}\s*[〕\]］）)】]\s*(?:第)?\s*\d{1,5}\s*号")
_BEFORE_PAPER = re.compile(r".*(?:印发|出台|下发|制发|文号|根据|依据|按照|[即见另为是以])")
_LINK = re.compile(r"https?://[^\s，。；、）)》」]+")


@dataclass(frozen=True)
class Outcome:
    """What pressing a button did. `text` is for the one who pressed; `changed` is False when somebody was first."""

    text: str
    changed: bool


Write = Callable[[Voice], Html]
Buttons = Callable[[Voice], post.Rows]


def desk(ctx: Context) -> Sequence[Person]:
    """Return the office's people who can be written to."""
    return review.desk(session=ctx.session, telegram_ids=ctx.office.admins)


def to_desk(
    ctx: Context,
    cause: str,
    write: Write,
    buttons: Buttons,
    *,
    facts: dict[str, Any],
    unit_id: int | None = None,
    again: str = "",
) -> int:
    """Queue a letter to everybody at the desk, each in their language; return to how many.

    `cause` makes it unique, and finds it again; `again` names a further letter of the same cause.
    """
    people_there = desk(ctx)
    for person in people_there:
        voice = Voice(person.language)
        letter = post.Letter(
            MessageKind.office,
            write(voice),
            f"{cause}:{person.id}{again and ':' + again}",
            buttons=buttons(voice),
            facts={**facts, "cause": cause, "about_unit": unit_id},
        )
        post.send(ctx, person, letter)
    return len(people_there)


def change_at_desk(ctx: Context, cause: str, step: str, write: Write, buttons: Buttons | None = None) -> None:
    """Change the letters of a cause in place, for everybody who has one; those not sent yet are called back.

    `step` makes the change unique. What is being sent at this very moment keeps its buttons, which then say how it is.
    """
    for person, row in _letters(ctx, cause):
        voice = Voice(person.language)
        rows = buttons(voice) if buttons else ()
        letter = post.Letter(MessageKind.office, write(voice), f"{cause}:{person.id}:{step}:{row.id}", buttons=rows)
        if row.state is OutboxState.sent and row.message_id:
            post.edit(ctx, person, row.message_id, letter)
        elif outbox.settle(
            session=ctx.session, row=row, state=OutboxState.cancelled, now=ctx.now, reason="changed before it was sent"
        ):
            post.send(ctx, person, replace(letter, facts=row.facts))


def _letters(ctx: Context, cause: str) -> Iterable[tuple[Person, OutboxRow]]:
    """Yield the live letters of a cause, also of those who were at the desk when they were written."""
    everybody = review.desk(session=ctx.session, telegram_ids=ctx.office.admins, former=True)
    by_id = {person.id: person for person in everybody}
    for row in review.letters(session=ctx.session, cause=cause, person_ids=list(by_id)):
        if row.person_id in by_id:
            yield by_id[row.person_id], row


def tell_unit(ctx: Context, unit_id: int, cause: str, write: Write, plan_id: int | None = None) -> int:
    """Queue a decision for everybody who answers for the unit or its successor, in that plan where it is about one.

    Each in their language; returns to how many.
    """
    told: dict[int | None, Person] = {}
    heir = ledger.heir(session=ctx.session, unit=unit_of(ctx, unit_id))
    for _, person in plan_home.liaisons(ctx, {unit_id, heir.id or unit_id}, [plan_id]):
        told.setdefault(person.id, person)
    for person in told.values():
        text = write(Voice(person.language))
        post.send(
            ctx,
            person,
            post.Letter(MessageKind.receipt, text, f"{cause}:unit:{person.id}", unit_id=unit_id, day=ctx.today),
        )
    return len(told)


def ask(ctx: Context, kind: str, payload: dict[str, Any], text: Html, buttons: post.Rows = ()) -> Question:
    """Ask the acting person something; the next text answers it, also after a restart. Earlier questions go."""
    person = ctx.person
    assert person is not None, "only a person can be asked"
    assert person.id is not None, "the person has not been stored"
    review.drop_questions(session=ctx.session, person_id=person.id, kinds=ASKED, at=ctx.now)
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
    rows = post.send(
        ctx,
        person,
        post.Letter(MessageKind.question, text, f"ask:{question.id}", buttons=buttons, facts={"question": question.id}),
    )
    question.outbox_id = rows[-1].id
    ctx.session.add(question)
    ctx.session.flush()
    return question


def close(ctx: Context, question: Question, state: QuestionState = QuestionState.answered) -> None:
    """Mark what was asked as answered, or dropped."""
    question.state, question.closed_at = state, ctx.now
    ctx.session.add(question)
    ctx.session.flush()


def asked(ctx: Context) -> Question | None:
    """Return what the acting person was asked last by the desk and has not answered."""
    if ctx.person_id is None:
        return None
    question = review.open_question(session=ctx.session, person_id=ctx.person_id, kinds=ASKED)
    if question is None or ctx.now - question.asked_at > PATIENCE.get(question.kind, DAY_LONG):
        return None
    return question


def cancel_button(voice: Voice) -> post.Button:
    """Return the button that drops what the desk was asked."""
    return post.Button(voice.say("Cancel"), "desk_cancel")


def heading(voice: Voice, task: Task) -> Html:
    """Return the line that names a task with its deadline."""
    return voice.html("{task} (due {deadline})", task=say.title(task), deadline=say.deadline(voice, task))


def clipped(words: str, limit: int = WORDS_LIMIT) -> str:
    """Return a person's words on one line, clipped."""
    words = " ".join(words.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def evidence(words: str) -> str:
    """Return the numbers of papers and the links that the words contain, or ""."""
    papers = [_BEFORE_PAPER.sub("", match.group()) for match in _PAPER.finditer(words)]
    links = [match.group() for match in _LINK.finditer(words)]
    return "、".join(dict.fromkeys([*papers, *links]))


def words_of(report: Report | None) -> str:
    """Return what a report was read from: its own part of the message, else the whole message."""
    return (report.words or report.text) if report else ""


def person_name(ctx: Context, person_id: int | None) -> str:
    """Return a person's name, or "" where nobody is known."""
    person = ctx.session.get(Person, person_id) if person_id is not None else None
    return (person.name or person.username)[:30] if person else ""


def moment(ctx: Context, voice: Voice, value: Any) -> str:
    """Return a stored moment as people say it."""
    return say.moment(voice, ctx.office.local(value), today=ctx.today) if value else ""


def unit_of(ctx: Context, unit_id: int) -> Unit:
    """Return the unit."""
    return ctx.session.get_one(Unit, unit_id)


def task_of(ctx: Context, task_id: int) -> Task:
    """Return the task."""
    return ctx.session.get_one(Task, task_id)
