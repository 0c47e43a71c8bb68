"""Which of a unit's open tasks a short name means: 综窗, 联合验收方式优化, 民企表彰, 白茶, 多元解纷.

A name is explained by each task letter by letter (wording.py). Letters of words that any plan is full of (服务, 机制)
weigh little, of those that say nothing (推进, 工作) next to nothing. The task that explains most of the name is meant,
if it explains enough of it and no other explains nearly as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import mul

from bot.replies.wording import SKIP, explain, pairs_of, scattered, titled, wording
from bot.replies.words_plan import COMMON, EMPTY, FILL, PARTICLES, word_at

_FILL_WEIGHT, _COMMON_WEIGHT, _OWN_WEIGHT = 0.15, 0.35, 0.6
_TERM, _SUPPORTED = 0.75, 0.85  # what others explain of a title's own term; what is explained by a task not led
_LONGEST = 18  # letters of a name that are looked at
_LONGEST_LEADING = 12  # of one that other words follow
_STEEP = 4
_EXPLAINED, _CERTAIN, _MASS = 0.62, 0.7, 1.45  # shares, and what the explained letters weigh
_ALONE = 0.48  # enough where no rival explains half as much
_SHORT = 2.8  # what a name of two telling letters and a common word weighs
MARKS = ("那项", "这项", "这块", "那块", "这一块", "那一块", "方面", "这项嘛", "的事", "那个", "这个", "这事")
"""Words that say that what stands before them is a task's name."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means: the task where one is certain, and those that may be meant, best first; `firm` where the
    name begins with words of the title and half of it are, `whole` where all that is telling of it are."""

    code: str | None = None
    candidates: tuple[str, ...] = ()
    firm: bool = False
    whole: bool = False
    vague: bool = False  # nothing but words that any plan is full of


@dataclass(slots=True)
class _Name:
    """A name that is looked at: the weight of each letter, and the runs of letters that no common word explains."""

    text: str
    pairs: list[str]  # of letters, side by side
    weights: list[float]
    cores: list[str]
    total: float  # of the weights
    marked: bool = False

    def over(self, known: list[float]) -> float:
        """Return the share of the name that is explained."""
        return float(sum(map(mul, known, self.weights)) / self.total)

    def telling(self, known: list[float]) -> list[float]:
        """Return how well the letters are explained that no common word has."""
        return [k for k, w in zip(known, self.weights, strict=True) if w >= 1]

    def leaves_word(self, known: list[float]) -> bool:
        """Tell whether two letters in a row, of some weight, are left unexplained."""
        loose = [k < 0.4 and w > 0 for k, w in zip(known, self.weights, strict=True)]
        return any(a and b for a, b in pairwise(loose))


class Names:
    """The names of a unit's open tasks, code -> (title, text); those that it leads are likelier meant."""

    def __init__(self, tasks: dict[str, tuple[str, str]], leads: frozenset[str] = frozenset()) -> None:
        self._leads = leads
        self._tasks = {code: wording(title, text) for code, (title, text) in tasks.items()}
        self._titles = "|".join(t.title for t in self._tasks.values())
        self._all = "|".join((self._titles, *(t.text for t in self._tasks.values())))
        self._having: dict[str, list[str]] = {}  # pair of letters -> the tasks that it may explain a name of
        for code, task in self._tasks.items():
            for pair in task.pairs:
                self._having.setdefault(pair, []).append(code)
        self._short = frozenset().union(*(t.terms | t.phrases | {*t.quoted} for t in self._tasks.values()))
        self._own = _own_words([t.title for t in self._tasks.values()], [t.text for t in self._tasks.values()])
        self._known: dict[tuple[str, bool], Named] = {}

    def knows(self, piece: str) -> bool:
        """Tell whether the piece stands in a title or text."""
        return self._has_pairs(piece) and piece in self._all

    def _has_pairs(self, piece: str) -> bool:
        """Tell whether every two letters of the piece stand somewhere: what most pieces fail at once."""
        return all(pair in self._having for pair in pairs_of(piece))

    def joins(self, letter: str, other: str) -> bool:
        """Tell whether a title or text may have the two letters side by side."""
        return (letter + other).lower() in self._having

    def titles(self, word: str) -> bool:
        """Tell whether a title has the word, and more than by the way."""
        return word not in FILL and word in self._titles

    def quotes(self, piece: str) -> bool:
        """Tell whether the piece stands in quotation marks in a title or text."""
        return any(piece in quoted for task in self._tasks.values() for quoted in task.quoted)

    def tells(self, name: str) -> bool:
        """Tell whether the name says more than the words that any plan is full of."""
        return any(len(core) >= 2 for core in self._name(name).cores)

    def meant(self, name: str, marked: bool = False) -> Named:
        """Return what a name (letters only) means; `marked`: the writer says that it is one (那项, 这块)."""
        while name and name[-1] in PARTICLES:
            name = name[:-1]
        known = self._known.get((name, marked))
        if known is None:
            if len(self._known) > 2048:
                self._known.clear()
            known = self._known[name, marked] = self._meant(self._name(name[:_LONGEST], marked))
        return known

    def led_by(self, words: str, marked: bool = False) -> Named:
        """Return what words mean that are a name or begin with one (双随机抽查做了, 清欠案件) and go on to no other."""
        whole = self.meant(words, marked)
        if whole.code is not None and whole.firm:
            return whole
        for end in range(min(len(words) - 1, _LONGEST_LEADING), self._explained_from(words, whole), -1):
            if end < 4 and words[:end] not in self._short:
                continue
            part = self.meant(words[:end])
            if part.code is None or not (part.firm or end >= 4) or whole.candidates[:1] not in ((), (part.code,)):
                continue
            rest = self.meant(words[end:])
            if rest.candidates and part.code not in rest.candidates:
                continue
            task = self._tasks[part.code]
            if whole.code not in (None, part.code):
                continue
            if end >= 4 or words[:end] in task.terms or words[:end] in task.phrases or words[:end] in task.quoted:
                return part
        return whole

    def _explained_from(self, words: str, whole: Named) -> int:
        """Return the place up to which no letters of the words are explained by the task that they may begin with."""
        only = set(whole.candidates[:1])
        for at in range(min(len(words) - 1, _LONGEST_LEADING)):
            having = self._having.get(words[at : at + 2])
            if having and (not only or not only.isdisjoint(having)):
                return at + 1
        return len(words)

    def _meant(self, name: _Name) -> Named:
        quoted = self._quoted(name.text, name.weights) or (None if name.cores else self._owned(name.text))
        if quoted is not None:
            in_title = name.text in self._tasks[quoted].title or not name.cores
            return Named(quoted, (quoted,), True, in_title)
        if name.total < (_MASS if name.cores else 1.0):
            return Named(vague=not name.cores)
        told = {code for pair in name.pairs for code in self._having.get(pair, ())}
        known = {code: explain(name.text, name.pairs, self._tasks[code]) for code in told}
        shares = {code: name.over(letters) * self._prior(code) for code, letters in known.items()}
        ranked = sorted((code for code, share in shares.items() if share), key=lambda c: (shares[c], c), reverse=True)
        if not ranked:
            return Named()
        best = shares[ranked[0]]
        likely = tuple(c for c in ranked[:4] if shares[c] >= max(0.8 * best, 0.4))
        if not name.cores:
            return Named(None, likely, vague=True)
        if self._in_part(name, known, ranked):
            return Named(None, tuple(c for c in ranked[:4] if shares[c] >= 0.3))
        code = ranked[0]
        certain = self._enough(name, known, shares, ranked) and self._alone(name, known, shares, ranked)
        of_title = titled(name.text, name.pairs, self._tasks[code])
        own = name.telling([float(t) for t in of_title])
        firm = all(own) or (2 * sum(own) >= len(own) and of_title[0])
        if not certain:
            apart = scattered(name.text, name.pairs, self._tasks[code], known[code])
            return Named() if apart else Named(None, likely, firm)  # 食品安全检查: pieces from here and there
        by_title = titled(name.text, name.pairs, self._tasks[code], quoted=False)
        return Named(code, likely, firm, all(name.telling([float(t) for t in by_title])))

    def _in_part(self, name: _Name, known: dict[str, list[float]], ranked: list[str]) -> bool:
        """Tell whether the name is two letters out of a longer term, which other tasks speak of as well: 登记."""
        short = name.total < _SHORT and len("".join(name.cores)) == 2
        return short and any(min(name.telling(known[code])) >= 0.5 for code in ranked[1:])

    def _enough(self, name: _Name, known: dict[str, list[float]], shares: dict[str, float], ranked: list[str]) -> bool:
        """Tell whether the first task explains enough of the name."""
        code, letters = ranked[0], known[ranked[0]]
        second = shares[ranked[1]] if len(ranked) > 1 else 0.0
        share = shares[code] / self._prior(code)
        if share < _ALONE:
            return False
        told = sum(k >= 0.5 and w >= 0.5 for k, w in zip(letters, name.weights, strict=True))
        sure = name.marked or any(self._tasks[code].text.count(core) > 1 for core in name.cores)
        joined = any(letter in name.text for letter in "和与跟")
        apart = second > 0.1 and scattered(name.text, name.pairs, self._tasks[code], letters)
        if not (joined or apart) and second <= 0.45 * shares[code] and (told >= 3 or sure):
            return True
        if apart:
            return False
        if told < 3 and not sure and sum(k >= SKIP for k in name.telling(letters)) < 2:
            return False  # two letters of the text, in passing: 企业走访
        return share >= _EXPLAINED and share * name.total >= _MASS

    def _alone(self, name: _Name, known: dict[str, list[float]], shares: dict[str, float], ranked: list[str]) -> bool:
        """Tell whether no other task explains nearly as much, or each leaves out a word that the first one has."""
        code, rest = ranked[0], ranked[1:]
        mine = name.telling(known[code])
        near = [other for other in rest if shares[other] >= 0.6 * shares[code]]
        if any(_beside(mine, name.telling(known[other])) for other in near):
            return False
        if min(known[code]) >= 0.5 and all(name.leaves_word(known[other]) for other in rest):
            return True
        term = all(core in self._tasks[code].terms for core in name.cores)
        others = 0.0
        for other in rest:
            faint = term and not any(core in self._tasks[other].title for core in name.cores)
            others += ((_TERM if faint else 1.0) * shares[other]) ** _STEEP
        first = shares[code] ** _STEEP
        return first / (first + others) >= _CERTAIN

    def _prior(self, code: str) -> float:
        return 1.0 if not self._leads or code in self._leads else _SUPPORTED

    def _quoted(self, name: str, weights: list[float]) -> str | None:
        """Return the only task of whose title the name is the beginning, a whole phrase or a telling piece."""
        having = self._titled(name)
        written = self._written(name)
        if len(having) == 1 and len(name) >= 5 and self._tasks[having[0]].head.startswith(name):
            return having[0]
        if len(written) == 1 and len(name) >= (4 if any(w >= 1 for w in weights) and having else 6):
            return written[0]
        while name and weights[0] <= _FILL_WEIGHT:
            name, weights = name[1:], weights[1:]
        while name and weights[-1] <= _FILL_WEIGHT:
            name, weights = name[:-1], weights[:-1]
        having = self._titled(name)
        if len(name) < 2 or len(having) != 1:
            return None
        telling = any(w >= 1 for w in weights)
        if not telling and any(name in task.text for code, task in self._tasks.items() if code != having[0]):
            return None
        task = self._tasks[having[0]]
        heads = telling and len(name) >= 4 and task.head.startswith(name) and len(written) < 2
        return having[0] if heads or name in task.phrases else None

    def _titled(self, name: str) -> list[str]:
        """Return the tasks whose title has the name."""
        return [code for code, task in self._tasks.items() if name in task.title] if name in self._titles else []

    def _written(self, name: str) -> list[str]:
        """Return the tasks whose title or text has the name."""
        if not self.knows(name):
            return []
        return [code for code, task in self._tasks.items() if name in task.title or name in task.text]

    def _owned(self, name: str) -> str | None:
        """Return the task whose title alone has each of the common words that the name is made of: 业务培训."""
        said, at = [], 0
        while at < len(name):
            word = word_at(name, at)
            said += [word] if word in COMMON else []
            at += len(word) or 1
        if len(said) < 2 or not all(word in self._own for word in said):
            return None
        codes = {code for code, task in self._tasks.items() for word in said if word in task.title}
        return codes.pop() if len(codes) == 1 else None

    def _name(self, text: str, marked: bool = False) -> _Name:
        weights, cores, start, at = [1.0] * len(text), [], 0, 0
        while at < len(text):
            word = word_at(text, at)
            size = len(word) or text[at] in PARTICLES
            if not size:
                at += 1
                continue
            if at > start:
                cores.append(text[start:at])
            weights[at : at + size] = [self._weight(word)] * size
            start = at = at + size
        if at > start:
            cores.append(text[start:at])
        return _Name(text, pairs_of(text), weights, cores, sum(weights), marked)

    def _weight(self, word: str) -> float:
        if not word or word in EMPTY:
            return 0.0
        return _FILL_WEIGHT if word in FILL else _OWN_WEIGHT if word in self._own else _COMMON_WEIGHT


def _beside(mine: list[float], others: list[float]) -> bool:
    """Tell whether another task explains what this one leaves: 外贸外资."""
    return sum(k < 0.4 and other >= 0.5 for k, other in zip(mine, others, strict=True)) >= 2


def _own_words(titles: list[str], texts: list[str]) -> frozenset[str]:
    """Return the common words that only one of the titles has, and hardly another text."""
    return frozenset(
        word
        for word in COMMON
        if sum(word in title for title in titles) == 1
        and sum(word in text and word not in title for title, text in zip(titles, texts, strict=True)) <= 2
    )
