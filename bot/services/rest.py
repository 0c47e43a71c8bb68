"""其余正常: every task that a unit still owes, save the overdue and those due this month; stored after one press."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.locale import Html
from bot.replies import REST, Item
from bot.services import question_ask, receipt, views
from bot.services.context import Context
from bot.services.report_store import Batch
from storage.models import Unit

_REST = re.compile(
    r"其余|其他|其它|剩下|剩余|余下|另外的|别的|the rest|others|everything else|remaining", re.IGNORECASE
)


def is_rest(item: Item) -> bool:
    """Tell whether an item stands for what was not named, also where the reader has written it out."""
    if item.task == REST:
        return True
    if item.task is None or not _REST.search(item.words):
        return False
    return not re.search(rf"(?<![\d-]){re.escape(item.task)}(?![\d-])", item.words)


def covered(
    duties: Sequence[views.UnitDuties], *, named: Collection[str] = (), only: Collection[str] | None = None
) -> list[str]:
    """Return the codes that 其余 covers now: owed, not named in the message, never overdue or due this month."""
    found = [code for each in duties for code in each.rest]
    return [code for code in found if code not in named and (only is None or code in only)]


def ask(
    ctx: Context, batch: Batch, item: Item, *, named: Collection[str], only: Collection[str] | None = None
) -> list[Html]:
    """Ask for the one confirming press; return lines to say instead where there is nothing that 其余 could cover."""
    duties = views.unit_duties(ctx, batch.unit)
    codes = covered(duties, named=named, only=only)
    if question_ask.rest(ctx, batch, item, duties, codes):
        return []
    return nothing(ctx, batch.unit)


def nothing(ctx: Context, unit: Unit) -> list[Html]:
    """Return what to say where 其余 covers nothing."""
    line = ctx.voice.html("There is nothing left that “the rest” could stand for.")
    return [line, *receipt.still_open(ctx, unit)]
