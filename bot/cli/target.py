"""`duban target`: the numbers that the plan demands of a task, listed and edited."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.cli.tasks import find_task

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.context import Context
    from storage.models import Task


def add(subparsers: Subparsers) -> None:
    """Add the commands."""
    group = subparsers.group("target", "指标：列出、添加、修改、删除 / the targets of tasks")
    each = group.add("list", "列出指标 / list targets")
    each.add_argument("task", nargs="?", metavar="CODE", help="不写则列出全部 / without: of all tasks")
    each.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    each.set_defaults(run=show)
    each = group.add("add", "添加指标，如 有效发明专利≥300件 / add a target")
    each.add_argument("task", metavar="CODE")
    each.add_argument("words", nargs="+", metavar="TARGET")
    each.set_defaults(run=add_one)
    each = group.add("set", "修改第几个指标 / set a target anew")
    each.add_argument("task", metavar="CODE")
    each.add_argument("number", type=int, metavar="N")
    each.add_argument("words", nargs="+", metavar="TARGET")
    each.set_defaults(run=change)
    each = group.add("remove", "删除第几个指标 / take a target out")
    each.add_argument("task", metavar="CODE")
    each.add_argument("number", type=int, metavar="N")
    each.set_defaults(run=remove)


def show(args: argparse.Namespace, app: App) -> int:
    """Print one task's targets, or everybody's."""
    from bot.services import targets

    with app.reading() as ctx:
        if args.task:
            task = find_task(ctx, args.task)
            found = [(task, row) for row in targets.of_task(ctx, task)]
        else:
            found = targets.of_open_plans(ctx)
        if args.json:
            rows = [
                {
                    "task": task.code,
                    "name": row.name,
                    "value": row.value,
                    "unit": row.unit,
                    "comparison": row.comparison,
                    "by_office": row.edited_at is not None,
                }
                for task, row in found
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return 0
        for task, row in found:
            own = app.voice.say(" (set by the office)") if row.edited_at else ""
            print(f"{task.code}\t{targets.said(row)}{own}")
    return 0


def add_one(args: argparse.Namespace, app: App) -> int:
    """Add a target."""
    from bot.services import targets

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        targets.add(ctx, task, " ".join(args.words))
        _print(ctx, task)
    return 0


def change(args: argparse.Namespace, app: App) -> int:
    """Set a target anew."""
    from bot.services import targets

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        targets.change(ctx, task, args.number, " ".join(args.words))
        _print(ctx, task)
    return 0


def remove(args: argparse.Namespace, app: App) -> int:
    """Take a target out."""
    from bot.services import targets

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        targets.remove(ctx, task, args.number)
        _print(ctx, task)
    return 0


def _print(ctx: Context, task: Task) -> None:
    from bot.services.plans_text import target_lines

    for line in target_lines(ctx, task):
        print(line)
