"""What liaisons send: texts, files with words, changed messages, and the buttons under nudges and receipts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import Message

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, OFFICE, Route, button
from bot.errors import Refused
from bot.services import edit, report, report_button, report_document, report_file
from bot.services.context import Context
from bot.services.report_store import Words
from bot.services.report_taken import Taken


def text(ctx: Context, incoming: Incoming) -> Handled:
    """Take a message as a report."""
    return handled(report.take_message(ctx, words_of(ctx, incoming)))


def file(ctx: Context, incoming: Incoming) -> Handled:
    """Take a photo or document: by its caption, as what a receipt that it answers lacks, or as the unit's report.

    The caption of a forwarded document is somebody else's; what the document says is shown before it counts.
    """
    words = words_of(ctx, incoming)
    return handled(report_file.take_file(ctx, replace(words, text="") if incoming.forwarded else words))


def edited(ctx: Context, incoming: Incoming) -> Handled:
    """Take a changed message: it replaces what it reported before."""
    return handled(edit.take_edit(ctx, words_of(ctx, incoming)))


def correct(ctx: Context, incoming: Incoming) -> Handled:
    """Ask what is to be corrected of a receipt."""
    return pressed(incoming, report_button.correct(ctx, incoming.chat_id, number(incoming)))


def take_back(ctx: Context, incoming: Incoming) -> Handled:
    """Take back what a receipt recorded."""
    return pressed(incoming, report_button.take_back(ctx, incoming.chat_id, number(incoming), incoming.message_id))


def all_ok(ctx: Context, incoming: Incoming) -> Handled:
    """其余正常: ask for the confirming press."""
    return pressed(incoming, report_button.all_ok(ctx, incoming.words, incoming.chat_id, incoming.message_id))


def await_leader(ctx: Context, incoming: Incoming) -> Handled:
    """等领导审: note that the report is on its way."""
    return pressed(incoming, report_button.await_leader(ctx, incoming.words))


def sheet(ctx: Context, incoming: Incoming) -> Handled:
    """下载本单位表: send it."""
    return pressed(incoming, report_button.sheet(ctx, incoming.words))


def words_of(ctx: Context, incoming: Incoming) -> Words:
    """Return what was said, where and when; for a changed message also what it had answered."""
    message = incoming.update.effective_message if incoming.update else None
    return Words(
        text=incoming.text,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        at=ctx.now,
        reply_to=incoming.reply_to or _answered(message),
        file=file_of(message),
    )


def file_of(message: Message | None) -> dict[str, Any] | None:
    """Return what is kept of a file: its id, name, size and type, and the album that it belongs to."""
    if message is None:
        return None
    found: Any = message.document or (message.photo[-1] if message.photo else None)
    if found is None:
        return None
    return {
        "id": found.file_id,
        "unique": found.file_unique_id,
        "name": getattr(found, "file_name", None) or "",
        "size": found.file_size or 0,
        "mime": getattr(found, "mime_type", None) or "image/jpeg",
        "album": message.media_group_id or "",
        "message": message.message_id,
    }


def handled(taken: Taken) -> Handled:
    """Return the end of a message's inbox row."""
    return Handled(taken.state, taken.reason)


def pressed(incoming: Incoming, taken: Taken) -> Handled:
    """Return the end of a press, with its short answer."""
    return Handled(taken.state, taken.reason, incoming.callback_id, taken.text)


def number(incoming: Incoming, at: int = 0) -> int:
    """Return a number of the button's data; Refused for a button that is none of ours."""
    try:
        return int(incoming.words[at])
    except (IndexError, ValueError) as error:
        raise Refused("This button is too old; please use the newest message") from error


def _answered(message: Message | None) -> int | None:
    return message.reply_to_message.message_id if message and message.reply_to_message else None


def _is_said(_: Context, incoming: Incoming) -> bool:
    own = incoming.private and not incoming.forwarded and not incoming.withheld
    return own and incoming.kind == "text" and not incoming.text.startswith("/")


def _is_file(_: Context, incoming: Incoming) -> bool:
    if not incoming.private or incoming.withheld or incoming.kind != "file":
        return False
    message = incoming.update.effective_message if incoming.update else None
    return not incoming.forwarded or report_document.is_document(file_of(message))


def _is_edited(_: Context, incoming: Incoming) -> bool:
    return incoming.private and incoming.kind == "edited" and not incoming.withheld and bool(incoming.text)


def _by_liaison(match: Any) -> Any:
    """Take an update only from somebody who answers for a unit: office staff without one get their own answer."""
    return lambda ctx, incoming: bool(ctx.actor and ctx.actor.units) and match(ctx, incoming)


ROUTES: tuple[Route, ...] = (
    button("correct", correct, LIAISON),
    button("undo", take_back, LIAISON | OFFICE),
    button("allok", all_ok, LIAISON),
    button("await", await_leader, LIAISON),
    button("sheet", sheet, LIAISON),
    Route("report", _by_liaison(_is_said), text, LIAISON, why="after the desk's answers: any text is a report"),
    Route("file", _by_liaison(_is_file), file, LIAISON),
    Route("edited", _by_liaison(_is_edited), edited, LIAISON),
)
