"""A slip put right within a message: 55%，不是，45%; what is said anew replaces what was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.replies.clauses import Clause
from bot.replies.facts import Facts
from bot.replies.finishing import Mark
from bot.replies.tokens import Kind, Token


def slips(clause: Clause, at: int) -> bool:
    """Tell whether a clause takes back what stands before it; `at` is its place among the task's clauses."""
    if not at:
        return False
    alone = len(clause.tokens) == 1 and clause.tokens[0].text in ("不是", "改一下", "改下", "更正")  # 55%，不是，45%
    if not alone and not clause.has("SLIP"):
        return False
    first = next((t for t in clause.tokens if not t.has("LINK", "ADV", "POLITE") or t.has("SLIP")), None)
    return first is not None and (first.has("SLIP") or alone)


def number_as_share(clause: Clause) -> None:
    """百分之六十哦不对六十五: the number behind a slip is of the same kind as the one put right."""
    numbers = [t for t in clause.tokens if t.kind is Kind.NUMBER and t.value.is_integer() and 0 <= t.value <= 100]
    if len(numbers) == 1:
        share = replace(numbers[0], kind=Kind.SHARE, unit="bare")
        clause.retell([share if t is numbers[0] else t for t in clause.tokens])


def span_as_amount(clause: Clause) -> None:
    """八天不对是七天半: a length of time put in a figure's place."""
    clause.retell([_as_amount(t) for t in clause.tokens])


def _as_amount(token: Token) -> Token:
    if token.kind is not Kind.SPAN or token.span is None or token.span.unit not in ("day", "workday"):
        return token
    return replace(token, kind=Kind.AMOUNT, value=token.span.count, unit="天", span=None)


def put_right(spoken: Facts, anew: Facts) -> Facts:
    """Merge what was said before a slip with what was said after it; the later wins."""
    anew.percent = anew.percent if anew.percent is not None or Mark.done in anew.found else spoken.percent
    anew.expected = anew.expected or spoken.expected
    anew.measures = anew.measures or spoken.measures
    anew.problem = anew.problem or spoken.problem
    said = {Mark.done, Mark.undone, Mark.blocked, Mark.not_started, Mark.no_change}
    if spoken.found & said and anew.found <= {Mark.progress, Mark.part} and anew.percent is None:
        anew.found, anew.unbegun = spoken.found, spoken.unbegun  # what was put right is a word beside it
    anew.found = anew.found or ({Mark.progress} if anew.percent != spoken.percent and spoken.found else spoken.found)
    anew.extends, anew.extension = anew.extends or spoken.extends, anew.extension or spoken.extension
    anew.words += spoken.words
    return anew
