"""What the office and the unit read of a request for more time, as it stands."""

from __future__ import annotations

from bot.locale import Html, Voice, join
from bot.services import review_post as desk
from bot.services import say
from bot.services.context import Context
from bot.services.post import Button, Rows
from storage import review
from storage.kinds import ExtensionState
from storage.models import Extension, Task


def cause(extension: Extension) -> str:
    """Return what the office's letters of this request are found by."""
    return f"extension:{extension.id}"


def stamp(extension: Extension) -> str:
    """Return the asked date as a button carries it."""
    return f"{extension.until:%Y%m%d}" if extension.until else "0"


def letter(ctx: Context, extension: Extension, voice: Voice) -> Html:
    """Return the office's letter: who asks, until when, why, what is unusual about it, and the decision."""
    task = desk.task_of(ctx, extension.task_id)
    name = desk.person_name(ctx, extension.requested_by)
    at = desk.moment(ctx, voice, extension.requested_at)
    asked = say.when(voice, extension.until) if extension.until else voice.say("no date named")
    return join(
        [
            voice.html("<b>More time asked for</b> {unit}", unit=desk.unit_of(ctx, extension.unit_id).name),
            desk.heading(voice, task),
            voice.html("Until: {until}", until=asked),
            voice.html("Reason: {reason}", reason=extension.reason or voice.say("none given")),
            *_marks(ctx, extension, task, voice),
            voice.html("By {name}, {at}", name=name, at=at) if name else voice.html("At {at}", at=at),
            _decision(ctx, extension, voice),
        ]
    )


def buttons(voice: Voice, extension: Extension) -> Rows:
    """Return what the office can press while nothing is decided."""
    refuse = Button(voice.say("Decline"), f"desk_decline:{extension.id}")
    if extension.until is None:
        return [[Button(voice.say("Grant"), f"desk_grant:{extension.id}:0"), refuse]]
    grant = Button(voice.say("Grant"), f"desk_grant:{extension.id}:{stamp(extension)}")
    return [[grant, refuse], [Button(voice.say("Grant until another day"), f"desk_grant_other:{extension.id}")]]


def show(ctx: Context, extension: Extension, step: str = "") -> None:
    """Bring the letters of everybody at the desk up to date, once a step; by default a step is a change of state."""
    is_open = extension.state is ExtensionState.requested
    desk.change_at_desk(
        ctx,
        cause(extension),
        step or extension.state.value,
        lambda voice: letter(ctx, extension, voice),
        (lambda voice: buttons(voice, extension)) if is_open else None,
    )


def tell(ctx: Context, extension: Extension, task: Task) -> None:
    """Tell the unit the decision."""

    def text(voice: Voice) -> Html:
        named = say.title(task)
        if extension.state is ExtensionState.granted and extension.granted_until:
            until = say.full_day(voice, extension.granted_until)
            kept = voice.html("The original deadline, {deadline}, stays on record.", deadline=say.deadline(voice, task))
            return join([voice.html("{task}: more time granted, until {until}.", task=named, until=until), kept])
        return join(
            [
                voice.html("{task}: more time was not granted; the deadline stays.", task=named),
                voice.html("Reason: {reason}", reason=extension.answer),
            ]
        )

    desk.tell_unit(ctx, extension.unit_id, f"extension:{extension.id}:{extension.state.value}", text, task.plan_id)


def _marks(ctx: Context, extension: Extension, task: Task, voice: Voice) -> list[Html]:
    earlier = [
        row
        for row in review.extensions_of(session=ctx.session, task_id=extension.task_id)
        if (row.id or 0) < (extension.id or 0) and row.state is not ExtensionState.withdrawn
    ]
    marks = []
    if earlier:
        marks.append(voice.html("Request no. {number} for this task", number=len(earlier) + 1))
    held = review.deadline_before(earlier, task)
    if held is not None and held != task.deadline:
        marks.append(voice.html("Extended until {day}", day=say.full_day(voice, held)))
    if held is not None and ctx.office.day(extension.requested_at) > held:
        marks.append(voice.html("Asked for after the deadline"))
    return marks


def _decision(ctx: Context, extension: Extension, voice: Voice) -> Html:
    name, at = desk.person_name(ctx, extension.decided_by), desk.moment(ctx, voice, extension.decided_at)
    if extension.state is ExtensionState.granted and extension.granted_until:
        until = say.full_day(voice, extension.granted_until)
        judged = "Judged by the original deadline" if extension.judged_by_original else "Judged by the new deadline"
        on = say.full_day(voice, extension.decided_on) if extension.decided_on else ""
        paper = voice.html("Number of the paper: {paper}", paper=extension.paper or voice.say("not given"))
        return join(
            [
                voice.html("<b>Granted</b> until {until}; recorded by {name}, {at}", until=until, name=name, at=at),
                voice.html("Approved by {approver}, {on}", approver=extension.approver, on=on),
                paper,
                voice.html(judged),
            ]
        )
    if extension.state is ExtensionState.declined:
        declined = voice.html("<b>Not granted</b>; recorded by {name}, {at}", name=name, at=at)
        return join([declined, voice.html("Reason: {reason}", reason=extension.answer)])
    if extension.state is ExtensionState.withdrawn:
        return voice.html("<b>Withdrawn</b> by the unit, {at}", at=at)
    return Html("")
