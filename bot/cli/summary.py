"""`duban summary`: how a month stands, as text or JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.errors import Refused, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.context import Context


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("summary", "汇总：本月调度情况 / how the month stands")
    parser.add_argument(
        "--month", metavar="YYYY-MM", help="月份，默认本月调度 / the month, by default the present round"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Print the summary of a month."""
    from bot.reports.facts import json_file
    from bot.reports.text import text
    from bot.services.summary import Wanted, summarise

    with app.reading() as ctx:
        summary = summarise(ctx, Wanted(month_of(ctx, args.month)))
    _, _, data = json_file(summary) if args.json else text(summary, app.voice)
    sys.stdout.write(data.decode())
    return 0


def month_of(ctx: Context, words: str | None) -> date | None:
    """Return the month of the command line, or None for the present round; anything else is wrong usage."""
    from bot.services.summary_words import read_month

    try:
        return read_month(ctx, words) if words is not None else None
    except Refused as refusal:
        raise UsageError(refusal.text, **refusal.values) from refusal
