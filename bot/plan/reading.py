"""The way from a document's bytes to a draft: format, layout, tasks, anomalies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.errors import PlanError
from bot.plan.draft import Draft

Progress = Callable[[int, int], None]


def read(data: bytes, name: str, *, today: date, progress: Progress | None = None) -> Draft:
    """Read a plan document; `name` is the file's, its ending tells the format.

    Raises PlanError with one message for people where the document cannot be read or holds no task.
    """
    raise PlanError("没有读到任务。No task was found.")
