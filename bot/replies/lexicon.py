"""The reader's vocabulary in one table: word -> its classes, and how long the words are that begin with a letter."""

from __future__ import annotations

from collections.abc import Iterable

from bot.replies.words_english import ENGLISH
from bot.replies.words_report import REPORT
from bot.replies.words_shield import SHIELD
from bot.replies.words_talk import TALK

Classes = frozenset[str]
_NONE: Classes = frozenset()
_OF_NOW = ("本月无", "本月没有")


def _table() -> dict[str, Classes]:
    gathered: dict[str, set[str]] = {}
    for source, mark in ((REPORT, " "), (TALK, " "), (SHIELD, " "), (ENGLISH, "|")):
        for kind, words in source.items():
            for word in words.split(mark):
                gathered.setdefault(word.lower(), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in gathered.items()}


def _lengths(table: dict[str, Classes]) -> dict[str, tuple[int, ...]]:
    """Return how long the words are that begin with two letters, longest first, and at last with the first alone."""
    lengths: dict[str, set[int]] = {}
    for word in table:
        lengths.setdefault(word[:2], {1} if word[0] in table else set()).add(len(word))
    return {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}


WORDS = _table()
_LENGTHS = _lengths(WORDS)
BEGINNINGS = frozenset(word[0] for word in WORDS)
_ONE = (1,)


def by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words by the letter that they begin with, in their order."""
    gathered: dict[str, list[str]] = {}
    for word in words:
        gathered.setdefault(word[0], []).append(word)
    return {first: tuple(found) for first, found in gathered.items()}


def read_word(low: str, at: int) -> tuple[int, Classes]:
    """Return the end and classes of the longest word that begins at a place of a lower-case text; (at, none) if
    none does."""
    for length in _LENGTHS.get(low[at : at + 2]) or (_ONE if low[at] in WORDS else ()):
        word = low[at : at + length]
        classes = WORDS.get(word)
        if classes is None or len(word) < length:
            continue
        if word in _OF_NOW and read_word(low, at + 2)[1] & {"NOCHANGE", "OKAY"}:
            continue  # 本月无变化 is 无变化, of this month
        if word[-1] == "完" and low.startswith(("成", "毕", "工", "结", "善", "整"), at + length):
            continue  # 兑现完成 is not 兑现完
        if word[0].isascii() and word[-1].isalnum():
            behind = low[at + length : at + length + 1]
            if behind.isascii() and behind.isalpha():
                continue  # "no" in "note"
        return at + length, classes
    return at, _NONE
