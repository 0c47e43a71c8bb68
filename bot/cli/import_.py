"""`duban import FILE`: a plan document becomes a ledger."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers, agreed
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.locale import Voice
    from bot.plan import Draft
    from bot.services.context import Context
    from storage.models import Plan

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
    parser.add_argument("--as", dest="version_of", metavar="PLAN", help="是该方案的新版本 / a new version of it")
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
        _print(_preview(args, app.voice, draft, first))
        return 0
    return _store(args, app, draft, first)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DubanError("{file}: larger than {limit} MB; nothing was stored", file=path, limit=LARGEST // MEGABYTE)
        return path.read_bytes()
    except OSError as error:
        raise UsageError("{file}: cannot be read: {why}", file=path, why=error.strerror or error) from error


@dataclass(frozen=True)
class Shown:
    """How the document differs from the stored version, as a person is shown it: results and remarks, as lines."""

    results: tuple[str, ...]
    remarks: tuple[str, ...]
    differs: bool


def _store(args: argparse.Namespace, app: App, draft: Draft, first: date) -> int:
    """Store the document, or bring the stored version to it. Nothing is printed or asked within a transaction."""
    from bot.services import import_plan

    with app.reading() as ctx:
        shown = _difference(args, ctx, draft)
    if shown is not None and not shown.differs:
        _print(shown)
        return 0
    if shown is not None and not args.yes:
        _print(shown)
        if not agreed(args, app.voice.say("Bring the stored plan to this version? [y/N] ")):
            raise DubanError("Nothing was stored; say --yes to bring the stored plan to this version")
    with app.writing() as ctx:
        if _difference(args, ctx, draft) != shown:
            raise DubanError("The stored plan has changed meanwhile; nothing was stored, please run it again")
        plan = _version(args, ctx, draft)
        if plan is None:
            likely = import_plan.likely_version(ctx, draft)
            plan = import_plan.store(ctx, draft, first_month=first)
            shown = _preview(args, ctx.voice, draft, first, ctx, plan.letter)
            shown = replace(shown, remarks=(*shown.remarks, *_hint(ctx.voice, likely)))
        else:
            import_plan.apply(ctx, import_plan.difference(ctx, plan, draft), draft)
            assert shown is not None, "a stored version has been compared"
        letter = plan.letter
    if args.yes or not shown.differs:  # else it has been shown before it was asked
        _print(shown)
    done = "Stored: {count} tasks." if not letter else "Stored: {count} tasks; their codes begin with {letter}."
    print(app.voice.say(done, count=len(draft.tasks), letter=letter), file=sys.stderr)
    return 0


def _difference(args: argparse.Namespace, ctx: Context, draft: Draft) -> Shown | None:
    """Return how the document differs from its stored version, None where there is none."""
    from bot.services import import_plan, import_text

    plan = _version(args, ctx, draft)
    if plan is None:
        return None
    found = import_plan.difference(ctx, plan, draft)
    lines = tuple(import_text.diff(ctx.voice, found))
    if args.json:
        return Shown((_json(draft, plan.first_month, ctx, plan.letter),), lines, bool(found))
    return Shown(lines, (), bool(found))


def _version(args: argparse.Namespace, ctx: Context, draft: Draft) -> Plan | None:
    """Return the plan of which the document is a new version: the one named, else the one of the same title."""
    from bot.services import import_plan, plans

    if args.version_of is None:
        return import_plan.stored_version(ctx, draft)
    plan = plans.find(ctx, args.version_of)
    if plan.closed_at is not None:
        raise DubanError("{plan} is closed already", plan=plan.title)
    return plan


def _hint(voice: Voice, likely: Plan | None) -> tuple[str, ...]:
    """Return the remark that the document looks like a new version of a plan stored under another title."""
    if likely is None:
        return ()
    return (
        voice.say(
            "Most of it is in {title} already. If it is a new version of that: duban import FILE --as P{number}",
            title=likely.title,
            number=likely.id,
        ),
    )


def _preview(
    args: argparse.Namespace, voice: Voice, draft: Draft, first: date, ctx: Context | None = None, letter: str = ""
) -> Shown:
    """Return what a new plan holds."""
    if args.json:
        return Shown((_json(draft, first, ctx, letter),), (), False)
    from bot.services import import_text

    return Shown(tuple(import_text.preview(voice, draft, first)), (), False)


def _print(shown: Shown) -> None:
    for line in shown.results:
        print(line)
    for line in shown.remarks:
        print(line, file=sys.stderr)


def _json(draft: Draft, first: date, ctx: Context | None, letter: str) -> str:
    """Return the contract's object; where more than one plan is open every task says which it is of."""
    from bot.plan import draft_json

    found: dict[str, Any] = draft_json(draft)
    found["plan"]["first_month"] = first.strftime("%Y-%m")
    several = ctx is not None and _several(ctx)
    for task in found["tasks"]:
        task["code"] = letter + task["code"]
        if several:
            task["plan"] = draft.title
    for anomaly in found["anomalies"]:
        if anomaly["code"]:
            anomaly["code"] = letter + anomaly["code"]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _several(ctx: Context) -> bool:
    from storage.ledger import open_plans

    return len(open_plans(session=ctx.session)) > 1


def _progress(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
