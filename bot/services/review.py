"""Completion (办结): a unit claims it, the office confirms or returns it with a reason, and can reopen a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Refused
from bot.locale import Html, Voice, join
from bot.services import review_post as desk
from bot.services import say
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from storage import ledger, review
from storage.kinds import AssignmentRole, CompletionState, TaskState
from storage.models import Completion, Report, Task, Unit

REASON_LIMIT = 500

# Catalogue texts: pressing one gives it as the reason.
QUICK_REASONS = (
    "The number of the paper is missing",
    "Evidence is missing",
    "Not all of the task is done",
    "Does not match the plan's target",
)


@dataclass(frozen=True)
class Outcome:
    """What pressing a button did. `text` is for the one who pressed; `changed` is False when somebody was first."""

    text: str
    changed: bool


def claim(ctx: Context, *, task: Task, unit: Unit, report: Report) -> Completion | None:
    """Put a unit's claim that a task is done before the office.

    While a claim of the unit is with the office, a further one only brings its newer words. None, and nothing asked of
    the office, when the task is closed, or when the unit does not lead it: a supporting unit speaks of its part.
    """
    session = ctx.session
    session.flush()
    assert task.id is not None, "the task has not been stored"
    assert unit.id is not None, "the unit has not been stored"
    leads = review.is_lead(session=session, task_id=task.id, unit_id=unit.id) or task.reporting_unit_id == unit.id
    if task.state is not TaskState.open or not leads:
        return None
    standing = review.claimed(session=session, task_id=task.id, unit_id=unit.id)
    if standing:
        return _newer_words(ctx, standing[0], report)
    words = desk.words_of(report)
    completion = Completion(
        task_id=task.id,
        unit_id=unit.id,
        report_id=report.id,
        claimed_by=report.person_id,
        claimed_at=ctx.now,
        paper=desk.evidence(words),
    )
    session.add(completion)
    session.flush()
    record(ctx, "claimed", completion, after={"task": task.code, "unit": unit.name, "paper": completion.paper})
    desk.to_desk(
        ctx,
        _cause(completion),
        lambda voice: letter(ctx, completion, voice),
        lambda voice: _buttons(voice, completion),
        facts={"completion": completion.id, "codes": [task.code]},
        unit_id=unit.id,
    )
    return completion


def _newer_words(ctx: Context, completion: Completion, report: Report) -> Completion:
    if completion.report_id == report.id:
        return completion
    completion.report_id = report.id
    completion.paper = desk.evidence(desk.words_of(report)) or completion.paper
    ctx.session.add(completion)
    ctx.session.flush()
    _show(ctx, completion, f"report{report.id}")
    return completion


def add_paper(ctx: Context, completion: Completion, paper: str) -> None:
    """Add the paper that a unit has named later to its claim, and show it to the desk."""
    before, completion.paper = completion.paper, paper
    ctx.session.add(completion)
    ctx.session.flush()
    record(ctx, "paper", completion, before={"paper": before}, after={"paper": paper})
    _show(ctx, completion, f"paper{ctx.inbox_id}")


def withdraw_claim(ctx: Context, report: Report) -> list[Completion]:
    """Take back the claims that rest on a report which has been withdrawn or replaced; what is decided stays."""
    withdrawn = []
    for completion in review.claims_by_report(session=ctx.session, report_id=report.id or 0):
        if review.decide_completion(
            session=ctx.session,
            completion=completion,
            state=CompletionState.withdrawn,
            decided_by=ctx.person_id,
            decided_at=ctx.now,
        ):
            record(ctx, "withdrawn", completion, before={"state": "claimed"}, after={"state": "withdrawn"})
            _show(ctx, completion)
            withdrawn.append(completion)
    return withdrawn


def confirm(ctx: Context, completion_id: int) -> Outcome:
    """Confirm a claim: the task is done, for all its leads. The second of two presses changes nothing."""
    completion = _get(ctx, completion_id)
    if not _decide(ctx, completion, CompletionState.confirmed):
        return _too_late(ctx, completion)
    task = desk.task_of(ctx, completion.task_id)
    task.state, task.closed_on = TaskState.done, ctx.today
    ctx.session.add(task)
    record(ctx, "closed", task, before={"state": "open"}, after={"state": "done", "closed_on": str(ctx.today)})
    _announce(ctx, completion, task)
    for other in review.claimed(session=ctx.session, task_id=completion.task_id):
        # The task is closed for all its leads: what the others claim of it is granted with it.
        if _decide(ctx, other, CompletionState.confirmed):
            record(
                ctx, "confirmed", other, before={"state": "claimed"}, after={"state": "confirmed", "task": task.code}
            )
            _announce(ctx, other, task)
    return Outcome(ctx.voice.say("Confirmed: {task}", task=task.code), True)


def ask_reason(ctx: Context, completion_id: int) -> Outcome:
    """Ask the acting person why a claim is returned; their next text, or a quick reason, is the answer."""
    completion = _get(ctx, completion_id)
    if completion.state is not CompletionState.claimed:
        return _too_late(ctx, completion)
    task = desk.task_of(ctx, completion.task_id)
    voice = ctx.voice
    text = voice.html("Returning {task}: what is the reason? Write it in one message, or press one.", task=task.code)
    data = f"desk_why:{completion.id}"
    quick = [[Button(voice.say(reason), f"{data}:{number}")] for number, reason in enumerate(QUICK_REASONS)]
    desk.ask(ctx, "return_reason", {"completion": completion.id}, text, [*quick, [cancel_button(voice)]])
    return Outcome(voice.say("Write the reason"), True)


def quick_reason(voice: Voice, number: int) -> str:
    """Return the quick reason with that number in the reader's language; Refused where there is none."""
    if not 0 <= number < len(QUICK_REASONS):
        raise Refused("This button is too old; please use the newest message")
    return voice.say(QUICK_REASONS[number])


def give_back(ctx: Context, completion_id: int, reason: str) -> Outcome:
    """Return a claim with a reason (退回): the unit is told, and the task is asked about again."""
    completion = _get(ctx, completion_id)
    reason = desk.clipped(reason, REASON_LIMIT)
    if not reason:
        raise Refused("A return needs a reason")
    if not _decide(ctx, completion, CompletionState.returned, reason=reason):
        return _too_late(ctx, completion)
    task = desk.task_of(ctx, completion.task_id)
    _announce(ctx, completion, task)
    return Outcome(ctx.voice.say("Returned: {task}", task=task.code), True)


def reopen(ctx: Context, code: str, reason: str) -> Task:
    """Open a closed task again with a reason; its leads are told. Refused when there is no such closed task."""
    task = ledger.find_task(session=ctx.session, code=code)
    if task is None or task.id is None:
        raise Refused("There is no task {code}", code=code)
    if task.state is TaskState.open:
        raise Refused("Task {code} is open", code=code)
    reason = desk.clipped(reason, REASON_LIMIT)
    if not reason:
        raise Refused("Reopening needs a reason: /reopen {code} reason", code=code)
    before = {"state": task.state.value, "closed_on": str(task.closed_on)}
    task.state, task.closed_on = TaskState.open, None
    ctx.session.add(task)
    record(ctx, "reopened", task, before=before, after={"state": "open", "reason": reason})
    assigned = ledger.assignments_of(session=ctx.session, task_ids=[task.id])
    told = {assignment.unit_id for assignment, _ in assigned if assignment.role is AssignmentRole.lead}
    for completion in review.confirmed_claims(session=ctx.session, task_id=task.id):
        # It stays in the history as held by the office until now; the task is no longer finished by it.
        completion.state, completion.reason = CompletionState.returned, reason
        completion.decided_by, completion.decided_at = ctx.person_id, ctx.now
        ctx.session.add(completion)
        told.add(completion.unit_id)
        _show(ctx, completion, f"reopened{ctx.inbox_id}")
    for unit_id in sorted(told):
        desk.tell_unit(ctx, unit_id, f"reopened:{task.id}:{ctx.inbox_id}", lambda voice: _reopened(voice, task, reason))
    return task


def remind(ctx: Context) -> int:
    """Put claims that have waited for some working days before the office again, once; return how many."""
    calendar, days = ctx.office.calendar, ctx.office.rules.review_reminder_days
    due = [
        completion
        for completion, _ in review.waiting(session=ctx.session)
        if calendar.forward(ctx.office.day(completion.claimed_at), days) <= ctx.today
    ]
    for completion in due:
        _remind(ctx, completion)
    return len(due)


def letter(ctx: Context, completion: Completion, voice: Voice) -> Html:
    """Return the office's letter about a claim as it stands now."""
    task = desk.task_of(ctx, completion.task_id)
    report = ctx.session.get(Report, completion.report_id) if completion.report_id else None
    unit = desk.unit_of(ctx, completion.unit_id).name
    name = desk.person_name(ctx, completion.claimed_by)
    at = desk.moment(ctx, voice, completion.claimed_at)
    paper = completion.paper or voice.say("none given")
    who = voice.html("By {name}, {at}", name=name, at=at) if name else voice.html("At {at}", at=at)
    return join(
        [
            voice.html("<b>Completion to review</b> {unit}", unit=unit),
            desk.heading(voice, task),
            voice.html("In their words: {words}", words=desk.clipped(desk.words_of(report))),
            voice.html("Paper: {paper}", paper=paper),
            who,
            _decision(ctx, completion, voice),
        ]
    )


def _decision(ctx: Context, completion: Completion, voice: Voice) -> Html:
    at = desk.moment(ctx, voice, completion.decided_at)
    name = desk.person_name(ctx, completion.decided_by)
    if completion.state is CompletionState.confirmed:
        return voice.html("<b>Confirmed</b> by {name}, {at}", name=name, at=at)
    if completion.state is CompletionState.returned:
        returned = voice.html("<b>Returned</b> by {name}, {at}", name=name, at=at)
        return join([returned, voice.html("Reason: {reason}", reason=completion.reason)])
    if completion.state is CompletionState.withdrawn:
        return voice.html("<b>Withdrawn</b> by the unit, {at}", at=at)
    return Html("")


def cancel_button(voice: Voice) -> Button:
    """Return the button that drops what the desk was asked."""
    return Button(voice.say("Cancel"), "desk_cancel")


def _buttons(voice: Voice, completion: Completion) -> Rows:
    confirm_it = Button(voice.say("Confirm completion"), f"desk_confirm:{completion.id}")
    return [[confirm_it, Button(voice.say("Return"), f"desk_return:{completion.id}")]]


def _cause(completion: Completion) -> str:
    return f"review:{completion.id}"


def _show(ctx: Context, completion: Completion, step: str = "") -> None:
    """Bring the letters of everybody at the desk up to date, once a step; by default a step is a change of state."""
    is_open = completion.state is CompletionState.claimed
    desk.change_at_desk(
        ctx,
        _cause(completion),
        step or completion.state.value,
        lambda voice: letter(ctx, completion, voice),
        (lambda voice: _buttons(voice, completion)) if is_open else None,
    )


def _decide(ctx: Context, completion: Completion, state: CompletionState, reason: str = "") -> bool:
    return review.decide_completion(
        session=ctx.session,
        completion=completion,
        state=state,
        decided_by=ctx.person_id,
        decided_at=ctx.now,
        reason=reason,
    )


def _announce(ctx: Context, completion: Completion, task: Task) -> None:
    after = {"state": completion.state.value, "reason": completion.reason, "task": task.code}
    record(ctx, completion.state.value, completion, before={"state": "claimed"}, after=after)
    _show(ctx, completion)

    def text(voice: Voice) -> Html:
        if completion.state is CompletionState.confirmed:
            return voice.html("{task}: completion confirmed. It will not be asked about any more.", task=_named(task))
        return join(
            [
                voice.html("{task}: completion returned by the office.", task=_named(task)),
                voice.html("Reason: {reason}", reason=completion.reason),
                voice.html("Please add it and report again: {code} done, number of the paper", code=task.code),
            ]
        )

    desk.tell_unit(ctx, completion.unit_id, f"review:{completion.id}:{completion.state.value}", text)


def _named(task: Task) -> str:
    return say.title(task)


def _reopened(voice: Voice, task: Task, reason: str) -> Html:
    return join(
        [
            voice.html("{task} has been opened again by the office.", task=_named(task)),
            voice.html("Reason: {reason}", reason=reason),
        ]
    )


def _remind(ctx: Context, completion: Completion) -> None:
    def text(voice: Voice) -> Html:
        return join([voice.html("This claim is still waiting for review."), letter(ctx, completion, voice)])

    desk.to_desk(
        ctx,
        _cause(completion),
        text,
        lambda voice: _buttons(voice, completion),
        facts={"completion": completion.id},
        again="again",
        unit_id=completion.unit_id,
    )


def _get(ctx: Context, completion_id: int) -> Completion:
    completion = ctx.session.get(Completion, completion_id)
    if completion is None:
        raise Refused("This button is too old; please use the newest message")
    return completion


def _too_late(ctx: Context, completion: Completion) -> Outcome:
    """Say who was first and when; a letter that could not be changed then is changed now."""
    name, at = desk.person_name(ctx, completion.decided_by), desk.moment(ctx, ctx.voice, completion.decided_at)
    code = desk.task_of(ctx, completion.task_id).code
    _show(ctx, completion)
    said = {
        CompletionState.confirmed: "{code}: {name} confirmed it already, {at}",
        CompletionState.returned: "{code}: {name} returned it already, {at}",
        CompletionState.withdrawn: "{code}: the unit has withdrawn it, {at}",
    }[completion.state]
    return Outcome(ctx.voice.say(said, code=code, name=name, at=at), False)


def pending_claims(ctx: Context) -> Sequence[tuple[Completion, Task]]:
    """Return the claims that wait for the office, the oldest first."""
    return review.waiting(session=ctx.session)
