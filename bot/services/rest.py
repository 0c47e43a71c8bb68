"""其余正常: every task that a unit still owes, save the overdue and those due this month; stored after one press."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.locale import Html
from bot.replies import REST, Item
from bot.services import owing, question_ask
from bot.services.context import Context
from bot.services.report_store import Batch
from storage.kinds import Status
from storage.models import Unit

_REST = re.compile(
    r"其余|其他|其它|剩下|剩余|余下|另外的|别的|the rest|others|everything else|remaining", re.IGNORECASE
)

_SHARED = (Status.done, Status.in_progress, Status.not_started, Status.no_change)
_RANGE = re.compile(r"(?<!\d)(\d{1,4})\s*[-—–~～至到]\s*(\d{1,4})(?!\d)")
# A list, a range or an order names its tasks; a bare 都 does not.
_ALL = re.compile(r"都|均|全部|各项|所有|每项|\ball\b|\bboth\b|everything", re.IGNORECASE)
_COUNTED = re.compile(r"\d|[第前后头][一二三四五六七八九十两几]")


def is_rest(item: Item, others: Sequence[Item] = ()) -> bool:
    """Tell whether an item stands for what was not named, also where the reader has written it out."""
    if item.task == REST:
        return True
    if item.task is None or _names(item):
        return False
    if any(each.words == item.words and each.task != item.task for each in others):
        return bool(_REST.search(item.words)) and _says_only(item, _SHARED)
    return bool(_REST.match(item.words.strip())) and _is_plain(item)


def covered(
    duties: Sequence[owing.UnitDuties], *, named: Collection[str] = (), only: Collection[str] | None = None
) -> list[str]:
    """Return the codes that 其余 covers now: owed, not named in the message, never overdue or due this month."""
    found = [code for each in duties for code in each.rest]
    return [code for code in found if code not in named and (only is None or code in only)]


def is_blanket(item: Item, others: Sequence[Item], said: Collection[str] = ()) -> bool:
    """Tell whether an item is one of several that a single 都 or 均 made, with nothing said of this task itself.

    `said` are the codes that the message names: in 除11外都正常 the number names no task of those that are on track.
    """
    alike = [each for each in others if each.words == item.words]
    counted = _COUNTED.search(item.words) and (not said or item.task in said)
    return len(alike) > 1 and _is_plain(item) and bool(_ALL.search(item.words)) and not counted


def held(ctx: Context, unit: Unit) -> set[str]:
    """Return the codes that no 其余 or 都 covers: overdue, or due this month."""
    return {code for each in owing.unit_duties(ctx, unit) for code in (*each.overdue, *each.due_this_month)}


def ask(
    ctx: Context, batch: Batch, item: Item, *, named: Collection[str] = (), only: Collection[str] | None = None
) -> bool:
    """Ask for the one confirming press, saying what is not covered; tell whether there was anything to cover."""
    duties = owing.unit_duties(ctx, batch.unit)
    left = [code for each in duties for code in each.asked_one_by_one if only is None or code in only]
    return question_ask.rest(ctx, batch, item, covered(duties, named=named, only=only), left)


def all_in(duties: Sequence[owing.UnitDuties]) -> bool:
    """Tell whether the unit owes nothing of this round any more."""
    return bool(duties) and not any(each.owed for each in duties) and any(each.reported for each in duties)


def nothing(ctx: Context, duties: Sequence[owing.UnitDuties]) -> Html:
    """Return what to say where 其余 covers nothing."""
    if all_in(duties):
        return ctx.voice.html("All of this month has been reported; there is nothing to add.")
    return ctx.voice.html("There is nothing left that “the rest” could stand for.")


def _is_plain(item: Item) -> bool:
    """Tell whether it says no more than that all is well, or as before."""
    return _says_only(item, (Status.in_progress, Status.no_change))


def _says_only(item: Item, which: Collection[Status]) -> bool:
    more = item.percent is not None or item.expected or item.problem or item.measures or item.extension
    return not more and item.status in which


def _names(item: Item) -> bool:
    """Tell whether the words name the task by its number, alone or within a range (53-55)."""
    if item.task is None:
        return False
    if re.search(rf"(?<![\d-]){re.escape(item.task)}(?![\d-])", item.words):
        return True
    ends = _RANGE.findall(item.words) if item.task.isdigit() else []
    return any(int(first) <= int(item.task) <= int(last) for first, last in ends)
