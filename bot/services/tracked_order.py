"""What the office hands to a unit with a due date: another unit's obstacle (协调), a leader's instruction (批示)."""

from __future__ import annotations

import re
from datetime import date

from sqlmodel import col, select

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import observe, post, say, tracked, tracked_letter
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.days import read_day
from bot.services.invite import find_unit
from bot.services.onetask import clean_code
from bot.services.record import record
from storage import ledger, review
from storage import tracked as stored
from storage.kinds import MessageKind, QuestionState, Role, Status, TrackedKind
from storage.models import Question, Report, Task, TrackedItem, Unit

ASKED = ("coordinate",)
_UNITS = re.compile(r"[、，,;；]+")
_LEADER = re.compile(r"^(?P<leader>[^：:，。,\s]{1,16})[：:]\s*(?P<text>.+)$", re.DOTALL)


def coordinate(ctx: Context, words: str) -> list[TrackedItem]:
    """Turn the obstacle told on a task into an item for other units: “17 县财政局 9月10日 what is to be done”."""
    code, _, rest = words.strip().partition(" ")
    task = ledger.find_task(session=ctx.session, code=clean_code(code)) if code else None
    if task is None:
        raise Refused("Say the task, the unit, the day and what is asked, like: /coordinate 17 县财政局 9月10日")
    return _coordinate(ctx, task, _obstacle(ctx, task), rest)


def ask_order(ctx: Context, report_id: int) -> str:
    """Ask to whom an obstacle goes and until when; the next text is the answer."""
    report, task = _told(ctx, report_id)
    if stored.reports_taken_up(session=ctx.session, report_ids=[report_id]):
        raise Refused("This obstacle is being followed already")
    if ctx.person_id is not None:
        review.drop_questions(session=ctx.session, person_id=ctx.person_id, kinds=ASKED, at=ctx.now)
    text = join(
        [
            ctx.voice.html("{task}: to which unit, and until when? In one message, like:", task=say.title(task)),
            ctx.voice.html("县财政局 9月10日 明确经费来源"),
            ctx.voice.html("In their words: {words}", words=desk.clipped(report.problem or report.words, 200)),
        ]
    )
    desk.ask(ctx, "coordinate", {"report": report_id}, text, [[post.Button(ctx.voice.say("Cancel"), "item_drop")]])
    return ctx.voice.say("Write the unit and the day")


def asked(ctx: Context) -> Question | None:
    """Return what the acting person was asked last about an obstacle and has not answered."""
    if ctx.person_id is None:
        return None
    found = review.open_question(session=ctx.session, person_id=ctx.person_id, kinds=ASKED)
    return found if found is not None and ctx.now - found.asked_at <= desk.DAY_LONG else None


def take(ctx: Context, question: Question, words: str) -> Html:
    """Take a text as the answer to whom an obstacle goes. Refused leaves the question open."""
    report, task = _told(ctx, int(question.payload["report"]))
    said = told(ctx, _coordinate(ctx, task, report, words))
    tracked.close(ctx, question, said)
    return said


def drop(ctx: Context) -> str:
    """Drop what was asked about an item or an obstacle."""
    question = tracked.asked(ctx) or asked(ctx)
    said = ctx.voice.say("Nothing was changed")
    if question is not None:
        tracked.close(ctx, question, said, QuestionState.dropped)
    return said


def pass_over(ctx: Context, report_id: int) -> str:
    """Record that the office follows an obstacle no further: it leaves the queue."""
    report, task = _told(ctx, report_id)
    record(ctx, "obstacle.passed", report, after={"task": task.code})
    return ctx.voice.say("Noted: {task} is not passed on", task=task.code)


def instruct(ctx: Context, words: str) -> list[TrackedItem]:
    """Enter a leader's written instruction: “[23] 县财政局 9月10日 张县长：words”; one item for each unit named."""
    first, _, rest = words.strip().partition(" ")
    task = ledger.find_task(session=ctx.session, code=clean_code(first)) if first else None
    units, due_on, text = _order(ctx, rest if task is not None else words)
    if not text:
        raise Refused("Say what was written, like: /instruct 县财政局 9月10日 张县长：请抓紧落实")
    match = _LEADER.match(text)
    leader, text = (match["leader"], match["text"]) if match else ("", text)
    return [
        tracked.file(
            ctx,
            kind=TrackedKind.instruction,
            unit=unit,
            text=text,
            due_on=due_on,
            filed_as=Role.office,
            task=task,
            leader=leader,
        )
        for unit in units
    ]


def told(ctx: Context, items: list[TrackedItem]) -> Html:
    """Return what the office reads after handing something to units."""
    return join(observe.filed(ctx, item) for item in items)


def _coordinate(ctx: Context, task: Task, report: Report | None, words: str) -> list[TrackedItem]:
    units, due_on, text = _order(ctx, words)
    text = text or (report.problem or report.words if report is not None else "")
    if not text:
        raise Refused("No unit has told an obstacle on task {code}; say what is asked", code=task.code)
    for unit in units:
        _not_twice(ctx, report, unit)
    items = [
        tracked.file(
            ctx,
            kind=TrackedKind.coordination,
            unit=unit,
            text=text,
            due_on=due_on,
            filed_as=Role.office,
            task=task,
            report=report,
        )
        for unit in units
    ]
    if report is not None:
        _tell_raiser(ctx, task, report, items)
    return items


def _not_twice(ctx: Context, report: Report | None, unit: Unit) -> None:
    """Refuse to ask the same unit a second time about one obstacle while it has not answered for good."""
    if report is None:
        return
    for item in stored.live(session=ctx.session, kinds=(TrackedKind.coordination,)):
        if item.report_id == report.id and item.unit_id == unit.id:
            what = tracked_letter.name(ctx.voice, item)
            raise Refused("{unit} has this obstacle already: {what}", unit=unit.name, what=what)


def _tell_raiser(ctx: Context, task: Task, report: Report, items: list[TrackedItem]) -> None:
    """Tell the unit whose obstacle it is that somebody has been asked."""
    names = "、".join(desk.unit_of(ctx, item.unit_id).name for item in items)
    for person in tracked.unit_people(ctx, report.unit_id, task.id):
        voice = ctx.speaking(person.language).voice
        text = voice.html(
            "{task}: the obstacle you told has been passed on to {units}, to be answered by {day}.",
            task=say.title(task),
            units=names,
            day=say.day_week(voice, items[0].due_on, today=ctx.today),
        )
        letter = post.Letter(MessageKind.receipt, text, f"item:{items[0].id}:raised:{person.id}", day=ctx.today)
        post.send(ctx, person, letter)


def _order(ctx: Context, words: str) -> tuple[list[Unit], date, str]:
    """Read “unit、unit day words”. Refused, with what was not understood, where a part is missing."""
    parts = words.strip().split(maxsplit=2)
    if len(parts) < 2:
        raise Refused("Say the unit, the day and what is asked, like: 县财政局 9月10日 明确经费来源")
    units = list({unit.id: unit for name in _UNITS.split(parts[0]) if name for unit in [find_unit(ctx, name)]}.values())
    due_on = read_day(parts[1], ctx.today)
    if due_on < ctx.today:
        raise Refused("{day} is past", day=say.day(ctx.voice, due_on, today=ctx.today))
    return units, due_on, parts[2].strip() if len(parts) > 2 else ""


def _obstacle(ctx: Context, task: Task) -> Report | None:
    """Return the last report on the task that counts and tells an obstacle."""
    query = (
        select(Report)
        .where(
            Report.task_id == task.id,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
            (col(Report.status) == Status.blocked) | col(Report.problem).is_not(None),
        )
        .order_by(col(Report.at).desc(), col(Report.id).desc())
    )
    return ctx.session.exec(query).first()


def _told(ctx: Context, report_id: int) -> tuple[Report, Task]:
    report = ctx.session.get(Report, report_id)
    if report is None:
        raise Refused("This button is too old; please use the newest message")
    return report, desk.task_of(ctx, report.task_id)
