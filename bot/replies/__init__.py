"""A liaison's words become a Reading. Pure: text and ledger in, dataclasses out."""

from bot.replies.beside import named
from bot.replies.grammar import read
from bot.replies.ledger import Ledger, TargetView, TaskView
from bot.replies.no_such_day import hangs_on_no_such_day, no_such_days
from bot.replies.reading import (
    REST,
    Doubt,
    DoubtKind,
    Item,
    Measure,
    OnItsWay,
    Reading,
    Refusal,
    reading_json,
)
from bot.replies.rest import expand_rest
from bot.replies.sensitive import sensitive
from bot.replies.targets import doubtful_value, match_measure

__all__ = [
    "REST",
    "Doubt",
    "DoubtKind",
    "Item",
    "Ledger",
    "Measure",
    "OnItsWay",
    "Reading",
    "Refusal",
    "TargetView",
    "TaskView",
    "doubtful_value",
    "expand_rest",
    "hangs_on_no_such_day",
    "match_measure",
    "named",
    "no_such_days",
    "read",
    "reading_json",
    "sensitive",
]
