"""On its way (等领导审, 待审): shown as such, not as missing, and reminded of later; no report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from bot.locale import Html, join
from bot.replies import REST, OnItsWay
from bot.services import call_sheet, owing, say
from bot.services import receipt_lines as lines
from bot.services.context import Context
from bot.services.receipt import still_open
from bot.services.record import record
from storage import reports
from storage.models import Pending, Unit

# A number that is a date, a time, a percent or a count names no task.
_NUMBER = re.compile(
    r"(?<![\d.:〔\[(年月-])([A-Z]?\d{1,3}(?:-\d+)?)(?!\d|\s*[年月日号点时%:.]\s*\d*|\s*(?:个|天|份|家|小时|分钟|工作日))"
)


def mark(ctx: Context, unit: Unit, text: str, codes: Collection[str] | None, *, plan_id: int | None = None) -> Html:
    """Mark what the unit owes as being with its leader, and say so: the codes given, or everything without any."""
    found: list[Html] = []
    for duties in owing.unit_duties(ctx, unit):
        if plan_id is not None and duties.book.plan.id != plan_id:
            continue
        wanted = [code for code in duties.owed if codes is None or code in codes]
        if wanted:
            _mark(ctx, unit, duties, wanted, text)
            call_sheet.has_changed(ctx, duties.book.plan)
            month = say.month(ctx.voice, duties.month, today=ctx.today)
            told = lines.codes(ctx.voice, wanted)
            found.append(
                ctx.voice.html(
                    "{month}, {count} noted as being with your leader: {codes}",
                    month=month,
                    count=len(wanted),
                    codes=told,
                )
            )
    if not found:
        return ctx.voice.html("Nothing is owed there now; nothing was noted.")
    follow = ctx.voice.html("One sentence will do once it is approved; the next reminder will ask again.")
    return join([*found, follow, *still_open(ctx, unit, waiting=False)])


def note(ctx: Context, unit: Unit, said: Sequence[OnItsWay]) -> list[str]:
    """Mark what a report said beside it to be on its way; return the words of what is not owed, so not marked."""
    duties, noted = owing.unit_duties(ctx, unit), set[str]()
    for each in duties:
        wanted = {code: one.words for one in said for code in each.owed if one.task in (code, REST)}
        if wanted:
            _mark(ctx, unit, each, list(wanted), "；".join(dict.fromkeys(wanted.values())))
            call_sheet.has_changed(ctx, each.book.plan)
            noted |= set(wanted.values())
    return [words for words in dict.fromkeys(one.words for one in said) if words not in noted]


def named(text: str, codes: Collection[str]) -> list[str]:
    """Return which of the codes a text names as plain numbers."""
    plain = unicodedata.normalize("NFKC", text)
    return [code for code in dict.fromkeys(found[1] for found in _NUMBER.finditer(plain)) if code in codes]


def which(ctx: Context, unit: Unit, text: str, replied: Sequence[str]) -> list[str] | None:
    """Return the codes that words about something on its way are meant for; None: all that the unit owes."""
    owed = [code for duties in owing.unit_duties(ctx, unit) for code in duties.owed]
    return named(text, owed) or list(replied) or None


def _mark(ctx: Context, unit: Unit, duties: owing.UnitDuties, codes: list[str], text: str) -> None:
    assert unit.id is not None
    assert duties.book.plan.id is not None
    plan_id = duties.book.plan.id
    row = reports.pending_of(session=ctx.session, plan_id=plan_id, unit_id=unit.id, month=duties.month)
    before = list(row.codes) if row else []
    if row is None:
        row = Pending(plan_id=plan_id, unit_id=unit.id, month=duties.month, codes=[], at=ctx.now)
        ctx.session.add(row)
    row.codes = list(dict.fromkeys([*before, *codes]))
    row.text, row.at, row.person_id = text, ctx.now, ctx.person_id
    ctx.session.flush()
    record(ctx, "pending", row, before={"codes": before}, after={"codes": row.codes, "month": str(duties.month)})
