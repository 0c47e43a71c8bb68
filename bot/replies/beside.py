"""What a number without a name is of: words behind it, else those before it in its sentence (召开专题会，累计2次)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.replies.lexer import lex
from bot.replies.normalise import normalise
from bot.replies.reading import Item, Measure
from bot.replies.targets import likeness
from bot.replies.tokens import Kind, Token

_ANY_DAY = date(2000, 1, 1)  # where a date begins and ends does not hang on the day it is read
_CLAUSES = 2  # the number's own, and the one before
_WITHIN = 2  # strength of a comma; what is stronger ends the sentence
_OF_TITLE = 0.5  # so much of the words stands in the task's title: they say which task, not what was counted


def named(item: Item, title: str) -> Item:
    """Return the item with a name for each number that has words of its own beside it, other than the task's title."""
    if all(measure.name for measure in item.measures):
        return item
    tokens = lex(normalise(item.words), _ANY_DAY)
    found = (m if m.name else replace(m, name=_beside(m, tokens, title)) for m in item.measures)
    return replace(item, measures=tuple(found))


def _beside(measure: Measure, tokens: Sequence[Token], title: str) -> str | None:
    places = [at for at, token in enumerate(tokens) if _is(token, measure)]
    if len(places) != 1:
        return None
    behind, before = _clause(tokens[places[0] + 1 :]), _backwards(tokens[: places[0]])
    found = next((words for words in (behind, *before[:_CLAUSES]) if len(words) > 1), "")
    return found if found and likeness(found, title) < _OF_TITLE else None


def _is(token: Token, measure: Measure) -> bool:
    if token.kind is Kind.SHARE:
        return measure.unit == "%" and token.value == measure.value
    return token.kind is Kind.AMOUNT and (token.value, token.unit) == (measure.value, measure.unit)


def _backwards(tokens: Sequence[Token]) -> list[str]:
    """Return what the clauses before a number say, the nearest first, back to the number or sentence before it."""
    clauses: list[list[Token]] = [[]]
    for token in reversed(tokens):
        if token.kind in (Kind.AMOUNT, Kind.SHARE) or (token.kind is Kind.SEP and token.strength > _WITHIN):
            break
        if token.kind is Kind.SEP:
            clauses.append([])
        else:
            clauses[-1].insert(0, token)
    return [_clause(clause) for clause in clauses]


def _clause(tokens: Sequence[Token]) -> str:
    """Return the words of a clause that name something; words of progress, time and courtesy do not."""
    found = []
    for token in tokens:
        if token.kind is Kind.SEP:
            break
        if token.kind is Kind.TEXT or (token.kind is Kind.WORD and _names(token)):
            found.append(token.text)
    return "".join(found).strip()


def _names(token: Token) -> bool:
    return token.classes <= {"HOLD"} or token.has("INDICATOR", "SIGN")
