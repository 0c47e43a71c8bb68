"""`duban import FILE`: a plan document becomes a ledger."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers, agreed
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.plan import Draft
    from bot.services.context import Context

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("import", "导入方案，生成任务台账 / read a plan document into the ledger")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--preview", action="store_true", help="只看不存 / show, store nothing")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument(
        "--from", dest="first_month", type=month, metavar="YYYY-MM", help="首个调度月 / the first round"
    )
    parser.set_defaults(run=run)


def month(text: str) -> date:
    """Return the first day of a month written YYYY-MM."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) or text.startswith("0000"):
        raise argparse.ArgumentTypeError(f"{text!r}: expected a month like 2022-05")
    return date(int(text[:4]), int(text[5:]), 1)


def run(args: argparse.Namespace, app: App) -> int:
    """Read the document, then show it, store it, or show how it differs from what is stored."""
    from bot.plan import read

    data = _bytes(args.file)
    today = app.office.day(app.clock.now())
    draft = read(data, args.file.name, today=today, progress=_progress if sys.stderr.isatty() else None)
    first = args.first_month or draft.first_month(today)
    if args.preview:
        _show(args, app, draft, first)
        return 0
    return _store(args, app, draft, first)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DubanError("{file}: larger than {limit} MB; nothing was stored", file=path, limit=LARGEST // MEGABYTE)
        return path.read_bytes()
    except OSError as error:
        raise UsageError("{file}: cannot be read: {why}", file=path, why=error.strerror or error) from error


def _store(args: argparse.Namespace, app: App, draft: Draft, first: date) -> int:
    from bot.services import import_plan, import_text

    with app.writing() as ctx:
        plan = import_plan.stored_version(ctx, draft)
        if plan is not None:
            found = import_plan.difference(ctx, plan, draft)
            if args.json:
                print(_json(draft, plan.first_month, ctx, plan.letter))
            _say(args, import_text.diff(app.voice, found))
            if not found:
                return 0
            if not agreed(args, app.voice.say("Bring the stored plan to this version? [y/N] ")):
                raise DubanError("Nothing was stored; say --yes to bring the stored plan to this version")
            import_plan.apply(ctx, found, draft)
        else:
            plan = import_plan.store(ctx, draft, first_month=first)
            _show(args, app, draft, first, ctx, plan.letter)
        count = len(draft.tasks)
        letter = plan.letter
    done = "Stored: {count} tasks." if not letter else "Stored: {count} tasks; their codes begin with {letter}."
    print(app.voice.say(done, count=count, letter=letter), file=sys.stderr)
    return 0


def _show(
    args: argparse.Namespace, app: App, draft: Draft, first: date, ctx: Context | None = None, letter: str = ""
) -> None:
    from bot.services import import_text

    if args.json:
        print(_json(draft, first, ctx, letter))
    else:
        _say(args, import_text.preview(app.voice, draft, first))


def _json(draft: Draft, first: date, ctx: Context | None, letter: str) -> str:
    """Return the contract's object; where more than one plan is open every task says which it is of."""
    from bot.plan import draft_json
    from storage.ledger import open_plans

    found: dict[str, Any] = draft_json(draft)
    found["plan"]["first_month"] = first.strftime("%Y-%m")
    several = ctx is not None and len(open_plans(session=ctx.session)) > 1
    for task in found["tasks"]:
        task["code"] = letter + task["code"]
        if several:
            task["plan"] = draft.title
    for anomaly in found["anomalies"]:
        if anomaly["code"]:
            anomaly["code"] = letter + anomaly["code"]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _say(args: argparse.Namespace, lines: Any) -> None:
    out = sys.stderr if args.json else sys.stdout
    for line in lines:
        print(line, file=out)


def _progress(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
