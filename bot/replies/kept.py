"""The items of a message, one a task: what is said of a task in several places is put together, or asked about."""

from __future__ import annotations

from dataclasses import replace

from bot.replies import kinds
from bot.replies.context import Context
from bot.replies.facts import Facts
from bot.replies.part import Part
from bot.replies.reading import Doubt, DoubtKind, Item
from storage.kinds import Status

FIRM = ("PROGRESS", "UNDONE", "STOPPED", "CANTDO", "NOTSTARTED", "NOCHANGE", "WAIT")
"""Words that say how a task stands; without them figures and steps only imply that it is in progress."""


class Kept:
    """Gathers the items; doubts go to the context."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.items: list[Item] = []
        self.candidates: tuple[str, ...] = ()
        self.extends = False
        self._spread: dict[str, int] = {}  # of how many tasks at once it was said
        self._implied: set[str] = set()

    def keep(self, item: Item, facts: Facts, part: Part) -> None:
        """Take an item in."""
        self._doubt(item, facts)
        if item.task is None:
            self.candidates = self.candidates or part.targets.candidates
        if item.status is Status.no_change and self.items and kinds.as_above(part.group.clauses):
            item = replace(item, status=self.items[-1].status)
        twin = next((i for i, kept in enumerate(self.items) if kept.task == item.task), None)
        if twin is None:
            self._add(item, facts, part)
        else:
            self._meet(twin, item, facts, part)

    def _doubt(self, item: Item, facts: Facts) -> None:
        if facts.past_day and item.status is not Status.done and item.expected is None:
            self.ctx.doubts.append(Doubt(DoubtKind.past_date, facts.past_day, len(self.items)))
        if facts.extends and item.extension is None:
            self.ctx.doubts.append(Doubt(DoubtKind.no_date, item.words, len(self.items)))

    def _add(self, item: Item, facts: Facts, part: Part) -> None:
        self.items.append(item)
        if item.task and not any(c.has(*FIRM) for c in part.group.clauses):
            self._implied.add(item.task)
        self._spread[item.task or ""] = len(part.targets.tasks)
        self.extends = self.extends or facts.extends

    def _meet(self, twin: int, item: Item, facts: Facts, part: Part) -> None:
        kept = self.items[twin]
        ends = item.status is Status.done and kept.status is Status.in_progress and kept.percent is None
        if len(part.targets.tasks) < self._spread.get(item.task or "", 1):
            self.items[twin] = _narrowed(kept, item)
        elif ends and item.task in self._implied and not part.group.by_title:
            self.items[twin] = replace(_combined(kept, item), status=Status.done, percent=None, expected=None)
        elif _agree(kept, item):
            self.items[twin] = _combined(kept, item)
            self.extends = self.extends or facts.extends
        elif kept.status != item.status or kept.percent != item.percent:
            told = item.percent is not None or any(c.has(*FIRM) for c in part.group.clauses)
            if kept.status is Status.done and item.status is Status.in_progress and told:
                self.items[twin] = item  # the one that claims less, until it is asked
            self.ctx.doubts.append(Doubt(DoubtKind.conflict, item.words, twin))


def _narrowed(wide: Item, item: Item) -> Item:
    """75-86正常，其中81已完成: the narrower statement counts, with what only the wide one says."""
    return replace(
        item,
        extension=item.extension or wide.extension,
        expected=item.expected or (None if item.status is Status.done else wide.expected),
        problem=item.problem or wide.problem,
    )


def _agree(one: Item, other: Item) -> bool:
    """Tell whether two items of one task fit together: each says what the other leaves open."""
    open_ = (None, Status.in_progress)
    return (
        (one.percent is None or other.percent is None or one.percent == other.percent)
        and (one.expected is None or other.expected is None or one.expected == other.expected)
        and one.status in open_
        and other.status in open_
    )


def _combined(one: Item, other: Item) -> Item:
    return replace(
        one,
        status=one.status or other.status,
        percent=one.percent if one.percent is not None else other.percent,
        expected=one.expected or other.expected,
        measures=one.measures + tuple(m for m in other.measures if m not in one.measures),
        problem=one.problem or other.problem,
        extension=one.extension or other.extension,
        words=f"{one.words}；{other.words}",
    )
