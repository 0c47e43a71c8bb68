"""Units over the years: who a collective one is, other names, new names, one unit under two names, a successor.

Nothing is ever merged without the office's word, and nothing is lost: a unit that is no more stays with the reports
that it has given; its open tasks, people and names go on with the unit that `successor_id` names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.errors import Refused
from bot.plan import looks_consulted
from bot.services.context import Context
from bot.services.record import record
from bot.services.units_pass import pass_on, unit_id
from storage import ledger
from storage import units as stored
from storage.kinds import AliasState
from storage.models import Alias, Unit

NAME_LIMIT = 80


def list_members(ctx: Context, collective: Unit, members: Sequence[Unit]) -> None:
    """Say who a collective unit is: these units, and no others, are written to in its place."""
    if not collective.collective:
        raise Refused("{unit} is one unit; only a collective one has members", unit=collective.name)
    for member in members:
        if member.collective:
            raise Refused("{unit} stands for several units itself; list these one by one", unit=member.name)
    before = [unit.name for unit in ledger.members_of(session=ctx.session, collective_id=unit_id(collective))]
    stored.set_members(
        session=ctx.session, collective_id=unit_id(collective), unit_ids=[unit_id(member) for member in members]
    )
    after = [unit.name for unit in ledger.members_of(session=ctx.session, collective_id=unit_id(collective))]
    record(ctx, "unit.members", collective, before={"members": before}, after={"members": after})


def rename(ctx: Context, unit: Unit, name: str) -> None:
    """Give a unit its new name; the old one goes on leading to it."""
    name = _tidy(name)
    if name == unit.name:
        raise Refused("{unit} has this name already", unit=unit.name)
    _alive(unit)
    other = ledger.find_unit(session=ctx.session, name=name)
    if other is not None and other.id != unit.id:
        raise Refused(
            "There is a unit {unit} already: merge {old} into it, or name it as successor", unit=name, old=unit.name
        )
    before, unit.name = unit.name, name
    ctx.session.add(unit)
    ctx.session.flush()
    _name(ctx, unit, before, AliasState.confirmed)
    record(ctx, "unit.rename", unit, before={"name": before}, after={"name": name})


def add_alias(ctx: Context, unit: Unit, name: str) -> None:
    """Let another name, one that no unit has, lead to the unit."""
    name = _tidy(name)
    _alive(unit)
    other = ledger.find_unit(session=ctx.session, name=name)
    if other is not None and other.id == unit.id:
        raise Refused("{name} leads to {unit} already", name=name, unit=unit.name)
    if other is not None:
        raise Refused(
            "There is a unit {unit} already: merge {old} into it, or name it as successor", unit=name, old=unit.name
        )
    _name(ctx, unit, name, AliasState.confirmed)
    record(ctx, "unit.alias", unit, after={"name": name, "state": AliasState.confirmed.value})


def same(ctx: Context, keep: Unit, other: Unit) -> dict[str, list[str]]:
    """Confirm that two names are one unit: what the other had goes on under `keep`. Return the codes moved by role."""
    _alive(keep)
    _alive(other)
    if keep.id == other.id:
        raise Refused("These are one unit already: {unit}", unit=keep.name)
    if keep.collective != other.collective:
        raise Refused("One of them stands for several units; these cannot be one: {unit}", unit=other.name)
    for row in stored.between(session=ctx.session, first=keep, second=other):
        if row.unit_id != keep.id:
            ctx.session.delete(row)
    ctx.session.flush()
    _name(ctx, keep, other.name, AliasState.confirmed)
    other.successor_id, other.succeeded_on = keep.id, ctx.today
    ctx.session.add(other)
    moved = pass_on(ctx, other, keep)
    record(ctx, "unit.merge", other, after={"into": keep.name, **moved})
    return moved


def different(ctx: Context, first: Unit, second: Unit) -> None:
    """Record that two names are two units; they are not proposed again."""
    rows = list(stored.between(session=ctx.session, first=first, second=second))
    if any(row.state is AliasState.confirmed for row in rows) or first.id == second.id:
        raise Refused("These are one unit already: {unit}", unit=first.name)
    if not rows:
        rows = [Alias(unit_id=unit_id(first), name=second.name)]
    for row in rows:
        row.state = AliasState.refused
        ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "unit.alias", first, after={"name": second.name, "state": AliasState.refused.value})


def succeed(ctx: Context, old: Unit, new: Unit, paper: str, on: date | None = None) -> dict[str, list[str]]:
    """Let a unit take over from another (承接单位), by a paper: open tasks and people go on with it."""
    paper = " ".join(paper.split())[:200]
    if not paper:
        raise Refused("Say by which paper {new} takes over from {old}", new=new.name, old=old.name)
    _alive(old)
    _alive(new)
    if old.id == new.id or old.collective or new.collective:
        raise Refused("{new} cannot take over from {old}", new=new.name, old=old.name)
    old.successor_id, old.successor_paper, old.succeeded_on = new.id, paper, on or ctx.today
    ctx.session.add(old)
    moved = pass_on(ctx, old, new, open_only=True)
    after = {"successor": new.name, "paper": paper, "on": str(old.succeeded_on), **moved}
    record(ctx, "unit.successor", old, after=after)
    return moved


def make(ctx: Context, name: str) -> Unit:
    """Make a unit that no plan names, such as a successor or a member of a collective one."""
    name = _tidy(name)
    unit = Unit(name=name)
    ctx.session.add(unit)
    ctx.session.flush()
    record(ctx, "unit.add", unit, after={"name": name})
    return unit


def set_consult(ctx: Context, unit: Unit, consult: bool) -> None:
    """Decide whether a unit is consulted (商请): one courteous notice a round, no light, no score."""
    _alive(unit)
    before = unit.consult
    unit.consult, unit.consult_decided_at = consult, ctx.now
    ctx.session.add(unit)
    ctx.session.flush()
    record(ctx, "unit.consult", unit, before={"consult": before}, after={"consult": consult})


def consult_proposed(ctx: Context) -> list[Unit]:
    """Return the units that look like ones to consult and about which the office has not decided."""
    found = ledger.units(session=ctx.session)
    return [unit for unit in found if unit.consult_decided_at is None and alive(unit) and looks_consulted(unit.name)]


def aliases_proposed(ctx: Context) -> list[tuple[Unit, Unit]]:
    """Return the pairs of units that look like one and about which the office has not decided."""
    names = {unit.name: unit for unit in ledger.units(session=ctx.session) if alive(unit)}
    by_id = {unit.id: unit for unit in names.values()}
    proposed = stored.aliases(session=ctx.session, state=AliasState.proposed)
    return [(by_id[row.unit_id], names[row.name]) for row in proposed if row.unit_id in by_id and row.name in names]


def alive(unit: Unit) -> bool:
    """Tell whether the unit is there still."""
    return unit.successor_id is None


def _alive(unit: Unit) -> None:
    if not alive(unit):
        raise Refused("{unit} is no more; another unit has taken over", unit=unit.name)


def _name(ctx: Context, unit: Unit, name: str, state: AliasState) -> None:
    rows = [row for row in stored.aliases(session=ctx.session, unit_id=unit_id(unit)) if row.name == name]
    row = rows[0] if rows else Alias(unit_id=unit_id(unit), name=name)
    row.state = state
    ctx.session.add(row)
    ctx.session.flush()


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise Refused("A unit's name has from 1 to {limit} characters", limit=NAME_LIMIT)
    return name
