"""Columns of a table without heads that only repeat the plan: the task's deadline, a unit's name, a role."""

from __future__ import annotations

from bot.replies.context import Context
from bot.replies.dates import read_date
from bot.replies.table_heads import CODE
from bot.replies.wordlist import words

_ONGOING = frozenset(words("长期坚持 长期 长期任务 常态化 常年 每年"))
_ROLES = frozenset(words("牵头 配合 主办 协办 牵头单位 配合单位 主责 责任单位 牵头部门 配合部门"))


def without_plan(rows: list[list[str]], ctx: Context) -> list[list[str]]:
    """Return the rows without the columns that say nothing but what the plan says, while something else is left."""
    width = max((len(row) for row in rows), default=0)
    plan = {at for at in range(1, width) if _of_the_plan(rows, at, ctx)}
    left = {at for at in range(1, width) if at not in plan and any(len(row) > at and row[at] for row in rows)}
    if not plan or not left:
        return rows
    return [[cell for at, cell in enumerate(row) if at not in plan] for row in rows]


def _of_the_plan(rows: list[list[str]], at: int, ctx: Context) -> bool:
    cells = [(row, row[at]) for row in rows if len(row) > at and row[at]]
    if not cells:
        return False
    if all(cell in _ROLES for _, cell in cells) or all(_is_unit(cell, ctx) for _, cell in cells):
        return True
    return all(cell in _ONGOING or _is_deadline(row, cell, ctx) for row, cell in cells)


def _is_unit(cell: str, ctx: Context) -> bool:
    names = [name.strip() for name in cell.replace(",", "、").replace(" ", "、").split("、") if name.strip()]
    return bool(names) and all(
        ctx.ledger.knows(name) or ctx.ledger.knows(f"县{name}") or name == "我们" for name in names
    )


def _is_deadline(row: list[str], cell: str, ctx: Context) -> bool:
    day = read_date(cell, 0, ctx.today)
    if day is None or day.end < len(cell.rstrip("前底")):
        return False
    code = CODE.fullmatch(row[0])
    number = (
        ctx.ledger.resolve(int(code[1]), ctx.view)[0] if code and code[1].isdigit() else (code[1] if code else None)
    )
    task = ctx.task(number or ctx.view.titles.told(row[0]))
    return task is not None and task.deadline is not None and day.day == task.deadline
