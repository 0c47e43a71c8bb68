"""Reminders of items that wait for a unit's answer: in its nudge of the day where it has one, else in one letter.

Reminded are items due in one working day, due today, and overdue (on the first working day after, then every fifth).
What could not be told when it was filed, out of hours, is told on the next working day, in its own letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from bot.locale import Html, Voice, bold, join
from bot.rules import Calendar, Schedule, may_send
from bot.services import post, say, tracked
from bot.services import review_post as desk
from bot.services import tracked_letter as letters
from bot.services.context import Context
from storage import ledger
from storage import tracked as stored
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, TrackedItem, Unit

AHEAD = (1, 0)
EVERY = 5  # working days between reminders of what is overdue
LIVE = (OutboxState.queued, OutboxState.sending, OutboxState.sent)


@dataclass(frozen=True)
class Due:
    """An item to remind of; `left` counts working days: 1 the next one, 0 today, -1 and less are past."""

    item: TrackedItem
    left: int


def working_days_left(calendar: Calendar, day: date, due_on: date) -> int:
    """Return how many working days there are from the day to the due day; negative where that is past."""
    return calendar.count(day, due_on) if due_on >= day else -calendar.count(due_on, day)


def is_reminded(left: int) -> bool:
    """Tell whether an item with so many working days left is reminded of."""
    return left in AHEAD or (left < 0 and (-left - 1) % EVERY == 0)


def due_items(ctx: Context, unit: Unit, day: date) -> list[Due]:
    """Return what the unit is to be reminded of on a day: none on a day that is not worked."""
    return by_unit(ctx, day).get(unit.id or 0, [])


def by_unit(ctx: Context, day: date) -> dict[int, list[Due]]:
    """Return what is to be reminded of on a day, by the unit that answers now."""
    calendar, found = ctx.office.calendar, defaultdict[int, list[Due]](list)
    if not calendar.is_working(day):
        return found
    for item in stored.unanswered(session=ctx.session):
        left = working_days_left(calendar, day, item.due_on)
        if is_reminded(left) and ctx.office.day(item.filed_at) < day and not _told_on(ctx, item, day):
            heir = ledger.heir(session=ctx.session, unit=desk.unit_of(ctx, item.unit_id))
            found[heir.id or item.unit_id].append(Due(item, left))
    return found


def lines(ctx: Context, found: Sequence[Due], voice: Voice) -> Html:
    """Return the lines on what is to be reminded of, for a unit's message of the day."""
    head = bold(voice.html("To be answered, {count}", count=len(found)))
    how = voice.html("Answer like: /answer {number} what was done", number=found[0].item.id)
    return join([head, *(_line(ctx, each, voice) for each in found), how])


def tick(ctx: Context) -> None:
    """Tell what was filed out of hours, and remind the units that have no nudge today, once a day each."""
    local, schedule = ctx.office.local(ctx.now), Schedule(ctx.office.rules, ctx.office.calendar)
    waiting = stored.unanswered(session=ctx.session)
    if not waiting or not may_send(local, schedule):
        return
    for item in waiting:
        if item.told_at is None:
            last = stored.last_answer(session=ctx.session, item_id=item.id or 0)
            tracked.tell_unit(ctx, item, f"back{last.id}" if last is not None else "filed")
    due = by_unit(ctx, ctx.today) if local.time() >= schedule.rules.nudge_time else {}
    done = _reminded(ctx, set(due)) if due else set()
    for unit_id, found in due.items():
        own = desk.unit_of(ctx, unit_id).nudge_time
        if unit_id not in done and (own is None or own <= local.time()):
            _remind(ctx, unit_id, found)


def _told_on(ctx: Context, item: TrackedItem, day: date) -> bool:
    return item.told_at is not None and ctx.office.day(item.told_at) == day


def _reminded(ctx: Context, unit_ids: set[int]) -> set[int]:
    """Return the units whose nudge of today, or a letter of today, speaks of the items."""
    query = select(OutboxRow).where(
        col(OutboxRow.kind).in_([MessageKind.nudge, MessageKind.office]),
        OutboxRow.day == ctx.today,
        col(OutboxRow.unit_id).in_(unit_ids),
        col(OutboxRow.state).in_(LIVE),
    )
    return {row.unit_id for row in ctx.session.exec(query) if row.unit_id is not None and row.facts.get("items")}


def _remind(ctx: Context, unit_id: int, found: list[Due]) -> None:
    unit = desk.unit_of(ctx, unit_id).name
    for person in tracked.unit_people(ctx, unit_id, *(each.item.task_id for each in found)):
        voice = Voice(person.language)
        hello = voice.html("{unit}, a reminder of what waits for your answer.", unit=unit)
        one = {"item": found[0].item.id, "side": letters.UNIT} if len(found) == 1 else {}
        rows = letters.buttons(found[0].item, voice, letters.UNIT) if len(found) == 1 else ()
        letter = post.Letter(
            MessageKind.office,
            join([hello, lines(ctx, found, voice)]),
            f"items:{unit_id}:{ctx.today.isoformat()}:{person.id}",
            buttons=rows,
            facts={"items": [each.item.id for each in found], **one},
            unit_id=unit_id,
            day=ctx.today,
        )
        post.send(ctx, person, letter)


def _line(ctx: Context, due: Due, voice: Voice) -> Html:
    what, words = letters.name(voice, due.item), desk.clipped(due.item.text, 30)
    day = say.day(voice, due.item.due_on, today=ctx.today)
    if due.left < 0:
        return voice.html("{what}: {words} (was due {day})", what=what, words=words, day=day)
    return voice.html("{what}: {words} (due {day})", what=what, words=words, day=day)
