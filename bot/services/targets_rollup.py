"""`/targets`: what the plan demands in numbers against what was reported: by section, then target by target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.replies import Measure, TargetView, match_measure
from bot.services import onetask, say, views
from bot.services.context import Context
from bot.services.targets import said
from bot.services.views import PlanBook
from storage import ledger
from storage import summary as stored
from storage.models import Target, Task

BARS = 10
LISTED = 40


@dataclass(frozen=True)
class Line:
    """One target with the value that was reported last, and of which month."""

    task: Task
    target: Target
    value: float | None = None
    month: date | None = None

    @property
    def met(self) -> bool:
        """Tell whether the value reported last meets it."""
        if self.value is None:
            return False
        value, planned = self.value, self.target.value
        return {">=": value >= planned, "<=": value <= planned, "=": value == planned}[self.target.comparison]

    @property
    def share(self) -> float:
        """Return how much of it is reached, 0 to 1; of an upper bound that is broken the part that it allows."""
        if self.value is None:
            return 0.0
        if self.met:
            return 1.0
        planned = self.target.value
        if self.target.comparison == "<=":
            return max(0.0, min(1.0, planned / self.value)) if self.value > 0 else 1.0
        return max(0.0, min(1.0, self.value / planned)) if planned > 0 else 0.0


def lines(ctx: Context, book: PlanBook) -> list[Line]:
    """Return a plan's targets in the order of the document, each with its last value."""
    tasks = {task.id: task for task in book.tasks}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in ledger.targets_of(session=ctx.session, plan_id=book.plan.id or 0):
        targets[target.task_id].append(target)
    measures = _measures(ctx, book)
    found = []
    for task in book.tasks:
        mine = targets.get(task.id or 0, [])
        values = _values(mine, measures.get(task.code, []))
        found += [Line(tasks[task.id], target, *values.get(place, (None, None))) for place, target in enumerate(mine)]
    return found


def show(ctx: Context, words: str) -> Html:
    """Return the roll-up of plan and sections; with a task's code, or a part of a section's name, each target."""
    words, voice = words.strip(), ctx.voice
    books = views.plan_books(ctx)
    every = [(book, lines(ctx, book)) for book in books]
    if not any(found for _, found in every):
        raise Refused("The plan has no targets in numbers")
    if not words:
        return join(
            [
                *(_plan(voice, book, found) for book, found in every if found),
                voice.html("Target by target: /targets and a section, or a task's number"),
            ]
        )
    code = onetask.clean_code(words)
    mine = [line for _, found in every for line in found if line.task.code == code]
    mine = mine or [line for _, found in every for line in found if words in line.task.section]
    if not mine:
        raise Refused("No targets for: {words}", words=words[:60])
    head = bold(
        _counts(voice, mine[0].task.section if len({x.task.id for x in mine}) > 1 else say.title(mine[0].task), mine)
    )
    shown = [_line(voice, line) for line in mine[:LISTED]]
    more = voice.html("and {count} more", count=len(mine) - LISTED) if len(mine) > LISTED else None
    return join([head, *shown, more])


def bar(share: float) -> str:
    """Return a share as a bar that reads the same when copied as plain text: ■■■□□□□□□□."""
    full = min(BARS, max(0, int(share * BARS + 1e-9)))
    return "■" * full + "□" * (BARS - full)


def _plan(voice: Voice, book: PlanBook, found: Sequence[Line]) -> Html:
    parts = [bold(_counts(voice, book.plan.title, found))]
    for section in dict.fromkeys(line.task.section for line in found):
        mine = [line for line in found if line.task.section == section]
        parts.append(_counts(voice, section or voice.say("no section"), mine))
        parts.append(voice.html("{bar} {share}%", bar=bar(_met_share(mine)), share=int(_met_share(mine) * 100)))
    return join(parts)


def _counts(voice: Voice, name: str, found: Sequence[Line]) -> Html:
    return voice.html(
        "{name}: {met} of {count} targets met, {known} with a value",
        name=name,
        met=sum(line.met for line in found),
        count=len(found),
        known=sum(line.value is not None for line in found),
    )


def _line(voice: Voice, line: Line) -> Html:
    planned = said(line.target)
    if line.value is None or line.month is None:
        return voice.html("{code} {planned}: nothing reported yet", code=line.task.code, planned=planned)
    return voice.html(
        "{code} {planned}: {value}{unit} ({month}) {bar}",
        code=line.task.code,
        planned=planned,
        value=f"{line.value:g}",
        unit=line.target.unit,
        month=say.year_month(voice, line.month),
        bar=bar(line.share),
    )


def _met_share(found: Sequence[Line]) -> float:
    return sum(line.met for line in found) / len(found) if found else 0.0


def _measures(ctx: Context, book: PlanBook) -> dict[str, list[tuple[date, Sequence[Mapping[str, Any]]]]]:
    found: dict[str, list[tuple[date, Sequence[Mapping[str, Any]]]]] = defaultdict(list)
    first, last = book.plan.first_month, max(ctx.today.replace(day=1), book.plan.first_month)
    for row in stored.standing_reports(session=ctx.session, plan_id=book.plan.id or 0, first=first, last=last):
        if row.measures:
            found[row.code].append((row.month, row.measures))
    return found


def _values(
    targets: Sequence[Target], measured: Sequence[tuple[date, Sequence[Mapping[str, Any]]]]
) -> dict[int, tuple[float, date]]:
    """Return for each target, by its place, the value reported last and its month."""
    seen = [TargetView(target.name, target.value, target.unit) for target in targets]
    latest: dict[int, tuple[float, date]] = {}
    for month, numbers in sorted(measured, key=lambda each: each[0]):
        for number in numbers:
            view = match_measure(Measure(number.get("name"), number["value"], number.get("unit") or ""), seen)
            if view is not None:
                latest[seen.index(view)] = (number["value"], month)
    return latest
