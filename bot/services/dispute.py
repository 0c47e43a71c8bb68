"""Words that only people can answer: a dispute about a task, a question to the office; passed on, and answered back.

There is no table for them: the audit event of passing one on is its record, its number the case's.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Refused
from bot.locale import Html, Voice, join
from bot.replies.requests import wanted
from bot.services import post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.review_post import Outcome
from storage import audit, ledger, review
from storage.kinds import MessageKind
from storage.models import AuditEvent, Person, Unit

OBJECT = "forwarded"
TITLES = {
    "dispute": "<b>Not our task, they say</b>",
    "question": "<b>A question to the office</b>",
    "feedback": "<b>Feedback on how we work</b>",
    "objection": "<b>An objection to the score</b>",
    "extension": "<b>More time asked for a task without a deadline</b>",
    "lead": "<b>Another unit is to lead, they ask</b>",
    "cancel": "<b>Asked to be cancelled</b>",
    "verify": "<b>The sentence to verify differs</b>",
}


def forward(ctx: Context, *, kind: str, text: str, codes: Sequence[str], unit: Unit | None = None) -> AuditEvent:
    """Pass a person's words on to everybody at the desk, with a button to answer. `unit` is by default the person's."""
    units = [unit] if unit else list(ctx.actor.units if ctx.actor else ())
    if kind in ("dispute", "question") and (asked := wanted(text)) is not None:
        kind = asked.value
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
        lambda voice: buttons(voice, case),
        facts={"case": case.id, "codes": list(codes)},
        unit_id=units[0].id if len(units) == 1 else None,
    )
    return case


def ask_answer(ctx: Context, case_id: int) -> Outcome:
    """Ask the acting person for the answer; their next text goes to the sender."""
    case = get(ctx, case_id)
    name = case.actor or ctx.voice.say("the sender")
    text = ctx.voice.html("Your answer to {name}? Your next message goes to them.", name=name)
    desk.ask(ctx, "answer", {"case": case_id}, text, [[desk.cancel_button(ctx.voice)]])
    return Outcome(ctx.voice.say("Write the answer"), True)


def answer(ctx: Context, case_id: int, words: str) -> Outcome:
    """Send the words to the person whose message was passed on; what was answered before is shown with it."""
    case = get(ctx, case_id)
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
        lambda voice: buttons(voice, case, again=True),
    )
    return Outcome(ctx.voice.say("Sent to {name}", name=to.name or case.actor), True)


def letter(ctx: Context, case: AuditEvent, voice: Voice) -> Html:
    """Return the office's letter about a case, with the answers given so far."""
    facts = case.after
    codes = "、".join(_named(ctx, facts.get("codes", ())))
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


def _named(ctx: Context, codes: Sequence[str]) -> list[str]:
    """Return the tasks' numbers; one alone with its title."""
    task = ledger.find_task(session=ctx.session, code=codes[0]) if len(codes) == 1 else None
    return [say.title(task)] if task is not None else list(codes)


def _answered(ctx: Context, event: AuditEvent, voice: Voice) -> Html:
    at = say.moment(voice, ctx.office.local(event.at), today=ctx.today)
    words = desk.clipped(str(event.after.get("text", "")), 300)
    return voice.html("<b>Answered</b> by {name}, {at}: {words}", name=event.actor, at=at, words=words)


def buttons(voice: Voice, case: AuditEvent, *, again: bool = False) -> post.Rows:
    """Return what the desk can press: answer, put aside, and where one task is meant, record what was decided."""
    if again:
        return [[post.Button(voice.say("Answer again"), f"desk_answer:{case.id}")]]
    first = [
        post.Button(voice.say("Answer"), f"desk_answer:{case.id}"),
        post.Button(voice.say("No answer needed"), f"queue_aside:{case.id}"),
    ]
    kind, codes = case.after.get("kind"), case.after.get("codes", ())
    if len(codes) == 1 and kind in ("dispute", "lead"):
        return [first, [post.Button(voice.say("Change the lead …"), f"desk_lead:{case.id}")]]
    if len(codes) == 1 and kind == "cancel":
        return [first, [post.Button(voice.say("Cancel the task …"), f"desk_cancel_task:{case.id}")]]
    return [first]


def _cause(case: AuditEvent) -> str:
    return f"forward:{case.id}"


def get(ctx: Context, case_id: int) -> AuditEvent:
    """Return what was passed on by its number. Refused where there is no such case."""
    case = ctx.session.get(AuditEvent, case_id)
    if case is None or case.object != OBJECT or not case.action.startswith("forwarded"):
        raise Refused("This button is too old; please use the newest message")
    return case
