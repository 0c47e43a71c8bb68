"""What a report says, in the few words of a receipt's line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.locale import Voice
from bot.replies import Measure, TargetView, match_measure
from bot.reports.obstacle import bare
from bot.rules.months import month_of
from bot.services import say
from bot.services.context import Context
from bot.services.review_post import evidence
from storage import ledger, reports
from storage.kinds import Status
from storage.models import Report, Target, Task

_ON_TRACK = re.compile(r"正常|按序时|按计划|按进度|on track|as planned|as usual", re.IGNORECASE)


def comma(voice: Voice) -> str:
    """Return the comma of the language."""
    return ", " if voice.language == "en" else "，"


def codes(voice: Voice, found: Iterable[str]) -> str:
    """Return codes as a list: 2、11、31."""
    return (", " if voice.language == "en" else "、").join(found)


def month_marks(ctx: Context, row: Report) -> list[str]:
    """Return what is to be said of the month that a report counts for; nothing where it goes without saying."""
    voice, marks = ctx.voice, []
    if row.month != month_of(ctx.office.day(row.at)):
        marks.append(voice.say("counts for {month}", month=say.month(voice, row.month, today=ctx.today)))
    if row.late:
        marks.append(voice.say("late"))
    if (old := row.reading.get("supplements")) and not reports.has_supplemented(session=ctx.session, report=row):
        closed = say.month(voice, date.fromisoformat(old), today=ctx.today)
        marks.append(voice.say("{month} is closed, added to it as a supplement", month=closed))
    return marks


def what(ctx: Context, row: Report, task: Task, *, leads: bool) -> str:
    """Return what was understood of a task: its status, then what was said beside it."""
    voice = ctx.voice
    status, details = _status(voice, row, leads=leads), _details(ctx, row, task)
    if not status:
        return comma(voice).join(details)
    return voice.say("{status}: {details}", status=status, details=comma(voice).join(details)) if details else status


def _status(voice: Voice, row: Report, *, leads: bool) -> str:
    match row.status:
        case Status.done if not leads:
            return voice.say("your part is done")
        case Status.done:
            paper = evidence(row.words)
            if paper:
                return voice.say("reported done, to be reviewed ({paper})", paper=paper)
            return voice.say("reported done, to be reviewed, please add the number of the paper")
        case Status.in_progress if row.percent is not None:
            return voice.say("in progress, {percent}%", percent=row.percent)
        case Status.in_progress:
            return voice.say("on track" if _ON_TRACK.search(row.words) and not row.problem else "in progress")
        case Status.blocked if row.percent is not None:
            return voice.say("not finished, {percent}%", percent=row.percent)
        case Status.blocked:
            return voice.say("not finished" if row.problem else "cannot go on, please say why")
        case Status.not_started:
            return voice.say("not started")
        case Status.no_change:
            return voice.say("no change since last month")
        case _:
            return ""


def _details(ctx: Context, row: Report, task: Task) -> list[str]:
    voice, found = ctx.voice, []
    if row.problem:
        text = "{problem}" if row.status is Status.blocked else "obstacle: {problem}"
        found.append(voice.say(text, problem=bare(row.problem, task.code)))
    targets = ledger.task_targets(session=ctx.session, task_id=row.task_id) if row.measures else ()
    found += [_measure(voice, each, targets) for each in row.measures]
    if row.expected:
        found.append(voice.say("expected by {day}", day=say.day(voice, row.expected, today=ctx.today)))
    if row.extension:
        found.append(voice.say("more time asked until {day}", day=say.day(voice, row.extension, today=ctx.today)))
    if row.reading.get("file"):
        found.append(voice.say("with {file}", file=row.reading["file"].get("name") or voice.say("a photo")))
    return found


def _measure(voice: Voice, measure: dict[str, object], targets: Sequence[Target]) -> str:
    """Return a number with its target where the plan has one: 专利268/300（89%）."""
    value, unit, name = float(str(measure["value"])), str(measure["unit"]), measure["name"]
    plain = f"{name or ''}{number(value)}{unit}"
    views = [TargetView(target.name, target.value, target.unit) for target in targets]
    target = match_measure(Measure(str(name) if name else None, value, unit), views)
    if target is None:
        return plain
    row = targets[views.index(target)]
    if row.comparison == ">=" and row.value > 0 and unit != "%":
        share = f"{round(100 * value / row.value)}%"
        reached = f"{name or row.name}{number(value)}/{number(row.value)}"
        return voice.say("{what} ({marks})", what=reached, marks=share)
    return voice.say("{what} (target {value})", what=plain, value=f"{number(row.value)}{unit}")


def number(value: float) -> str:
    """Return 268 or 0.5."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
