"""`duban demo`: the whole thing on one machine, with a stand-in for Telegram and a chat page in the browser."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.errors import DubanError

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add(
        "demo", "演示：本机上的一整套，浏览器里聊 / the whole thing on this machine, in the browser"
    )
    parser.add_argument("--headless", action="store_true", help="自动演一个月并打印 / play a month and print it")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="网页端口 / the page's port (a free one)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Play a month by itself, or serve the page until interrupted."""
    from bot.cli.run import log_to_stderr

    log_to_stderr(logging.ERROR)
    if args.headless:
        from bot.demo.month import play

        return 0 if asyncio.run(play(partial(print, flush=True))) else 1
    try:
        asyncio.run(_serve(args.port, app))
    except OSError as error:
        raise DubanError("The page cannot be served: {why}", why=error.strerror or error) from error
    return 0


async def _serve(port: int, app: App) -> None:
    from bot.demo.demo import demo

    stopping = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    print(app.voice.say("Setting up: plan, office and liaisons …"), file=sys.stderr, flush=True)
    async with demo(port) as running:
        await running.join()
        print(running.sandbox.url, flush=True)
        print(
            app.voice.say("Open this address in a browser; Ctrl-C ends the demonstration."), file=sys.stderr, flush=True
        )
        await stopping.wait()
