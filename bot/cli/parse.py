"""`duban parse`: JSON lines of replies in, what was understood out, against the ledger in the database."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers

if TYPE_CHECKING:
    from bot.app import App
    from bot.replies import Ledger


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("parse", "试读回复：标准输入每行一个 JSON / read replies, one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Answer every line with one line; a line that is no reply gets an error, and the exit code says so."""
    from bot.services.views import replies_ledger

    with app.reading() as ctx:
        ledger = replies_ledger(ctx)
    failed = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(json.loads(line), ledger)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            failed += 1
            answer = {"error": f"line {number}: {type(error).__name__}: {error}"}
            print(answer["error"], file=sys.stderr)
        print(json.dumps(answer, ensure_ascii=False))
    return 1 if failed else 0


def _answer(asked: dict[str, Any], ledger: Ledger) -> dict[str, Any]:
    from bot.replies import read, reading_json

    reply_to = asked.get("reply_to")
    reading = read(
        str(asked["text"]),
        unit=str(asked["unit"]),
        today=date.fromisoformat(asked["today"]),
        ledger=ledger,
        reply_to=[str(code) for code in reply_to] if reply_to else None,
    )
    return reading_json(reading)
