"""For which unit a person speaks: most have one; with several, the tasks named tell, or the person is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.replies import REST, Ledger, Reading, read
from bot.services.context import Context
from bot.services.report_store import Words
from storage.kinds import STORING, ReadingKind
from storage.models import Unit


@dataclass(frozen=True)
class Part:
    """What a message says for one unit."""

    unit: Unit
    reading: Reading


def read_for(
    ctx: Context, words: Words, ledger: Ledger, units: Sequence[Unit], codes: Sequence[str], asked: int | None = None
) -> list[Part] | None:
    """Read the words for whom they are meant; None where only the person can tell.

    `codes` are those of the message replied to, `asked` the unit to which it was written.
    """
    parts = [Part(unit, _read(ctx, words, ledger, unit, codes)) for unit in units]
    if len(parts) == 1:
        return parts
    known = [part for part in parts if part.reading.kind is not ReadingKind.unknown_unit]
    if len(known) <= 1:
        return known or parts[:1]
    for part in known:
        if part.unit.id == asked and not part.reading.refused:
            return [part]
    storing = [part for part in known if part.reading.kind in STORING]
    if not storing:
        return _plain(known)
    whole = [part for part in storing if _is_coded(part) and not part.reading.refused]
    if len(whole) == 1:
        return whole
    if all(_is_coded(part) for part in storing):
        return _divided(storing, ledger)
    return storing if len(storing) == 1 else None


def _read(ctx: Context, words: Words, ledger: Ledger, unit: Unit, codes: Sequence[str]) -> Reading:
    today = ctx.office.day(words.at)
    return read(words.text, unit=unit.name, today=today, ledger=ledger, reply_to=list(codes) or None)


def _is_coded(part: Part) -> bool:
    """Tell whether every item names its task and nothing is in doubt."""
    return all(item.task not in (None, REST) for item in part.reading.items) and not part.reading.doubts


def _plain(parts: Sequence[Part]) -> list[Part] | None:
    """Return a reading that stores nothing; what concerns a unit's reports (待审) must be told apart."""
    kinds = {part.reading.kind for part in parts}
    if ReadingKind.pending in kinds:
        return None
    for kind in (ReadingKind.undo, ReadingKind.dispute, ReadingKind.question):
        if kind in kinds:
            return [next(part for part in parts if part.reading.kind is kind)]
    return list(parts[:1])


def _divided(parts: Sequence[Part], ledger: Ledger) -> list[Part]:
    """Give each task to the unit that leads it, else to the first that takes it; refused is what nobody takes."""
    homes: dict[str, Unit] = {}
    for leading in (True, False):
        for part in parts:
            for item in part.reading.items:
                code = str(item.task)
                if not leading or part.unit.name in ledger.tasks[code].lead:
                    homes.setdefault(code, part.unit)
    found: list[Part] = []
    for part in parts:
        items = tuple(item for item in part.reading.items if homes[str(item.task)] is part.unit)
        refused = tuple(each for each in part.reading.refused if each.task not in homes) if not found else ()
        if items:
            found.append(Part(part.unit, replace(part.reading, items=items, refused=refused)))
    return found
