"""Which tasks a message speaks of at all, also where nothing is reported of them: 其余 never covers these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.replies import REST, Item, Ledger
from bot.replies.context import Context, context
from bot.replies.lexer import lex
from bot.replies.mentions import Marker
from bot.replies.normalise import normalise
from bot.replies.tokens import Kind, Token
from bot.services import views
from bot.services.context import Context as Services
from bot.services.report_batch import Words
from storage.models import Unit

_DIGIT = re.compile(r"\d")
_CLAUSES = re.compile(r"[,，。;；!！?？:：\n]+")
_NAMES = re.compile(r"、|以及|和|及|与|跟|\band\b", re.IGNORECASE)
_LEFT_OUT = (
    re.compile(
        r"(?:除(?:了|开|去|却|掉)?|不含|不包括|不算|except(?: for)?|apart from|other than)"
        r"(.{2,60}?)(?:以外|之外|外|其[余他它]|[都均全]|[,，。;；\n]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"([^,，。;；\n]{2,60}?)(?:除外|以外|之外|另说|另报)"),
)


def said_beside(ctx: Services, unit: Unit, words: Words, items: Sequence[Item]) -> set[str]:
    """Return the codes that a message names, where anything in it stands for several tasks; else nothing."""
    alike = len({item.words for item in items}) < len(items)
    if not alike and not any(item.task == REST for item in items):
        return set()
    ledger, today = views.replies_ledger(ctx), ctx.office.day(words.at)
    return spoken_of(words.text, unit=unit.name, today=today, ledger=ledger, reply_to=words.codes)


def spoken_of(text: str, *, unit: str, today: date, ledger: Ledger, reply_to: Sequence[str] = ()) -> set[str]:
    """Return the codes that the text names: to be left out (除了28), to be asked about, or without a statement.

    A number that stands for something else may be among them: a task too few under 其余 is asked for, one too many
    would be a report that nobody made.
    """
    ctx = context(normalise(text), today, ledger, unit, reply_to)
    tokens = lex(ctx.text, today, ledger.odd_codes, ctx.view.titles.shield, ctx.view.numbers)
    found: set[str] = set()
    for token in Marker(tokens, ctx).run():
        if token.mention is not None:
            found.update(code for code, _ in token.mention.codes)
        elif _is_bare_number(token) and ctx.open_number(token.value):
            found.add(ledger.resolve(int(token.value), ctx.view)[0])
    return (found | _by_title(ctx)) & set(ctx.view.tasks)


def _by_title(ctx: Context) -> set[str]:
    """Return the codes that words of titles name; a clause with a number in it names its task by that."""
    said = ((words, False) for words in _CLAUSES.split(ctx.text))
    names = [*said, *((name, True) for name in _left_out(ctx.text))]
    told = (ctx.view.titles.told(words, marked) for words, marked in names if not _DIGIT.search(words))
    return {code for code in told if code is not None}


def _left_out(text: str) -> Iterator[str]:
    """Yield the names between 除 and 外, each by itself."""
    for pattern in _LEFT_OUT:
        for match in pattern.finditer(text):
            yield from (name for name in map(str.strip, _NAMES.split(match[1])) if len(name) > 1)


def _is_bare_number(token: Token) -> bool:
    return token.kind is Kind.NUMBER and "." not in token.text
