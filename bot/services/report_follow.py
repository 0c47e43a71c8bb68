"""What follows from a report: a claim of completion for the office, a request for more time, or taking either back."""

from __future__ import annotations

from datetime import date

from bot.services import extend, review
from bot.services.context import Context
from storage.kinds import Status
from storage.models import Report, Task, Unit


def follow(
    ctx: Context,
    row: Report,
    task: Task,
    unit: Unit,
    replaced: Report | None = None,
    *,
    asked: date | None = None,
    corrects: bool = False,
) -> bool:
    """Bring claim and request in line with a report that now stands.

    `asked` is the date until which this message asks for more time: who asks says that it is not done, and a waiting
    claim, of whichever month, is taken back. A later report leaves an earlier request alone; one that `corrects` what
    it replaces takes it back. Return whether a claim of completion has been taken back.
    """
    unclaimed = False
    if row.status is Status.done:
        review.claim(ctx, task=task, unit=unit, report=row)
    else:
        unclaimed = replaced is not None and bool(review.withdraw_claim(ctx, replaced))
        if asked is not None:
            unclaimed = bool(review.withdraw_waiting(ctx, task, unit)) or unclaimed
    if asked is not None:
        extend.request(ctx, task=task, unit=unit, report=row, until=asked, reason=row.problem or row.words)
    elif replaced is not None and corrects:
        extend.withdraw_request(ctx, replaced)
    return unclaimed


def unfollow(ctx: Context, row: Report) -> None:
    """Take back what rests on a report that has been withdrawn; what the office has decided stays."""
    review.withdraw_claim(ctx, row)
    extend.withdraw_request(ctx, row)
