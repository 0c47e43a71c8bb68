"""Dates, moments and tasks as people write them, in the reader's language; what every message needs."""

from __future__ import annotations

from bot.locale import Voice
from bot.locale.dates import (
    clock,
    date_only,
    date_week,
    day,
    day_week,
    full_day,
    moment,
    month,
    weekday,
    when,
    year_month,
)
from storage.models import Task

__all__ = [
    "clock",
    "date_only",
    "date_week",
    "day",
    "day_week",
    "deadline",
    "full_day",
    "moment",
    "month",
    "title",
    "weekday",
    "when",
    "year_month",
]

TITLE_LIMIT = 24


def title(task: Task, limit: int = TITLE_LIMIT) -> str:
    """Return code and title on one line, the title clipped: 15 持续提升开办企业便利度."""
    words = " ".join(task.title.split())
    return f"{task.code} {words if len(words) <= limit else words[: limit - 1] + '…'}"


def deadline(voice: Voice, task: Task) -> str:
    """Return the task's deadline: a month where it is a month's last day (2022年8月), a day, or 长期坚持."""
    if task.ongoing:
        return "ongoing" if voice.language == "en" else "长期坚持"
    if task.deadline is None:
        return "no deadline" if voice.language == "en" else "无完成时限"
    return when(voice, task.deadline)
