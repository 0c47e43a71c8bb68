"""What the text is made of once it is lexed: tokens, and the mentions of tasks that replace some of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from bot.replies.date_shapes import Found
from bot.replies.ledger import Standing
from bot.replies.lexicon import Classes
from bot.replies.spans import Span


class Kind(Enum):
    """What a token is."""

    SEP = "separator"
    JUNK = "junk"
    CODE = "code"
    SHARE = "share"
    DATE = "date"
    SPAN = "span"
    AMOUNT = "amount"
    ORDINAL = "ordinal"
    BULLET = "bullet"
    NUMBER = "number"
    WORD = "word"
    TEXT = "text"
    MENTION = "mention"

    __hash__ = object.__hash__  # members are looked up all the time; the one of Enum is slow


_NONE: Classes = frozenset()


@dataclass(slots=True)
class Mention:
    """The tasks that a run of tokens names: codes with their standing, or the rest, or all of them."""

    codes: list[tuple[str, Standing]]
    kind: Literal["codes", "order", "rest", "all"] = "codes"
    explicit: bool = False
    bullet: int = 0  # the number of a list's item, 1. 2. 3., which may be the writer's own
    inner: bool = False  # in brackets behind what is said of it: 正常推进（任务65）
    excluded: bool = False  # 除了28: named to be left out


@dataclass(slots=True)
class Token:
    """One token: where it stands, and what its kind says of it."""

    kind: Kind
    text: str
    start: int
    end: int
    classes: Classes = _NONE
    value: float = 0.0
    strength: int = 0  # of a separator
    unit: str = ""  # of an amount; the noun of an ordinal
    plain: bool = True  # a number in ASCII digits
    day: Found | None = None
    span: Span | None = None
    mention: Mention | None = None

    def has(self, *classes: str) -> bool:
        """Tell whether the word belongs to one of the classes."""
        return not self.classes.isdisjoint(classes)
