"""Much at once: a document, a long paste, what the office types in. Read, shown task by task, stored after one press.

Used for a unit's own file (`file`), for reports that came elsewhere (`office`), and for what waits for a leader's word
(`signoff`). What was read waits in the question itself, so that a restart loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.locale import Html, bold, join
from bot.replies import Item
from bot.services import question, receipt
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.report_batch import Batch
from bot.services.report_item import kept_measures
from storage import ledger
from storage.models import Question, Report, Task, Unit

KINDS = ("file", "office", "signoff")
ROWS = 60
QUOTES = 5
QUOTE = 60


@dataclass(frozen=True)
class Part:
    """What was read for one unit from one piece of text, and what of it is not stored.

    `unchanged` are codes that say what has been reported already; `held` those that each need a word of their own;
    `refused` those that are not the unit's, or closed; `unread` words that were not understood.
    """

    batch: Batch
    unchanged: Sequence[str] = ()
    held: Sequence[str] = ()
    refused: Sequence[str] = ()
    unread: Sequence[str] = field(default_factory=tuple)


def count(parts: Iterable[Part]) -> int:
    """Return how many reports the parts would store."""
    return sum(len(part.batch.items) for part in parts)


def ask(
    ctx: Context, kind: str, parts: Sequence[Part], *, title: Html | None = None, lost: Sequence[str] = ()
) -> Question:
    """Show what was read and ask for the one press; `lost` is what belongs to no unit that is known."""
    voice, number = ctx.voice, count(parts)
    first = parts[0].batch.words
    payload: dict[str, Any] = {
        "chat": first.chat_id,
        "message": first.message_id,
        "unit": parts[0].batch.unit.id,
        "text": first.text,
        "parts": [question.about(part.batch) for part in parts if part.batch.items],
    }
    labels = {
        "file": voice.say("Record {count}", count=number),
        "office": voice.say("Record {count} for them", count=number),
        "signoff": voice.say("Approved, record {count}", count=number),
    }
    choices = [(labels[kind], "yes"), (voice.say("Do not record"), question.NONE)]
    head = title or voice.html("Understood as follows; it counts once your leader has approved it:")
    return question.ask(ctx, kind, payload, join([head, *preview(ctx, parts, lost)]), choices, per_row=2)


def preview(ctx: Context, parts: Sequence[Part], lost: Sequence[str] = ()) -> list[Html]:
    """Return the lines of a preview: each unit with its tasks, then what would not be stored, and why."""
    voice = ctx.voice
    units = list(dict.fromkeys(part.batch.unit.id for part in parts))
    found: list[Html] = []
    for key in units:
        mine = [part for part in parts if part.batch.unit.id == key]
        if len(units) > 1 or any(part.batch.words.source.value == "office" for part in mine):
            unit = mine[0].batch.unit
            found.append(voice.html("{unit}, {count}:", unit=bold(unit.name), count=count(mine)))
        found += _task_lines(ctx, mine[0].batch.unit, [item for part in mine for item in part.batch.items])
        found += _left_lines(ctx, mine)
    quotes = [words for part in parts for words in part.unread if words.strip()]
    found += [voice.html("No unit known for this, not recorded: “{words}”", words=quoted(words)) for words in lost]
    found += [voice.html("Not understood, not recorded: “{words}”", words=quoted(words)) for words in quotes[:QUOTES]]
    if len(quotes) > QUOTES:
        found.append(voice.html("and {count} more passages not understood", count=len(quotes) - QUOTES))
    return found


def quoted(words: str) -> str:
    """Return words on one line, short enough to be quoted."""
    plain = " ".join(words.split())
    return plain if len(plain) <= QUOTE else plain[: QUOTE - 1] + "…"


def parts_of(ctx: Context, asked: Question) -> list[Batch]:
    """Return what a question holds, ready to be stored."""
    return [batch_of(ctx, one) for one in asked.payload["parts"]]


def batch_of(ctx: Context, payload: dict[str, Any]) -> Batch:
    """Return the batch that `question.about` wrote."""
    return question.batch_from(ctx, payload)


def stored_now(ctx: Context, kind: str, batch: Batch) -> Batch:
    """Return the batch as it is to be stored at the press: what waited for a leader counts from now."""
    if kind != "signoff":
        return batch
    return replace(batch, approved=True, words=replace(batch.words, at=ctx.now))


def _task_lines(ctx: Context, unit: Unit, items: Sequence[Item]) -> list[Html]:
    tasks = {item.task: ledger.find_task(session=ctx.session, code=str(item.task)) for item in items}
    leads = receipt.lead_task_ids(ctx, unit, [task for task in tasks.values() if task is not None])
    groups: dict[str, list[str]] = {}
    for item in items:
        task = tasks[item.task]
        if task is not None:
            groups.setdefault(said(ctx, item, task, leads=task.id in leads), []).append(task.code)
    rows = [
        ctx.voice.html("{codes} {what}", codes=lines.codes(ctx.voice, codes), what=what)
        for what, codes in groups.items()
    ]
    if len(rows) > ROWS:
        rows = [*rows[:ROWS], ctx.voice.html("and {count} more", count=len(rows) - ROWS)]
    return rows


def _left_lines(ctx: Context, parts: Sequence[Part]) -> list[Html]:
    voice = ctx.voice

    def codes(name: str) -> str:
        found: list[str] = [code for part in parts for code in getattr(part, name)]
        return lines.codes(voice, dict.fromkeys(found))

    left = []
    if same := codes("unchanged"):
        left.append(voice.html("As reported already, not recorded again: {codes}", codes=same))
    if held := codes("held"):
        left.append(voice.html("Past the deadline or due this month, please say each by itself: {codes}", codes=held))
    if refused := codes("refused"):
        left.append(voice.html("Not recorded, not theirs or closed: {codes}", codes=refused))
    return left


def said(ctx: Context, item: Item, task: Task, *, leads: bool) -> str:
    """Return what would be recorded of a task, as a receipt says it."""
    row = Report(
        plan_id=task.plan_id,
        task_id=task.id or 0,
        unit_id=0,
        month=date.min,
        status=item.status,
        percent=item.percent,
        expected=item.expected,
        extension=item.extension,
        measures=kept_measures(item, task),
        problem=item.problem,
        text="",
        words=item.words,
        at=ctx.now,
        stored_at=ctx.now,
    )
    return lines.what(ctx, row, task, leads=leads)
