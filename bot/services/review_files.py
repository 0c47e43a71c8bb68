"""The files that came with a claim: named in the office's letter, and sent to who asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.locale import Voice
from bot.services.context import Context
from storage import outbox
from storage.kinds import MessageKind
from storage.models import Report

File = dict[str, Any]


def files_of(report: Report | None) -> list[File]:
    """Return what is kept of the files: with the words, or sent after them."""
    if report is None:
        return []
    first = report.reading.get("file")
    return [*([first] if first else []), *report.reading.get("files", [])]


def names(files: Sequence[File], voice: Voice) -> str:
    """Return the files' names; a photo has none."""
    return "、".join(str(file.get("name") or voice.say("photo"))[:60] for file in files)


def send(ctx: Context, report: Report | None) -> int:
    """Queue the files for the acting person, by Telegram's own ids; return how many."""
    assert ctx.person is not None, "somebody has asked"
    files = files_of(report)
    for number, file in enumerate(files):
        photo = not file.get("name") and str(file.get("mime", "")).startswith("image/")
        outbox.put(
            session=ctx.session,
            key=f"files:{ctx.inbox_id}:{number}",
            kind=MessageKind.document,
            chat_id=ctx.person.telegram_id,
            person_id=ctx.person_id,
            method="sendPhoto" if photo else "sendDocument",
            payload={"photo" if photo else "document": file["id"]},
            created_at=ctx.now,
        )
    return len(files)
