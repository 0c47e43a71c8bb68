"""One thing that waits for the office, brought again to who pressed its number, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import dispute, extend_letter, post, review_letter, say
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from bot.services.desk_queue import Kind
from bot.services.post import Button, Letter, Rows
from bot.services.record import record
from storage import audit, outbox
from storage.kinds import CompletionState, ExtensionState, MessageKind, PreviewState
from storage.models import (
    AuditEvent,
    Completion,
    Download,
    Extension,
    PlanPreview,
    Report,
    TrackedItem,
    Unit,
)

OLD = "This button is too old; please use the newest message"


def bring(ctx: Context, kind: Kind, numbers: list[int]) -> str:
    """Queue the thing with its buttons for the acting person; return the short answer of the press."""
    if kind is Kind.alias and len(numbers) != 2:
        raise Refused(OLD)
    return _BRINGS[kind](ctx, numbers)


def put_aside(ctx: Context, case_id: int) -> str:
    """Record that what was passed on needs no answer: it leaves the queue."""
    case = ctx.session.get(AuditEvent, case_id)
    if case is None or case.object != dispute.OBJECT or not case.action.startswith("forwarded"):
        raise Refused(OLD)
    _note(ctx, "settled", dispute.OBJECT, case.id)
    return ctx.voice.say("Noted, no answer needed")


def seen(ctx: Context, kind: Kind, number: int) -> str:
    """Record that the office has taken note of a notice or of a file that failed."""
    if kind is Kind.notice:
        _note(ctx, "notice.seen", "audit_events", _existing(ctx, AuditEvent, number).id)
    elif kind is Kind.file:
        record(ctx, "file.seen", _existing(ctx, Download, number))
    else:
        raise Refused(OLD)
    return ctx.voice.say("Noted")


def close_letter(ctx: Context, message_id: int, said: str) -> None:
    """Let a letter to the acting person end with what was done about it, without buttons."""
    assert ctx.person is not None, "somebody has pressed"
    row = outbox.find_message(session=ctx.session, chat_id=ctx.person.telegram_id, message_id=message_id)
    if row is not None and row.payload.get("text"):
        text = join([Html(row.payload["text"]), said])
        post.edit(ctx, ctx.person, message_id, Letter(MessageKind.receipt, text, f"closed:{row.id}:{ctx.inbox_id}"))


def _completion(ctx: Context, numbers: list[int]) -> str:
    row = _existing(ctx, Completion, numbers[0])
    open_ = row.state is CompletionState.claimed
    rows = review_letter.buttons(ctx, row, ctx.voice) if open_ else ()
    return _send(ctx, review_letter.cause(row), review_letter.letter(ctx, row, ctx.voice), rows, completion=row.id)


def _extension(ctx: Context, numbers: list[int]) -> str:
    row = _existing(ctx, Extension, numbers[0])
    rows = extend_letter.buttons(ctx.voice, row) if row.state is ExtensionState.requested else ()
    return _send(ctx, extend_letter.cause(row), extend_letter.letter(ctx, row, ctx.voice), rows, extension=row.id)


def _case(ctx: Context, numbers: list[int]) -> str:
    case = _existing(ctx, AuditEvent, numbers[0])
    if case.object != dispute.OBJECT:
        raise Refused(OLD)
    voice = ctx.voice
    rows = dispute.buttons(voice, case)
    return _send(ctx, f"forward:{case.id}", dispute.letter(ctx, case, voice), rows, case=case.id)


def _item(ctx: Context, numbers: list[int]) -> str:
    item = _existing(ctx, TrackedItem, numbers[0])
    assert ctx.person is not None, "somebody has pressed"
    letters.send(ctx, item, ctx.person, letters.DESK, f"queue{ctx.inbox_id}")
    return ""


def _obstacle(ctx: Context, numbers: list[int]) -> str:
    report = _existing(ctx, Report, numbers[0])
    voice, task = ctx.voice, desk.task_of(ctx, report.task_id)
    text = join(
        [
            voice.html("<b>Obstacle told</b> {unit}", unit=desk.unit_of(ctx, report.unit_id).name),
            desk.heading(voice, task),
            voice.html("In their words: {words}", words=desk.clipped(desk.words_of(report))),
        ]
    )
    rows = [
        [
            Button(voice.say("Pass on to a unit"), f"item_order:{report.id}"),
            Button(voice.say("Not to be passed on"), f"queue_pass:{report.id}"),
        ]
    ]
    return _send(ctx, f"obstacle:{report.id}", text, rows)


def _preview(ctx: Context, numbers: list[int]) -> str:
    row = _existing(ctx, PlanPreview, numbers[0])
    file, voice = _existing(ctx, Download, row.download_id), ctx.voice
    name = desk.person_name(ctx, row.person_id)
    lines = [voice.html("Plan document to be decided: {file}, sent by {name}", file=file.name, name=name)]
    if row.state is not PreviewState.open:
        lines.append(voice.html("This is settled already"))
    elif row.person_id != ctx.person_id:
        lines.append(voice.html("{name} decides on it, or sends it again here.", name=name))
    mine = row.state is PreviewState.open and row.person_id == ctx.person_id
    rows = [[Button(voice.say("Open"), f"plan_show:{row.id}")]] if mine else ()
    return _send(ctx, f"preview:{row.id}", join(lines), rows)


def _file(ctx: Context, numbers: list[int]) -> str:
    row, voice = _existing(ctx, Download, numbers[0]), ctx.voice
    text = join(
        [
            voice.html("<b>A file that was not read</b> {name}", name=row.name or voice.say("photo")),
            voice.html("Sent by {name}, {at}", name=desk.person_name(ctx, row.person_id), at=_at(ctx, row.created_at)),
            voice.html("Why: {words}", words=row.reason or voice.say("not known")),
        ]
    )
    return _send(ctx, f"file:{row.id}", text, [[Button(voice.say("Noted it"), f"queue_seen:f:{row.id}")]])


def _alias(ctx: Context, numbers: list[int]) -> str:
    keep, other = _existing(ctx, Unit, numbers[0]), _existing(ctx, Unit, numbers[1])
    voice = ctx.voice
    text = voice.html("Are these one unit? {first}, {second}", first=keep.name, second=other.name)
    rows = [
        [
            Button(voice.say("One unit"), f"unit_same:{keep.id}:{other.id}"),
            Button(voice.say("Two units"), f"unit_two:{keep.id}:{other.id}"),
        ]
    ]
    return _send(ctx, f"alias:{keep.id}:{other.id}", text, rows)


def _notice(ctx: Context, numbers: list[int]) -> str:
    event, voice = _existing(ctx, AuditEvent, numbers[0]), ctx.voice
    if event.action != "withheld":
        raise Refused(OLD)
    text = voice.html(
        "{name} sent something that seems sensitive, {at}. It was not kept; they were asked to delete it.",
        name=event.actor,
        at=_at(ctx, event.at),
    )
    return _send(ctx, f"notice:{event.id}", text, [[Button(voice.say("Noted it"), f"queue_seen:n:{event.id}")]])


_BRINGS: dict[Kind, Callable[[Context, list[int]], str]] = {
    Kind.completion: _completion,
    Kind.extension: _extension,
    Kind.case: _case,
    Kind.item: _item,
    Kind.obstacle: _obstacle,
    Kind.preview: _preview,
    Kind.file: _file,
    Kind.alias: _alias,
    Kind.notice: _notice,
}


def _send(ctx: Context, cause: str, text: Html, rows: Rows, **facts: Any) -> str:
    """Queue a letter of that cause, so that it is changed in place like those that came by themselves."""
    assert ctx.person is not None, "somebody has pressed"
    key = f"{cause}:{ctx.person_id}:queue{ctx.inbox_id}"
    post.send(ctx, ctx.person, Letter(MessageKind.office, text, key, buttons=rows, facts={**facts, "cause": cause}))
    return ""


def _note(ctx: Context, action: str, object_: str, object_id: int | None) -> None:
    audit.record(
        session=ctx.session,
        at=ctx.now,
        person_id=ctx.person_id,
        actor=ctx.person.name if ctx.person else "",
        action=action,
        object=object_,
        object_id=object_id,
        inbox_id=ctx.inbox_id,
    )


def _existing(ctx: Context, table: Any, number: int) -> Any:
    row = ctx.session.get(table, number)
    if row is None:
        raise Refused(OLD)
    return row


def _at(ctx: Context, at: Any) -> str:
    return say.moment(ctx.voice, ctx.office.local(at), today=ctx.today)
