"""A photo or document: read by its caption, or kept with the receipt that it answers; else it is said what to do."""

from __future__ import annotations

from bot.locale import Html
from bot.services import evidence, report, report_hint
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.report_store import Words
from bot.services.report_taken import Taken, refused
from bot.services.undo import mine
from storage import reports


def take_file(ctx: Context, words: Words) -> Taken:
    """Take a file. Its words count as a report like any other; its id, name and size are kept with what they report."""
    replied = report.replied_row(ctx, words)
    message = replied.facts.get("message_id") if replied is not None else None
    if words.text.strip() and (message is None or report.reports_something(ctx, words)):
        return report.take_message(ctx, words)
    codes = evidence.attach(ctx, words, message) if isinstance(message, int) else []
    if codes:
        report_hint.send(ctx, _kept(ctx, codes))
        return Taken("a file was kept with a report")
    if _of_album(ctx, words):
        return Taken("a further file of an album")
    text = ctx.voice.html(
        "A file alone was not recorded. Please send it with a caption, like: {example}; or as an answer to a receipt.",
        example=report_hint.example(ctx, ctx.actor.units[0] if ctx.actor and ctx.actor.units else None),
    )
    report_hint.send(ctx, text, once=_album(words))
    return refused("a file without words")


def _of_album(ctx: Context, words: Words) -> bool:
    """Keep a further file of an album with the reports that its caption has made."""
    album = _album(words)
    if not album:
        return False
    near = mine(ctx, reports.near_message(session=ctx.session, chat_id=words.chat_id, message_id=words.message_id))
    for row, _ in near:
        if row.message_id and row.reading.get("file", {}).get("album") == album:
            return bool(evidence.attach(ctx, words, row.message_id))
    return False


def _album(words: Words) -> str:
    return str(words.file.get("album", "")) if words.file else ""


def _kept(ctx: Context, codes: list[str]) -> Html:
    return ctx.voice.html("Kept with {codes}.", codes=lines.codes(ctx.voice, codes))
