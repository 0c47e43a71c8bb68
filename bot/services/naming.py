"""After the freeze: whom the month's figures would name, each with its own sentence, and what the units say of it.

The office sees the sentences first. One press sends each unit its own, for it to verify within the time set; when that
is over, the office is told who agrees, who does not, and who has not answered. Nothing is published from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.reports.lines import UnitLine
from bot.services import dispute, people, plan_home, post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from bot.services.summary import Wanted, summarise
from bot.services.views import PlanBook, plan_book
from storage import ledger, outbox, review
from storage.kinds import MessageKind
from storage.models import OutboxRow, Plan, Unit

ACTION, SENT = "named.answer", "named.sent"
AGREES, DIFFERS = "yes", "no"
CODES, WORDS_LIMIT = 8, 500


@dataclass(frozen=True)
class Named:
    """A unit that the month's figures would name; codes in the ledger's order."""

    unit: str
    asked: int
    missing: tuple[str, ...]
    overdue: tuple[str, ...]


def named(ctx: Context, book: PlanBook, month: date) -> list[Named]:
    """Return the units of which the month's figures, frozen or not, say that something is missing or overdue."""
    summary = summarise(ctx, Wanted(month, plan_id=book.plan.id))
    rounds = {each.unit: each for each in summary.units}
    overdue: dict[str, list[str]] = {}
    for task in summary.tasks:
        if task.standing == "overdue":
            for unit in task.speaks[:1]:
                overdue.setdefault(unit, []).append(task.code)
    found = []
    for name in dict.fromkeys([*rounds, *overdue]):
        own = rounds.get(name, UnitLine(name))
        if (own.missing or name in overdue) and not own.consult and not book.ledger.unit(name).consult:
            found.append(Named(name, own.asked, own.missing, tuple(overdue.get(name, ()))))
    return found


def sentence(ctx: Context, voice: Voice, each: Named, month: date) -> str:
    """Return the sentence that would be written of the unit."""
    parts = []
    if each.missing:
        parts.append(
            voice.say(
                "of {asked} tasks for {month}, {count} not reported ({codes})",
                asked=each.asked,
                month=say.month(voice, month, today=ctx.today),
                count=len(each.missing),
                codes=_codes(each.missing),
            )
        )
    if each.overdue:
        parts.append(
            voice.say("{count} past the deadline ({codes})", count=len(each.overdue), codes=_codes(each.overdue))
        )
    return voice.say("{unit}: {facts}", unit=each.unit, facts=voice.say("; ").join(parts))


def send(ctx: Context, book: PlanBook, month: date) -> None:
    """Put the sentences before the desk; where nobody would be named, nothing is said."""
    found = named(ctx, book, month)
    if found:
        desk.to_desk(
            ctx,
            _cause(book.plan, month),
            lambda voice: _text(ctx, voice, book, month, found),
            lambda voice: _buttons(voice, book, month),
            facts={"plan": book.plan.id, "month": month.isoformat()},
        )


def ask_units(ctx: Context, plan_id: int, month: date) -> str:
    """Send each unit its own sentence to verify; once."""
    book = _book(ctx, plan_id)
    if _is_sent(ctx, book, month):
        raise Refused("They have been sent already")
    found = named(ctx, book, month)
    units = {unit.name: unit for unit in ledger.units(session=ctx.session)}
    until = book.schedule.calendar.forward(ctx.today, book.schedule.rules.verify_days)
    nobody = [each.unit for each in found if not _write_to(ctx, book, units[each.unit], each, month, until)]
    after = {"month": month.isoformat(), "units": [each.unit for each in found], "until": until.isoformat()}
    record(ctx, SENT, book.plan, after=after)
    desk.change_at_desk(
        ctx,
        _cause(book.plan, month),
        f"sent:{ctx.inbox_id}",
        lambda voice: join(
            [
                _text(ctx, voice, book, month, found),
                voice.html("Sent to verify until {day}.", day=say.day_week(voice, until, today=ctx.today)),
                voice.html("Nobody to write to: {units}", units="、".join(nobody)) if nobody else None,
            ]
        ),
    )
    return ctx.voice.say("Sent to {count} units", count=len(found) - len(nobody))


def answer(ctx: Context, plan_id: int, unit_id: int, month: date, what: str, message_id: int) -> str:
    """Take what a unit says of its sentence; the message shows it, and the office learns of a difference at once."""
    book = _book(ctx, plan_id)
    unit = next((each for each in ctx.actor.units if each.id == unit_id), None) if ctx.actor else None
    if unit is None:
        raise Refused("You do not answer for this unit now")
    record(ctx, ACTION, book.plan, after={"unit": unit.name, "month": month.isoformat(), "answer": what})
    voice = ctx.voice
    said = (
        voice.html("Noted: as it is.")
        if what == AGREES
        else voice.html(
            "Noted: it differs. Please say in one sentence what; it goes to {office}.",
            office=plan_home.office_of(ctx, [book.plan]),
        )
    )
    if what == DIFFERS:
        text = voice.say("(on the sentence about {month}) it differs", month=say.month(voice, month, today=ctx.today))
        dispute.forward(ctx, kind="question", text=text, codes=[], unit=unit)
    assert ctx.person is not None, "somebody has pressed"
    row = outbox.find_message(session=ctx.session, chat_id=ctx.person.telegram_id, message_id=message_id)
    before = Html(row.payload.get("text", "")) if row is not None else Html()
    key = f"named:{plan_id}:{unit_id}:{month:%Y-%m}:{ctx.person_id}:{ctx.inbox_id}"
    post.edit(ctx, ctx.person, message_id, post.Letter(MessageKind.receipt, join([before, said]), key))
    return said


def letter_of(ctx: Context, message_id: int | None) -> OutboxRow | None:
    """Return the letter with a unit's sentence that a message replies to, or None."""
    if message_id is None or ctx.person is None:
        return None
    row = outbox.find_message(session=ctx.session, chat_id=ctx.person.telegram_id, message_id=message_id)
    return row if row is not None and row.key.startswith("verify:") else None


def explain(ctx: Context, row: OutboxRow, words: str) -> Html:
    """Take a unit's own words on its sentence: they are attached to the drafts, and the office gets them at once."""
    _, plan_id, unit_id, month_text, _ = row.key.split(":")
    month = date.fromisoformat(f"{month_text}-01")
    plan = _book(ctx, int(plan_id)).plan
    unit = next((each for each in ctx.actor.units if each.id == int(unit_id)), None) if ctx.actor else None
    if unit is None:
        raise Refused("You do not answer for this unit now")
    said = " ".join(words.split())[:WORDS_LIMIT]
    after = {"unit": unit.name, "month": month.isoformat(), "answer": DIFFERS, "words": said}
    record(ctx, ACTION, plan, after=after)
    about = ctx.voice.say(
        "(on the sentence about {month}) it differs", month=say.month(ctx.voice, month, today=ctx.today)
    )
    dispute.forward(ctx, kind="verify", text=f"{about}：{said}", codes=[], unit=unit)
    return ctx.voice.html("Noted and passed on to {office}.", office=ctx.office.name)


@dataclass(frozen=True)
class Verified:
    """How far the verifying of a month's sentences has come: who was asked, until when, what each said."""

    names: tuple[str, ...] = ()
    until: date | None = None
    answers: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # the units' own words on what differs

    def is_over(self, day: date) -> bool:
        """Tell whether all have answered, or their time is over."""
        return self.until is not None and (self.until < day or all(name in self.answers for name in self.names))


def verified(ctx: Context, plan: Plan, month: date) -> Verified:
    """Return how far the verifying of the month has come; nobody asked, no day."""
    found = review.events(session=ctx.session, object="plans", object_id=plan.id or 0, action=SENT)
    sent = [event.after for event in found if event.after.get("month") == month.isoformat()]
    if not sent:
        return Verified()
    told = review.events(session=ctx.session, object="plans", object_id=plan.id or 0, action=ACTION)
    mine = [event.after for event in told if event.after.get("month") == month.isoformat()]
    words = {after["unit"]: after["words"] for after in mine if after.get("words")}
    until = date.fromisoformat(sent[-1]["until"])
    return Verified(tuple(sent[-1]["units"]), until, _answers(ctx, plan, month), words)


def close(ctx: Context, plan: Plan) -> None:
    """Tell the office what the units have said, once the time that they had is over."""
    events = review.events(session=ctx.session, object="plans", object_id=plan.id or 0, action=SENT)
    if events and date.fromisoformat(events[-1].after["until"]) < ctx.today:
        _tell_answers(ctx, plan, date.fromisoformat(events[-1].after["month"]), events[-1].after["units"])


def _tell_answers(ctx: Context, plan: Plan, month: date, names: Sequence[str]) -> None:
    answers = _answers(ctx, plan, month)

    def write(voice: Voice) -> Html:
        comma = voice.say(", ")
        head = voice.html(
            "[Verified, {month}] {title}", month=say.month(voice, month, today=ctx.today), title=plan.title
        )
        groups = [
            (voice.html("As it is"), [name for name in names if answers.get(name) == AGREES]),
            (voice.html("It differs"), [name for name in names if answers.get(name) == DIFFERS]),
            (voice.html("No answer"), [name for name in names if name not in answers]),
        ]
        lines = [
            voice.html("{head} {count}: {units}", head=bold(what), count=len(found), units=comma.join(found))
            for what, found in groups
            if found
        ]
        return join([head, *lines, voice.html("What is published, and whether, is for you to decide.")])

    people.tell_office(ctx, f"verified:{plan.id}:{month:%Y-%m}", write)


def _write_to(ctx: Context, book: PlanBook, unit: Unit, each: Named, month: date, until: date) -> bool:
    found = {person.id: person for _, person in plan_home.liaisons(ctx, [unit.id or 0], [book.plan.id])}
    there = [person for person in found.values() if person.unreachable_since is None]
    for person in there:
        voice = Voice(person.language)
        text = join(
            [
                voice.html(
                    "[To verify] {unit}: this would stand in the report on {month}. Please check it by {day}.",
                    unit=unit.name,
                    month=say.month(voice, month, today=ctx.today),
                    day=say.day_week(voice, until, today=ctx.today),
                ),
                voice.html("“{sentence}”", sentence=sentence(ctx, voice, each, month)),
            ]
        )
        where = f"{book.plan.id}:{unit.id}:{month:%Y%m}"
        rows = [
            [
                Button(voice.say("It is so"), f"named:{where}:{AGREES}"),
                Button(voice.say("Something differs"), f"named:{where}:{DIFFERS}"),
            ]
        ]
        key = f"verify:{book.plan.id}:{unit.id}:{month:%Y-%m}:{person.id}"
        post.send(ctx, person, post.Letter(MessageKind.office, text, key, buttons=rows, unit_id=unit.id, day=ctx.today))
    return bool(there)


def _is_sent(ctx: Context, book: PlanBook, month: date) -> bool:
    found = review.events(session=ctx.session, object="plans", object_id=book.plan.id or 0, action=SENT)
    return any(event.after.get("month") == month.isoformat() for event in found)


def _answers(ctx: Context, plan: Plan, month: date) -> dict[str, str]:
    found = review.events(session=ctx.session, object="plans", object_id=plan.id or 0, action=ACTION)
    return {e.after["unit"]: e.after["answer"] for e in found if e.after.get("month") == month.isoformat()}


def _text(ctx: Context, voice: Voice, book: PlanBook, month: date, found: Sequence[Named]) -> Html:
    head = voice.html(
        "[Before naming, {month}] {count} units would be named. Please check; then let them verify their own sentence.",
        month=say.month(voice, month, today=ctx.today),
        count=len(found),
    )
    return join([head, *(voice.html("{words}", words=sentence(ctx, voice, each, month)) for each in found)])


def _buttons(voice: Voice, book: PlanBook, month: date) -> Rows:
    return [[Button(voice.say("Let them verify"), f"named_ask:{book.plan.id}:{month:%Y%m}")]]


def _book(ctx: Context, plan_id: int) -> PlanBook:
    plan = ctx.session.get(Plan, plan_id)
    if plan is None or plan.closed_at is not None:
        raise Refused("This plan is closed")
    return plan_book(ctx, plan)


def _cause(plan: Plan, month: date) -> str:
    return f"named:{plan.id}:{month:%Y-%m}"


def _codes(codes: Sequence[str]) -> str:
    return "、".join(codes[:CODES]) + ("…" if len(codes) > CODES else "")
