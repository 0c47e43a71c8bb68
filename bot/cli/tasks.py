"""What the commands about tasks share: finding one by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from bot.errors import Refused

if TYPE_CHECKING:
    from bot.services.context import Context
    from storage.models import Task


def find_task(ctx: Context, code: str) -> Task:
    """Return the task of that code in the open plans."""
    from storage import ledger

    plain = normalize("NFKC", code).strip().removeprefix("任务").removeprefix("#")
    for each in (plain, plain.upper()):
        task = ledger.find_task(session=ctx.session, code=each)
        if task is not None:
            return task
    raise Refused("No open plan has a task {code}", code=plain)
