"""`duban milestone`: a task's dated steps, listed, added, moved, reached."""

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
    group = subparsers.group("milestone", "节点（倒排时间表）：列出、添加、改期、完成 / the milestones of tasks")
    each = group.add("list", "列出节点 / list milestones")
    each.add_argument("task", nargs="?", metavar="CODE", help="不写则列出全部 / without: of all tasks")
    each.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    each.set_defaults(run=show)
    each = group.add("add", "添加节点 / add a milestone")
    each.add_argument("task", metavar="CODE")
    each.add_argument("day", metavar="DATE", help="2022-09-30、9月底 / a day")
    each.add_argument("title", nargs="+", metavar="TITLE", help="到时做到什么 / what is done by then")
    each.set_defaults(run=add_one)
    each = group.add("move", "改期 / move a milestone")
    each.add_argument("task", metavar="CODE")
    each.add_argument("number", type=int, metavar="N")
    each.add_argument("day", metavar="DATE")
    each.set_defaults(run=move)
    each = group.add("done", "已完成；再写一次则撤销 / it was reached; once more takes that back")
    each.add_argument("task", metavar="CODE")
    each.add_argument("number", type=int, metavar="N")
    each.add_argument("--on", metavar="DATE", help="完成日期，默认今天 / when; today by default")
    each.set_defaults(run=done)
    each = group.add("remove", "删除节点 / take a milestone out")
    each.add_argument("task", metavar="CODE")
    each.add_argument("number", type=int, metavar="N")
    each.set_defaults(run=remove)


def show(args: argparse.Namespace, app: App) -> int:
    """Print one task's milestones, or everybody's."""
    from bot.services import milestones

    with app.reading() as ctx:
        if args.task:
            task = find_task(ctx, args.task)
            found = [(task, step) for step in milestones.of_task(ctx, task)]
        else:
            found = milestones.of_open_plans(ctx)
        if args.json:
            rows = [
                {
                    "task": task.code,
                    "title": step.title,
                    "due": step.due.isoformat(),
                    "done_on": step.done_on.isoformat() if step.done_on else None,
                    "by_office": step.edited_at is not None,
                }
                for task, step in found
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return 0
        if args.task:
            _print(ctx, find_task(ctx, args.task))
            return 0
        for task, step in found:
            reached = app.voice.say(", reached {day}", day=step.done_on.isoformat()) if step.done_on else ""
            print(f"{task.code}\t{step.due.isoformat()} {step.title}{reached}")
    return 0


def add_one(args: argparse.Namespace, app: App) -> int:
    """Add a milestone."""
    from bot.services import milestones

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        milestones.add(ctx, task, milestones.read_day(args.day, ctx.today), " ".join(args.title))
        _print(ctx, task)
    return 0


def move(args: argparse.Namespace, app: App) -> int:
    """Move a milestone."""
    from bot.services import milestones

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        milestones.move(ctx, task, args.number, milestones.read_day(args.day, ctx.today))
        _print(ctx, task)
    return 0


def done(args: argparse.Namespace, app: App) -> int:
    """Record that a milestone was reached."""
    from bot.services import milestones

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        on = milestones.read_day(args.on, ctx.today) if args.on else None
        milestones.done(ctx, task, args.number, on)
        _print(ctx, task)
    return 0


def remove(args: argparse.Namespace, app: App) -> int:
    """Take a milestone out."""
    from bot.services import milestones

    with app.writing() as ctx:
        task = find_task(ctx, args.task)
        milestones.remove(ctx, task, args.number)
        _print(ctx, task)
    return 0


def _print(ctx: Context, task: Task) -> None:
    from bot.services.plans_text import milestone_lines

    for line in milestone_lines(ctx, task):
        print(line)
