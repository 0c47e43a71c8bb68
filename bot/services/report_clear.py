"""A reading taken apart: what can be stored at once, what must be asked first, what stands for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.replies import REST, DoubtKind, Item, Reading, hangs_on_no_such_day
from bot.services import rest, rest_named
from bot.services.context import Context
from bot.services.report_item import as_written
from bot.services.report_store import Words
from storage.kinds import Status
from storage.models import Unit


@dataclass
class Clear:
    """A reading taken apart: what can be stored, what must be asked first, what stands for the rest.

    `held` are overdue or due tasks that only a 都 or 均 covers: each is to be said by itself. `undated` are said to be
    done with a day that does not exist (13月5日前完成6): whether they are is to be asked. `said` are the codes that the
    words name at all, beside what stands for the rest: also those left out (除了28), or named without a statement.
    """

    items: list[Item] = field(default_factory=list)
    rest: list[Item] = field(default_factory=list)
    unclear: list[tuple[Item, DoubtKind, Sequence[str], str]] = field(default_factory=list)
    dates: list[tuple[Item, str, str]] = field(default_factory=list)
    held: list[Item] = field(default_factory=list)
    undated: list[Item] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def spoken(self) -> tuple[set[str], set[str] | None]:
        """Return the codes that the message speaks of itself, and those to which its 其余 is limited, if it is."""
        named = self.said | {str(item.task) for item in self.items}
        named |= {code for _, _, codes, _ in self.unclear for code in codes}
        named |= {str(item.task) for item in self.undated}
        return named, {str(each.task) for each in self.rest if each.task != REST} or None


def sorted_out(ctx: Context, unit: Unit, words: Words, reading: Reading) -> Clear:
    """Take a reading apart by what is sure and what is in doubt."""
    said = rest_named.said_beside(ctx, unit, words, reading.items)
    clear = Clear(said=said)
    blanket = [item for item in reading.items if rest.is_blanket(item, reading.items, said)]
    held = rest.held(ctx, unit) if blanket else set()
    doubts = {doubt.item: doubt for doubt in reading.doubts if doubt.item is not None}
    loose = [doubt for doubt in reading.doubts if doubt.item is None and doubt.kind is DoubtKind.disagree]
    items = [_as_written(item, words) for item in reading.items]
    for position, item in enumerate(items):
        doubt = doubts.get(position) or (loose.pop(0) if item.task is None and loose else None)
        candidates = doubt.candidates if doubt and doubt.candidates else reading.candidates
        if rest.is_rest(item, items):
            clear.rest.append(item)
        elif item.task in held and rest.is_blanket(item, items, said):
            clear.held.append(item)
        elif doubt and doubt.kind in (DoubtKind.disagree, DoubtKind.conflict, DoubtKind.number_or_percent):
            clear.unclear.append((item, doubt.kind, candidates, doubt.words))
        elif item.task is None:
            clear.unclear.append((item, DoubtKind.unclear_task, candidates, item.words))
        elif item.status is Status.done and hangs_on_no_such_day(item.words):
            clear.undated.append(item)
        else:
            item, lost = _dated(item)
            if lost or (doubt and doubt.kind is DoubtKind.no_date):
                clear.dates.append((item, "extension", ""))
            elif doubt and doubt.kind is DoubtKind.past_date:
                clear.dates.append((item, "expected", doubt.words))
            if item.status or item.percent is not None or item.measures or item.extension or item.expected:
                clear.items.append(item)
    return clear


def _dated(item: Item) -> tuple[Item, bool]:
    """Take the dates off an item with a day that does not exist; tell whether more time was asked until one.

    What the rest of such a day would mean (the 月底 of 13月底) is not what was meant.
    """
    if not hangs_on_no_such_day(item.words):
        return item, False
    return replace(item, expected=None, extension=None), item.extension is not None


def _as_written(item: Item, words: Words) -> Item:
    problem = as_written(words.text, item.problem) if item.problem else None
    return replace(item, words=as_written(words.text, item.words), problem=problem)
