"""One unit's card of the call sheet: whom to ring, what is missing, and buttons for what came of it."""

from __future__ import annotations

from datetime import date

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.reports import letter
from bot.services import call_sheet, plan_home, post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.days import read_day
from bot.services.post import Button, Rows
from bot.services.record import record
from bot.services.views import PlanBook, plan_book
from storage.kinds import CallOutcome, MessageKind, QuestionState
from storage.models import Call, Plan, Question, Unit

LISTED = 12
ASKED = ("call_date", "call_answer")


def open_card(ctx: Context, plan_id: int, unit_id: int, month: date) -> str:
    """Send the card of a unit to who has pressed."""
    book, unit = _of(ctx, plan_id, unit_id)
    assert ctx.person is not None, "somebody has pressed"
    line = _line(ctx, book, unit, month)
    if line is None:
        call_sheet.show(ctx, book, month)
        return ctx.voice.say("{unit} has reported meanwhile", unit=unit.name)
    key = f"card:{plan_id}:{unit_id}:{month:%Y-%m}:{ctx.person_id}:{ctx.inbox_id}"
    text, rows = _card(ctx, ctx.voice, book, line, month), _buttons(ctx.voice, book, unit, month)
    post.send(ctx, ctx.person, post.Letter(MessageKind.office, text, key, buttons=rows))
    return ""


def note(
    ctx: Context, where: tuple[int, int, date], what: CallOutcome, message_id: int, until: date | None = None
) -> str:
    """Enter what came of ringing the unit; card and sheets show it."""
    plan_id, unit_id, month = where
    book, unit = _of(ctx, plan_id, unit_id)
    row = enter(ctx, book, unit, month, what, until)
    line = _line(ctx, book, unit, month)
    assert ctx.person is not None, "somebody has pressed"
    said = call_sheet.outcome(ctx, ctx.voice, row)
    if line is not None and message_id:
        text, rows = _card(ctx, ctx.voice, book, line, month), _buttons(ctx.voice, book, unit, month)
        key = f"card:{plan_id}:{unit_id}:{month:%Y-%m}:{ctx.person_id}:{ctx.inbox_id}:{what.value}"
        post.edit(ctx, ctx.person, message_id, post.Letter(MessageKind.office, text, key, buttons=rows))
    return said


def enter(ctx: Context, book: PlanBook, unit: Unit, month: date, what: CallOutcome, until: date | None = None) -> Call:
    """Store an entry of the call sheet and show it at the desk."""
    row = Call(
        plan_id=book.plan.id or 0,
        unit_id=unit.id or 0,
        month=month,
        outcome=what,
        promised_on=until,
        person_id=ctx.person_id,
        at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "call", row, after={"unit": unit.name, "outcome": what.value, "until": str(until) if until else None})
    call_sheet.show(ctx, book, month)
    return row


def ask_date(ctx: Context, where: tuple[int, int, date], message_id: int) -> str:
    """Ask for which day the report was promised."""
    plan_id, unit_id, month = where
    book, unit = _of(ctx, plan_id, unit_id)
    calendar = book.schedule.calendar
    days = [
        ctx.today,
        calendar.next_after(ctx.today),
        calendar.forward(ctx.today, 2),
        book.schedule.round(month).freeze,
    ]
    voice, data = ctx.voice, f"{plan_id}:{unit_id}:{month:%Y%m}"
    rows = [
        [
            Button(say.day_week(voice, day), f"call_on:{data}:{day:%Y%m%d}")
            for day in sorted({each for each in days if each >= ctx.today})
        ],
        [Button(voice.say("Cancel"), "call_drop")],
    ]
    text = voice.html("{unit}: promised for which day? Press one, or type it.", unit=unit.name)
    _ask(ctx, "call_date", where, message_id, text, rows)
    return ""


def promised(ctx: Context, where: tuple[int, int, date], day: date) -> str:
    """Enter the day that was pressed; the card that led here shows it."""
    question = asked(ctx, "call_date")
    card = int(question.payload.get("card", 0)) if question else 0
    said = note(ctx, where, CallOutcome.promised, card, day)
    if question is not None:
        settle(ctx, question, said)
    return said


def typed_date(ctx: Context, question: Question, words: str) -> str:
    """Enter the day that was typed. Refused where it is none, or past."""
    day = read_day(words, ctx.today)
    if day < ctx.today:
        raise Refused("{day} is past", day=say.day(ctx.voice, day, today=ctx.today))
    said = note(ctx, where_of(question), CallOutcome.promised, int(question.payload.get("card", 0)), day)
    settle(ctx, question, said)
    return said


def ask_answer(ctx: Context, where: tuple[int, int, date], message_id: int) -> str:
    """Ask what the unit has said on the telephone; the next text is recorded as 代录."""
    _, unit = _of(ctx, where[0], where[1])
    text = ctx.voice.html(
        "{unit}: please type what they said, with the tasks' numbers. It is recorded as typed in by the office.",
        unit=unit.name,
    )
    _ask(ctx, "call_answer", where, message_id, text, [[Button(ctx.voice.say("Cancel"), "call_drop")]])
    return ""


def draft_letter(ctx: Context, where: tuple[int, int, date]) -> str:
    """Send the draft of a 提示函 for the unit, for a person to sign."""
    plan_id, unit_id, month = where
    book, unit = _of(ctx, plan_id, unit_id)
    line = _line(ctx, book, unit, month)
    if line is None:
        raise Refused("{unit} has reported everything; there is nothing to write about", unit=unit.name)
    tasks = {task.code: task for task in book.tasks}
    days = book.schedule.round(month)
    draft = letter.Letter(
        office=plan_home.office_of(ctx, [book.plan]),
        unit=unit.name,
        plan=book.plan.title,
        month=month,
        due=days.due,
        freeze=days.freeze,
        day=ctx.today,
        missing=[(code, tasks[code].title) for code in call_sheet.missing(line)],
        overdue=_overdue(ctx, book, unit),
    )
    name, _, data = letter.render(draft)
    assert ctx.person is not None, "somebody has pressed"
    text = ctx.voice.html("Draft of a letter to {unit}; please check, sign and send it yourselves.", unit=unit.name)
    key = f"letter:{plan_id}:{unit_id}:{month:%Y-%m}:{ctx.inbox_id}"
    post.document(ctx, ctx.person, post.Letter(MessageKind.document, text, key), name, data)
    return ctx.voice.say("On its way")


def _overdue(ctx: Context, book: PlanBook, unit: Unit) -> list[tuple[str, str, date]]:
    """Return the unit's tasks past the deadline that it has to keep: none that was extended or waits for review."""
    titles = {task.code: task.title for task in book.tasks}
    return [
        (task.code, titles[task.code], task.warned_for)
        for task in book.ledger.tasks
        if unit.name in task.leads and task.warned_for and task.warned_for < ctx.today
        if task.is_open(ctx.today) and not task.is_held(ctx.today)
    ]


def asked(ctx: Context, *kinds: str) -> Question | None:
    """Return what the acting person was asked last about a call and has not answered."""
    from storage import review

    if ctx.person_id is None:
        return None
    found = review.open_question(session=ctx.session, person_id=ctx.person_id, kinds=kinds or ASKED)
    return found if found is not None and ctx.now - found.asked_at <= desk.DAY_LONG else None


def drop(ctx: Context) -> str:
    """Drop what was asked."""
    question, said = asked(ctx), ctx.voice.say("Nothing was changed")
    if question is not None:
        settle(ctx, question, said, QuestionState.dropped)
    return said


def settle(ctx: Context, question: Question, said: str, state: QuestionState = QuestionState.answered) -> None:
    """Close what was asked; its message says what came of it and loses its buttons."""
    from storage.models import OutboxRow

    desk.close(ctx, question, state)
    row = ctx.session.get(OutboxRow, question.outbox_id) if question.outbox_id else None
    if ctx.person is not None and row is not None and row.message_id:
        letter_ = post.Letter(MessageKind.question, post.plain(said), f"asked:{question.id}:{state.value}")
        post.edit(ctx, ctx.person, row.message_id, letter_)


def where_of(question: Question) -> tuple[int, int, date]:
    """Return plan, unit and month that a question is about."""
    payload = question.payload
    return int(payload["plan"]), int(payload["unit"]), date.fromisoformat(payload["month"])


def book_of(ctx: Context, question: Question) -> tuple[PlanBook, Unit]:
    """Return plan and unit that a question is about."""
    plan_id, unit_id, _ = where_of(question)
    return _of(ctx, plan_id, unit_id)


def _ask(ctx: Context, kind: str, where: tuple[int, int, date], card: int, text: Html, rows: Rows) -> None:
    from storage import review

    if ctx.person_id is not None:
        review.drop_questions(session=ctx.session, person_id=ctx.person_id, kinds=ASKED, at=ctx.now)
    payload = {"plan": where[0], "unit": where[1], "month": where[2].isoformat(), "card": card}
    desk.ask(ctx, kind, payload, text, rows)


def _of(ctx: Context, plan_id: int, unit_id: int) -> tuple[PlanBook, Unit]:
    plan, unit = ctx.session.get(Plan, plan_id), ctx.session.get(Unit, unit_id)
    if plan is None or unit is None or plan.closed_at is not None:
        raise Refused("This plan is closed")
    return plan_book(ctx, plan), unit


def _line(ctx: Context, book: PlanBook, unit: Unit, month: date) -> call_sheet.Line | None:
    return next((line for line in call_sheet.lines(ctx, book, month) if line.unit.id == unit.id), None)


def _card(ctx: Context, voice: Voice, book: PlanBook, line: call_sheet.Line, month: date) -> Html:
    tasks, rules = {task.code: task for task in book.tasks}, book.rule_tasks
    codes = call_sheet.missing(line)
    head = voice.html(
        "{unit}, {month}: {count} not reported",
        unit=bold(line.unit.name),
        month=say.month(voice, month, today=ctx.today),
        count=len(codes),
    )
    shown = []
    for code in codes[:LISTED]:
        deadline = rules[code].warned_for
        late = deadline is not None and deadline < ctx.today
        title = say.title(tasks[code])
        shown.append(voice.html("{task} (past its deadline)", task=title) if late else voice.html("{task}", task=title))
    more = voice.html("and {codes}", codes="、".join(codes[LISTED:])) if len(codes) > LISTED else None
    said = call_sheet.outcome(ctx, voice, line.call)
    entry = voice.html("Entered: {said}", said=said) if said else None
    return join([head, voice.html("People: {people}", people=call_sheet.who(voice, line.people)), *shown, more, entry])


def _buttons(voice: Voice, book: PlanBook, unit: Unit, month: date) -> Rows:
    where = f"{book.plan.id}:{unit.id}:{month:%Y%m}"
    return [
        [
            Button(voice.say("Rung, no answer"), f"call_no:{where}"),
            Button(voice.say("Spoken to"), f"call_yes:{where}"),
            Button(voice.say("Promised for …"), f"call_date:{where}"),
        ],
        [
            Button(voice.say("Type in the answer"), f"call_type:{where}"),
            Button(voice.say("Draft a letter"), f"call_letter:{where}"),
        ],
    ]
