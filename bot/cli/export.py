"""`duban export`: everything as JSON or CSV, the ledger of the month as a workbook or a document."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from bot.cli.console import Subparsers
from bot.cli.summary import month_of
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.context import Context

FORMATS = ("json", "csv", "xlsx", "docx")
TABLES = ("tasks", "reports", "messages", "items", "practices")


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("export", "导出：台账、进展、消息 / ledger, reports, messages")
    parser.add_argument("--format", choices=FORMATS, required=True, help="格式 / the format")
    parser.add_argument(
        "--table", choices=TABLES, default="tasks", help="csv 导出哪张表，默认 tasks / which table goes into a CSV file"
    )
    parser.add_argument("--month", metavar="YYYY-MM", help="xlsx、docx 的月份 / the month of a workbook or document")
    parser.add_argument("file", metavar="FILE", help="文件；json、csv 可用 - 表示标准输出 / a file, or - for stdout")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Write the export; a file is complete or not there at all."""
    if args.format in ("xlsx", "docx"):
        if args.file == "-":
            raise UsageError("{format} needs a file, not -", format=args.format)
        return _paper(args, app)
    return _data(args, app)


def _data(args: argparse.Namespace, app: App) -> int:
    from bot.services import export

    def write(ctx: Context, out: TextIO) -> None:
        if args.format == "json":
            export.write_json(ctx, out)
        else:
            export.write_csv(ctx, out, args.table)

    with app.reading() as ctx:
        if args.file == "-":
            write(ctx, sys.stdout)
            sys.stdout.flush()
        else:
            with _whole(Path(args.file)) as file, _text(file) as out:
                write(ctx, out)
    return 0


def _paper(args: argparse.Namespace, app: App) -> int:
    from bot.reports.document import document
    from bot.reports.sheet import workbook
    from bot.services.summary import Wanted, summarise

    with app.reading() as ctx:
        summary = summarise(ctx, Wanted(month_of(ctx, args.month), months=12, followed=True))
    render: Callable[..., tuple[str, str, bytes]] = workbook if args.format == "xlsx" else document
    _, _, data = render(summary, app.voice)
    with _whole(Path(args.file)) as file:
        file.write(data)
    return 0


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the path's place only when everything has been written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise DubanError("{file} cannot be written: {why}", file=path, why=error.strerror or error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(name, path)
    except OSError as error:
        raise DubanError("{file} cannot be written: {why}", file=path, why=error.strerror or error) from error
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _text(file: IO[bytes]) -> Iterator[TextIO]:
    import io

    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    yield out
    out.flush()
    out.detach()
