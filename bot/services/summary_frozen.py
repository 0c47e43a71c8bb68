"""What stands of months that have been frozen: their figures are shown as they were, what came after beside them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.reports.lines import Frozen, Supplement
from bot.reports.narrow import Part
from bot.reports.packing import from_json
from bot.reports.summary import Summary
from bot.services.context import Context
from bot.services.views import PlanBook
from storage import ledger
from storage import papers as stored


def frozen_months(ctx: Context, book: PlanBook, months: Collection[date], plan: str = "") -> dict[date, Summary]:
    """Return the frozen ones of the months, as they were frozen; lines carry `plan` where more than one is open."""
    rows = stored.frozen_months(session=ctx.session, plan_id=book.plan.id or 0, months=months)
    return {row.month: _named(from_json(row.figures), plan) for row in rows}


def part_of(summary: Summary) -> Part:
    """Return the whole of a frozen summary."""
    return Part(summary.numbers, summary.tasks, summary.units, summary.targets)


def names_today(ctx: Context, summaries: Collection[Summary]) -> dict[str, str]:
    """Return how the units of frozen summaries are called today: one may have been renamed, or followed by another."""
    lines = [line for summary in summaries for line in summary.tasks]
    names = {unit for line in lines for unit in (*line.leads, *line.speaks)}
    names |= {unit.unit for summary in summaries for unit in summary.units}
    found = {name: ledger.find_unit(session=ctx.session, name=name) for name in names}
    return {name: unit.name for name, unit in found.items() if unit is not None}


def frozen_at(ctx: Context, book: PlanBook, summary: Summary) -> Frozen:
    """Return which plan's figures were frozen, and when."""
    return Frozen(book.plan.title, ctx.office.local(summary.as_of))


def supplement_of(
    ctx: Context, book: PlanBook, month: date, codes: Collection[str], plan: str = ""
) -> list[Supplement]:
    """Return what came for the month after it was frozen, of these tasks, the oldest first."""
    rows = stored.supplements(session=ctx.session, plan_id=book.plan.id or 0, month=month)
    return [
        Supplement(ctx.office.local(at), unit, code, words, plan) for at, unit, code, words in rows if code in codes
    ]


def _named(summary: Summary, plan: str) -> Summary:
    if not plan:
        return summary
    return replace(
        summary,
        tasks=tuple(replace(line, plan=plan) for line in summary.tasks),
        targets=tuple(replace(line, plan=plan) for line in summary.targets),
    )
