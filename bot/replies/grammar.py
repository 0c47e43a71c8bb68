"""Message to Reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.replies.ledger import Ledger
from bot.replies.reading import Item, Reading, Refusal
from storage.kinds import ReadingKind, Status


def read(text: str, *, unit: str, today: date, ledger: Ledger, reply_to: Sequence[str] | None = None) -> Reading:
    """Read one message of a unit's liaison; never raises."""
    if not ledger.knows(unit):
        return Reading(ReadingKind.unknown_unit, unread=text)
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(?:第|任务|#)?(\d+(?:-\d+)?)(?:项)?[::,、 ]*(.*)", plain, re.S)
    code, rest = (found[1], found[2]) if found else (reply_to[0] if reply_to and len(reply_to) == 1 else None, plain)
    status = None
    percent = None
    if pct := re.search(r"(\d{1,3})%", rest):
        percent = int(pct[1])
        status = Status.in_progress
    if re.search("已?完成|办结|✅", rest):
        status = Status.done
    elif re.search("推进|进行", rest):
        status = Status.in_progress
    if status is None or not rest:
        return Reading(ReadingKind.chat, unread=text)
    item = Item(code, status, percent, words=plain)
    if code and code not in ledger.tasks:
        return Reading(ReadingKind.unknown_task, (item,), refused=(Refusal(code, "unknown_task"),))
    if code and code not in ledger.of(unit).tasks:
        return Reading(ReadingKind.not_yours, (item,), refused=(Refusal(code, "not_yours"),))
    return Reading(ReadingKind.progress, (item,))
