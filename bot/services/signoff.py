"""Where the office asks for it (`unit_signoff`): what a liaison says counts once the unit's leader has approved it."""

from __future__ import annotations

from bot.services import bulk, pending
from bot.services.context import Context
from bot.services.report_batch import Batch


def hold(ctx: Context, batch: Batch) -> list[str]:
    """Keep what the batch says until the press that it has been approved; return its codes, shown as 待审 meanwhile."""
    codes = [str(item.task) for item in batch.items]
    pending.mark(ctx, batch.unit, batch.words.text, codes)
    bulk.ask(ctx, "signoff", [bulk.Part(batch)])
    return codes
