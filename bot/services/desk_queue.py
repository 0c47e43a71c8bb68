"""`/inbox`: everything that waits for the office in one list, oldest first; a press brings each with its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.rules.months import add_months, month_of
from bot.services import post, say, substance, units
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from bot.services.post import Button, Rows
from storage import desk_queue as stored
from storage import ledger, tracked
from storage.kinds import DownloadPurpose, MessageKind, TrackedKind, TrackedState
from storage.models import Task

PAGE = 8
WORDS = 30
LOOK_BACK = timedelta(days=60)


class Kind(StrEnum):
    """What waits; the letter stands in buttons."""

    completion = "c"
    extension = "e"
    case = "q"
    item = "i"
    obstacle = "o"
    preview = "p"
    file = "f"
    alias = "a"
    notice = "n"


@dataclass(frozen=True)
class Entry:
    """One thing that waits: what, its number (with a second one for a pair), since when, in words."""

    kind: Kind
    number: str
    at: datetime
    words: Html


def show(ctx: Context, page: int = 0, message_id: int = 0) -> int:
    """Queue the list for the acting person, or change the message that shows it; return how many things wait."""
    assert ctx.person is not None, "somebody has asked"
    found = entries(ctx)
    page = min(max(page, 0), max(0, (len(found) - 1) // PAGE))
    empty = substance.count(ctx)
    letter = post.Letter(
        MessageKind.office,
        _text(ctx, found, page, empty),
        f"queue:{ctx.inbox_id or ctx.now.isoformat()}:{ctx.person_id}",
        buttons=_buttons(ctx.voice, found, page, empty),
    )
    if message_id:
        post.edit(ctx, ctx.person, message_id, letter)
    else:
        post.send(ctx, ctx.person, letter)
    return len(found)


def entries(ctx: Context) -> list[Entry]:
    """Return everything that waits, the oldest first."""
    found = [
        *_completions(ctx),
        *_extensions(ctx),
        *_cases(ctx),
        *_items(ctx),
        *_obstacles(ctx),
        *_files(ctx),
        *_aliases(ctx),
        *_notices(ctx),
    ]
    return sorted(found, key=lambda entry: (entry.at, entry.kind, entry.number))


def _completions(ctx: Context) -> Iterator[Entry]:
    for row, task in stored.completions(session=ctx.session):
        unit = desk.unit_of(ctx, row.unit_id).name
        words = ctx.voice.html("Completion: {task}, {unit}", task=_title(task), unit=unit)
        yield Entry(Kind.completion, f"{row.id}", row.claimed_at, words)


def _extensions(ctx: Context) -> Iterator[Entry]:
    for row, task in stored.extensions(session=ctx.session):
        unit = desk.unit_of(ctx, row.unit_id).name
        until = say.when(ctx.voice, row.until) if row.until else ctx.voice.say("no date named")
        words = ctx.voice.html("More time: {task}, {unit}, until {until}", task=_title(task), unit=unit, until=until)
        yield Entry(Kind.extension, f"{row.id}", row.requested_at, words)


def _cases(ctx: Context) -> Iterator[Entry]:
    for case in stored.open_cases(session=ctx.session):
        sender = "、".join([*case.after.get("units", ()), *([case.actor] if case.actor else [])])
        words = ctx.voice.html(
            "{what}: {sender}: {words}",
            what=_case_word(ctx.voice, str(case.after.get("kind"))),
            sender=sender,
            words=desk.clipped(str(case.after.get("text", "")), WORDS),
        )
        yield Entry(Kind.case, f"{case.id}", case.at, words)


def _case_word(voice: Voice, kind: str) -> str:
    match kind:
        case "dispute":
            return voice.say("Dispute")
        case "lead":
            return voice.say("Change of lead")
        case "cancel":
            return voice.say("To be cancelled")
        case "verify":
            return voice.say("Verifying")
        case "feedback":
            return voice.say("Feedback")
        case "objection":
            return voice.say("Objection to the score")
        case "extension":
            return voice.say("More time")
        case _:
            return voice.say("Question")


def _items(ctx: Context) -> Iterator[Entry]:
    """Yield what was answered and is to be settled, and what was not answered in time."""
    for item in tracked.live(session=ctx.session, kinds=tuple(TrackedKind)):
        if item.state is TrackedState.answered or item.due_on < ctx.today:
            yield Entry(Kind.item, f"{item.id}", item.filed_at, letters.line(ctx, item, ctx.voice))


def _obstacles(ctx: Context) -> Iterator[Entry]:
    """Yield the obstacles told lately that have neither been passed on nor passed over."""
    first = add_months(month_of(ctx.today), -1)
    found = stored.obstacles(session=ctx.session, first=first)
    taken = tracked.reports_taken_up(session=ctx.session, report_ids=[report.id or 0 for report, _ in found])
    passed = stored.marked(
        session=ctx.session, object="reports", action="obstacle.passed", ids=[report.id or 0 for report, _ in found]
    )
    for report, task in found:
        # A request for more time stands in the list itself, with its reason.
        if report.id in taken | passed or report.extension is not None:
            continue
        unit = desk.unit_of(ctx, report.unit_id).name
        told = desk.clipped(report.problem or report.words or report.text, WORDS)
        words = ctx.voice.html("Obstacle: {task}, {unit}: {words}", task=_title(task), unit=unit, words=told)
        yield Entry(Kind.obstacle, f"{report.id}", report.at, words)


def _files(ctx: Context) -> Iterator[Entry]:
    for preview, file in stored.previews(session=ctx.session):
        name = desk.person_name(ctx, preview.person_id)
        words = ctx.voice.html("Plan document to be decided: {file}, sent by {name}", file=file.name, name=name)
        yield Entry(Kind.preview, f"{preview.id}", preview.created_at, words)
    for file in stored.failed_files(session=ctx.session, since=ctx.now - LOOK_BACK):
        name = desk.person_name(ctx, file.person_id)
        what = file.name or ctx.voice.say("photo")
        if file.purpose is DownloadPurpose.plan:
            words = ctx.voice.html("Plan document that cannot be read: {file}, sent by {name}", file=what, name=name)
        else:
            words = ctx.voice.html("File that could not be kept: {file}, sent by {name}", file=what, name=name)
        yield Entry(Kind.file, f"{file.id}", file.created_at, words)


def _aliases(ctx: Context) -> Iterator[Entry]:
    plans = ledger.open_plans(session=ctx.session)
    at = min((plan.imported_at for plan in plans), default=ctx.now)
    for keep, other in units.aliases_proposed(ctx):
        words = ctx.voice.html("One unit or two: {first}, {second}", first=keep.name, second=other.name)
        yield Entry(Kind.alias, f"{keep.id}.{other.id}", at, words)


def _notices(ctx: Context) -> Iterator[Entry]:
    for event in stored.open_notices(session=ctx.session):
        words = ctx.voice.html("Sensitive content, not kept: {name}", name=event.actor)
        yield Entry(Kind.notice, f"{event.id}", event.at, words)


def _text(ctx: Context, found: list[Entry], page: int, empty: int) -> Html:
    voice = ctx.voice
    hint = voice.html("{count} reports of this round say nothing in particular.", count=empty) if empty else None
    if not found:
        return join([voice.html("Nothing waits for the office."), hint])
    shown = found[page * PAGE : (page + 1) * PAGE]
    lines = [
        voice.html("{number}. {day} {what}", number=place, day=_day(ctx, entry.at), what=entry.words)
        for place, entry in enumerate(shown, page * PAGE + 1)
    ]
    head = bold(voice.html("Waiting for the office, {count}", count=len(found)))
    return join([head, *lines, hint])


def _buttons(voice: Voice, found: list[Entry], page: int, empty: int) -> Rows:
    shown = found[page * PAGE : (page + 1) * PAGE]
    made = [
        Button(f"{place}", f"queue_open:{entry.kind.value}:{entry.number}:{page}")
        for place, entry in enumerate(shown, page * PAGE + 1)
    ]
    rows = [made[start : start + 4] for start in range(0, len(made), 4)]
    turns = [Button(voice.say("Previous page"), f"queue:{page - 1}")] if page else []
    if (page + 1) * PAGE < len(found):
        turns.append(Button(voice.say("Next page"), f"queue:{page + 1}"))
    last = [Button(voice.say("Refresh"), f"queue:{page}")]
    if empty:
        last.append(Button(voice.say("Reports that say nothing"), "sub_open"))
    return [*rows, *([turns] if turns else []), last]


def _title(task: Task) -> str:
    return say.title(task, 16)


def _day(ctx: Context, at: datetime) -> str:
    day: date = ctx.office.day(at)
    return say.day(ctx.voice, day, today=ctx.today)


def parsed(kind: str, number: str) -> tuple[Kind, list[int]]:
    """Return what a button names; Refused for one that is none of ours."""
    try:
        return Kind(kind), [int(each) for each in number.split(".")]
    except ValueError as error:
        raise Refused("This button is too old; please use the newest message") from error
