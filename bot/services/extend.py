"""More time (延期): a unit asks with a date and a reason; the office records until when, by whom, by which paper.

Where it is kept: `Task.deadline` and `Task.original_deadline` stay as they are; the granted row of `extensions` says
until when, and its `judged_by_original` whether the original deadline goes on being judged by, as is usual.
"""

from __future__ import annotations

from datetime import date

from bot.errors import Refused
from bot.services import approval, dispute, say
from bot.services import extend_letter as letters
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.days import read_day
from bot.services.post import Button
from bot.services.record import record
from bot.services.review_post import REASON_LIMIT, Outcome
from storage import review
from storage.kinds import ExtensionState, TaskState
from storage.models import Extension, Report, Task, Unit


def request(
    ctx: Context, *, task: Task, unit: Unit, report: Report | None, until: date | None, reason: str
) -> Extension | None:
    """Put a unit's request for more time before the office.

    While a request of the unit is with the office, a further one changes its date and reason. None when there is no
    deadline to move: the words then go to the office as a question. Nothing when the task is closed.
    """
    session = ctx.session
    session.flush()
    assert task.id is not None, "the task has not been stored"
    assert unit.id is not None, "the unit has not been stored"
    if task.state is not TaskState.open:
        return None
    if task.deadline is None:
        dispute.forward(ctx, kind="extension", text=desk.words_of(report) or reason, codes=[task.code], unit=unit)
        return None
    standing = review.requested(session=session, task_id=task.id, unit_id=unit.id)
    if standing is not None:
        return _changed(ctx, standing, report, until, reason)
    extension = Extension(
        task_id=task.id,
        unit_id=unit.id,
        report_id=report.id if report else None,
        requested_by=report.person_id if report else ctx.person_id,
        requested_at=ctx.now,
        until=until,
        reason=desk.clipped(reason, REASON_LIMIT),
        original_deadline=task.original_deadline or task.deadline,
    )
    session.add(extension)
    session.flush()
    record(ctx, "requested", extension, after={"task": task.code, "unit": unit.name, "until": str(until or "")})
    desk.to_desk(
        ctx,
        letters.cause(extension),
        lambda voice: letters.letter(ctx, extension, voice),
        lambda voice: letters.buttons(voice, extension),
        facts={"extension": extension.id, "codes": [task.code]},
        unit_id=unit.id,
    )
    return extension


def _changed(ctx: Context, extension: Extension, report: Report | None, until: date | None, reason: str) -> Extension:
    if report is not None and extension.report_id == report.id:
        return extension
    before = {"until": str(extension.until or ""), "reason": extension.reason}
    extension.report_id = report.id if report else extension.report_id
    extension.until = until or extension.until
    extension.reason = desk.clipped(reason, REASON_LIMIT) or extension.reason
    ctx.session.add(extension)
    ctx.session.flush()
    after = {"until": str(extension.until or ""), "reason": extension.reason}
    if after != before:
        record(ctx, "changed", extension, before=before, after=after)
        letters.show(ctx, extension, f"report{extension.report_id}")
    return extension


def withdraw_request(ctx: Context, report: Report) -> list[Extension]:
    """Take back the requests that rest on a report which has been withdrawn or replaced; what is decided stays."""
    withdrawn = []
    for extension in review.requests_by_report(session=ctx.session, report_id=report.id or 0):
        if _decide(ctx, extension, ExtensionState.withdrawn):
            record(ctx, "withdrawn", extension, before={"state": "requested"}, after={"state": "withdrawn"})
            letters.show(ctx, extension)
            withdrawn.append(extension)
    return withdrawn


def grant(ctx: Context, extension_id: int, until: date | None) -> Outcome:
    """Grant what was asked, or until another date; without any date ask for one. `until` is what the button showed."""
    extension = _get(ctx, extension_id)
    if extension.state is not ExtensionState.requested:
        return _too_late(ctx, extension)
    task = desk.task_of(ctx, extension.task_id)
    if task.state is not TaskState.open:
        raise Refused("Task {code} is closed; nothing is left to decide", code=task.code)
    if until is None:
        return _ask_date(ctx, extension, task)
    _check(ctx, extension, task, until)
    granted = _decide(
        ctx,
        extension,
        ExtensionState.granted,
        granted_until=until,
        decided_on=ctx.today,
        approver=desk.person_name(ctx, ctx.person_id),
    )
    if not granted:
        return _too_late(ctx, extension)
    after = {"state": "granted", "task": task.code, "until": str(until), "approver": extension.approver}
    record(ctx, "granted", extension, before={"state": "requested"}, after=after)
    letters.show(ctx, extension)
    letters.tell(ctx, extension, task)
    _ask_paper(ctx, extension, task)
    return Outcome(ctx.voice.say("Granted: {task}", task=task.code), True)


def grant_as_asked(ctx: Context, extension_id: int, shown: str) -> Outcome:
    """Grant by one press. `shown` is the date the button was made with; when the request has changed since, say so."""
    extension = _get(ctx, extension_id)
    if extension.state is ExtensionState.requested and shown != letters.stamp(extension):
        letters.show(ctx, extension, f"again{ctx.inbox_id}")
        return Outcome(ctx.voice.say("The unit has changed its request; please look again"), False)
    return grant(ctx, extension_id, extension.until)


def other_date(ctx: Context, extension_id: int) -> Outcome:
    """Ask the acting person for another date than the one asked for."""
    extension = _get(ctx, extension_id)
    if extension.state is not ExtensionState.requested:
        return _too_late(ctx, extension)
    return _ask_date(ctx, extension, desk.task_of(ctx, extension.task_id))


def grant_until(ctx: Context, extension_id: int, words: str) -> Outcome:
    """Grant until the date that the words name; Refused when they name none."""
    return grant(ctx, extension_id, read_day(words, ctx.today))


def ask_reason(ctx: Context, extension_id: int) -> Outcome:
    """Ask the acting person why a request is declined; their next text is the reason."""
    extension = _get(ctx, extension_id)
    if extension.state is not ExtensionState.requested:
        return _too_late(ctx, extension)
    code = desk.task_of(ctx, extension.task_id).code
    text = ctx.voice.html("Declining more time for {task}: what is the reason? Write it in one message.", task=code)
    desk.ask(ctx, "decline_reason", {"extension": extension.id}, text, [[desk.cancel_button(ctx.voice)]])
    return Outcome(ctx.voice.say("Write the reason"), True)


def decline(ctx: Context, extension_id: int, reason: str) -> Outcome:
    """Decline a request with a reason; the unit is told."""
    extension = _get(ctx, extension_id)
    reason = desk.clipped(reason, REASON_LIMIT)
    if not reason:
        raise Refused("Declining needs a reason")
    name = desk.person_name(ctx, ctx.person_id)
    if not _decide(ctx, extension, ExtensionState.declined, decided_on=ctx.today, approver=name, answer=reason):
        return _too_late(ctx, extension)
    task = desk.task_of(ctx, extension.task_id)
    after = {"state": "declined", "task": task.code, "reason": reason}
    record(ctx, "declined", extension, before={"state": "requested"}, after=after)
    letters.show(ctx, extension)
    letters.tell(ctx, extension, task)
    return Outcome(ctx.voice.say("Declined: {task}", task=task.code), True)


def add_paper(ctx: Context, extension_id: int, words: str) -> Extension:
    """Record who approved, when and by which paper, as typed: 李副县长，3月5日，奉府办〔2024〕12号. 无 adds nothing."""
    extension = _get(ctx, extension_id)
    said = approval.read(words, ctx.today)
    if not said.facts():
        return extension
    before = {"approver": extension.approver, "on": str(extension.decided_on), "paper": extension.paper}
    extension.approver = said.approver or extension.approver
    extension.decided_on = said.on or extension.decided_on
    extension.paper = said.paper or extension.paper
    ctx.session.add(extension)
    ctx.session.flush()
    after = {"approver": extension.approver, "on": str(extension.decided_on), "paper": extension.paper}
    record(ctx, "paper added", extension, before=before, after=after)
    letters.show(ctx, extension, f"paper{ctx.inbox_id}")
    return extension


def judge_by_new(ctx: Context, extension_id: int, *, new: bool) -> Outcome:
    """Record whether the decision moves the deadline that is judged by; by default the original stays."""
    extension = _get(ctx, extension_id)
    if extension.state is not ExtensionState.granted:
        return _too_late(ctx, extension)
    before = {"judged_by_original": extension.judged_by_original}
    extension.judged_by_original = not new
    ctx.session.add(extension)
    ctx.session.flush()
    record(ctx, "judged by", extension, before=before, after={"judged_by_original": not new})
    letters.show(ctx, extension, f"judged{ctx.inbox_id}")
    return Outcome(ctx.voice.say("Recorded"), True)


def _check(ctx: Context, extension: Extension, task: Task, until: date) -> None:
    held = review.deadline_before(
        review.extensions_of(session=ctx.session, task_id=extension.task_id), task, extension.id
    )
    if until < ctx.today:
        raise Refused("{day} is past", day=say.full_day(ctx.voice, until))
    if held is not None and until <= held:
        raise Refused(
            "{day} is not after the present deadline, {deadline}",
            day=say.full_day(ctx.voice, until),
            deadline=say.full_day(ctx.voice, held),
        )


def _ask_date(ctx: Context, extension: Extension, task: Task) -> Outcome:
    text = ctx.voice.html("More time for {task}: until which day? For example 2024-03-31, or 3月底", task=task.code)
    desk.ask(ctx, "extension_date", {"extension": extension.id}, text, [[desk.cancel_button(ctx.voice)]])
    return Outcome(ctx.voice.say("Write the date"), True)


def _ask_paper(ctx: Context, extension: Extension, task: Task) -> None:
    voice = ctx.voice
    text = voice.html(
        "Number of the paper for {task}? (none: answer “none”.) Who approved and when may be added: "
        "Deputy head Li, 5 March, No. 12 [2024]",
        task=task.code,
    )
    rows = [
        [Button(voice.say("None"), "desk_none")],
        [Button(voice.say("Judge by the new deadline"), f"desk_judge:{extension.id}")],
    ]
    desk.ask(ctx, "extension_paper", {"extension": extension.id}, text, rows)


def _decide(ctx: Context, extension: Extension, state: ExtensionState, **values: object) -> bool:
    return review.decide_extension(
        session=ctx.session, extension=extension, state=state, decided_by=ctx.person_id, decided_at=ctx.now, **values
    )


def _get(ctx: Context, extension_id: int) -> Extension:
    extension = ctx.session.get(Extension, extension_id)
    if extension is None:
        raise Refused("This button is too old; please use the newest message")
    return extension


def _too_late(ctx: Context, extension: Extension) -> Outcome:
    """Say who was first and when; a letter that could not be changed then is changed now."""
    name, at = desk.person_name(ctx, extension.decided_by), desk.moment(ctx, ctx.voice, extension.decided_at)
    code = desk.task_of(ctx, extension.task_id).code
    letters.show(ctx, extension)
    said = {
        ExtensionState.granted: "{code}: {name} granted it already, {at}",
        ExtensionState.declined: "{code}: {name} declined it already, {at}",
        ExtensionState.withdrawn: "{code}: the unit has withdrawn it, {at}",
        ExtensionState.requested: "{code}: nothing has been decided yet",
    }[extension.state]
    return Outcome(ctx.voice.say(said, code=code, name=name, at=at), False)
