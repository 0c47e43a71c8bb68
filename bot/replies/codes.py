"""What one number of a list of tasks stands for."""

from __future__ import annotations

from bot.replies.context import Context
from bot.replies.ledger import Standing
from bot.replies.tokens import Kind, Token


def value_of(token: Token) -> list[int | str]:
    """Return the number that a token writes, or the code where it is no plain number."""
    return [token.unit] if token.kind is Kind.CODE else [int(token.value)]


def is_element(token: Token, marked: bool) -> bool:
    """Tell whether the token may stand in a list of task numbers."""
    return token.kind in (Kind.NUMBER, Kind.CODE) or (
        token.kind is Kind.ORDINAL and token.plain and token.unit not in "个件"
    )


def resolve(number: int | str, ctx: Context) -> tuple[str, Standing]:
    """Return the task that a number or a code stands for, and what it is to the unit."""
    if isinstance(number, str):
        return number, standing_of(number, ctx)
    return ctx.ledger.resolve(number, ctx.view)


def standing_of(code: str, ctx: Context) -> Standing:
    """Return what a code is to the unit."""
    return "own" if ctx.own(code) else "not_yours" if code in ctx.ledger.tasks else "unknown_task"
