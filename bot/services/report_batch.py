"""A message on its way into the ledger: the words, what they say for one unit, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.replies import Item
from storage.kinds import ReadingKind, Source
from storage.models import Report, Task, Unit


@dataclass(frozen=True)
class Words:
    """What a person said, and where: `at` is the moment it counts for, `file` what came with it (id, name, size).

    `document` is the file that the words were read from, `codes` those of the message that they answer.
    """

    text: str
    chat_id: int
    message_id: int
    at: datetime
    reply_to: int | None = None
    file: Mapping[str, Any] | None = None
    source: Source = Source.chat
    document: Mapping[str, Any] | None = None
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Batch:
    """What to store of a message for one unit. `month` is one that the text names; `keep` what an edit replaces.

    `approved`: the unit's leader has approved it, where the office asks for that. `told`: a person has said which task
    or date is meant.
    """

    unit: Unit
    words: Words
    kind: ReadingKind
    items: Sequence[Item]
    month: date | None = None
    keep: Mapping[int, Report] = field(default_factory=dict)
    rest: bool = False
    approved: bool = False
    told: bool = False


@dataclass
class Stored:
    """What became of a batch: rows with their tasks, tasks that are closed, and those no longer claimed as done.

    `replaced` are the earlier reports that no longer count; `waiting` the codes that wait for the unit's leader.
    """

    rows: list[tuple[Report, Task]] = field(default_factory=list)
    closed: list[Task] = field(default_factory=list)
    unclaimed: list[Task] = field(default_factory=list)
    replaced: list[tuple[Report, Report, Task]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
