"""代录: what a unit told the office elsewhere, typed in by the office; marked with who typed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.errors import Refused
from bot.locale import Html, join
from bot.replies import Item, Ledger, read
from bot.services import owing, rest, rest_named, views
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.report_store import Batch, Words, store
from storage.kinds import STORING, Source
from storage.models import Report, Task, Unit


@dataclass
class Recorded:
    """What became of words typed in: rows that count, and what was not taken."""

    rows: list[tuple[Report, Task]] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take(ctx: Context, unit: Unit, words: Words, asked: Sequence[str]) -> Recorded:
    """Store what the words say for the unit, as typed in by the acting person. Refused where they say nothing."""
    ledger: Ledger = views.replies_ledger(ctx)
    context = list(asked) if len(asked) == 1 else None
    reading = read(words.text, unit=unit.name, today=ctx.office.day(words.at), ledger=ledger, reply_to=context)
    if reading.kind not in STORING:
        raise Refused("This was not recorded as progress; please say the tasks' numbers and how they stand")
    doubtful = {doubt.item for doubt in reading.doubts}
    done, items = Recorded(), []
    for position, item in enumerate(reading.items):
        if rest.is_rest(item, reading.items):
            named = rest_named.said_beside(ctx, unit, words, reading.items)
            items += _rest(ctx, unit, item, named | {str(each.task) for each in reading.items})
        elif item.task is None or position in doubtful:
            done.unclear.append(item.words or words.text)
        else:
            items.append(item)
    said = replace(words, source=Source.office)
    stored = store(ctx, Batch(unit, said, reading.kind, items, reading.month))
    done.rows = stored.rows
    done.refused = [each.task for each in reading.refused] + [task.code for task in stored.closed]
    if reading.not_recorded:
        done.unclear.append(reading.not_recorded)
    return done


def told(ctx: Context, unit: Unit, done: Recorded) -> Html:
    """Return what the office is told of it."""
    voice = ctx.voice
    head = voice.html("{unit}: {count} typed in by {name}", unit=unit.name, count=len(done.rows), name=_name(ctx))
    groups: dict[str, list[str]] = {}
    for row, task in done.rows:
        groups.setdefault(lines.what(ctx, row, task, leads=True), []).append(task.code)
    rows = [voice.html("{codes} {what}", codes=lines.codes(voice, codes), what=what) for what, codes in groups.items()]
    left = [voice.html("Not understood, not recorded: “{words}”", words=words[:80]) for words in done.unclear]
    no = voice.html("Not recorded, not theirs or closed: {codes}", codes=lines.codes(voice, done.refused))
    return join([head, *rows, *left, no if done.refused else None])


def _rest(ctx: Context, unit: Unit, item: Item, named: set[str]) -> list[Item]:
    duties = owing.unit_duties(ctx, unit)
    return [replace(item, task=code) for code in rest.covered(duties, named=named)]


def _name(ctx: Context) -> str:
    return ctx.person.name if ctx.person else ""
