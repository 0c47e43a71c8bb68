"""An explicit round month in the text: 补报5月, 7月进展情况. It says for which month the report counts, not when
work ends."""

from __future__ import annotations

from datetime import date

from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_BEHIND = words(
    "任务 重点任务 牵头任务 进展 情况 月报 报告 调度 工作进展 工作情况 推进情况 "
    "的进展 的月报 的情况 完成情况 任务进展 任务情况"
)


def round_month(tokens: list[Token], today: date) -> date | None:
    """Return the first day of the month that the report is for, and turn its token into junk; None where none is
    named."""
    for at, token in enumerate(tokens[:12]):
        if token.kind is not Kind.DATE or token.day is None or not token.day.month:
            continue
        before = tokens[at - 1] if at else None
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        told = before is not None and before.text.endswith(("补报", "补", "补交", "补充", "更正", "补一下"))
        headed = (
            behind is not None
            and behind.text.startswith(_BEHIND)
            and all(t.kind in (Kind.SEP, Kind.WORD) for t in tokens[:at])
        )
        if not (told or headed):
            continue
        near = token.day.near
        month = near.replace(day=1)
        if (month.year, month.month) > (today.year, today.month):
            month = month.replace(year=month.year - 1)
        token.kind = Kind.JUNK
        return month
    return None
