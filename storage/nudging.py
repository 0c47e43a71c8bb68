"""Queries around nudges: on which days anything can be due, what has gone out, what was seen, who was rung.

A tick asks them every few seconds: none reads all tasks, and none looks farther back than it has to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as rows
from sqlmodel import Session, col, func, select

from storage.kinds import AssignmentRole, ExtensionState, MessageKind, OutboxState, Role
from storage.models import Call, Extension, Membership, Milestone, OutboxRow, Person, Sighting, Task, Unit, metadata

LIVE = (OutboxState.queued, OutboxState.sending, OutboxState.sent)


def deadlines(*, session: Session, plan_id: int) -> frozenset[date]:
    """Return the days on which a deadline of the plan can fall; of granted extensions those of every plan."""
    granted = select(col(Extension.granted_until)).where(Extension.state == ExtensionState.granted).distinct()
    mine = session.execute(_deadlines(), {"plan_id": plan_id}).scalars()
    return frozenset(filter(None, [*mine, *session.exec(granted)]))


def milestone_days(*, session: Session) -> frozenset[date]:
    """Return the days on which a milestone of any plan is due."""
    return frozenset(filter(None, session.execute(_milestone_days()).scalars()))


def own_times(*, session: Session) -> frozenset[time]:
    """Return the times of day that units have set for themselves."""
    query = select(col(Unit.nudge_time)).where(col(Unit.nudge_time).is_not(None)).distinct()
    return frozenset(filter(None, session.exec(query)))


def days_of_units(
    *, session: Session, plan_id: int, first: date, last: date, states: Collection[OutboxState] = tuple(OutboxState)
) -> dict[str, date]:
    """Return the last day from `first` to `last` on which each unit had a nudge of the plan in one of the states."""
    query = (
        select(Unit.name, func.max(col(OutboxRow.day)))
        .join(Unit, col(OutboxRow.unit_id) == col(Unit.id))
        .where(*_nudges(plan_id, first, last), col(OutboxRow.state).in_(list(states)))
        .group_by(col(Unit.name))
    )
    return {name: day for name, day in session.exec(query) if day is not None}


def unsent(
    *, session: Session, plan_id: int, first: date, last: date, but_not: Collection[str]
) -> Sequence[tuple[str, date, date]]:
    """Return of the nudges from `first` to `last` that never went out, for no reason in `but_not`: unit, day, and the
    day after which each had looked back itself.
    """
    since: Any = col(OutboxRow.facts)["since"].as_string()
    query: Any = (
        select(Unit.name, col(OutboxRow.day), since)
        .join(Unit, col(OutboxRow.unit_id) == col(Unit.id))
        .where(
            *_nudges(plan_id, first, last),
            col(OutboxRow.state).in_([OutboxState.queued, OutboxState.skipped, OutboxState.failed]),
            col(OutboxRow.reason).not_in(list(but_not)),
        )
        .distinct()
    )
    return [(name, day, date.fromisoformat(since)) for name, day, since in session.exec(query) if since]


def counts(*, session: Session, first: date, last: date, but_not: int | None = None) -> dict[str, int]:
    """Return how many messages each unit got or is to get from `first` to `last`, however many people each went to:
    one a day and plan. Those of the plan `but_not` are left out.
    """
    others = [] if but_not is None else [OutboxRow.plan_id != but_not]
    days = (
        select(col(OutboxRow.unit_id), col(OutboxRow.day), col(OutboxRow.plan_id))
        .where(*_nudges(None, first, last), col(OutboxRow.state).in_(list(LIVE)), *others)
        .distinct()
        .subquery()
    )
    query = select(Unit.name, func.count()).join(days, col(Unit.id) == days.c.unit_id).group_by(col(Unit.name))
    return dict(session.exec(query).all())


def sent_since(*, session: Session, plan_id: int, first: date, last: date) -> Sequence[tuple[int, date, datetime]]:
    """Return unit, day and moment of the plan's nudges sent from `first` to `last`."""
    query: Any = select(col(OutboxRow.unit_id), col(OutboxRow.day), col(OutboxRow.settled_at)).where(
        *_nudges(plan_id, first, last), OutboxRow.state == OutboxState.sent
    )
    return [tuple(row) for row in session.exec(query) if row[0] is not None and row[2] is not None]


def last_sent(*, session: Session, plan_id: int, unit_id: int, first: date) -> Sequence[OutboxRow]:
    """Return the last nudge that each person of the unit has got since the day, its last page where it has several."""
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.unit_id == unit_id,
            col(OutboxRow.day) >= first,
            OutboxRow.kind == MessageKind.nudge,
            OutboxRow.plan_id == plan_id,
            OutboxRow.state == OutboxState.sent,
            OutboxRow.method == "sendMessage",
            col(OutboxRow.message_id).is_not(None),
        )
        .order_by(col(OutboxRow.id))
    )
    return list({row.person_id: row for row in session.exec(query)}.values())


def changes_of(*, session: Session, key: str) -> Sequence[OutboxRow]:
    """Return the later changes of a message whose keys begin with that, the oldest first."""
    query = select(OutboxRow).where(col(OutboxRow.key) >= key, col(OutboxRow.key) < f"{key}\uffff")
    return session.exec(query.order_by(col(OutboxRow.id))).all()


def sightings(*, session: Session, plan_id: int, since: datetime) -> Sequence[tuple[Sighting, str, str | None]]:
    """Return which nudges of the plan have been seen since the moment, with the unit's and the person's name, the
    oldest first.
    """
    query = (
        select(Sighting, Unit.name, Person.name)
        .join(Unit, col(Sighting.unit_id) == col(Unit.id))
        .join(OutboxRow, col(Sighting.outbox_id) == col(OutboxRow.id))
        .join(Person, col(Sighting.person_id) == col(Person.id), isouter=True)
        .where(Sighting.at >= since, OutboxRow.plan_id == plan_id)
        .order_by(col(Sighting.at), col(Sighting.id))
    )
    return session.exec(query).all()


def calls(*, session: Session, plan_id: int, month: date) -> dict[int, Call]:
    """Return the entry that counts for each unit of a round's call sheet."""
    query = select(Call).where(Call.plan_id == plan_id, Call.month == month).order_by(col(Call.at), col(Call.id))
    return {row.unit_id: row for row in session.exec(query)}


def people_changes(*, session: Session, since: datetime) -> Sequence[tuple[Membership, str, str]]:
    """Return the liaisons who have joined or left since the moment, with the person's and the unit's name."""
    query = (
        select(Membership, Person.name, Unit.name)
        .join(Person, col(Membership.person_id) == col(Person.id))
        .join(Unit, col(Membership.unit_id) == col(Unit.id))
        .where(Membership.role == Role.liaison, (col(Membership.since) >= since) | (col(Membership.ended_at) >= since))
        .order_by(col(Membership.id))
    )
    return session.exec(query).all()


def task_rows(*, session: Session, plan_id: int, units: Collection[int] | None = None) -> Sequence[Any]:
    """Return of a plan's tasks, in the order of the document, the columns that planning needs.

    With `units` only of the tasks that one of them leads by the document, or is set to report on.
    """
    names = ("id", "code", "title", "section", "ongoing", "deadline", "state", "closed_on", "reporting_unit_id")
    table = metadata.tables["tasks"]
    query = rows(*(table.c[name] for name in names)).where(table.c.plan_id == plan_id).order_by(table.c.position)
    if units is not None:
        parts = metadata.tables["assignments"]
        led = rows(parts.c.task_id).where(parts.c.unit_id.in_(list(units)), parts.c.role == AssignmentRole.lead)
        query = query.where(table.c.id.in_(led) | table.c.reporting_unit_id.in_(list(units)))
    return session.connection().execute(query).all()


def part_rows(
    *, session: Session, plan_id: int, role: AssignmentRole, tasks_only: Collection[int] | None = None
) -> Sequence[tuple[int, int]]:
    """Return task and unit of everybody with that part in a plan, task by task in the order of the document.

    With `tasks_only` only of these tasks.
    """
    parts, tasks = metadata.tables["assignments"], metadata.tables["tasks"]
    query = (
        rows(parts.c.task_id, parts.c.unit_id)
        .join(tasks, parts.c.task_id == tasks.c.id)
        .where(tasks.c.plan_id == plan_id, parts.c.role == role)
        .order_by(parts.c.task_id, parts.c.position)
    )
    if tasks_only is not None:
        query = query.where(parts.c.task_id.in_(list(tasks_only)))
    return [(task_id, unit_id) for task_id, unit_id in session.connection().execute(query)]


def _nudges(plan_id: int | None, first: date, last: date) -> list[Any]:
    found = [OutboxRow.kind == MessageKind.nudge, col(OutboxRow.day) >= first, col(OutboxRow.day) <= last]
    return found if plan_id is None else [*found, OutboxRow.plan_id == plan_id]


@cache
def _deadlines() -> Any:
    return _distinct(col(Task.deadline), col(Task.plan_id) == bindparam("plan_id"))


@cache
def _milestone_days() -> Any:
    return _distinct(col(Milestone.due))


def _distinct(column: Any, *conditions: Any) -> Any:
    """Return the query of a column's distinct days, stepping through its index from one to the next: none read twice.

    Every tick that looks asks it, and making it costs more than running it.
    """
    first = select(func.min(column).label("day")).where(*conditions).cte("days", recursive=True)
    following = select(func.min(column)).where(*conditions, column > first.c.day).scalar_subquery()
    steps = first.union_all(select(following).where(first.c.day.is_not(None)))
    return select(steps.c.day)
