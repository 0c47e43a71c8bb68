"""How well one task's words explain a name, letter by letter.

Of the title a run of letters explains (1), two letters with a few others between them or turned round, as abbreviations
go (综窗, 引才 for 人才引进: 3/4), and a letter that the title has anywhere (1/3); of the text a run, the longer the
better. What the plan puts in quotation marks explains nearly as a title does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.replies.words_plan import FILL, PLAIN, between, word_at

SKIP = 0.75
_QUOTED, _SINGLE, _TEXT_SKIP = 0.95, 0.33, 0.45
_TITLE, _BODY, _TITLE_SKIP, _BODY_SKIP = 1, 2, 4, 8
"""Where a task has two letters: side by side, or as an abbreviation joins them."""
_TEXT = (0.0, 0.0, 0.5, 0.65, 0.8, 0.85, 0.95)  # by the length of the run
_REACH = 12  # letters between two pieces of a text that belong together
_WIDEST = 4  # letters left out of an abbreviation
_QUOTE = re.compile(r"[“”\"'‘’《》「」]+([^“”\"'‘’《》「」]{2,14})[“”\"'‘’《》「」]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A task's words, letters only."""

    title: str
    text: str
    head: str  # the title without the verbs that it begins with
    terms: frozenset[str]  # runs of letters that are no common words
    phrases: frozenset[str]  # what stands between words that say nothing
    quoted: tuple[str, ...]
    pairs: dict[str, int]  # every two letters that explain a name, and by what: _TITLE, _BODY …


def wording(title: str, text: str) -> Wording:
    """Return the words of a task as they are looked at."""
    name, body = _bare(title), _bare(text)
    quoted = tuple({_bare(q) for q in _QUOTE.findall(title + "\n" + text)})
    head = name
    while word := word_at(head, 0, FILL):
        head = head[len(word) :]
    terms, phrases = frozenset(between(name, PLAIN)), frozenset(between(name, FILL | {"企业"}))
    pairs: dict[str, int] = {}
    skipped = [body[i] + body[i + 2] for i in range(len(body) - 2)]
    for where, found in (
        (_TITLE, pairs_of(name)),
        (_BODY, pairs_of(body)),
        (_TITLE_SKIP, _skips(name)),
        (_BODY_SKIP, skipped),
    ):
        for pair in found:
            pairs[pair] = pairs.get(pair, 0) | where
    return Wording(name, body, head, terms, phrases, quoted, pairs)


def pairs_of(words: str) -> list[str]:
    """Return every two letters that stand side by side."""
    return [words[at : at + 2] for at in range(len(words) - 1)]


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _skips(title: str) -> frozenset[str]:
    return frozenset(
        title[i] + title[j] for i in range(len(title)) for j in range(i + 2, min(i + 2 + _WIDEST, len(title)))
    ) | {title[i + 1] + title[i] for i in range(len(title) - 1)}


def explain(name: str, pairs: list[str], task: Wording) -> list[float]:
    """Return how well the task explains each letter of the name; `pairs`: its letters, two by two."""
    known = [0.0] * len(name)
    ways = _ways(pairs, task)
    for at, end in _runs(name, ways, task):
        known[at:end] = [_TEXT[min(end - at, len(_TEXT) - 1)]] * (end - at)
    for at, way in enumerate(ways):
        if way & _TITLE:
            known[at] = known[at + 1] = 1.0
    for term in task.quoted:
        if term in name:
            at = name.index(term)
            known[at : at + len(term)] = [max(k, _QUOTED) for k in known[at : at + len(term)]]
    for at, way in enumerate(ways):
        if way >= _TITLE_SKIP and not (known[at] or known[at + 1]):
            known[at] = known[at + 1] = SKIP if way & _TITLE_SKIP else _TEXT_SKIP
    if any(known):
        known = [k or (_SINGLE if c in task.title else 0.0) for k, c in zip(known, name, strict=True)]
    return known


def titled(name: str, pairs: list[str], task: Wording, *, quoted: bool = True) -> list[bool]:
    """Tell of each letter whether the title, or what the text puts in quotation marks, has it in such company."""
    known = [False] * len(name)
    for at, way in enumerate(_ways(pairs, task)):
        if way & _TITLE or (way & _TITLE_SKIP and not known[at]):
            known[at] = known[at + 1] = True
    for term in task.quoted if quoted else ():
        if term in name:
            at = name.index(term)
            known[at : at + len(term)] = [True] * len(term)
    return known


def _ways(pairs: list[str], task: Wording) -> list[int]:
    """Return where the task has each of the pairs."""
    return [task.pairs.get(pair, 0) for pair in pairs]


def _runs(name: str, ways: list[int], task: Wording) -> list[tuple[int, int]]:
    """Return the places of the longest runs of letters that the text has as well."""
    runs: list[tuple[int, int]] = []
    told = 0
    for at, way in enumerate(ways):
        if not way & _BODY or at + 1 < told:
            continue
        end = at + 2
        while end <= len(ways) and ways[end - 1] & _BODY and name[at : end + 1] in task.text:
            end += 1
        if end > told:
            runs.append((max(at, told), end))
            told = end
    return runs


def scattered(name: str, pairs: list[str], task: Wording, known: list[float]) -> bool:
    """Tell whether the pieces of the name that only the text has stand far from one another."""
    told = [(a, b) for a, b in _runs(name, _ways(pairs, task), task) if min(known[a:b]) < 1]
    return not all(_near(name[a:b], name[c:d], task.text) for (a, b), (c, d) in pairwise(told))


def _near(one: str, other: str, text: str) -> bool:
    """Tell whether the text has both within a few letters."""
    at = text.find(one)
    while at >= 0:
        if other in text[max(at - _REACH, 0) : at + len(one) + _REACH]:
            return True
        at = text.find(one, at + 1)
    return False
