"""What colleagues of the same unit have said of the same tasks: a line each in a receipt."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Html
from bot.services import say
from bot.services.context import Context
from storage import reports
from storage.models import Person, Report, Task


def beside(ctx: Context, rows: Sequence[tuple[Report, Task]]) -> list[Html]:
    """Return the lines on what colleagues had said of the same tasks before."""
    keys = [row.id for row, _ in rows if row.id is not None]
    earlier = reports.replaced_by(session=ctx.session, keys=keys)
    found = []
    for row, task in rows:
        others = [
            one for one in earlier if one.superseded_by_id == row.id and one.person_id not in (None, row.person_id)
        ]
        if others:
            last = others[-1]
            found.append(
                ctx.voice.html(
                    "{code}: {name} had reported it at {clock}; this one counts, theirs is kept.",
                    code=task.code,
                    name=name_of(ctx, last),
                    clock=clock_of(ctx, last),
                )
            )
    return found


def name_of(ctx: Context, row: Report) -> str:
    """Return who gave a report, or typed it in."""
    person = ctx.session.get(Person, row.person_id or row.recorded_by_id or 0)
    return person.name if person else ctx.office.name


def clock_of(ctx: Context, row: Report) -> str:
    """Return when, as short as the day allows."""
    at = ctx.office.local(row.at)
    return say.clock(at) if at.date() == ctx.today else say.moment(ctx.voice, at, today=ctx.today)
