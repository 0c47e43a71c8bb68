"""Words that only people can answer: a dispute about a task, a question to the office; passed on, and answered back.

There is no table for them: the audit event of passing one on is its record, its number the case's.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Refused
from bot.locale import Html, Voice, join
from bot.services import post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.review_post import Outcome
from storage import audit, review
from storage.kinds import MessageKind
from storage.models import AuditEvent, Person, Unit

OBJECT = "forwarded"
TITLES = {
    "dispute": "<b>Not our task, they say</b>",
    "question": "<b>A question to the office</b>",
    "feedback": "<b>Feedback on how we work</b>",
    "objection": "<b>An objection to the score</b>",
    "extension": "<b>More time asked for a task without a deadline</b>",
}


def forward(ctx: Context, *, kind: str, text: str, codes: Sequence[str], unit: Unit | None = None) -> AuditEvent:
    """Pass a person's words on to everybody at the desk, with a button to answer. `unit` is by default the person's."""
    units = [unit] if unit else list(ctx.actor.units if ctx.actor else ())
    case = audit.record(
        session=ctx.session,
        at=ctx.now,
        person_id=ctx.person_id,
        actor=desk.person_name(ctx, ctx.person_id),
        action=f"forwarded {kind}",
        object=OBJECT,
        object_id=ctx.inbox_id,
        after={"kind": kind, "text": text, "codes": list(codes), "units": [each.name for each in units]},
        inbox_id=ctx.inbox_id,
    )
    desk.to_desk(
        ctx,
        _cause(case),
        lambda voice: letter(ctx, case, voice),
        lambda voice: _buttons(voice, case),
        facts={"case": case.id, "codes": list(codes)},
        unit_id=units[0].id if len(units) == 1 else None,
    )
    return case


def ask_answer(ctx: Context, case_id: int) -> Outcome:
    """Ask the acting person for the answer; their next text goes to the sender."""
    case = _get(ctx, case_id)
    name = case.actor or ctx.voice.say("the sender")
    text = ctx.voice.html("Your answer to {name}? Your next message goes to them.", name=name)
    desk.ask(ctx, "answer", {"case": case_id}, text, [[desk.cancel_button(ctx.voice)]])
    return Outcome(ctx.voice.say("Write the answer"), True)


def answer(ctx: Context, case_id: int, words: str) -> Outcome:
    """Send the words to the person whose message was passed on; what was answered before is shown with it."""
    case = _get(ctx, case_id)
    words = words.strip()
    if not words:
        raise Refused("The answer is empty")
    to = ctx.session.get(Person, case.person_id) if case.person_id else None
    if to is None:
        raise Refused("The sender is not known any more")
    reply = audit.record(
        session=ctx.session,
        at=ctx.now,
        person_id=ctx.person_id,
        actor=desk.person_name(ctx, ctx.person_id),
        action="answered",
        object=OBJECT,
        object_id=case.id,
        after={"text": words},
        inbox_id=ctx.inbox_id,
    )
    voice = Voice(to.language)
    quoted = voice.html("You wrote: {words}", words=desk.clipped(str(case.after.get("text", "")), 60))
    said = voice.html("{office} answers: {words}", office=ctx.office.name, words=desk.clipped(words, 3000))
    letter_back = post.Letter(MessageKind.receipt, join([said, quoted]), f"answer:{reply.id}", facts={"case": case.id})
    post.send(ctx, to, letter_back)
    desk.change_at_desk(
        ctx,
        _cause(case),
        f"answer{reply.id}",
        lambda voice: letter(ctx, case, voice),
        lambda voice: _buttons(voice, case, again=True),
    )
    return Outcome(ctx.voice.say("Sent to {name}", name=to.name or case.actor), True)


def letter(ctx: Context, case: AuditEvent, voice: Voice) -> Html:
    """Return the office's letter about a case, with the answers given so far."""
    facts = case.after
    codes = "、".join(facts.get("codes", ()))
    sender = "、".join([*facts.get("units", ()), *([case.actor] if case.actor else [])])
    answers = review.events(session=ctx.session, object=OBJECT, object_id=case.id or 0, action="answered")
    return join(
        [
            voice.html(TITLES.get(str(facts.get("kind")), TITLES["question"])),
            voice.html("From: {sender}, {at}", sender=sender, at=desk.moment(ctx, voice, case.at)),
            voice.html("Tasks: {codes}", codes=codes) if codes else Html(""),
            voice.html("In their words: {words}", words=desk.clipped(str(facts.get("text", "")))),
            *(_answered(ctx, each, voice) for each in answers[-3:]),
        ]
    )


def _answered(ctx: Context, event: AuditEvent, voice: Voice) -> Html:
    at = say.moment(voice, ctx.office.local(event.at), today=ctx.today)
    words = desk.clipped(str(event.after.get("text", "")), 300)
    return voice.html("<b>Answered</b> by {name}, {at}: {words}", name=event.actor, at=at, words=words)


def _buttons(voice: Voice, case: AuditEvent, *, again: bool = False) -> post.Rows:
    return [[post.Button(voice.say("Answer again") if again else voice.say("Answer"), f"desk_answer:{case.id}")]]


def _cause(case: AuditEvent) -> str:
    return f"forward:{case.id}"


def _get(ctx: Context, case_id: int) -> AuditEvent:
    case = ctx.session.get(AuditEvent, case_id)
    if case is None or case.object != OBJECT or not case.action.startswith("forwarded"):
        raise Refused("This button is too old; please use the newest message")
    return case
