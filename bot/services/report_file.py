"""A photo or document: read by its caption, or kept with the receipt that it answers; else it is said what to do."""

from __future__ import annotations

from dataclasses import replace

from bot.locale import Html
from bot.services import evidence, evidence_file, report, report_document, report_hint
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.report_store import Words
from bot.services.report_taken import Taken, refused
from bot.services.undo import mine
from storage import reports
from storage.kinds import STORING, ReadingKind


def take_file(ctx: Context, words: Words) -> Taken:
    """Take a file: with words that report, as their evidence; in answer to a receipt, as evidence of that; a document
    without such words, as the unit's own report.
    """
    replied = report.replied_row(ctx, words)
    message = replied.facts.get("message_id") if replied is not None else None
    kinds = report.kinds_of(ctx, words) if words.text.strip() else set()
    reports_something = kinds is None or bool(kinds & STORING)
    whole = report_document.is_document(words.file) and not isinstance(message, int)
    if reports_something or (kinds and not isinstance(message, int) and not (whole and kinds == {ReadingKind.chat})):
        return _with_words(ctx, words)
    if isinstance(message, int):
        _refuse(ctx, words)
        if codes := evidence.attach(ctx, words, message):
            report_hint.send(ctx, _kept(ctx, codes), once=_album(words))
            return Taken("a file was kept with a report")
    if _of_album(ctx, words):
        return Taken("a further file of an album")
    if whole:
        return report_document.fetch(ctx, words, replied)
    text = ctx.voice.html(
        "A file alone was not recorded. Please send it with a caption, like: {example}; or as an answer to a receipt.",
        example=report_hint.example(ctx, ctx.actor.units[0] if ctx.actor and ctx.actor.units else None),
    )
    report_hint.send(ctx, text, once=_album(words))
    return refused("a file without words")


def _with_words(ctx: Context, words: Words) -> Taken:
    """Take the caption as a report; a file that cannot be kept is left out, and its sender told."""
    why = evidence_file.refusal(ctx, words.file) if words.file else None
    if why is None:
        return report.take_message(ctx, words)
    taken = report.take_message(ctx, replace(words, file=None))
    text = ctx.voice.html("The file was not kept, the words were taken: {why}", why=why.tell(ctx.voice))
    report_hint.send(ctx, text)
    return taken


def _refuse(ctx: Context, words: Words) -> None:
    """Refuse a file that cannot be kept."""
    why = evidence_file.refusal(ctx, words.file) if words.file else None
    if why is not None:
        raise why


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
