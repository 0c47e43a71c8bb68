"""Whose decision it was, as the office types it in: 李副县长，3月5日，奉府办〔2024〕12号."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.replies.dates import read_date

NAME_LIMIT, PAPER_LIMIT = 60, 120
_NOTHING = frozenset({"无", "没有", "none", "no", "-", "没", "暂无"})
_PARTS = re.compile(r"[，,；;、\n]+")
_PAPER = re.compile(r"号|〔|\d{4}\]|no\.", re.IGNORECASE)
_BY = re.compile(r"^(?:批准人|审批人|批准|审批|approved by)[:：]?\s*", re.IGNORECASE)
_BEHIND = re.compile(r"[；;]\s*(?=(?:批准|审批|approved by))", re.IGNORECASE)


@dataclass(frozen=True)
class Approval:
    """Who approved, on which day, by which paper; what was not said is empty."""

    approver: str = ""
    on: date | None = None
    paper: str = ""

    def facts(self) -> dict[str, str]:
        """Return it as the audit keeps it; nothing where nothing was said."""
        found = {"approver": self.approver, "on": self.on.isoformat() if self.on else "", "paper": self.paper}
        return {name: value for name, value in found.items() if value}


def read(words: str, today: date) -> Approval:
    """Return what the words say; a day must have come. 无 says nothing."""
    approver, on, paper = "", None, ""
    if " ".join(words.split()).lower() in _NOTHING:
        return Approval()
    for part in filter(None, (_BY.sub("", part.strip()) for part in _PARTS.split(words))):
        day = _past_day(part, today)
        if _PAPER.search(part):
            paper = _clipped(part, PAPER_LIMIT)
        elif day is not None:
            on = day
        else:
            approver = _clipped(part, NAME_LIMIT)
    return Approval(approver, on, paper)


def split(words: str) -> tuple[str, str]:
    """Return words and the approval behind them: “县财政局；批准 李副县长，3月5日” has both."""
    parts = _BEHIND.split(words, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _past_day(part: str, today: date) -> date | None:
    """Return the day of a decision, today or before; the whole part must be the date."""
    found = read_date(part, 0, today)
    return found.near if found is not None and found.end == len(part) and found.near <= today else None


def _clipped(words: str, limit: int) -> str:
    return " ".join(words.split())[:limit]
