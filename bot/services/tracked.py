"""What is followed until it is settled: observations, obstacles for another unit, leaders' written instructions.

Each has one unit that must answer by a day. The unit answers, as often as it likes; who reads everything settles it or
asks again, with a reason. Everything is an audit event, and every letter about it shows how it stands.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.errors import Refused
from bot.locale import Html, join
from bot.rules import Schedule, may_send
from bot.services import plan_home, post
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from bot.services.record import record
from bot.services.review_post import Outcome
from bot.services.tracked_letter import UNIT
from storage import ledger, review
from storage import tracked as stored
from storage.kinds import MessageKind, QuestionState, Role, TrackedKind, TrackedState
from storage.models import OutboxRow, Person, Question, Report, Task, TrackedAnswer, TrackedItem, Unit

TEXT_LIMIT = 1000
READERS = frozenset({Role.office, Role.admin, Role.supervision})
ASKED = ("item_answer", "item_back")
OLD = "This button is too old; please use the newest message"


def file(
    ctx: Context,
    *,
    kind: TrackedKind,
    unit: Unit,
    text: str,
    due_on: date,
    filed_as: Role,
    task: Task | None = None,
    leader: str = "",
    report: Report | None = None,
    photo: dict[str, Any] | None = None,
) -> TrackedItem:
    """Store an item and tell its unit, at once within working hours, else on the next working day."""
    text = text.strip()
    if not text:
        raise Refused("Say in a few words what it is about")
    if len(text) > TEXT_LIMIT:
        raise Refused("That is too long: {count} characters at most", count=TEXT_LIMIT)
    if due_on < ctx.today:
        raise Refused("{day} is past", day=due_on.isoformat())
    if unit.collective:
        raise Refused("{unit} stands for several units; name one of them", unit=unit.name)
    assert unit.id is not None, "the unit has not been stored"
    item = TrackedItem(
        kind=kind,
        task_id=task.id if task else None,
        unit_id=unit.id,
        text=text,
        leader=leader[:40],
        report_id=report.id if report else None,
        raised_by_unit_id=report.unit_id if report else None,
        file=photo,
        filed_by=ctx.person_id,
        filed_as=filed_as,
        filed_at=ctx.now,
        due_on=due_on,
    )
    ctx.session.add(item)
    ctx.session.flush()
    after = {"kind": kind.value, "task": task.code if task else "", "unit": unit.name, "text": text}
    record(ctx, "item.filed", item, after={**after, "due": due_on.isoformat(), "leader": item.leader})
    tell_unit(ctx, item)
    return item


def tell_unit(ctx: Context, item: TrackedItem, step: str = "filed") -> bool:
    """Tell the unit's people of an item where the hour allows; False where nobody was told."""
    if not may_send(ctx.office.local(ctx.now), Schedule(ctx.office.rules, ctx.office.calendar)):
        return False
    there = unit_people(ctx, item.unit_id, item.task_id)
    for person in there:
        letters.send(ctx, item, person, UNIT, step)
    if there:
        item.told_at = ctx.now
        ctx.session.add(item)
        ctx.session.flush()
    return bool(there)


def unit_people(ctx: Context, unit_id: int, *task_ids: int | None) -> list[Person]:
    """Return who answers for the unit, or for its successor, and can be reached; each once.

    Where it is about tasks, those who answer in the tasks' plans.
    """
    heir = ledger.heir(session=ctx.session, unit=desk.unit_of(ctx, unit_id))
    plans = [plan_home.plan_of_task(ctx, task_id) for task_id in task_ids]
    known = [plan.id for plan in plans if plan]
    keys = known if len(known) == len(plans) else []
    found = plan_home.liaisons(ctx, {unit_id, heir.id or unit_id}, keys)
    return list({person.id: person for _, person in found if person.unreachable_since is None}.values())


def get(ctx: Context, item_id: int) -> TrackedItem:
    """Return the item of that number, for people who may see it."""
    item = ctx.session.get(TrackedItem, item_id)
    if item is None or not may_see(ctx, item):
        raise Refused("There is no item no. {number} for you", number=item_id)
    return item


def may_see(ctx: Context, item: TrackedItem) -> bool:
    """Tell whether the acting person may see it: readers, its unit's people, who has filed it."""
    if ctx.actor is None:
        return False
    return ctx.actor.may(READERS) or is_mine(ctx, item) or item.filed_by == ctx.person_id


def is_mine(ctx: Context, item: TrackedItem) -> bool:
    """Tell whether the acting person answers for the item's unit, or for what has become of it."""
    heir = ledger.heir(session=ctx.session, unit=desk.unit_of(ctx, item.unit_id))
    return ctx.actor is not None and any(unit.id in (item.unit_id, heir.id) for unit in ctx.actor.units)


def ask_answer(ctx: Context, item_id: int) -> Outcome:
    """Ask the acting person for the unit's answer; their next text, or photo with words, is it."""
    item = _mine(ctx, item_id)
    if item.state is TrackedState.settled:
        return _settled_already(ctx, item)
    text = ctx.voice.html("{what}: your next message is the answer.", what=letters.name(ctx.voice, item))
    _ask(ctx, "item_answer", item, text)
    return Outcome(ctx.voice.say("Write the answer"), True)


def answer(ctx: Context, item_id: int, words: str, photo: dict[str, Any] | None = None) -> Html:
    """Store a unit's answer and put it before the filer, the office, and for an observation supervision."""
    item = _mine(ctx, item_id)
    if item.state is TrackedState.settled:
        raise Refused(_settled_already(ctx, item).text)
    words = words.strip()
    if not words:
        raise Refused("The answer is empty")
    if len(words) > TEXT_LIMIT:
        raise Refused("That is too long: {count} characters at most", count=TEXT_LIMIT)
    row = TrackedAnswer(
        item_id=item.id or 0,
        unit_id=item.unit_id,
        person_id=ctx.person_id,
        text=words,
        file=photo,
        at=ctx.now,
        inbox_id=ctx.inbox_id,
    )
    ctx.session.add(row)
    before, item.state = item.state, TrackedState.answered
    ctx.session.add(item)
    ctx.session.flush()
    after = {"state": "answered", "text": words, "late": ctx.today > item.due_on}
    record(ctx, "item.answered", item, before={"state": before.value}, after=after)
    letters.show(ctx, item, f"answer{row.id}")
    letters.tell_readers(ctx, item, f"answer{row.id}", added=before is item.state)
    return ctx.voice.html("{what}: your answer is recorded.", what=letters.name(ctx.voice, item))


def settle(ctx: Context, item_id: int, outcome: str = "") -> Outcome:
    """Settle an item: observations by the office or supervision, the others by the office. The second press is told."""
    item = _to_settle(ctx, item_id)
    before = item.state.value
    outcome = desk.clipped(outcome, desk.REASON_LIMIT)
    if not stored.settle(session=ctx.session, item=item, by=ctx.person_id, at=ctx.now, outcome=outcome):
        return _settled_already(ctx, item)
    record(ctx, "item.settled", item, before={"state": before}, after={"state": "settled", "outcome": outcome})
    letters.show(ctx, item, "settled")
    _tell_end(ctx, item)
    return Outcome(ctx.voice.say("Settled: {what}", what=letters.name(ctx.voice, item)), True)


def ask_again(ctx: Context, item_id: int) -> Outcome:
    """Ask the acting person why an answer is not enough; their next text goes to the unit."""
    item = _to_settle(ctx, item_id)
    if item.state is TrackedState.settled:
        return _settled_already(ctx, item)
    if item.state is TrackedState.open:
        return Outcome(ctx.voice.say("There is no answer yet"), False)
    text = ctx.voice.html("{what}: what is still open? Your next message goes to the unit.", what=letters.name(
        ctx.voice, item))  # fmt: skip
    _ask(ctx, "item_back", item, text)
    return Outcome(ctx.voice.say("Write the reason"), True)


def give_back(ctx: Context, item_id: int, reason: str) -> Html:
    """Ask the unit for another answer, with the reason and a new day."""
    item = _to_settle(ctx, item_id)
    reason = desk.clipped(reason, desk.REASON_LIMIT)
    if not reason:
        raise Refused("A return needs a reason")
    due_on = answer_day(ctx)
    if not stored.give_back(session=ctx.session, item=item, due_on=due_on):
        raise Refused("There is no answer yet" if item.state is TrackedState.open else "This is settled already")
    last = stored.last_answer(session=ctx.session, item_id=item.id or 0)
    if last is not None:
        last.returned = reason
        ctx.session.add(last)
    item.told_at = None
    ctx.session.add(item)
    ctx.session.flush()
    step = f"back{last.id if last else 0}"
    record(ctx, "item.returned", item, before={"state": "answered"}, after={"reason": reason, "due": str(due_on)})
    letters.show(ctx, item, step)
    tell_unit(ctx, item, step)
    return ctx.voice.html("{what}: the unit is asked again.", what=letters.name(ctx.voice, item))


def answer_day(ctx: Context) -> date:
    """Return the day by which an item that is filed now must be answered."""
    return ctx.office.calendar.forward(ctx.today, ctx.office.rules.answer_days)


def asked(ctx: Context) -> Question | None:
    """Return what the acting person was asked last about an item and has not answered."""
    if ctx.person_id is None:
        return None
    found = review.open_question(session=ctx.session, person_id=ctx.person_id, kinds=ASKED)
    return found if found is not None and ctx.now - found.asked_at <= desk.DAY_LONG else None


def take(ctx: Context, question: Question, words: str, photo: dict[str, Any] | None = None) -> Html:
    """Do what the answer to a question asks for. Refused leaves the question open."""
    number = int(question.payload["item"])
    said = answer(ctx, number, words, photo) if question.kind == "item_answer" else give_back(ctx, number, words)
    close(ctx, question, said)
    return said


def close(ctx: Context, question: Question, said: str, state: QuestionState = QuestionState.answered) -> None:
    """Close what was asked; its message says what came of it and loses its buttons."""
    desk.close(ctx, question, state)
    row = ctx.session.get(OutboxRow, question.outbox_id) if question.outbox_id else None
    if ctx.person is not None and row is not None and row.message_id:
        letter = post.Letter(MessageKind.question, post.plain(said), f"asked:{question.id}:{state.value}")
        post.edit(ctx, ctx.person, row.message_id, letter)


def _ask(ctx: Context, kind: str, item: TrackedItem, text: Html) -> None:
    if ctx.person_id is not None:
        review.drop_questions(session=ctx.session, person_id=ctx.person_id, kinds=ASKED, at=ctx.now)
    cancel = post.Button(ctx.voice.say("Cancel"), "item_drop")
    desk.ask(ctx, kind, {"item": item.id}, text, [[cancel]])


def _mine(ctx: Context, item_id: int) -> TrackedItem:
    item = ctx.session.get(TrackedItem, item_id)
    if item is None or not is_mine(ctx, item):
        raise Refused("There is no item no. {number} for you", number=item_id)
    return item


def _to_settle(ctx: Context, item_id: int) -> TrackedItem:
    item = ctx.session.get(TrackedItem, item_id)
    if item is None or ctx.actor is None or not ctx.actor.may(READERS):
        raise Refused(OLD)
    if item.kind is not TrackedKind.observation and not ctx.actor.is_office:
        raise Refused("Only the office settles this")
    return item


def _settled_already(ctx: Context, item: TrackedItem) -> Outcome:
    name, at = desk.person_name(ctx, item.settled_by), desk.moment(ctx, ctx.voice, item.settled_at)
    what = letters.name(ctx.voice, item)
    return Outcome(ctx.voice.say("{what}: {name} settled it already, {at}", what=what, name=name, at=at), False)


def _tell_end(ctx: Context, item: TrackedItem) -> None:
    """Tell that an item is settled: its unit, the unit whose obstacle it was, and who has filed it."""
    there = {person.id: person for person in unit_people(ctx, item.unit_id, item.task_id)}
    if item.raised_by_unit_id:
        there |= {person.id: person for person in unit_people(ctx, item.raised_by_unit_id)}
    filer = ctx.session.get(Person, item.filed_by) if item.filed_by else None
    if filer is not None and filer.id != ctx.person_id and filer.unreachable_since is None:
        there[filer.id] = filer
    for person in there.values():
        said = ctx.speaking(person.language)
        settled = said.voice.html("{what} is settled.", what=letters.name(said.voice, item))
        parts = [settled, said.voice.html("Outcome: {words}", words=item.outcome) if item.outcome else None]
        letter = post.Letter(MessageKind.receipt, join(parts), f"item:{item.id}:end:{person.id}")
        post.send(ctx, person, letter)
