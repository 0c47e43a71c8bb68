"""What the clauses said of one task come to, and the status that follows.

status, first that fits: blocked (卡在, 不能按期) · percent (100 done, 0 not started, else in progress) ·
done, unless 尚未… · not started · waiting on others (blocked) · no change · in progress
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.replies.finishing import Mark
from bot.replies.reading import Measure
from storage.kinds import Status


@dataclass(slots=True)
class Facts:
    """What some clauses come to, and what else they do."""

    found: set[Mark] = field(default_factory=set)
    percent: int | None = None
    expected: date | None = None
    measures: list[Measure] = field(default_factory=list)
    problem: str | None = None
    figures: bool = False  # there are some that do not belong to an obstacle
    reached: bool = False  # they were, in so many words: 建了64家
    extends: bool = False
    extension: date | None = None
    words: int = 0  # characters of plain text that say something
    asked: bool = False
    disputed: bool = False
    pending: bool = False
    no_extension: bool = False
    postpones: bool = False  # more time is asked for, here or further on
    happened: bool = False  # something has been done, whatever it is
    normal: bool = False  # all is well, in so many words: 没啥好说的，正常
    partly: bool = False  # 医疗已建档，工程建设还没动: one part has not begun, another is done
    unbegun: bool = False  # 还没开始, in so many words
    lasting: bool = False  # the task has no end: what was not begun this month is no change
    fine: bool = False  # no obstacle, in so many words
    coming: date | None = None  # a day ahead that the last clause named, whatever happens on it
    past_day: str = ""  # the words of a past date without 已
    unread: list[str] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Something definite was reported."""
        return bool(
            self.found or self.percent is not None or self.expected or self.measures or self.extends or self.problem
        )

    @property
    def words_only(self) -> bool:
        """Nothing definite was said, only words."""
        return not self.told and self.words > 0

    def status(self) -> Status | None:
        """Return the status that the facts come to; None where only more time is asked for."""
        f = self.found
        if Mark.blocked in f:
            return Status.blocked
        if self.percent is not None:
            if self.percent in (0, 100):
                return Status.done if self.percent else Status.not_started
            return Status.blocked if Mark.waiting in f else Status.in_progress
        if Mark.done in f and not f & {Mark.undone, Mark.ahead, Mark.not_started}:
            return Status.done
        moving = f & {Mark.part, Mark.progress, Mark.done, Mark.undone}
        if Mark.not_started in f and self.partly and not moving:
            return Status.in_progress
        if Mark.not_started in f and not moving:
            if self.happened and not self.unbegun:
                return Status.in_progress
            return Status.no_change if Mark.no_change in f and self.lasting else Status.not_started
        if Mark.waiting in f:
            return Status.blocked
        if Mark.no_change in f and not self.normal and not self.measures and not f & {Mark.part, Mark.done, Mark.ahead}:
            return Status.no_change
        if self.extends and not f:
            return Status.in_progress if self.figures else None  # 已出17个领域，请延期到…
        return Status.in_progress
