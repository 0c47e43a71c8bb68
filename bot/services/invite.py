"""Inviting people: a one-time link for a unit and a role. Only a hash of its code is stored."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from hashlib import sha256

from bot.errors import Refused
from bot.services.context import Context
from bot.services.record import record
from storage import ledger
from storage.kinds import Role
from storage.models import Invite, Note, Person, Unit

LASTS = timedelta(hours=72)
CODE_BYTES = 24  # 192 bits; 32 characters of A-Z a-z 0-9 _ -, of the 64 that Telegram allows
PLACEHOLDER_BOT = "YOUR_BOT"
BOT_NOTE = "bot_username"
CANDIDATES = 5
NEAR = 0.5


@dataclass(frozen=True)
class Invited:
    """An invite as handed out: the only moment at which its link is known."""

    number: int
    link: str
    bot_known: bool
    role: Role
    unit: Unit | None
    deputy: bool
    expires_at: datetime


def invite(ctx: Context, role: Role, unit: Unit | None = None, *, deputy: bool = False) -> Invited:
    """Store an invite and return its link, good for one person and 72 hours."""
    if (role is Role.liaison) != (unit is not None):
        raise ValueError("a liaison has a unit, nobody else has")
    if unit is not None and unit.collective:
        raise Refused(
            "{unit} stands for several units and nobody can answer for it; invite for one of them", unit=unit.name
        )
    code = secrets.token_urlsafe(CODE_BYTES)
    row = Invite(
        code_hash=hash_of(code),
        unit_id=unit.id if unit else None,
        role=role,
        deputy=deputy,
        created_at=ctx.now,
        created_by=ctx.person_id,
        expires_at=ctx.now + LASTS,
    )
    ctx.session.add(row)
    ctx.session.flush()
    after = {"role": role.value, "unit": unit.name if unit else None, "deputy": deputy}
    record(ctx, "invite.create", row, after=after)
    bot = bot_name(ctx)
    link = f"https://t.me/{bot or PLACEHOLDER_BOT}?start={code}"
    return Invited(row.id or 0, link, bool(bot), role, unit, deputy, row.expires_at)


def revoke(ctx: Context, number: int) -> None:
    """Take an invite back before anybody has used it: its link is good for nobody from now on."""
    row = ctx.session.get(Invite, number)
    if row is None:
        raise Refused("This button is too old; please use the newest message")
    if row.role is Role.office and (ctx.actor is None or Role.admin not in ctx.actor.roles):
        raise Refused("Only an administrator can invite office staff")
    if row.used_at is not None:
        person = ctx.session.get(Person, row.used_by) if row.used_by else None
        name = person.name if person else "-"
        raise Refused("{name} has joined by this link already; to end that: /people {name}", name=name)
    if row.expires_at <= ctx.now:
        raise Refused("This link is good for nobody any more")
    before, row.expires_at = row.expires_at, ctx.now
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "invite.revoked", row, before={"good until": before.isoformat()}, after={"good until": None})


def hash_of(code: str) -> str:
    """Return what is stored of a code."""
    return sha256(code.encode()).hexdigest()


def bot_name(ctx: Context) -> str:
    """Return the bot's user name: as the last run found it, else as the settings have it, else ""."""
    note = ctx.session.get(Note, BOT_NOTE)
    return (note.value if note else "") or ctx.office.bot_username


def find_unit(ctx: Context, name: str) -> Unit:
    """Return the unit of that name; without one raise an error that names those that look like it. Never guesses."""
    unit = ledger.find_unit(session=ctx.session, name=name.strip())
    if unit is not None:
        return unit
    units = ledger.units(session=ctx.session)
    same = [unit for unit in units if _squeezed(unit.name) == _squeezed(name)]
    if len(same) == 1:
        return ledger.heir(session=ctx.session, unit=same[0])
    near = near_units(name, [unit for unit in units if not unit.collective and unit.successor_id is None])
    if not units:
        raise Refused("No plan has been imported yet, so there are no units; import one first")
    if not near:
        holding = [unit for unit in units if _squeezed(name) and _squeezed(name) in _squeezed(unit.name)]
        if len(holding) > 1:
            shown = ctx.voice.say(", ").join(unit.name for unit in holding[:CANDIDATES])
            raise Refused("{word} fits {count} units: {units} …", word=name, count=len(holding), units=shown)
        raise Refused("No unit is called {name}; give its name as the plan has it", name=name)
    listed = ctx.voice.say(", ").join(unit.name for unit in near)
    raise Refused("No unit is called {name}. Perhaps: {units}", name=name, units=listed)


def near_units(name: str, units: list[Unit]) -> list[Unit]:
    """Return up to five units whose names look like it, the nearest first."""
    wanted = _squeezed(name)
    scored = [(_nearness(wanted, _squeezed(unit.name)), unit) for unit in units]
    good = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [unit for _, unit in good[:CANDIDATES]]


def _nearness(wanted: str, name: str) -> float:
    """Return from 0 to 1 how much a name looks like the one wanted; 市监局 is all in 县市场监管局, in order."""
    if not wanted:
        return 0.0
    likeness = SequenceMatcher(None, wanted, name, autojunk=False).ratio()
    letters = iter(name)
    inside = len(wanted) > 1 and all(letter in letters for letter in wanted)
    return max(likeness, 0.75 + likeness / 4) if inside else likeness


def _squeezed(name: str) -> str:
    return "".join(name.split()).replace("(", "（").replace(")", "）").casefold()
