"""`duban change`: add, edit, split, close and cancel tasks, in the same words as in the chat."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add(
        "change",
        "任务：新增、修改、拆分、办结、取消 / add, edit, split, close or cancel a task: 23 deadline 2022-12-31",
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="23 时限 2022-12-31；new 101 标题；lead 单位")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Do what the words say and print what has changed."""
    from bot.reports.text import plain
    from bot.services import task_edit

    with app.writing() as ctx:
        told = task_edit.take(ctx, " ".join(args.words))
    print(plain(told))
    return 0
