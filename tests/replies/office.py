"""The ledgers that the tests of the reader read by: the built-in plan, and the whole document where it is at hand."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from bot.plan import Draft
from bot.plan import read as read_plan
from bot.replies import Item, Ledger, Reading, TargetView, TaskView, read

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
MARKET = "县市场监管局"
TRAFFIC = "县交通局"
TODAY = date(2022, 8, 24)


def ledger_of(draft: Draft) -> Ledger:
    """Return a draft plan as the reader needs it."""
    return Ledger(
        TaskView(
            task.code,
            task.title,
            task.description,
            tuple(task.lead),
            tuple(task.support),
            task.deadline if isinstance(task.deadline, date) else None,
            True,
            place,
            tuple(TargetView(target.name, target.value, target.unit) for target in task.targets),
        )
        for place, task in enumerate(draft.tasks)
    )


@cache
def built_in() -> Ledger:
    """Return the plan that travels with the product: titles, units, deadlines, targets."""
    return ledger_of(read_plan((ROOT / "bot/sandbox/demo_plan.tsv").read_bytes(), "plan.tsv", today=TODAY))


@cache
def whole() -> Ledger | None:
    """Return the ledger of the whole document, texts included; None where it is not at hand."""
    path = SHARED / "plans/fengjie-2022-2024.txt"
    return ledger_of(read_plan(path.read_bytes(), path.name, today=TODAY)) if path.exists() else None


def say(text: str, *, unit: str = MARKET, today: date = TODAY, reply_to: tuple[str, ...] | None = None) -> Reading:
    """Read a message by the built-in plan."""
    return read(text, unit=unit, today=today, ledger=built_in(), reply_to=reply_to)


def only(text: str, *, unit: str = MARKET, today: date = TODAY, reply_to: tuple[str, ...] | None = None) -> Item:
    """Return the one item of a message."""
    reading = say(text, unit=unit, today=today, reply_to=reply_to)
    assert len(reading.items) == 1, reading
    return reading.items[0]


def told(text: str, **more: object) -> dict[str | None, str | None]:
    """Return code -> status of a message's items."""
    reading = say(text, **more)  # type: ignore[arg-type]
    return {item.task: item.status.value if item.status else None for item in reading.items}
