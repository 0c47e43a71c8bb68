"""`duban reread`: reads all stored words again with the present reader; shows, or stores, what it reads differently."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from bot.cli.console import Subparsers, agreed

if TYPE_CHECKING:
    from bot.app import App
    from bot.locale import Voice
    from bot.services.reread import Change


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("reread", "重读：用现在的读法重读已存的进展 / read all stored words again")
    parser.add_argument("--dry-run", action="store_true", help="只看不改 / show what would change, store nothing")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON / one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Show what is read differently, and store it as new versions unless it is only to be shown."""
    from bot.services import reread

    with app.reading() as ctx:
        found = reread.reread(ctx)
        lines = [change.as_json() for change in found.changes]
        for change in found.changes:
            shown = json.dumps(change.as_json(), ensure_ascii=False) if args.json else _line(app.voice, change)
            print(shown)
    ready = sum(line["kind"] == "changed" and not line["frozen"] for line in lines)
    _say(app.voice.say("{count} reports read again, {changes} differ.", count=found.read, changes=len(lines)))
    if args.dry_run or not ready:
        return 0
    if not agreed(args, app.voice.say("Store {count} of them as new versions? [y/N] ", count=ready)):
        _say(app.voice.say("Nothing was stored; --yes stores them."))
        return 1
    with app.writing() as ctx:
        done = reread.apply(ctx, reread.reread(ctx).changes)
    _say(app.voice.say("{count} stored as new versions.", count=done))
    return 0


def _line(voice: Voice, change: Change) -> str:
    row = change.report
    what = {
        "changed": "；".join(f"{name} {_show(old)} → {_show(new)}" for name, (old, new) in change.fields.items()),
        "more": voice.say("would be recorded as well"),
        "gone": voice.say("would not be recorded"),
        "asked": voice.say("would be asked about"),
    }[change.kind]
    frozen = voice.say(" (the month is frozen)") if change.frozen else ""
    words = " ".join(row.words.split())[:60]
    return f"{row.month:%Y-%m} {change.unit} {change.task}: {what}{frozen} “{words}”"


def _show(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(f"{one['name'] or ''}{one['value']:g}{one['unit']}" for one in value) or "-"
    return "-" if value is None else str(value)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
