"""Items of a reading as JSON and back: kept with a report, and with a question until it is answered."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from bot.replies import Item, Measure, named
from storage.kinds import Status
from storage.models import Task

_CLOSING = "%％)）]】〕》」』”"


def to_json(item: Item) -> dict[str, Any]:
    """Return the item as JSON; dates in ISO form."""
    return {
        "task": item.task,
        "status": item.status.value if item.status else None,
        "percent": item.percent,
        "expected": item.expected.isoformat() if item.expected else None,
        "measures": measures_json(item),
        "problem": item.problem,
        "extension": item.extension.isoformat() if item.extension else None,
        "words": item.words,
    }


def from_json(data: dict[str, Any]) -> Item:
    """Return the item that `to_json` wrote."""
    return Item(
        task=data["task"],
        status=Status(data["status"]) if data["status"] else None,
        percent=data["percent"],
        expected=_day(data["expected"]),
        measures=tuple(Measure(m["name"], m["value"], m["unit"]) for m in data["measures"]),
        problem=data["problem"],
        extension=_day(data["extension"]),
        words=data["words"],
    )


def measures_json(item: Item) -> list[dict[str, Any]]:
    """Return the item's numbers as the reader gives them."""
    return [{"name": m.name, "value": m.value, "unit": m.unit} for m in item.measures]


def kept_measures(item: Item, task: Task) -> list[dict[str, Any]]:
    """Return the item's numbers as they are stored with a report: one without a name has that of the words beside it.

    So it is not taken for a target that the words do not speak of.
    """
    return measures_json(named(item, task.title))


def as_written(text: str, words: str) -> str:
    """Return a part of a message as its writer wrote it; the reader gives it in its own plain form.

    Letters and digits are what both have in common; where they do not meet, the reader's form is returned.
    """
    wanted = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words)))
    plain = [
        (each, at) for at, char in enumerate(text) for each in unicodedata.normalize("NFKC", char) if each.isalnum()
    ]
    start = "".join(each for each, _ in plain).find(wanted)
    if not wanted or start < 0:
        return words
    first, last = plain[start][1], plain[start + len(wanted) - 1][1] + 1
    while last < len(text) and text[last] in _CLOSING:
        last += 1
    return text[first:last]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
