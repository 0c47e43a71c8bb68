"""A row of a pasted table, its cells sorted by what their columns are for -> one line of text.

    row := code [title] 进展. 进度 percent. figures. 预计完成时间: date. 申请延期至 date. 存在问题: problem

The plan's own columns say nothing new and are left out. A title that names the same task as the row's number is left
out too; one that disagrees stays in, so that it is asked about; where the numbers only count the rows, the title's task
takes the number's place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.replies.context import Context
from bot.replies.dates import read_date
from bot.replies.ledger import TaskView
from bot.replies.table_heads import CODE

_STROKE = re.compile(r"[\s/\\\-_]*")
_EMPTY = frozenset(("无", "无。", "none", "n/a"))
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SEVERAL = re.compile(r"\d{1,3}(?:[、,/和]\d{1,3})+")
_YES = ("是", "y", "√", "✅", "已")
_IN_BRACKETS = re.compile(r"\(([^()]{1,5})\)$")


@dataclass(frozen=True)
class Manner:
    """How the rows of a table are told: whether their numbers only count them, shares are written 0.6, 完成时间 is
    when the unit will be done rather than the plan's deadline, and any row says anything."""

    counted: bool
    fractions: bool
    promises: bool
    told: bool


def nothing(cell: str) -> bool:
    """Tell whether a cell says nothing: empty, a stroke, 无."""
    return cell.lower() in _EMPTY or _STROKE.fullmatch(cell) is not None


def line_of(cells: Mapping[str, str], manner: Manner, ctx: Context) -> str:
    """Return a row as a line, "" for one that tells neither task nor anything else."""
    named, title = _named(cells, manner, ctx), cells.get("title", "")
    strange = named == title != "" and ctx.view.titles.told(title) is None and not re.match(r"\D{0,3}\d", title)
    said = [*_stands(cells, manner), *_figures(cells, ctx)]
    day = _limit(cells, ctx) if manner.promises else None
    if day is not None and day >= ctx.today:
        said.append(f"预计完成时间:{cells['limit']}")
    if not nothing(cells.get("expected", "")):
        said.append(f"预计完成时间:{cells['expected']}")
    asked = cells.get("extension", "")
    if not (nothing(asked) or asked.startswith(("否", "不"))):
        said.append("申请延期" if asked.lower().startswith(_YES) else f"申请延期至{asked}")
    if obstacle := _obstacle(cells.get("problem", "")):
        said.append(f"存在问题:{obstacle}")
    elif not said and named and not strange and manner.told:
        said.append("无")
    line = "。".join(part for part in (named, *said) if part).replace("。。", "。")
    if not strange:
        return line
    if said and ctx.view.titles.best(title)[1]:
        return f"一、{line}"  # which of several is to be asked about
    ctx.unread += [line] if said else []
    return ""


def names_another(cells: Mapping[str, str], ctx: Context) -> bool:
    """Tell whether a row's title names another task than that of its number."""
    told = CODE.fullmatch(cells.get("code", ""))
    title = cells.get("title", "")
    named = ctx.view.titles.told(title) if title else None
    if named is None or told is None:
        return False
    code = _resolved(told[1], ctx)
    return named != code and ctx.view.titles.strength(title, code) < 2


def agrees(cells: Mapping[str, str], ctx: Context) -> bool:
    """Tell whether a row's title, if it has one, has anything of the task of its number."""
    told, title = CODE.fullmatch(cells.get("code", "")), cells.get("title", "")
    code = _resolved(told[1], ctx) if told else ""
    titles = ctx.view.titles
    return not title or titles.strength(title, code) > 0 or titles.covers(title, code)


def _named(cells: Mapping[str, str], manner: Manner, ctx: Context) -> str:
    code, title = cells.get("code", ""), cells.get("title", "") or cells.get("indicator", "")
    if _SEVERAL.fullmatch(code):
        return f"任务{code.replace('/', '、')}"
    told = CODE.fullmatch(code)
    number = told[1] if told else ""
    if title:
        number, title = _agreed(number, title, manner.counted, ctx)
    if number and not title:
        return f"任务{number}"
    if not number and title == cells.get("indicator", "") and ctx.view.titles.told(title) is None:
        return ""
    return f"{number} {title}".strip()


def _agreed(number: str, title: str, counted: bool, ctx: Context) -> tuple[str, str]:
    """Return the row's number and what must stay of its title."""
    named = ctx.view.titles.told(title)
    code = _resolved(number, ctx)
    if named == code or (number and ctx.view.titles.strength(title, code) >= 2):
        return (number, "") if code in ctx.view.tasks else (number, title)
    if counted or not number:
        return (named, "") if named else ("", title)
    return (number, "") if named is None else (number, title)


def _resolved(number: str, ctx: Context) -> str:
    return ctx.ledger.resolve(int(number), ctx.view)[0] if number.isdigit() else number


def _stands(cells: Mapping[str, str], manner: Manner) -> list[str]:
    said = "。".join(part for part in cells.get("status", "").split("。") if not nothing(part))
    if whether := cells.get("whether", "").lower():
        said = f"{said}。{'已完成' if whether.startswith(_YES) else '未完成'}".strip("。")
    percent = cells.get("percent", "")
    if nothing(percent):
        return [said] if said else []
    plain = percent.replace(".", "").isdigit()
    return [*([said] if said else []), f"进度{_percent(percent, manner.fractions)}%" if plain else f"进度{percent}"]


def _percent(cell: str, fractions: bool) -> int:
    value = float(cell)
    return int(100 * value + 0.5) if value <= 1 and (fractions or "." in cell) else int(value + 0.5)


def _figures(cells: Mapping[str, str], ctx: Context) -> list[str]:
    """Return the figure of the row's indicator with its name and unit."""
    value, name = cells.get("measure", ""), cells.get("indicator", "")
    if nothing(value):
        return []
    if not _NUMBER.fullmatch(value):
        return [f"{name}{value}" if value[:1].isdigit() else value]
    bracketed = _IN_BRACKETS.search(name)
    unit = cells.get("unit", "") or (bracketed[1] if bracketed else "")
    name = name[: bracketed.start()] if bracketed else name
    task = _task(cells, ctx)
    targets = task.targets if task else ()
    same = next((t for t in targets if name and (name in t.name or t.name in name)), None)
    same = same or (targets[0] if len(targets) == 1 and not name else None)
    if same is not None:
        name, unit = name or same.name, unit or same.unit
    return [f"{name or '完成数量'}{value.replace(',', '')}{unit}"]


def _obstacle(cell: str) -> str:
    """Return the words of an obstacle; below 是否存在困难 否 is none, and 是 only says that there is one."""
    return "" if nothing(cell) or cell.startswith("否") else re.sub("^是(?:[,、:。;]|$)", "", cell)


def repeats_deadline(cells: Mapping[str, str], ctx: Context) -> bool:
    """Tell whether 完成时间 is the plan's own deadline."""
    day, task = _limit(cells, ctx), _task(cells, ctx)
    if task is None or (day is None) != (task.deadline is None):
        return False
    return task.deadline == day  # both none: 长期 of what has no end


def _limit(cells: Mapping[str, str], ctx: Context) -> date | None:
    limit = cells.get("limit", "")
    found = read_date(limit, 0, ctx.today) if limit else None
    return found.near if found is not None else None


def _task(cells: Mapping[str, str], ctx: Context) -> TaskView | None:
    told = CODE.fullmatch(cells.get("code", ""))
    return ctx.task(_resolved(told[1], ctx) if told else ctx.view.titles.told(cells.get("title", "")))
