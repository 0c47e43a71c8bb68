"""代录 of much at once: what the office pastes or forwards is cut by unit, read, shown per unit, and then stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.locale import Html, join
from bot.services import bulk, report_hint, report_read, views
from bot.services.bulk import Part
from bot.services.context import Context
from bot.services.paste import Section, sections
from bot.services.report_batch import Words
from bot.services.report_doc import chunks
from bot.services.report_taken import Taken, refused
from storage import ledger, people
from storage import units as stored
from storage.kinds import AliasState, Source
from storage.models import Unit

LEAST = 4  # characters of words without a unit that are worth showing


def is_reports(ctx: Context, text: str, own: Sequence[str] = ()) -> bool:
    """Tell whether a text has lines that begin with the name of a unit, as reports that came elsewhere do.

    What names only units that the person answers for, `own`, is their own report.
    """
    return any(one.unit and one.unit not in own for one in sections(text, _names(ctx)))


def take(ctx: Context, words: Words, *, author: int | None = None) -> Taken:
    """Show what a paste says per unit and task; `author` is who wrote a forwarded message, where Telegram tells."""
    found = sections(words.text, _names(ctx))
    if author is not None and not any(one.unit for one in found):
        found = _of_author(ctx, words.text, author) or found
    parts, lost = _read(ctx, words, found)
    if not parts or not bulk.count(parts):
        report_hint.send(ctx, _nothing(ctx, parts, lost))
        return refused("a paste of which nothing could be recorded")
    head = ctx.voice.html("To be recorded for the units, once you confirm; they are told:")
    bulk.ask(ctx, "office", parts, title=head, lost=lost)
    return Taken("a paste was previewed")


def _read(ctx: Context, words: Words, found: Sequence[Section]) -> tuple[list[Part], list[str]]:
    """Return what was read for each unit, and what belongs to no unit that is known."""
    reader, parts, lost = views.replies_ledger(ctx), list[Part](), list[str]()
    together: dict[int, tuple[Unit, list[Part]]] = {}
    for one in found:
        unit = ledger.find_unit(session=ctx.session, name=one.unit) if one.unit else None
        if unit is None:
            if len(one.whole) >= LEAST and (one.head or report_like(one.text)):
                lost.append(one.whole)
            continue
        mine = together.setdefault(unit.id or 0, (unit, []))[1]
        pieces = chunks(one.text.splitlines())
        for text in pieces:
            said = replace(words, text=text, source=Source.office)
            part = report_read.read_text(ctx, unit, said, reader)
            whole = replace(said, text=one.whole if len(pieces) == 1 else text)
            mine.append(replace(part, batch=replace(part.batch, words=whole)))
        if not one.text:
            lost.append(one.whole)
    for unit, mine in together.values():
        parts += report_read.tidied(ctx, unit, mine)
    return parts, lost


def report_like(text: str) -> bool:
    """Tell whether words above the first unit say something that must not be lost silently: a number, a status."""
    return any(char.isdigit() for char in text) or any(word in text for word in ("完成", "办结", "推进"))


def _of_author(ctx: Context, text: str, author: int) -> list[Section]:
    """Return the whole text for the one unit that its author answers for; nothing where that is not sure."""
    person = people.find_person(session=ctx.session, telegram_id=author)
    if person is None or person.id is None:
        return []
    live = people.live_memberships(session=ctx.session, person_id=person.id)
    units = [unit for _, unit in live if unit is not None]
    return [Section(units[0].name, "", text.splitlines())] if len(units) == 1 else []


def _names(ctx: Context) -> dict[str, str]:
    """Return the names of the units that can report, other names of theirs included."""
    found = {unit.name: unit.name for unit in ledger.units(session=ctx.session) if not unit.collective}
    known = {unit.id: unit.name for unit in ledger.units(session=ctx.session)}
    for alias in stored.aliases(session=ctx.session, state=AliasState.confirmed):
        found.setdefault(alias.name, known.get(alias.unit_id, alias.name))
    return found


def _nothing(ctx: Context, parts: Sequence[Part], lost: Sequence[str]) -> Html:
    voice = ctx.voice
    head = voice.html("Nothing was read that could be recorded.")
    hint = voice.html(
        "Begin each report with the unit's name, like: {example}", example="县财政局：40完成60%，预计9月底完成"
    )
    return join([head, *bulk.preview(ctx, parts, lost), hint])
