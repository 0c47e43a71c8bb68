"""Several tasks named by their titles in one breath: 开办企业时间和证照分离都正常, 证照分离、双随机都办结了."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.statuses import subject
from bot.replies.titles import essence
from bot.replies.tokens import Kind, Token


@dataclass(slots=True)
class Together:
    """The tasks that a clause names by their titles, and what is left of it to be said of them."""

    codes: list[str]
    said: Clause


def paired_titles(clause: Clause, ctx: Context) -> Together | None:
    """Return the tasks whose titles stand joined by 和, 与, 跟 … at the head of a clause; None where it is not so."""
    parts: list[list[Token]] = [[]]
    upto = 0
    for token in clause.tokens:
        if token.has("AND"):
            parts.append([])
        elif token.kind is Kind.TEXT or (not parts[-1] and token.has("ADV", "LINK", "GENERIC")):
            parts[-1].append(token)
        else:
            break
        upto += 1
    codes = [_only(part, ctx) for part in parts]
    told = [code for code in codes if code]
    if len(parts) < 2 or len(set(told)) < len(parts) or upto == len(clause.tokens):
        return None
    rest = clause.tokens[upto:]
    return Together(told, replace(clause, tokens=rest))


def _only(part: list[Token], ctx: Context) -> str | None:
    words = "".join(t.text for t in part if t.kind is Kind.TEXT)
    if len(essence(words)) < 2:
        return None
    code, _ = ctx.view.titles.best(words)
    return code if code is not None and ctx.view.titles.covers(words, code) else None


def names_only(clauses: list[Clause], codes: list[str], ctx: Context) -> bool:
    """Tell whether the clauses say nothing but the title of the one task."""
    if len(codes) != 1 or len(clauses) != 1:
        return False
    words = "".join(t.text for t in clauses[0].tokens)
    return (
        len(essence(words)) >= 2
        and ctx.view.titles.covers(subject(clauses[0], ctx), codes[0])
        and (ctx.view.titles.covers(words, codes[0]))
    )
