"""A number that surprises: it falls, jumps tenfold, or contradicts the stated percent. Asked once, kept either way."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Html, join
from bot.replies import Measure, TargetView, doubtful_value, match_measure
from bot.services import question
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.question import NONE, about
from bot.services.report_batch import Batch
from storage import ledger, reports
from storage.kinds import Source
from storage.models import Report, Target, Task

MOST = 4


def query(ctx: Context, batch: Batch, rows: Sequence[tuple[Report, Task]]) -> None:
    """Ask the acting person about the numbers of these reports that surprise, in one message."""
    if batch.words.source is Source.office or ctx.person is None:
        return
    found: list[tuple[Task, Html]] = []
    for row, task in rows:
        line = _line(ctx, row, task) if row.measures and reports.stands(row) else None
        if line is not None:
            row.reading = {**row.reading, "queried": True}
            found.append((task, line))
    if not found:
        return
    ctx.session.flush()
    codes = [task.code for task, _ in found[:MOST]]
    text = join([ctx.voice.html("Recorded; please check once:"), *(line for _, line in found)])
    choices = [
        (ctx.voice.say("The number is right"), NONE),
        *((ctx.voice.say("Correct {code}", code=code), code) for code in codes),
    ]
    said = Batch(batch.unit, batch.words, batch.kind, [])
    question.ask(ctx, "value", about(said, codes=codes), text, choices, per_row=2)


def _line(ctx: Context, row: Report, task: Task) -> Html | None:
    targets = ledger.task_targets(session=ctx.session, task_id=row.task_id)
    before = _before(ctx, row)
    for each in row.measures:
        target = _target(each, targets)
        if target is None:
            continue
        value = float(each["value"])
        last = next((one for one in before if (found := _target(one, targets)) and found.id == target.id), None)
        earlier = float(str(last["value"])) if last else None
        view = TargetView(target.name, target.value, target.unit)
        least = target.comparison == ">="
        why = doubtful_value(value, before=earlier, target=view if least else None, percent=row.percent)
        if why is None or (why == "falls" and not least):
            continue
        unit = target.unit
        shown = {
            "name": target.name or task.title,
            "value": f"{lines.number(value)}{unit}",
            "before": f"{lines.number(earlier or 0)}{unit}",
            "target": f"{lines.number(target.value)}{unit}",
            "percent": row.percent,
            "code": task.code,
        }
        if why == "falls":
            return ctx.voice.html("{code} {name}: {value}, less than the {before} of last time.", **shown)
        if why == "jumps":
            return ctx.voice.html("{code} {name}: {value}, ten times the {before} of last time or more.", **shown)
        return ctx.voice.html("{code} {name}: {value} of {target}, and {percent}% done.", **shown)
    return None


def _before(ctx: Context, row: Report) -> list[dict[str, object]]:
    """Return the numbers of the unit's report before this one; one that was queried and replaced is passed over."""
    for earlier in reports.before(session=ctx.session, report=row):
        doubted = earlier.reading.get("queried") and earlier.superseded_by_id is not None
        if earlier.measures and not doubted:
            return list(earlier.measures)
    return []


def _target(measure: dict[str, object], targets: Sequence[Target]) -> Target | None:
    views = [TargetView(target.name, target.value, target.unit) for target in targets]
    name = measure["name"]
    wanted = Measure(str(name) if name else None, float(str(measure["value"])), str(measure["unit"]))
    target = match_measure(wanted, views)
    return targets[views.index(target)] if target is not None else None
