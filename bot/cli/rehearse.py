"""`duban rehearse`: every nudge that would be sent if nobody answered, ahead of time, by the code that sends them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.locale import Voice


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add(
        "rehearse", "预演：若无人回复，将在何时提示哪些单位 / every nudge that would be sent if nobody answered"
    )
    parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
    parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON / one JSON object a line")
    parser.add_argument("--unit", metavar="UNIT", help="只看一家 / only that unit")
    parser.add_argument("--reported", action="store_true", help="计入已报进展 / count what has been reported so far")
    parser.add_argument("--calendar", action="store_true", help="按月历显示 / a month grid per unit")
    parser.add_argument("--ics", type=Path, metavar="FILE", help="另存为日历文件 / write a calendar file as well")
    parser.set_defaults(run=run)


def day(text: str) -> date:
    """Return a date written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a date like 2022-05-31") from error


def run(args: argparse.Namespace, app: App) -> int:
    """Print the nudges of all open plans, by day."""
    from bot.services.invite import find_unit
    from bot.services.rehearse import rehearsal

    if args.last < args.first:
        raise UsageError("--to {last} is before --from {first}", first=args.first, last=args.last)
    with app.reading() as ctx:
        unit = find_unit(ctx, args.unit) if args.unit else None
        rows = rehearsal(ctx, args.first, args.last, reported=args.reported, unit=unit)
    if args.ics:
        _write_ics(args.ics, app, rows)
    for line in _lines(args, app, rows):
        print(line)
    return 0


def _lines(args: argparse.Namespace, app: App, rows: list[dict[str, Any]]) -> Iterator[str]:
    if args.json:
        return map(_line, rows)
    if args.calendar and rows:
        from bot.reports.calendar_grid import grids

        return grids(rows, app.office.calendar, app.voice)
    return readable(app.voice, rows)


def _write_ics(path: Path, app: App, rows: list[dict[str, Any]]) -> None:
    from bot.reports.icalendar import ics

    try:
        path.write_bytes(ics(rows, app.office.zone, app.voice, app.office.name))
    except OSError as error:
        raise DubanError("{file}: cannot be written: {why}", file=path, why=error.strerror or error) from error


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def readable(voice: Voice, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line a nudge, and how many there are."""
    for row in rows:
        parts = [
            (voice.say("round"), "、".join(row["month_end"])),
            (voice.say("missed"), "、".join(row["missed"])),
            (voice.say("deadline"), "、".join(f"{code}({left})" for code, left in row["deadline"].items())),
            (voice.say("overdue"), "、".join(row["overdue"])),
            (voice.say("milestone"), "、".join(f"{code}({left})" for code, left in row.get("milestones", {}).items())),
            (voice.say("with the leader"), "、".join(row.get("pending", ()))),
        ]
        said = voice.say("; ").join(f"{name} {codes}" for name, codes in parts if codes)
        reach = "" if row["reachable"] else voice.say(" (nobody bound)")
        yield f"{row['date']} {row['time']} {row['unit']}{reach}{voice.say(': ')}{said}"
    yield voice.say("{count} messages", count=len(rows))
