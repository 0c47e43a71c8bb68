"""Requests about a task itself, which report nothing: that another unit lead it, that it be cancelled.

change of lead := ASK … 牵头 … CHANGE | ASK … CHANGE … 牵头 | ASK [TASK] 由 UNIT 牵头
cancelling     := ASK [TASK] CANCEL [TASK] and nothing behind it in the clause (取消收费12项 is work done)
"""

from __future__ import annotations

import re
from enum import StrEnum

_ASK = r"(?:申请|请求|恳请|建议|希望|拟请|商请|提请|请(?!示))"
_FORMALLY = r"(?:申请|请求|恳请|建议|拟请|商请|提请)"  # 请取消 alone takes a report back
_NAMED = re.compile(r"[0-9]|任务|[该此本]项")
_TASK = (
    r"(?:第?[0-9A-Za-z.\-、]+(?:号|项|条)?|该|此|本|这|项|条|号|任务|工作|台账|中|里|将|把|的|予以|进行|给予|对|从|\s)*"
)
_CHANGE = r"(?:改|调整|变更|更换|换成|更正)"
_CLAUSE = re.compile(r"[，,。；;！!？?\n]")
_ENGLISH_LEAD = re.compile(
    r"\b(?:change|replace|reassign)\b.{0,30}\blead\b|\bask(?:s|ing)?\b.{0,30}\bother unit\b", re.I
)
_ENGLISH_CANCEL = re.compile(r"^\s*(?:please |we )?(?:ask|request|apply|propose)\w*\b.{0,20}\bcancel\w*\b", re.I)
_HINT = re.compile("牵头|取消|撤销|终止|调出|移出|剔除|lead|other unit|cancel", re.I)
"""Every request has one of these words."""
_LEAD = re.compile(
    rf"{_ASK}[^，,。；;]{{0,16}}?(?:牵头[^，,。；;]{{0,10}}?{_CHANGE}|{_CHANGE}[^，,。；;]{{0,10}}?牵头)"
)
_BY = re.compile(rf"{_ASK}{_TASK}由[^，,。；;]{{2,16}}牵头$")
_CANCEL = re.compile(rf"{_FORMALLY}{_TASK}(?:取消|撤销|终止|调出|移出|剔除){_TASK}$")


class Wanted(StrEnum):
    """What a unit asks the office to decide about a task."""

    lead = "lead"
    cancel = "cancel"


def may_want(text: str) -> bool:
    """Tell whether a word of the text may ask for something: what most messages lack."""
    return _HINT.search(text) is not None


def wanted(text: str) -> Wanted | None:
    """Return what the words ask for, or None."""
    if not may_want(text):
        return None
    for clause in _CLAUSE.split(text):
        said = clause.strip()
        if not may_want(said):
            continue
        if _LEAD.search(said) or _BY.search(said) or _ENGLISH_LEAD.search(said):
            return Wanted.lead
        if (_CANCEL.search(said) and _NAMED.search(said)) or _ENGLISH_CANCEL.search(said):
            return Wanted.cancel
    return None
