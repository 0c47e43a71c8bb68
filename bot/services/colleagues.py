"""Several people of a unit on one task: the last word counts, both are kept, and each is told in their own receipt."""

from __future__ import annotations

from collections.abc import Iterable

from bot.locale import Html
from bot.services import post, receipt
from bot.services.context import Context
from bot.services.receipt_beside import clock_of, name_of
from storage import reports
from storage.models import Person, Report, Task, Unit


def show(ctx: Context, rows: Iterable[Report]) -> None:
    """Bring the receipts of other people up to date: of reports that have been replaced, or that count again."""
    seen: set[tuple[int, int, int]] = set()
    for row in rows:
        if row.person_id is None or row.chat_id is None or row.message_id is None:
            continue
        where = (row.chat_id, row.message_id, row.unit_id)
        if row.person_id == ctx.person_id or where in seen:
            continue
        seen.add(where)
        _show(ctx, row.person_id, *where)


def _show(ctx: Context, person_id: int, chat_id: int, message_id: int, unit_id: int) -> None:
    sent = reports.receipt_of(session=ctx.session, chat_id=chat_id, unit_id=unit_id, message=message_id)
    person = ctx.session.get(Person, person_id)
    if person is None:
        return
    own, unit = ctx.speaking(person.language), ctx.session.get_one(Unit, unit_id)
    found = [
        pair
        for pair in reports.of_message(session=ctx.session, chat_id=chat_id, message_id=message_id)
        if pair[0].unit_id == unit_id
    ]
    standing = [pair for pair in found if reports.stands(pair[0])]
    notes = [line for row, task in found if (line := _replaced(own, row, task)) is not None]
    told = receipt.Told(unit, rows=standing, notes=notes)
    letter = receipt.letter(own, told, f"receipt:{message_id}:{unit_id}:{person_id}:{ctx.inbox_id}")
    if sent is None or sent.message_id is None:
        post.send(own, person, letter)
        return
    sent.facts = {**sent.facts, **letter.facts, "message_id": message_id}
    ctx.session.add(sent)
    post.edit(own, person, sent.message_id, letter)


def _replaced(ctx: Context, row: Report, task: Task) -> Html | None:
    """Return the line on a report that somebody else of the unit has replaced."""
    newer = ctx.session.get(Report, row.superseded_by_id) if row.superseded_by_id else None
    if newer is None or newer.person_id == row.person_id:
        return None
    return ctx.voice.html(
        "{code}: {name} has reported it anew at {clock}; that one counts, yours is kept.",
        code=task.code,
        name=name_of(ctx, newer),
        clock=clock_of(ctx, newer),
    )
