"""What the units' people are told of reports that the office has recorded for them: 代录, and when it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.locale import Html
from bot.services import plan_home, post
from bot.services import receipt_lines as lines
from bot.services.context import Context
from storage.kinds import MessageKind
from storage.models import Plan, Report, Task, Unit

Rows = Sequence[tuple[Report, Task]]


def tell(ctx: Context, unit: Unit, rows: Rows, cause: str, write: Callable[[Context], Html]) -> bool:
    """Queue a letter to everybody who answers for the unit, each in their language; return whether there is anybody."""
    assert unit.id is not None, "the unit has not been stored"
    there = {
        person.id: person
        for _, person in plan_home.liaisons(ctx, [unit.id], [task.plan_id for _, task in rows])
        if person.unreachable_since is None
    }
    for person in there.values():
        own = ctx.speaking(person.language)
        letter = post.Letter(
            MessageKind.receipt,
            write(own),
            f"{cause}:{unit.id}:{person.id}",
            facts={"codes": [task.code for _, task in rows]},
            unit_id=unit.id,
            day=ctx.today,
        )
        post.send(own, person, letter)
    return bool(there)


def office_of(ctx: Context, rows: Rows) -> str:
    """Return the office that runs the plans of the rows."""
    return plan_home.office_of(ctx, (ctx.session.get(Plan, task.plan_id) for _, task in rows))


def taken_back(ctx: Context, rows: Rows) -> None:
    """Tell the units what is no longer recorded for them; of their own reports they need not be told."""
    mine = {unit.id for unit in ctx.actor.units} if ctx.actor else set()
    for key in dict.fromkeys(row.unit_id for row, _ in rows if row.recorded_by_id is not None):
        if key in mine:
            continue
        unit = ctx.session.get_one(Unit, key)
        theirs = [(row, task) for row, task in rows if row.unit_id == key]
        codes = tuple(task.code for _, task in theirs)

        def write(own: Context, unit: Unit = unit, codes: Sequence[str] = codes, theirs: Rows = theirs) -> Html:
            return own.voice.html(
                "{office} has taken back what it had recorded for {unit}: {codes}",
                office=office_of(own, theirs),
                unit=unit.name,
                codes=lines.codes(own.voice, codes),
            )

        tell(ctx, unit, theirs, f"recorded_back:{ctx.inbox_id}", write)
