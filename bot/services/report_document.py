"""A unit's report as a file (its sheet, Word, Excel, PDF, text), or a long paste: read, previewed, then stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import DubanError, PlanError
from bot.locale import Html, join
from bot.replies import spaced
from bot.services import bulk, download, post, report_hint, report_read, report_sheet, sensitive, views
from bot.services.bulk import Part
from bot.services.context import Context
from bot.services.plan_file import SUFFIXES
from bot.services.report_batch import Words
from bot.services.report_doc import Blocks, Sensitive, Table
from bot.services.report_taken import Taken
from storage.kinds import DownloadPurpose, MessageKind, Source
from storage.models import Download, OutboxRow, Unit

LONG = 120  # characters of a pasted text of several paragraphs that are worth a look before they count
PARAGRAPHS = 3


def is_document(file: Mapping[str, Any] | None) -> bool:
    """Tell whether a file is of a kind in which reports are written."""
    return file is not None and str(file.get("name", "")).lower().endswith(SUFFIXES)


def fetch(ctx: Context, words: Words, replied: OutboxRow | None = None) -> Taken:
    """Have a document fetched and read; Refused where it is too big. What it says is shown afterwards."""
    assert words.file is not None, "the route has looked"
    reading = {"at": words.at.isoformat(), "unit": replied.unit_id if replied else None, "caption": words.text[:200]}
    row = download.want(ctx, DownloadPurpose.evidence, words.file, payload={"read": reading})
    report_hint.send(ctx, ctx.voice.html("{name} has come and is being read.", name=row.name or "?"))
    return Taken("a report's document is wanted")


def received(ctx: Context, row: Download, found: Blocks | DubanError) -> None:
    """Show what a document that was fetched says, or say why it cannot be read. `ctx` is the program's own."""
    sender = download.sender(ctx, row)
    if sender is None or sender.actor is None or not sender.actor.units or sender.person is None:
        return
    own = replace(sender, inbox_id=row.inbox_id)
    if isinstance(found, Sensitive):
        sensitive.withheld(own, row.message_id, found.why)
        return
    if isinstance(found, DubanError):
        _say(own, row, _unreadable(own, row, found))
        return
    asked = row.payload["read"]
    words = Words(
        text="",
        chat_id=row.chat_id,
        message_id=row.message_id,
        at=datetime.fromisoformat(asked["at"]),
        source=Source.sheet,
        document={"name": row.name, "download": row.id, "sha256": row.sha256},
    )
    units = [unit for unit in sender.actor.units if unit.id == asked.get("unit")] or list(sender.actor.units)
    parts = _of_unit(own, units, words, found)
    _show(own, parts, row)


def paste(ctx: Context, words: Words, units: Sequence[Unit]) -> Taken | None:
    """Show what a pasted table or a long paste of several paragraphs says; None for any other text."""
    words = replace(words, text=spaced.tabbed(words.text))
    lines = [line for line in words.text.splitlines() if line.strip()]
    table = sum("\t" in line or line.count("|") > 2 for line in lines) >= 2 or any(map(spaced.is_head, lines))
    if not table and (len(words.text) < LONG or len(lines) < PARAGRAPHS):
        return None
    reader = views.replies_ledger(ctx)
    found = [
        report_read.tidied(ctx, unit, [report_read.read_text(ctx, unit, words, reader)])
        for unit in _named(units, words.text)
    ]
    counts = sorted(map(bulk.count, found))
    if counts[-1] < 2 or (len(counts) > 1 and counts[-1] == counts[-2]):
        return None
    parts = max(found, key=bulk.count)
    title = ctx.voice.html("{count} read; recorded once you confirm:", count=bulk.count(parts))
    bulk.ask(ctx, _kind(ctx), parts, title=title)
    return Taken("a paste was previewed")


def _of_unit(ctx: Context, units: Sequence[Unit], words: Words, blocks: Blocks) -> list[Part]:
    """Read a document for the unit that it names, else for the one of the person's units for which it says most."""
    sheet = report_sheet.find(blocks)
    head = sheet.title if sheet else "\n".join(_head(block) for block in blocks[:6])
    own = _named(units, f"{head}\n{words.document['name'] if words.document else ''}")
    found = [report_read.read_blocks(ctx, unit, words, blocks) for unit in own]
    return max(found, key=lambda parts: (bulk.count(parts), -sum(len(part.refused) for part in parts)))


def _head(block: str | Table) -> str:
    return block if isinstance(block, str) else " ".join(" ".join(row) for row in block.rows[:2])


def _named(units: Sequence[Unit], text: str) -> list[Unit]:
    """Return the units that a text names, or all of them where it names none."""
    return [unit for unit in units if unit.name in text] or list(units)


def _show(ctx: Context, parts: Sequence[Part], row: Download) -> None:
    name, number = row.name or "?", bulk.count(parts)
    if number:
        title = ctx.voice.html("{name}: {count} read; recorded once you confirm:", name=name, count=number)
        bulk.ask(ctx, _kind(ctx), parts, title=title)
        return
    unit = parts[0].batch.unit if parts else None
    lines = bulk.preview(ctx, parts)
    head = ctx.voice.html("{name}: nothing new was read, nothing recorded.", name=name)
    hint = ctx.voice.html(
        "As evidence, please send it with a caption, like: {example}; or as an answer to a receipt.",
        example=report_hint.example(ctx, unit),
    )
    _say(ctx, row, join([head, *lines, hint]))


def _kind(ctx: Context) -> str:
    """Return how a preview is confirmed: where a leader must approve, with that word."""
    books = views.plan_books(ctx)
    return "signoff" if any(book.schedule.rules.unit_signoff for book in books) else "file"


def _unreadable(ctx: Context, row: Download, why: DubanError) -> Html:
    reason = why.tell(ctx.voice)
    if isinstance(why, PlanError) and ctx.voice.language != "en":
        reason = reason.partition("。")[0] + "。" if "。" in reason else reason
    return ctx.voice.html(
        "{name} was not read, nothing was recorded. {why} The text can also be pasted here.",
        name=row.name or "?",
        why=reason,
    )


def _say(ctx: Context, row: Download, text: Html) -> None:
    assert ctx.person is not None, "somebody has sent it"
    key = f"report_file:{row.id}"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, key, reply_to=row.message_id or None))
