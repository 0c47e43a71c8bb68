"""Completion (办结): a unit claims it, the office confirms or returns it with a reason, and can reopen a task."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import Refused
from bot.locale import Voice
from bot.services import review_files
from bot.services import review_letter as letters
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button
from bot.services.record import record
from bot.services.review_post import REASON_LIMIT, Outcome
from storage import ledger, review
from storage.kinds import AssignmentRole, CompletionState, TaskState
from storage.models import Completion, Report, Task, Unit

# Catalogue texts: pressing one gives it as the reason.
QUICK_REASONS = (
    "The number of the paper is missing",
    "Evidence is missing",
    "Not all of the task is done",
    "Does not match the plan's target",
)


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
        letters.cause(completion),
        lambda voice: letters.letter(ctx, completion, voice),
        lambda voice: letters.buttons(ctx, completion, voice),
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
    letters.show(ctx, completion, f"report{report.id}")
    return completion


def add_paper(ctx: Context, completion: Completion, paper: str) -> None:
    """Add the paper that a unit has named later to its claim, and show it to the desk."""
    before, completion.paper = completion.paper, paper
    ctx.session.add(completion)
    ctx.session.flush()
    record(ctx, "paper", completion, before={"paper": before}, after={"paper": paper})
    letters.show(ctx, completion, f"paper{ctx.inbox_id}")


def show_evidence(ctx: Context, report: Report) -> None:
    """Show the desk what has been added to a report that a claim rests on, such as a file."""
    for completion in review.claims_by_report(session=ctx.session, report_id=report.id or 0):
        letters.show(ctx, completion, f"evidence{ctx.inbox_id}")


def withdraw_claim(ctx: Context, report: Report) -> list[Completion]:
    """Take back the claims that rest on a report which has been withdrawn or replaced; what is decided stays."""
    return _withdraw(ctx, review.claims_by_report(session=ctx.session, report_id=report.id or 0))


def withdraw_waiting(ctx: Context, task: Task, unit: Unit) -> list[Completion]:
    """Take back the unit's claims on a task that wait for the office, on whichever report they rest."""
    return _withdraw(ctx, review.claimed(session=ctx.session, task_id=task.id or 0, unit_id=unit.id or 0))


def _withdraw(ctx: Context, claims: Iterable[Completion]) -> list[Completion]:
    withdrawn = []
    for completion in claims:
        if review.decide_completion(
            session=ctx.session,
            completion=completion,
            state=CompletionState.withdrawn,
            decided_by=ctx.person_id,
            decided_at=ctx.now,
        ):
            record(ctx, "withdrawn", completion, before={"state": "claimed"}, after={"state": "withdrawn"})
            letters.show(ctx, completion)
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
    desk.ask(ctx, "return_reason", {"completion": completion.id}, text, [*quick, [desk.cancel_button(voice)]])
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


def send_files(ctx: Context, completion_id: int) -> Outcome:
    """Send the acting person the files that came with a claim."""
    count = review_files.send(ctx, letters.report_of(ctx, _get(ctx, completion_id)))
    return Outcome(ctx.voice.say("{count} files are on their way", count=count), count > 0)


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
        letters.show(ctx, completion, f"reopened{ctx.inbox_id}")
    for unit_id in sorted(told):
        letters.tell_reopened(ctx, unit_id, task, reason)
    return task


def remind(ctx: Context) -> int:
    """Put claims that have waited for some working days before the office again, once; return how many now."""
    calendar, days = ctx.office.calendar, ctx.office.rules.review_reminder_days
    due = [
        completion
        for completion, _ in review.waiting(session=ctx.session)
        if calendar.forward(ctx.office.day(completion.claimed_at), days) <= ctx.today
    ]
    if not due:
        return 0
    # Written once each: the many ticks that have nothing to do render nothing.
    causes, people = [letters.cause(each) for each in due], desk.desk(ctx)
    told = review.known_causes(session=ctx.session, causes=causes, again=letters.AGAIN, people=people)
    new = [completion for completion in due if letters.cause(completion) not in told]
    for completion in new:
        letters.remind(ctx, completion)
    return len(new)


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
    letters.show(ctx, completion)
    letters.tell(ctx, completion, task)


def _get(ctx: Context, completion_id: int) -> Completion:
    completion = ctx.session.get(Completion, completion_id)
    if completion is None:
        raise Refused("This button is too old; please use the newest message")
    return completion


def _too_late(ctx: Context, completion: Completion) -> Outcome:
    """Say who was first and when; a letter that could not be changed then is changed now."""
    name, at = desk.person_name(ctx, completion.decided_by), desk.moment(ctx, ctx.voice, completion.decided_at)
    code = desk.task_of(ctx, completion.task_id).code
    letters.show(ctx, completion)
    said = {
        CompletionState.confirmed: "{code}: {name} confirmed it already, {at}",
        CompletionState.returned: "{code}: {name} returned it already, {at}",
        CompletionState.withdrawn: "{code}: the unit has withdrawn it, {at}",
    }[completion.state]
    return Outcome(ctx.voice.say(said, code=code, name=name, at=at), False)
