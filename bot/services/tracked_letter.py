"""What people read of an item that is followed: the unit that answers, the office and supervision, who has filed it."""

from __future__ import annotations

from datetime import date

from bot.locale import Html, Voice, bold, join
from bot.services import plan_home, post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from storage import outbox, people, tracked
from storage.kinds import MessageKind, OutboxState, Role, TrackedKind, TrackedState
from storage.models import Person, TrackedAnswer, TrackedItem

UNIT, DESK, FILER = "unit", "desk", "filer"
WORDS = 600


def text(ctx: Context, item: TrackedItem, voice: Voice, side: str) -> Html:
    """Return an item as it stands: what it is, until when, what was answered, how it ended."""
    lines = [
        bold(head(ctx, item, voice)),
        _about(ctx, item, voice, side),
        voice.html("“{words}”", words=desk.clipped(item.text, WORDS)),
        voice.html("With a photo") if item.file else Html(""),
        *(_answer(ctx, each, voice) for each in tracked.answers(session=ctx.session, item_ids=[item.id or 0])[-3:]),
        _end(ctx, item, voice, side),
    ]
    return join(lines)


def head(ctx: Context, item: TrackedItem, voice: Voice) -> Html:
    """Return kind, number and unit: 【督查意见3号】县市场监管局."""
    return voice.html("[{what}] {unit}", what=name(voice, item), unit=desk.unit_of(ctx, item.unit_id).name)


def name(voice: Voice, item: TrackedItem) -> str:
    """Return an item as people call it: 督查意见3号."""
    match item.kind:
        case TrackedKind.observation:
            return voice.say("Observation no. {number}", number=item.id)
        case TrackedKind.coordination:
            return voice.say("Coordination no. {number}", number=item.id)
        case _:
            return voice.say("Instruction no. {number}", number=item.id)


def line(ctx: Context, item: TrackedItem, voice: Voice) -> Html:
    """Return an item on one line for lists: number, task, unit, whose turn it is."""
    about = [f" {desk.task_of(ctx, item.task_id).code}"] if item.task_id else []
    return voice.html(
        "{what} {unit}, {state}: {words}",
        what="".join([name(voice, item), *about]),
        unit=desk.unit_of(ctx, item.unit_id).name,
        state=state_word(ctx, item, voice),
        words=desk.clipped(item.text, 40),
    )


def state_word(ctx: Context, item: TrackedItem, voice: Voice) -> str:
    """Return whose turn it is, or how it ended."""
    day = say.day(voice, item.due_on, today=ctx.today)
    if item.state is TrackedState.settled:
        return voice.say("settled")
    if item.state is TrackedState.answered:
        return voice.say("answered, to be settled")
    if item.due_on < ctx.today:
        return voice.say("no answer, was due {day}", day=day)
    return voice.say("answer due {day}", day=day)


def buttons(item: TrackedItem, voice: Voice, side: str) -> Rows:
    """Return what can be pressed as the item stands."""
    if item.state is TrackedState.settled:
        return []
    row = []
    if side == UNIT:
        label = voice.say("Give the answer") if item.state is TrackedState.open else voice.say("Add to the answer")
        row.append(Button(label, f"item_answer:{item.id}"))
    if side == DESK:
        row.append(Button(voice.say("Settle"), f"item_settle:{item.id}"))
        if item.state is TrackedState.answered:
            row.append(Button(voice.say("Ask again"), f"item_back:{item.id}"))
    if item.file:
        row.append(Button(voice.say("See photo"), f"item_photo:{item.id}"))
    return [row] if row else []


def send(ctx: Context, item: TrackedItem, to: Person, side: str, step: str) -> None:
    """Queue the item as it stands for a person; `step` makes it unique."""
    voice = Voice(to.language)
    of_unit = side == UNIT
    letter = post.Letter(
        MessageKind.office,
        text(ctx, item, voice, side),
        f"item:{item.id}:{step}:{to.id}",
        buttons=buttons(item, voice, side),
        facts={"item": item.id, "side": side},
        unit_id=item.unit_id if of_unit else None,
        day=ctx.today if of_unit else None,
    )
    post.send(ctx, to, letter)


def show(ctx: Context, item: TrackedItem, step: str) -> None:
    """Bring the letters about an item that people have got up to date."""
    for row in tracked.letters(session=ctx.session, item_id=item.id or 0):
        person = ctx.session.get(Person, row.person_id) if row.person_id else None
        if person is None or row.message_id is None or row.state is not OutboxState.sent:
            continue
        voice, side = Voice(person.language), str(row.facts.get("side", FILER))
        letter = post.Letter(
            MessageKind.receipt,
            text(ctx, item, voice, side),
            f"item:{item.id}:{step}:shown:{row.id}",
            buttons=buttons(item, voice, side),
        )
        post.edit(ctx, person, row.message_id, letter)


def tell_readers(ctx: Context, item: TrackedItem, step: str, *, added: bool) -> None:
    """Put an answer before the desk, supervision where it has to do with it, and who has filed the item.

    What a unit has `added` to its answer on the same day is in the letters that were changed, and not sent anew.
    """
    readers = {person.id: (person, DESK) for person in desk.desk(ctx)}
    if item.kind is TrackedKind.observation:
        for person in people.with_role(session=ctx.session, roles=[Role.supervision]):
            readers.setdefault(person.id, (person, DESK))
    filer = ctx.session.get(Person, item.filed_by) if item.filed_by else None
    if filer is not None:
        readers.setdefault(filer.id, (filer, FILER))
    told = _told_today(ctx, item) if added else set()
    for person, side in readers.values():
        if person.unreachable_since is None and person.id not in told:
            send(ctx, item, person, side, step)


def _told_today(ctx: Context, item: TrackedItem) -> set[int | None]:
    """Return which readers have got a letter about the item today."""
    rows = tracked.letters(session=ctx.session, item_id=item.id or 0)
    return {
        row.person_id for row in rows if row.facts.get("side") != UNIT and ctx.office.day(row.created_at) == ctx.today
    }


def send_photo(ctx: Context, item: TrackedItem) -> bool:
    """Queue the item's photo for the acting person; False where there is none."""
    if not item.file or ctx.person is None:
        return False
    photo = not item.file.get("name") and str(item.file.get("mime", "")).startswith("image/")
    outbox.put(
        session=ctx.session,
        key=f"item:{item.id}:photo:{ctx.inbox_id}",
        kind=MessageKind.document,
        chat_id=ctx.person.telegram_id,
        person_id=ctx.person_id,
        method="sendPhoto" if photo else "sendDocument",
        payload={"photo" if photo else "document": item.file["id"]},
        created_at=ctx.now,
    )
    return True


def _about(ctx: Context, item: TrackedItem, voice: Voice, side: str) -> Html:
    day = say.day(voice, ctx.office.day(item.filed_at), today=ctx.today)
    about = say.title(desk.task_of(ctx, item.task_id)) if item.task_id else ""
    match item.kind:
        case TrackedKind.observation:
            who = _who(ctx, item, voice, side)
            return voice.html("{who} observed on {day}, about {task}:", who=who, day=day, task=about)
        case TrackedKind.coordination:
            raised = (
                desk.unit_of(ctx, item.raised_by_unit_id).name
                if item.raised_by_unit_id
                else plan_home.office_of_task(ctx, item.task_id)
            )
            return voice.html("Obstacle told by {unit}, about {task}; please help:", unit=raised, task=about)
        case _:
            who = item.leader or voice.say("A leader")
            if about:
                return voice.html("{who} instructs, about {task}:", who=who, task=about)
            return voice.html("{who} instructs:", who=who)


def _who(ctx: Context, item: TrackedItem, voice: Voice, side: str) -> str:
    """Return who has observed; a unit is not told which lay supervisor it was."""
    role = voice.say("lay supervisor") if item.filed_as is Role.lay_supervisor else voice.say("supervision")
    if side == UNIT and item.filed_as is Role.lay_supervisor:
        return role
    return voice.say("{name} ({role})", name=desk.person_name(ctx, item.filed_by), role=role)


def _answer(ctx: Context, answer: TrackedAnswer, voice: Voice) -> Html:
    at = desk.moment(ctx, voice, answer.at)
    unit = desk.unit_of(ctx, answer.unit_id).name
    said = voice.html(
        "<b>Answered</b> by {unit}, {name}, {at}: {words}",
        unit=unit,
        name=desk.person_name(ctx, answer.person_id),
        at=at,
        words=desk.clipped(answer.text, WORDS),
    )
    again = voice.html("Asked again: {reason}", reason=answer.returned) if answer.returned else Html("")
    return join([said, again])


def _end(ctx: Context, item: TrackedItem, voice: Voice, side: str) -> Html:
    if item.state is TrackedState.settled:
        at = desk.moment(ctx, voice, item.settled_at)
        settled = voice.html("<b>Settled</b> by {name}, {at}", name=desk.person_name(ctx, item.settled_by), at=at)
        return join([settled, voice.html("Outcome: {words}", words=item.outcome) if item.outcome else Html("")])
    if item.state is TrackedState.answered:
        return voice.html("To be settled by the office.") if side == UNIT else Html("")
    due = _due(ctx, voice, item.due_on)
    if side == UNIT:
        return voice.html("Please answer by {day}: just reply to this message, with a photo if you like.", day=due)
    return voice.html("Answer due {day}", day=due)


def _due(ctx: Context, voice: Voice, day: date) -> str:
    return say.day_week(voice, day, today=ctx.today)
