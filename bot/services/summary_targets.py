"""How many of the numbers that the plan demands are met by what was reported last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.replies import Measure, TargetView, match_measure
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import ledger
from storage.models import Target

# A task's numbers as they were reported: the month, and the measures of one report.
Measured = list[tuple[date, Sequence[Mapping[str, Any]]]]


def counted_targets(ctx: Context, book: PlanBook, measures: Mapping[str, Measured], month: date) -> tuple[int, int]:
    """Return how many targets the book's tasks have, and how many were met by the month's end."""
    codes = {task.id: task.code for task in book.tasks}
    kept = {task.code for task in book.ledger.tasks}
    by_task: dict[str, list[Target]] = defaultdict(list)
    for target in ledger.targets_of(session=ctx.session, plan_id=book.plan.id or 0):
        if codes[target.task_id] in kept:
            by_task[codes[target.task_id]].append(target)
    met = sum(_met(targets, measures.get(code, []), month) for code, targets in by_task.items())
    return sum(map(len, by_task.values())), met


def _met(targets: Sequence[Target], measured: Measured, month: date) -> int:
    """Return how many of a task's targets are met by the value reported last for each."""
    views = [TargetView(target.name, target.value, target.unit) for target in targets]
    latest: dict[int, float] = {}
    for _, numbers in sorted((each for each in measured if each[0] <= month), key=lambda each: each[0]):
        for number in numbers:
            view = match_measure(Measure(number.get("name"), number["value"], number.get("unit") or ""), views)
            if view is not None:
                latest[views.index(view)] = number["value"]
    return sum(_meets(value, targets[place]) for place, value in latest.items())


def _meets(value: float, target: Target) -> bool:
    return {">=": value >= target.value, "<=": value <= target.value, "=": value == target.value}[target.comparison]
