"""What is wrong, or about to be: settings, database, calendar, people, post, disk. Looks only, changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from bot.locale import Voice
from bot.services.backup import check
from bot.services.context import Context
from storage import inbox, invites, ledger, outbox
from storage.kinds import AssignmentRole, InboxState, OutboxState
from storage.models import OutboxRow

MEGABYTE = 1024 * 1024
DISK_BROKEN, DISK_LOW = 100 * MEGABYTE, 1024 * MEGABYTE
STUCK = timedelta(hours=1)
RECENT = timedelta(days=7)
LISTED = 8


class Level(StrEnum):
    """How bad it is."""

    good = "good"
    warning = "warning"
    broken = "broken"


@dataclass(frozen=True)
class Finding:
    """One line of the examination."""

    level: Level
    text: str


def examine_file(voice: Voice, path: Path | None) -> list[Finding]:
    """Return what is found of an SQLite file: whether it is whole, and whether there is room beside it."""
    if path is None:
        return []
    wrong = check(path)
    if wrong:
        text = voice.say("The database is damaged: {why}; restore a backup", why="; ".join(wrong))
        return [Finding(Level.broken, text), *_disk(voice, path)]
    return [Finding(Level.good, voice.say("The database is whole.")), *_disk(voice, path)]


def examine(ctx: Context) -> list[Finding]:
    """Return what is found of what the database holds."""
    return [*_plans(ctx), *_calendar(ctx), *_people(ctx), *_post(ctx)]


def _disk(voice: Voice, path: Path) -> list[Finding]:
    free = shutil.disk_usage(path.absolute().parent).free
    level = Level.broken if free < DISK_BROKEN else Level.warning if free < DISK_LOW else Level.good
    return [Finding(level, voice.say("Free space beside the database: {size} MB.", size=f"{free // MEGABYTE:,}"))]


def _plans(ctx: Context) -> Iterator[Finding]:
    voice, plans = ctx.voice, ledger.open_plans(session=ctx.session)
    if not plans:
        yield Finding(Level.warning, voice.say("No plan has been imported: duban import FILE"))
    for plan in plans:
        assert plan.id is not None, "the plan has not been stored"
        count = len(ledger.tasks_of(session=ctx.session, plan_id=plan.id))
        yield Finding(Level.good, voice.say("Plan {title}: {count} tasks.", title=plan.title, count=count))


def _calendar(ctx: Context) -> Iterator[Finding]:
    """Look at this year, and from December on at the next one as well."""
    years = [ctx.today.year, ctx.today.year + 1] if ctx.today.month == 12 else [ctx.today.year]
    missing = [year for year in years if not ctx.office.calendar.covers(year)]
    for year in missing:
        text = "The working days of {year} are not known: set [calendar] or upgrade chinesecalendar"
        yield Finding(Level.warning, ctx.voice.say(text, year=year))
    if not missing:
        listed = "、".join(map(str, years))
        yield Finding(Level.good, ctx.voice.say("The working days of {years} are known.", years=listed))


def _people(ctx: Context) -> Iterator[Finding]:
    voice = ctx.voice
    leads = _leading(ctx)
    units = [unit for unit in invites.units_without_liaison(session=ctx.session) if unit.id in leads]
    if units:
        listed = _some(voice, [unit.name for unit in units])
        text = voice.say("Lead units without a liaison, {count}: {units}", count=len(units), units=listed)
        yield Finding(Level.warning, text)
    elif leads:
        yield Finding(Level.good, voice.say("Every lead unit has a liaison."))
    gone = invites.unreachable(session=ctx.session)
    if gone:
        names = _some(voice, [person.name for person in gone])
        yield Finding(
            Level.warning, voice.say("Messages do not reach {count} people: {names}", count=len(gone), names=names)
        )


def _leading(ctx: Context) -> set[int | None]:
    """Return the units that lead something in the open plans, or have taken over from one that did."""
    found: set[int | None] = set()
    for plan in ledger.open_plans(session=ctx.session):
        assert plan.id is not None, "the plan has not been stored"
        parts = ledger.plan_assignments(session=ctx.session, plan_id=plan.id)
        units = [unit for part, unit in parts if part.role is AssignmentRole.lead]
        found |= {ledger.heir(session=ctx.session, unit=unit).id for unit in units}
    return found


def _post(ctx: Context) -> Iterator[Finding]:
    voice = ctx.voice
    waiting = _count(ctx, OutboxState.queued, col(OutboxRow.created_at) < ctx.now - STUCK)
    failed = _count(ctx, OutboxState.failed, col(OutboxRow.created_at) >= ctx.now - RECENT)
    parked = inbox.counts(session=ctx.session).get(InboxState.parked, 0)
    if waiting:
        text = "{count} messages have been waiting for more than an hour; is `duban run` at work?"
        yield Finding(Level.warning, voice.say(text, count=waiting))
    if failed:
        text = "{count} messages of the last seven days could not be sent."
        yield Finding(Level.warning, voice.say(text, count=failed))
    if parked:
        text = "{count} incoming messages could not be handled; see the log."
        yield Finding(Level.warning, voice.say(text, count=parked))
    if not (waiting or failed or parked):
        queued = outbox.counts(session=ctx.session)[OutboxState.queued]
        yield Finding(Level.good, voice.say("The post is in order; {count} messages on their way.", count=queued))


def _count(ctx: Context, state: OutboxState, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count(col(OutboxRow.id))).where(OutboxRow.state == state, *conditions)
    return ctx.session.exec(query).one()


def _some(voice: Voice, names: Sequence[str]) -> str:
    listed = voice.say(", ").join(names[:LISTED])
    return listed if len(names) <= LISTED else voice.say("{names} and others", names=listed)
