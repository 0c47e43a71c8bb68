"""Shares and amounts of a clause: which is the task's percent, which is worth keeping as a measure, which is neither.

percent := a share alone, or after a word of progress (完成, 推进, 进度, 约, 目前), once an item, whole, at most 100
measure := a share behind an indicator (率, 覆盖, 占) or some other thing than the task; an amount with its unit
neither := a change (提高5个百分点, 同比增长12%), a goal or a plan (目标300件, 预计达到80%), what is denied (不是286件),
           counts of tasks (22项任务, 这两项), the time that something will take
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies.clauses import Clause
from bot.replies.disregarded import changes, denied, former, ignored, planned
from bot.replies.loose import counts_something, english_unit, is_progress, labelled_count
from bot.replies.reading import Measure
from bot.replies.shares import indicates, is_left, of_task, texts, too_exact
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

NUMBERS = (Kind.NUMBER, Kind.SHARE, Kind.AMOUNT, Kind.SPAN)
_GRADES = ("千伏", "伏", "kV", "KV", "kv")
ONE = ("一项", "一事", "一块", "一条")
_BOUNDS = ("最快", "最慢", "最短", "最长", "最高", "最低", "最多", "最少", "平均")
_FILLER = frozenset(words("PAST ADV BE REACHTO APPROX ALL AND PROGRESS LINK DONE LANDS REACHED GENERIC TASKMARK"))


@dataclass(slots=True)
class Quantities:
    """What the numbers of a clause come to."""

    percent: int | None
    measures: list[Measure]


def quantities(clause: Clause, label: Clause | None, covers: bool, taken: bool, *, touches: bool = False) -> Quantities:
    """Read a clause's numbers. `label` is the clause before a colon, `covers` whether the clause's subject is the task
    itself, `touches` whether it is something of the task, `taken` whether the item has its percent already."""
    out = Quantities(None, [])
    for at, token in enumerate(clause.tokens):
        if token.kind not in NUMBERS:
            continue
        if token.kind is Kind.NUMBER and not taken and out.percent is None and is_progress(clause, at, token, label):
            out.percent = int(token.value)
        elif token.kind is Kind.NUMBER and (unit := _bound(clause, at)):
            out.measures.append(Measure(_name(clause, at, label), token.value, unit))
        elif (
            token.kind is Kind.NUMBER
            and (counts_something(clause, at) or labelled_count(clause, label))
            and not texts(clause.tokens[at + 1 : at + 2]).startswith(_GRADES)
        ):
            out.measures.append(Measure(_name(clause, at, label), token.value, english_unit(clause, at)))
        if token.kind is Kind.SHARE:
            _share(clause, at, token, label, (covers, touches), taken, out)
        elif covers and _of_the_name(clause, at):
            continue
        elif (token.kind is Kind.AMOUNT or _lasts(clause, at, token)) and not ignored(clause, at, token):
            out.measures.append(Measure(_name(clause, at, label), token.value, token.unit))
    return out


def _of_the_name(clause: Clause, at: int) -> bool:
    """打造跨境电商示范区一项，…: behind the task's name 一项 counts nothing."""
    named = all(t.kind is Kind.TEXT or t.classes <= {"HOLD"} for t in clause.tokens[:at])
    return clause.tokens[at].text in ONE and at + 1 == len(clause.tokens) and named


def _share(
    clause: Clause,
    at: int,
    token: Token,
    label: Clause | None,
    about: tuple[bool, bool],
    taken: bool,
    out: Quantities,
) -> None:
    if changes(clause, at) or planned(clause, at) or denied(clause, at) or former(clause, at):
        return
    if token.value < 100 and is_left(clause, at):
        if out.percent is None and not taken and not texts(clause.tokens[: at - 1]):
            out.percent = int(100 - token.value)
    elif (
        out.percent is None
        and not taken
        and token.value <= 100
        and not too_exact(clause, at, token)
        and of_task(clause, at, token, label, *about)
    ):
        out.percent = int(token.value + 0.5)
    elif (
        [t.text.lower() for t in clause.tokens[at + 1 : at + 2]] == ["of"]
        or _of_things(clause, at)
        or indicates(clause, at, label)
        or token.value > 100
        or too_exact(clause, at, token)
    ):
        out.measures.append(Measure(_name(clause, at, label), token.value, "%"))


def _of_things(clause: Clause, at: int) -> bool:
    """80%的村已建便民点: at the head of what is said, a share of things."""
    behind = clause.tokens[at + 1 : at + 3]
    return at == 0 and len(behind) == 2 and behind[0].text == "的" and behind[1].kind is Kind.TEXT


def _bound(clause: Clause, at: int) -> str:
    """最快12最长45个工作日: the unit behind the other bound is that of this one as well; empty where there is none."""
    last, behind = clause.tokens[max(0, at - 1) : at], clause.tokens[at + 1 : at + 3]
    bounds = any(t.text.endswith(_BOUNDS) for t in last) and len(behind) == 2 and behind[0].text in _BOUNDS
    return behind[1].unit if bounds and behind[1].kind is Kind.AMOUNT else ""


def _lasts(clause: Clause, at: int, token: Token) -> bool:
    """average execution time 68 days: how long something takes, told and not promised."""
    last = clause.tokens[at - 1] if at else None
    reached = last is not None and (last.has("REACHTO", "CHANGE") or last.text.endswith(("到", "至", "为")))
    halved = token.kind is Kind.SPAN and token.span is not None and token.span.count % 1 > 0
    lone = last is not None and last.kind is Kind.TEXT and not clause.has("FUTURE", "WITHIN", "ASKFOR", "NEG")
    if halved and (reached or lone) and token.span is not None and not clause.has("EXTEND"):
        token.value, token.unit = token.span.count, "天"
        return True  # 压到5天半, 低压六天半
    told = (
        last is not None
        and (last.kind is Kind.TEXT or last.classes <= {"HOLD"} or last.text.lower() in ("is", "is now", "now"))
        and token.text[:1].isdigit()
        and token.text[-1].isascii()
    )
    return token.kind is Kind.SPAN and told and not clause.has("EXTEND", "ASKFOR", "WITHIN", "FUTURE", "NEG")


def _name(clause: Clause, at: int, label: Clause | None) -> str | None:
    """Return the words right before the number, back to the number before it; else those of the label."""
    words: list[str] = []
    for place in range(at - 1, -1, -1):
        token = clause.tokens[place]
        if (
            _in_name(token, clause.tokens[place + 1], words)
            or token.kind is Kind.TEXT
            or (token.kind is Kind.WORD and (token.classes <= {"HOLD"} or token.has("INDICATOR")))
        ):
            words.append(token.text)
        elif token.kind is Kind.WORD and token.any_of(_FILLER) and not words:
            continue
        else:
            break
    name = "".join(reversed(words)).strip()
    if not name and label is not None and clause.before == 2 and at == 0:
        name = texts(label.tokens)
    return name or None


def _in_name(token: Token, behind: Token, words: list[str]) -> bool:
    """用电10千伏28个工作日, 发现问题7个: a grade within the name, and what was found or put right."""
    if token.end != behind.start:
        return False
    if token.kind is Kind.NUMBER:
        return bool(words) and words[-1].startswith(_GRADES)
    return not words and token.has("PROBLEM", "FOUND")
