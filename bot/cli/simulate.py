"""`duban simulate`: years of the ledger with people made of chance, through the real services and storage."""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.cli.rehearse import day
from bot.errors import DubanError, UsageError

if TYPE_CHECKING:
    from bot.app import App
    from bot.locale import Voice
    from bot.simulate.figures import Result


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("simulate", "模拟：联络员随机回复，走完真实流程 / play years with people made of chance")
    parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
    parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="随机种子，相同则结果相同 / the same plays the same"
    )
    parser.add_argument(
        "--answers", type=share, default=0.8, metavar="0–1", help="提示得到回复的比例 / the share of nudges answered"
    )
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.set_defaults(run=run)


def share(text: str) -> float:
    """Return a share of 1."""
    try:
        found = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 0 to 1") from error
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 0 to 1")
    return found


def run(args: argparse.Namespace, app: App) -> int:
    """Play on a copy of the ledger and print the months; exit code 1 where something happened that never must."""
    from bot.simulate.people import Model
    from bot.simulate.play import play
    from storage import ledger

    if args.last < args.first:
        raise UsageError("--to {last} is before --from {first}", first=args.first, last=args.last)
    with app.reading() as ctx:
        if not ledger.open_plans(session=ctx.session):
            raise DubanError("There is no ledger yet; import a plan first")
    begin = perf_counter()
    gc.set_threshold(100_000, 50, 50)  # rows live for one transaction; looking for cycles among them takes a fifth
    with tempfile.TemporaryDirectory(prefix="duban-simulate-") as folder:
        model = replace(Model(), answers=args.answers)
        found = play(app.database, app.office, Path(folder), args.first, args.last, seed=args.seed, model=model)
    seconds = perf_counter() - begin
    if args.json:
        print(json.dumps(asdict(found), ensure_ascii=False, default=str))
    else:
        for line in lines(app.voice, found, seconds):
            print(line)
    return 1 if any(found.wrong.values()) else 0


def lines(voice: Voice, found: Result, seconds: float) -> Iterator[str]:
    """Yield the result as people read it."""
    yield voice.say(
        "month | units due/in time/late/missing | lights green/blue/yellow/red/grey | done/overdue/behind of total"
        " | messages (median, most)"
    )
    for each in found.months:
        lights = "/".join(f"{each.lights[name]}" for name in ("green", "blue", "yellow", "red", "grey"))
        yield voice.say(
            "{month} | {due}/{in_time}/{late}/{missing} | {lights} | {done}/{overdue}/{behind} of {total}"
            " | {messages} ({median:g}, {most} {most_by})",
            month=f"{each.month:%Y-%m}",
            due=each.units_due,
            in_time=each.in_time,
            late=each.late,
            missing=each.missing,
            lights=lights,
            done=each.done,
            overdue=each.overdue,
            behind=each.behind,
            total=each.total,
            messages=each.messages,
            median=each.median,
            most=each.most,
            most_by=each.most_by,
        )
    yield voice.say(
        "Messages to a unit in a month: median {median:g}, most {most}",
        median=found.burden_median,
        most=found.burden_most,
    )
    yield voice.say(
        "{reports} reports, {days} working days, {seconds:.1f} s",
        reports=found.reports,
        days=found.working_days,
        seconds=seconds,
    )
    yield voice.say("Messages: {counts}", counts=", ".join(f"{name} {count}" for name, count in found.messages.items()))
    for name, count in found.wrong.items():
        yield voice.say("Never must be: {what}: {count}", what=voice.look_up(name), count=count)
