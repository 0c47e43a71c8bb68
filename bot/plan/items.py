"""Items of running text and their families: which of heading, paragraphs and points is the task."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from bot.plan.duty import Duty, read_duty
from bot.plan.labels import starts_with_label
from bot.plan.statements import Part, substance
from bot.plan.units import looks_like_unit, split_units

BULLET = re.compile(r"[-*•●▪◆·]\s+\S")


@dataclass
class Item:
    """A numbered (or unnumbered) stretch of text; `parent` is the item one level up."""

    kind: str
    number: str
    lines: list[str]
    place: str
    section: str = ""
    subsection: str = ""
    parent: Item | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The item's text, lines joined as written."""
        return join_wrapped(self.lines).strip()


def join_paragraphs(items: list[Item]) -> list[Item]:
    """Give a heading the paragraphs below it where only one of them says who is responsible: they are one task."""
    below: dict[int, list[Item]] = {}
    for item in items:
        if item.parent is not None:
            below.setdefault(id(item.parent), []).append(item)
    gone: set[int] = set()
    for heading in items:
        children = below.get(id(heading), [])
        spoken = [child for child in children if child.parts]
        if heading.parts or len(spoken) != 1 or len(children) > 6:
            continue
        if any(child.kind or BULLET.match(child.lines[0]) for child in children):
            continue
        texts = [heading.text, *(child.text for child in children[: children.index(spoken[0])])]
        first = spoken[0].parts[0]
        heading.parts = [Part("\n".join([*texts, first.text]), first.duty), *spoken[0].parts[1:]]
        gone.update(id(child) for child in children)
    return [item for item in items if id(item) not in gone]


def gather_children(items: list[Item]) -> list[Item]:
    """Give a parent its children's text where only the last child says who is responsible, and most parents are so."""
    families: dict[int, list[Item]] = {}
    parents: dict[int, Item] = {}
    for item in items:
        if item.parent is not None:
            families.setdefault(id(item.parent), []).append(item)
            parents[id(item.parent)] = item.parent
    spoken = {k: f for k, f in families.items() if any(c.parts for c in f)}
    last_only = {
        k
        for k, f in spoken.items()
        if len(f) >= 2
        and not parents[k].parts
        and f[-1].parts
        and not any(c.parts for c in f[:-1])
        and parents[k].kind != "一"
    }
    if not last_only or len(last_only) * 2 < len([k for k in spoken if len(spoken[k]) >= 2]):
        return items
    gone: set[int] = set()
    for key in last_only:
        parent, children = parents[key], families[key]
        texts = [f"{c.number}.{c.text}" if c.kind == "1" else f"（{c.number}）{c.text}" for c in children[:-1]]
        last = children[-1].parts
        mark = f"{children[-1].number}." if children[-1].kind == "1" else f"（{children[-1].number}）"
        whole = "\n".join([parent.text, *texts, mark + last[0].text])
        parent.parts = [Part(whole, last[0].duty), *last[1:]]
        gone.update(id(c) for c in children)
    return [item for item in items if id(item) not in gone]


class Families:
    """How many of an item's siblings say who is responsible."""

    def __init__(self, items: list[Item]) -> None:
        self.parents = {id(item.parent) for item in items}
        self.all: Counter[tuple[str, int, str]] = Counter(self._key(item) for item in items)
        self.spoken: Counter[tuple[str, int, str]] = Counter(self._key(item) for item in items if item.parts)

    def _key(self, item: Item) -> tuple[str, int, str]:
        return item.kind, id(item.parent), item.section

    def wanted(self, item: Item) -> bool:
        """Whether an item is a task; with nobody responsible it is one where most numbered siblings have somebody."""
        if item.parts or item.kind not in {"1", "（1）"} or not substance(item.text) or id(item) in self.parents:
            return bool(item.parts)
        count, spoken = self.all[self._key(item)], self.spoken[self._key(item)]
        return count >= 3 and spoken * 5 >= count * 3


def join_wrapped(lines: list[str]) -> str:
    """Join lines; a break within a sentence, behind a line that is long enough to be full, is none."""
    out = lines[0] if lines else ""
    for before, line in pairwise(lines):
        full = len(before) >= 20 and not re.search(r"[。；：！？:;!?）)】.]\s*$", before)
        full = full and not starts_with_label(line)
        latin = bool(re.search(r"[A-Za-z,]$", before))
        out += ((" " if latin else "") if full else "\n") + line
    return out


def own_by_unit(items: list[Item]) -> None:
    """In a document by units (市住建局： and its points below), give each point its unit."""
    for_all = not any(item.parts for item in items)
    owner = Duty()
    kind = ""
    marked_items = [item for item in items if _marked(item)]
    only_units = len(marked_items) >= 2 and all(_names_of(item) for item in marked_items)
    for item in items:
        marked = _marked(item)
        told = _led_by(item) if marked else Duty()
        names = [] if told.said else _names_of(item)
        if marked and names and for_all and _all_bodies(names, only_units):
            told = Duty(names, said=True)
        if told.said:
            owner, kind = told, item.kind
        elif item.kind == kind or item.kind == "一":
            owner = Duty()
        elif owner.said and item.kind and not item.parts and substance(item.text):
            item.parts = [Part(item.text, Duty(list(owner.lead), list(owner.support), said=True))]


def _marked(item: Item) -> bool:
    return item.kind in {"一", "（一）"} or item.text.rstrip().endswith(("：", ":"))


def _heading_words(item: Item) -> str:
    """Return a heading's words without a count of what stands below: 县财政局（8项）."""
    words = item.text.strip().rstrip("：:。 ")
    return re.sub(r"[（(]\s*(?:共|计)?\s*\d{1,3}\s*[项件条个]\s*[）)]$", "", words).rstrip()


def _all_bodies(names: list[str], only_units: bool) -> bool:
    return only_units or all(re.search(_BODY, name) for name in names)


_THEIR_WORK = re.compile(r"的?(?:重点|主要|具体)?(?:工作|任务|事项|项目|工作任务|重点工作|任务事项)$")


def _led_by(item: Item) -> Duty:
    """Read a heading that says whose work stands below: 县财政局牵头工作（8项）, 县财政局牵头、县住建局配合的任务."""
    words = _THEIR_WORK.sub("", _heading_words(item))
    short = len(words) <= 60 and "\n" not in words and bool(re.search(r"牵头|负责|承办|主办", words))
    duty = read_duty(words.replace("牵头、", "牵头，"), bare=False) if short else Duty()
    return duty if duty.lead and all(looks_like_unit(name) for name in duty.lead) else Duty()


def _names_of(item: Item) -> list[str]:
    """Return the units that a heading consists of, none where it says anything else."""
    words = _heading_words(item)
    names = split_units(words) if len(words) <= 60 and "\n" not in words else []
    return names if all(looks_like_unit(name) and len(name) >= 3 for name in names) else []


_BODY = r"(?:局|委|办|办公室|厅|部|中心|公司|政府|法院|检察院|街道|镇|乡|科|处|室|股)$"


def settle(items: list[Item]) -> list[Item]:
    """Return the items with every responsibility at the item that is the task."""
    _drop_empty(items)
    own_by_unit(items)
    return gather_children(join_paragraphs(_pass_on(items)))


def _drop_empty(items: list[Item]) -> None:
    """Take what says neither unit nor time (责任领导：…) from headings above points that say who is responsible."""
    spoken = {id(item.parent) for item in items if item.parts}
    for item in items:
        silent = not any(part.duty.units or part.duty.deadline_text for part in item.parts)
        if silent and id(item) in spoken:
            item.parts = []


def _pass_on(items: list[Item]) -> list[Item]:
    """Where only a heading names units: under 一、 each point is a task of theirs; under （一） they are one task."""
    below: dict[int, list[Item]] = {}
    for item in items:
        if item.parent is not None:
            below.setdefault(id(item.parent), []).append(item)
    gone: set[int] = set()
    for heading in items:
        points = [child for child in below.get(id(heading), []) if child.kind]
        if len(heading.parts) != 1 or len(points) < 2 or any(_names_units(child, below) for child in points):
            continue
        (part,) = heading.parts
        part.duty.deadline_text = part.duty.deadline_text or _closing_time(points)
        if heading.kind == "（一）" and not any(point.parts for point in points):
            part.text = "\n".join([part.text.strip(), *(f"{p.number}.{p.text}" for p in points)])
            gone.update(id(point) for point in points)
        elif heading.kind == "一" and part.duty.units and len(part.text) <= 60:
            name = f"{heading.number}、{part.text.strip().partition(chr(10))[0].rstrip('。：:')}"
            for point in points:
                own = point.parts[0] if point.parts else Part(point.text, Duty())
                time = own.duty.deadline_text or part.duty.deadline_text
                duty = Duty(list(part.duty.lead), list(part.duty.support), time, True)
                point.parts, point.section = [Part(own.text, duty)], name
            heading.parts = []
    return [item for item in items if id(item) not in gone]


def _names_units(item: Item, below: dict[int, list[Item]]) -> bool:
    family = [item, *below.get(id(item), [])]
    return any(part.duty.units for member in family for part in member.parts)


def _closing_time(points: list[Item]) -> str:
    """Return a time on the last line below all points, which is for all of them, and take it from the last point."""
    *others, last = points
    if any(point.parts for point in others) or len(last.parts) != 1 or not last.parts[0].text.endswith("\n"):
        return ""
    (part,) = last.parts
    last.lines, last.parts = [part.text.strip()], []
    return part.duty.deadline_text
