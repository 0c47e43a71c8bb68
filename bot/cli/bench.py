"""`duban bench`: how fast the work goes on this machine."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("bench", "测速：本机处理各项工作的用时 / how fast the work goes on this machine")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON / one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Measure and print, line by line."""
    from bot.demo.bench import measure

    for figure in measure():
        if args.json:
            print(json.dumps(vars(figure), ensure_ascii=False), flush=True)
        else:
            times = f" ({figure.times}×)" if figure.times > 1 else ""
            print(f"{figure.value:10.2f} {figure.unit}  {figure.name}{times}", flush=True)
    return 0
