"""How many of the numbers that the plan demands are met by what was reported last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.replies import Measure, TargetView, match_measure
from bot.reports.lines import TargetLine
from bot.rules.months import add_months
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import ledger
from storage import summary as stored
from storage.models import Target, Task

# A task's numbers as they were reported: the month, and the measures of one report.
Measured = list[tuple[date, Sequence[Mapping[str, Any]]]]


def target_lines(ctx: Context, book: PlanBook, measures: Mapping[str, Measured], plan: str = "") -> list[TargetNumbers]:
    """Return the book's targets with what was told of each, month by month; `plan` where more than one is open."""
    tasks = {task.id: task for task in book.tasks}
    kept = {task.code for task in book.ledger.tasks}
    by_task: dict[str, list[Target]] = defaultdict(list)
    for target in ledger.targets_of(session=ctx.session, plan_id=book.plan.id or 0):
        task = tasks[target.task_id]
        if task.code in kept:
            by_task[task.code].append(target)
    found = []
    for code, targets in by_task.items():
        told = _told(targets, measures.get(code, []))
        task = book.by_code[code]
        found += [TargetNumbers(task, target, told[place], plan) for place, target in enumerate(targets)]
    return found


def told_numbers(ctx: Context, book: PlanBook, first: date, standing: Sequence[stored.Standing]) -> dict[str, Measured]:
    """Return the numbers told of each task, in the order of months and moments: one stands until another is told.

    `standing` are the reports from the first month on. Those of earlier months are read besides, and what a later
    message of the same month without any number has replaced: 其余正常 takes back no number.
    """
    plan_id = book.plan.id or 0
    task_ids = {target.task_id for target in ledger.targets_of(session=ctx.session, plan_id=plan_id)}
    if not task_ids:
        return {}
    codes = {task.code for task in book.tasks if task.id in task_ids}
    every = [row for row in standing if row.code in codes]
    rows = [(row.month, row.at, row.code, row.measures) for row in every if row.measures]
    if first > book.plan.first_month:
        earlier = stored.standing_reports(
            session=ctx.session,
            plan_id=plan_id,
            first=book.plan.first_month,
            last=add_months(first, -1),
            task_ids=task_ids,
            numbers=True,
        )
        rows += [(row.month, row.at, row.code, row.measures) for row in earlier if row.measures]
    leads = {code: {*task.leads, task.reporter} for code, task in book.rule_tasks.items()}
    silent = [row.id for row in every if not row.measures and row.unit in leads.get(row.code, ())]
    rows += stored.replaced_numbers(session=ctx.session, ids=silent)
    found: dict[str, Measured] = defaultdict(list)
    for month, _, code, measures in sorted(rows, key=lambda row: row[:2]):
        found[code].append((month, measures))
    return dict(found)


@dataclass(frozen=True)
class TargetNumbers:
    """A target with the values told of it, in the order of their months."""

    task: Task
    target: Target
    told: list[tuple[date, float]]
    plan: str = ""

    def line(self, month: date) -> TargetLine:
        """Return how it stands at the month's end."""
        told = [each for each in self.told if each[0] <= month]
        at, latest = told[-1] if told else (None, None)
        met = latest is not None and _meets(latest, self.target)
        own, task = self.target, self.task
        return TargetLine(
            task.code,
            task.title,
            own.name,
            own.comparison,
            own.value,
            own.unit,
            met=met,
            latest=latest,
            told=at,
            plan=self.plan,
            section=task.section,
        )


def _told(targets: Sequence[Target], measured: Measured) -> list[list[tuple[date, float]]]:
    """Return for each target the values reported for it, the latest last."""
    views = [TargetView(target.name, target.value, target.unit) for target in targets]
    found: list[list[tuple[date, float]]] = [[] for _ in targets]
    for month, numbers in sorted(measured, key=lambda each: each[0]):
        for number in numbers:
            view = match_measure(Measure(number.get("name"), number["value"], number.get("unit") or ""), views)
            if view is not None:
                found[views.index(view)].append((month, number["value"]))
    return found


def _meets(value: float, target: Target) -> bool:
    return {">=": value >= target.value, "<=": value <= target.value, "=": value == target.value}[target.comparison]
