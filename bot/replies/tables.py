"""Pasted tables (tab-separated, with or without heads) -> one line of text a row, for the same reader as
everything else.

    row := code [title] 进展. 进度 percent. 预计完成时间: date. 存在问题: problem

The plan's own columns (完成时限, 牵头单位) say nothing new and are left out, as is 下一步. A title that names
the same task
as the row's number is left out too; one that disagrees stays in, so that it is asked about; where the numbers
only count
the rows, the title's task takes the number's place.
"""

from __future__ import annotations

import re

from bot.replies.context import Context
from bot.replies.dates import read_date

_HEADS: list[tuple[str, tuple[str, ...]]] = [
    ("whether", ("是否完成", "是否办结", "是否已完成", "完成否", "done?")),
    (
        "skip",
        (
            "下一步",
            "下步",
            "牵头",
            "责任",
            "配合",
            "单位",
            "联系",
            "电话",
            "填报",
            "时限",
            "截止",
            "期限",
            "备注编号",
            "support",
            "lead",
            "deadline",
            "next",
        ),
    ),
    ("problem", ("问题", "困难", "原因", "堵点", "协调", "issue", "problem", "obstacle")),
    ("expected", ("预计", "计划完成", "拟完成", "eta", "expected")),
    ("percent", ("百分比", "比例", "%", "完成率", "完成度", "percent")),
    ("code", ("序号", "编号", "任务号", "编码", "no", "code", "#", "号")),
    (
        "status",
        (
            "进展",
            "情况",
            "状态",
            "进度",
            "完成",
            "成效",
            "落实",
            "progress",
            "status",
            "update",
            "备注",
            "说明",
            "remark",
            "本月",
        ),
    ),
    ("title", ("任务", "事项", "名称", "内容", "工作", "项目", "举措", "指标", "title", "task", "item")),
]
_EMPTY = frozenset(("", "/", "-", "无", "\\", "无。", "none", "n/a"))
_NONE = ("无", "暂无", "无困难", "无问题", "没有")
_CODE = re.compile(r"(?:任务|第)?\s*([A-Za-z]?\d{1,4}(?:[-.]\d{1,3})?|[一二三四五六七八九十]+\.\d+)\s*(?:项|号)?[.、]?")


def unfold(text: str, ctx: Context) -> str:
    """Return the text with its table rows turned into lines; a text without a table comes back as it is."""
    lines = [_cells(line) for line in text.split("\n")]
    if sum(len(cells) >= 2 for cells in lines) < 1 or ("\t" not in text and text.count("|") < 4):
        return text
    heads: list[str] | None = None
    rows: list[list[str]] = []
    out: list[str] = []
    for cells in lines:
        if len(cells) < 2:
            out.append(" ".join(cells))
        elif heads is None and len(rows) < 3 and _is_head(cells):
            heads = [_head(cell) for cell in cells]
        elif not all(set(cell) <= set("-: ") for cell in cells):
            rows.append(cells)
    serial, obstacles = _serial(rows, heads), heads is None and _ends_in_obstacles(rows)
    told = [_line(_sorted(row, heads, ctx, obstacles=obstacles), serial, ctx) for row in rows]
    return "\n".join([*(line for line in out if line), *told])


def column_kinds(cells: list[str]) -> list[str] | None:
    """Return what each column of a table is for, told by its heads ("" where unknown); None for a row of no heads."""
    return [_head(cell) for cell in cells] if _is_head(cells) else None


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if line.count("|") >= 2:
        return [cell.strip() for cell in line.strip("| ").split("|")]
    return [line.strip()]


def _is_head(cells: list[str]) -> bool:
    known = sum(_head(cell) != "" and len(cell) <= 14 for cell in cells)
    return known >= 2 and known >= len(cells) - 1 and not any(_CODE.fullmatch(cell) for cell in cells)


def _head(cell: str) -> str:
    low = cell.lower().replace(" ", "")
    if low in ("完成时间", "办结时间", "完成日期"):
        return "limit"  # the plan's own, or what the unit promises
    for kind, words in _HEADS:
        if any(word in low if len(word) > 2 or not word.isascii() else low.startswith(word) for word in words):
            return kind
    return ""


def _serial(rows: list[list[str]], heads: list[str] | None) -> bool:
    """Tell whether the first column only counts the rows: 1, 2, 3 …"""
    place = heads.index("code") if heads and "code" in heads else 0
    numbers = [row[place] for row in rows if len(row) > place]
    return len(numbers) >= 2 and numbers == [str(n + 1) for n in range(len(numbers))]


def _ends_in_obstacles(rows: list[list[str]]) -> bool:
    """Tell whether the last column, which has no head, is that of obstacles: 无 stands in one of its cells."""
    wide = len(rows) >= 2 and all(len(row) == len(rows[0]) >= 3 for row in rows)
    return wide and any(row[-1].rstrip("。") in _NONE for row in rows)


def _line(cells: dict[str, str], serial: bool, ctx: Context) -> str:
    code, title = cells.get("code", ""), cells.get("title", "")
    told = _CODE.fullmatch(code)
    number = told[1] if told else ""
    if title:
        number, title = _agreed(number, title, serial, ctx)
    parts = [f"任务{number}" if number and not title else f"{number} {title}".strip()]
    status = "。".join(part for part in cells.get("status", "").split("。") if part and part not in _EMPTY)
    whether = cells.get("whether", "").lower()
    if whether:
        status = f"{status}。{'已完成' if whether.startswith(('是', 'y', '√', '✅', '已')) else '未完成'}".strip("。")
    if status:
        parts.append(status)
    if percent := cells.get("percent", ""):
        parts.append(
            f"进度{percent}"
            if percent.endswith("%") or not percent.replace(".", "").isdigit()
            else f"进度{_percent(percent)}%"
        )
    if cells.get("limit") and _to_come(cells["limit"], ctx):
        parts.append(f"预计完成时间:{cells['limit']}")
    if cells.get("expected", "").lower() not in _EMPTY:
        parts.append(f"预计完成时间:{cells['expected']}")
    if cells.get("problem", "").lower() not in _EMPTY:
        parts.append(f"存在问题:{cells['problem']}")
    elif not status and not percent and not cells.get("expected"):
        parts.append("无")
    return "。".join(part for part in parts if part).replace("。。", "。")


def _to_come(cell: str, ctx: Context) -> bool:
    day = read_date(cell, 0, ctx.today)
    return day is not None and day.day is not None and day.near >= ctx.today


def _percent(cell: str) -> int:
    value = float(cell)
    return int(100 * value + 0.5) if value <= 1 and "." in cell else int(value + 0.5)


def _sorted(row: list[str], heads: list[str] | None, ctx: Context, *, obstacles: bool = False) -> dict[str, str]:
    cells: dict[str, str] = {}
    if obstacles:
        cells["problem"], row = row[-1], row[:-1]
    if heads is None:
        cells["code"] = row[0] if _CODE.fullmatch(row[0]) else ""
        rest = row[1:] if cells["code"] else row
        named = ctx.view.titles.told(rest[0]) if len(rest) > 1 else None
        if named and ctx.view.titles.covers(rest[0], named):
            cells["title"], rest = rest[0], rest[1:]
        cells["status"] = ",".join(cell for cell in rest if cell)
        return cells
    for kind, cell in zip(heads, row, strict=False):
        if kind and kind != "skip" and cell:
            cells[kind] = f"{cells[kind]}。{cell}" if kind in cells else cell
    return cells


def _agreed(number: str, title: str, serial: bool, ctx: Context) -> tuple[str, str]:
    """Return the row's number and what must stay of its title."""
    named = ctx.view.titles.told(title)
    code = ctx.ledger.resolve(int(number), ctx.view)[0] if number.isdigit() else number
    if named is None or named == code or ctx.view.titles.strength(title, code) >= 2:
        if code in ctx.view.tasks:
            return number, ""
        return (number, "") if number and named is None else (number, title)
    if serial or not number:
        return named, ""
    return number, title
