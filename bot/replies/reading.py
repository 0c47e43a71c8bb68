"""What the reader returns: one Reading a message, with items, refusals and doubts. Plain frozen data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from storage.kinds import ReadingKind, Status

REST = "*"
"""The task code that stands for every open task the message does not name (其余)."""

Why = Literal["not_yours", "unknown_task"]


class DoubtKind(StrEnum):
    """What the bot asks about before, or beside, storing."""

    past_date = "past_date"  # an expected date that lies behind today, without 已
    disagree = "disagree"  # a task number and title words that point to different tasks
    unclear_task = "unclear_task"  # no task could be told; see Reading.candidates
    number_or_percent = "number_or_percent"  # a bare number that is both a percent and an open code
    conflict = "conflict"  # one task reported twice in the message, differently
    no_date = "no_date"  # more time is asked for, and no date is named


@dataclass(frozen=True)
class OnItsWay:
    """A task (or `REST`) said beside a report to be with a leader or soon to come, and the words that say so."""

    task: str
    words: str


@dataclass(frozen=True)
class Doubt:
    """One thing to ask back: about which item (its position in `items`, None: the whole message), and the words
    concerned."""

    kind: DoubtKind
    words: str
    item: int | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A number reported for a target or worth keeping; `name` where the words give it."""

    name: str | None
    value: float
    unit: str


@dataclass(frozen=True)
class Refusal:
    """A code that was named and not taken."""

    task: str
    why: Why


@dataclass(frozen=True)
class Item:
    """What the message says of one task. `task` is a code, "*", or None where it cannot be told."""

    task: str | None
    status: Status | None = None
    percent: int | None = None
    expected: date | None = None
    measures: tuple[Measure, ...] = ()
    problem: str | None = None
    extension: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Reading:
    """One message, understood. Only progress, extension and correction store their items."""

    kind: ReadingKind
    items: tuple[Item, ...] = ()
    asks: bool = False
    refused: tuple[Refusal, ...] = ()
    month: date | None = None
    unread: str = ""
    candidates: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    on_its_way: tuple[OnItsWay, ...] = ()

    @property
    def not_recorded(self) -> str:
        """The words that make no report, those about what is on its way among them."""
        later = dict.fromkeys(each.words for each in self.on_its_way)
        return "；".join(filter(None, [self.unread.strip(), *later]))


def reading_json(reading: Reading) -> dict[str, object]:
    """Return the contract of `duban parse`: {"kind","asks","items":[…],"refused":[{"task","why"}]}."""
    return {
        "kind": reading.kind.value,
        "asks": reading.asks,
        "items": [_item_json(item) for item in reading.items],
        "refused": [{"task": r.task, "why": r.why} for r in reading.refused],
    }


def _item_json(item: Item) -> dict[str, object]:
    return {
        "task": item.task,
        "status": item.status.value if item.status else None,
        "percent": item.percent,
        "expected": item.expected.isoformat() if item.expected else None,
        "measures": [{"name": m.name, "value": _plain(m.value), "unit": m.unit} for m in item.measures],
        "problem": item.problem,
        "extension": item.extension.isoformat() if item.extension else None,
    }


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
