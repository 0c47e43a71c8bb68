"""Items of a reading as JSON and back: kept with a report, and with a question until it is answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.replies import Item, Measure
from storage.kinds import Status


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
    """Return the item's numbers as they are stored with a report."""
    return [{"name": m.name, "value": m.value, "unit": m.unit} for m in item.measures]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
