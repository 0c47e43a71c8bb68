"""Rows of a flattened table that have lost a merged cell, so that all behind it stands too far left."""

from __future__ import annotations

from bot.plan.blocks import Cell, Row
from bot.plan.deadlines import is_deadline_text
from bot.plan.duty import read_duty
from bot.plan.heads import head_roles
from bot.plan.names import is_collective
from bot.plan.rows import is_number, plain
from bot.plan.units import looks_like_unit, split_units


def push_right(rows: list[Row]) -> list[Row]:
    """Move rows that are short at their end to the right where only so the units stand below their head."""
    at, roles = next(
        ((i, found) for i, row in enumerate(rows[:5]) if (found := head_roles([plain(t) for t in row.texts]))), (-1, [])
    )
    if not {"lead", "resp"} & set(roles):
        return rows
    return [row if i <= at else _pushed(row, roles) for i, row in enumerate(rows)]


def _pushed(row: Row, roles: list[str]) -> Row:
    texts = row.texts + [""] * (len(roles) - len(row.cells))
    filled = max((i + 1 for i, text in enumerate(texts) if text), default=0)
    missing = len(texts) - filled
    if not missing or filled < 2 or not texts[0] or _fits(texts, roles):
        return row
    at = 1 if roles[0] == "number" and is_number(texts[0]) else 0
    for by in range(1, missing + 1):
        moved = texts[:at] + [""] * by + texts[at : len(texts) - by]
        if _fits(moved, roles):
            return Row(tuple(Cell(text, up=at <= i < at + by) for i, text in enumerate(moved)), row.place, row.top)
    return row


def _fits(texts: list[str], roles: list[str]) -> bool:
    """Whether units stand where units are named, and times where times are."""
    for text, role in zip(texts, roles, strict=False):
        if role in {"lead", "resp"} and not _is_duty(plain(text)):
            return False
        if role == "support" and text and not _is_duty(plain(text)):
            return False
        if role == "deadline" and text and not is_deadline_text(plain(text)):
            return False
    return True


def _is_duty(text: str) -> bool:
    names = split_units(text)
    if names and len(text) <= 200 and all(looks_like_unit(name) or is_collective(name) for name in names):
        return True
    return read_duty(text, bare=False).said
