"""What the text is made of once it is lexed: tokens, and the mentions of tasks that replace some of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.replies.date_shapes import Found
from bot.replies.ledger import Standing
from bot.replies.lexicon import Classes
from bot.replies.spans import Span
from bot.replies.symbols import Symbol


class Kind(Symbol):
    """What a token is."""

    __slots__ = ()

    SEP: ClassVar[Kind]
    JUNK: ClassVar[Kind]
    CODE: ClassVar[Kind]
    SHARE: ClassVar[Kind]
    DATE: ClassVar[Kind]
    SPAN: ClassVar[Kind]
    AMOUNT: ClassVar[Kind]
    ORDINAL: ClassVar[Kind]
    BULLET: ClassVar[Kind]
    NUMBER: ClassVar[Kind]
    WORD: ClassVar[Kind]
    TEXT: ClassVar[Kind]
    MENTION: ClassVar[Kind]


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

    def any_of(self, classes: Classes) -> bool:
        """Tell the same of many classes at once."""
        return not self.classes.isdisjoint(classes)
