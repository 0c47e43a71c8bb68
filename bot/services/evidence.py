"""What proves a completion: the number of a paper said afterwards, and the file that came with the words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Html
from bot.services import evidence_file, pending, question_ask, report_hint, review
from bot.services.context import Context
from bot.services.question import CANDIDATES
from bot.services.record import record
from bot.services.report_store import Batch, Words
from bot.services.report_taken import Taken
from bot.services.review_post import evidence
from storage import ledger, reports
from storage import review as claims
from storage.kinds import ReadingKind
from storage.models import Report, Unit


def take_paper(ctx: Context, unit: Unit, words: Words, codes: Sequence[str]) -> Taken | None:
    """Add the number of a paper, or a link, to a claim that lacks one; None without a number or such a claim."""
    paper = evidence(words.text)
    if not paper:
        return None
    waiting = lacking(ctx, unit)
    named = pending.named(words.text.replace(paper, " "), waiting)
    found = named or [code for code in waiting if code in codes] or waiting
    if not found:
        return None
    if len(found) == 1:
        report_hint.send(ctx, add_paper(ctx, unit, found[0], paper), unit)
        return Taken("a paper was added to a claim of completion")
    question_ask.which_paper(ctx, Batch(unit, words, ReadingKind.chat, []), paper, found[:CANDIDATES])
    return Taken("asked which task a paper belongs to")


def lacking(ctx: Context, unit: Unit) -> list[str]:
    """Return the codes of the unit's claims that wait for the office and name no paper."""
    assert unit.id is not None
    return [task.code for row, task in claims.waiting(session=ctx.session) if row.unit_id == unit.id and not row.paper]


def add_paper(ctx: Context, unit: Unit, code: str, paper: str) -> Html:
    """Put the paper into the claim and before the office; return what to say."""
    task = ledger.find_task(session=ctx.session, code=code)
    assert unit.id is not None
    waiting = claims.claimed(session=ctx.session, task_id=task.id, unit_id=unit.id) if task and task.id else ()
    if not waiting:
        return ctx.voice.html("{code}: no completion is waiting for review.", code=code)
    review.add_paper(ctx, waiting[0], paper)
    return ctx.voice.html("{code}: paper noted, {paper}. It is with the office for review.", code=code, paper=paper)


def attach(ctx: Context, words: Words, message_id: int) -> list[str]:
    """Keep a file sent in answer to a receipt with the reports of its message; return their codes."""
    if words.file is None:
        return []
    rows = reports.of_message(session=ctx.session, chat_id=words.chat_id, message_id=message_id)
    found = [(row, task) for row, task in rows if reports.stands(row)]
    for row, _ in found:
        _keep(ctx, row, dict(words.file))
        review.show_evidence(ctx, row)
    if found:
        evidence_file.want(ctx, words.file, [row for row, _ in found])
    return [task.code for _, task in found]


def _keep(ctx: Context, row: Report, file: dict[str, object]) -> None:
    files = [*row.reading.get("files", []), file]
    row.reading = {**row.reading, "files": files}
    ctx.session.flush()
    record(ctx, "file", row, after={"file": file})
