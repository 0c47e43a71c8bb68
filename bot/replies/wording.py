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
    skips: frozenset[str]  # pairs of letters that an abbreviation may join
    text_skips: frozenset[str]
    pairs: frozenset[str]  # every two letters by which any of these explains a name


def wording(title: str, text: str) -> Wording:
    """Return the words of a task as they are looked at."""
    name, body = _bare(title), _bare(text)
    quoted = tuple({_bare(q) for q in _QUOTE.findall(title + "\n" + text)})
    text_skips = frozenset(body[i] + body[i + 2] for i in range(len(body) - 2))
    head = name
    while word := word_at(head, 0, FILL):
        head = head[len(word) :]
    terms, phrases = frozenset(between(name, PLAIN)), frozenset(between(name, FILL | {"企业"}))
    skips = _skips(name)
    pairs = frozenset(pairs_of(name)) | frozenset(pairs_of(body)) | skips | text_skips
    return Wording(name, body, head, terms, phrases, quoted, skips, text_skips, pairs)


def pairs_of(words: str) -> set[str]:
    """Return every two letters that stand side by side."""
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _skips(title: str) -> frozenset[str]:
    return frozenset(
        title[i] + title[j] for i in range(len(title)) for j in range(i + 2, min(i + 2 + _WIDEST, len(title)))
    ) | {title[i + 1] + title[i] for i in range(len(title) - 1)}


def explain(name: str, task: Wording) -> list[float]:
    """Return how well the task explains each letter of the name."""
    size = len(name)
    known = [0.0] * size
    for at, end in _runs(name, task.text):
        known[at:end] = [_TEXT[min(end - at, len(_TEXT) - 1)]] * (end - at)
    for at in range(size - 1):
        if name[at : at + 2] in task.title:
            known[at] = known[at + 1] = 1.0
    for term in task.quoted:
        if term in name:
            at = name.index(term)
            known[at : at + len(term)] = [max(k, _QUOTED) for k in known[at : at + len(term)]]
    for at in range(size - 1):
        if not (known[at] or known[at + 1]):
            pair = name[at : at + 2]
            known[at] = known[at + 1] = SKIP if pair in task.skips else _TEXT_SKIP if pair in task.text_skips else 0.0
    if any(known):
        known = [k or (_SINGLE if c in task.title else 0.0) for k, c in zip(known, name, strict=True)]
    return known


def titled(name: str, task: Wording, *, quoted: bool = True) -> list[bool]:
    """Tell of each letter whether the title, or what the text puts in quotation marks, has it in such company."""
    known = [False] * len(name)
    for at in range(len(name) - 1):
        if name[at : at + 2] in task.title or (not known[at] and name[at : at + 2] in task.skips):
            known[at] = known[at + 1] = True
    for term in task.quoted if quoted else ():
        if term in name:
            at = name.index(term)
            known[at : at + len(term)] = [True] * len(term)
    return known


def _runs(name: str, text: str) -> list[tuple[int, int]]:
    """Return the places of the longest runs of letters that the text has as well."""
    runs: list[tuple[int, int]] = []
    for at in range(len(name) - 1):
        if name[at : at + 2] not in text or (runs and at + 1 < runs[-1][1]):
            continue
        end = at + 2
        while end < len(name) and name[at : end + 1] in text:
            end += 1
        if not runs or end > runs[-1][1]:
            runs.append((max(at, runs[-1][1]) if runs else at, end))
    return [(a, b) for a, b in runs if b - a >= 1]


def scattered(name: str, text: str, known: list[float]) -> bool:
    """Tell whether the pieces of the name that only the text has stand far from one another."""
    told = [(a, b) for a, b in _runs(name, text) if min(known[a:b]) < 1]
    return not all(_near(name[a:b], name[c:d], text) for (a, b), (c, d) in pairwise(told))


def _near(one: str, other: str, text: str) -> bool:
    """Tell whether the text has both within a few letters."""
    at = text.find(one)
    while at >= 0:
        if other in text[max(at - _REACH, 0) : at + len(one) + _REACH]:
            return True
        at = text.find(one, at + 1)
    return False
