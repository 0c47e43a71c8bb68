"""What the office and the unit read of a claim of completion, as it stands."""

from __future__ import annotations

from bot.locale import Html, Voice, join
from bot.services import review_files, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from storage.kinds import CompletionState
from storage.models import Completion, Report, Task

AGAIN = "again"  # names the reminder among the letters of a claim


def cause(completion: Completion) -> str:
    """Return what the office's letters of this claim are found by."""
    return f"review:{completion.id}"


def letter(ctx: Context, completion: Completion, voice: Voice) -> Html:
    """Return the office's letter about a claim: who, what, in which words, with what evidence, and the decision."""
    task = desk.task_of(ctx, completion.task_id)
    report = report_of(ctx, completion)
    files = review_files.files_of(report)
    return join(
        [
            voice.html("<b>Completion to review</b> {unit}", unit=desk.unit_of(ctx, completion.unit_id).name),
            desk.heading(voice, task),
            voice.html("In their words: {words}", words=desk.clipped(desk.words_of(report))),
            voice.html("Paper: {paper}", paper=completion.paper or voice.say("none given")),
            voice.html("Files: {files}", files=review_files.names(files, voice)) if files else Html(""),
            _sender(ctx, completion, report, voice),
            _decision(ctx, completion, voice),
        ]
    )


def report_of(ctx: Context, completion: Completion) -> Report | None:
    """Return the report that a claim rests on."""
    return ctx.session.get(Report, completion.report_id) if completion.report_id else None


def _sender(ctx: Context, completion: Completion, report: Report | None, voice: Voice) -> Html:
    at = desk.moment(ctx, voice, completion.claimed_at)
    if report is not None and report.recorded_by_id is not None:
        return voice.html(
            "Typed in by the office, {name}, {at}", name=desk.person_name(ctx, report.recorded_by_id), at=at
        )
    name = desk.person_name(ctx, completion.claimed_by)
    return voice.html("By {name}, {at}", name=name, at=at) if name else voice.html("At {at}", at=at)


def buttons(ctx: Context, completion: Completion, voice: Voice) -> Rows:
    """Return what the office can press while nothing is decided."""
    row = [
        Button(voice.say("Confirm completion"), f"desk_confirm:{completion.id}"),
        Button(voice.say("Return"), f"desk_return:{completion.id}"),
    ]
    if review_files.files_of(report_of(ctx, completion)):
        row.append(Button(voice.say("See files"), f"desk_files:{completion.id}"))
    return [row]


def show(ctx: Context, completion: Completion, step: str = "") -> None:
    """Bring the letters of everybody at the desk up to date, once a step; by default a step is a change of state."""
    is_open = completion.state is CompletionState.claimed
    desk.change_at_desk(
        ctx,
        cause(completion),
        step or completion.state.value,
        lambda voice: letter(ctx, completion, voice),
        (lambda voice: buttons(ctx, completion, voice)) if is_open else None,
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


def tell(ctx: Context, completion: Completion, task: Task) -> None:
    """Tell the unit the decision."""

    def text(voice: Voice) -> Html:
        named = say.title(task)
        if completion.state is CompletionState.confirmed:
            return voice.html("{task}: completion confirmed. It will not be asked about any more.", task=named)
        return join(
            [
                voice.html("{task}: completion returned by the office.", task=named),
                voice.html("Reason: {reason}", reason=completion.reason),
                voice.html("Please add it and report again: {code} done, number of the paper", code=task.code),
            ]
        )

    desk.tell_unit(ctx, completion.unit_id, f"review:{completion.id}:{completion.state.value}", text, task.plan_id)


def tell_reopened(ctx: Context, unit_id: int, task: Task, reason: str) -> None:
    """Tell a unit that a task is open again."""

    def text(voice: Voice) -> Html:
        opened = voice.html("{task} has been opened again by the office.", task=say.title(task))
        return join([opened, voice.html("Reason: {reason}", reason=reason)])

    desk.tell_unit(ctx, unit_id, f"reopened:{task.id}:{ctx.inbox_id}", text, task.plan_id)


def remind(ctx: Context, completion: Completion) -> None:
    """Put a claim that waits before everybody at the desk again."""

    def text(voice: Voice) -> Html:
        return join([voice.html("This claim is still waiting for review."), letter(ctx, completion, voice)])

    desk.to_desk(
        ctx,
        cause(completion),
        text,
        lambda voice: buttons(ctx, completion, voice),
        facts={"completion": completion.id},
        again=AGAIN,
        unit_id=completion.unit_id,
    )
