"""`duban backup FILE`: a checked copy of the database, beside a running bot."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.errors import DubanError

if TYPE_CHECKING:
    from bot.app import App


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("backup", "备份数据库（可在运行中进行）/ copy the database, also while the bot runs")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Make the copy; say where and how large."""
    from bot.services.backup import backup
    from storage.database import Database

    path = Database(app.config.storage_url).path
    if path is not None and not path.exists():
        raise DubanError("There is no database yet at {file}", file=path)
    size = backup(app.database, args.file)
    print(args.file)
    print(app.voice.say("Backed up and checked: {size} kB.", size=f"{(size + 1023) // 1024:,}"), file=sys.stderr)
    return 0
