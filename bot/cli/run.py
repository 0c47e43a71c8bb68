"""`duban run`: the bot at work, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("run", "运行机器人 / run the bot")
    parser.add_argument("--verbose", action="store_true", help="多记日志 / log more")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Run until SIGINT or SIGTERM, then finish what is being done."""
    app.config.need_telegram()
    log_to_stderr(logging.DEBUG if args.verbose else logging.INFO)
    asyncio.run(_serve(app))
    return 0


def log_to_stderr(level: int) -> None:
    """Log to standard error, one line a record."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level)


async def _serve(app: App) -> None:
    from bot.runtime import serve

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopping.set)
    await serve(app, stopping)
