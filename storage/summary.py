"""What a summary and an export read: reports that stand, nudges that were sent, everything ever stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Row, Text, case, select
from sqlalchemy import cast as cast_column
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.beside import Beside, beside
from storage.kinds import CompletionState, MessageKind, OutboxState, Status
from storage.models import Completion, OutboxRow, Pending, Person, Plan, Report, Task, Unit

CHUNK = 1000
STEPS = 8  # from a report back through what it has replaced


_TELLS: Any = cast_column(col(Report.measures), Text) != "[]"


class Standing(NamedTuple):
    """A report that counts, as a summary reads it."""

    id: int
    unit: str
    code: str
    month: date
    late: bool
    status: Status | None
    percent: int | None
    expected: date | None
    extension: date | None
    problem: str | None
    words: str
    measures: list[Any] | None
    at: datetime


def standing_reports(
    *,
    session: Session,
    plan_id: int,
    first: date,
    last: date,
    task_ids: Collection[int] | None = None,
    numbers: bool = False,
) -> Sequence[Standing]:
    """Return the reports that count for the months from `first` to `last`, of all tasks or some, the oldest first.

    With `numbers` only those that tell some.

    Where one only asks for more time, how the task stands is what the unit had said in that month before.
    """
    query: Any = (
        select(
            col(Report.id),
            col(Unit.name),
            col(Task.code),
            col(Report.month),
            col(Report.late),
            col(Report.status),
            col(Report.percent),
            col(Report.expected),
            col(Report.extension),
            col(Report.problem),
            col(Report.words),
            case((_TELLS, col(Report.measures)), else_=None),  # most tell none
            col(Report.at),
        )
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(
            col(Report.plan_id) == plan_id,
            col(Report.month) >= first,
            col(Report.month) <= last,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.at), col(Report.id))
    )
    if numbers:
        query = query.where(_TELLS)
    if task_ids is not None:
        query = query.where(col(Report.task_id).in_(task_ids))
    known = beside(session=session, plan_id=plan_id)
    return [_with(Standing(*row), known) for row in session.execute(query)]


def replaced_numbers(*, session: Session, ids: Collection[int]) -> list[tuple[date, datetime, str, list[Any]]]:
    """Return month, moment, code and numbers of what the reports of these ids, which have none, have replaced.

    Back to the last one that told a number, some steps at most; what was edited out of the same message does not count.
    """
    found: list[tuple[date, datetime, str, list[Any]]] = []
    wanted = list(ids)
    for _ in range(STEPS):
        wanted = [key for chunk in _chunks(wanted) for key in _replaced(session, chunk, found)]
    return found


def _replaced(session: Session, ids: list[int], found: list[tuple[date, datetime, str, list[Any]]]) -> Iterator[int]:
    """Add to `found` what these reports have replaced; yield the ids of what told nothing either."""
    newer = aliased(Report)
    columns: Any = (Report.id, Report.month, Report.at, Task.code, Report.measures, Report.withdrawn_at)
    edited = (col(newer.chat_id) == col(Report.chat_id)) & (col(newer.message_id) == col(Report.message_id))
    query: Any = (
        select(*(col(each) for each in columns), edited)
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(newer, col(Report.superseded_by_id) == col(newer.id))
        .where(col(Report.superseded_by_id).in_(ids))
    )
    for key, month, at, code, measures, withdrawn, same in session.execute(query).all():
        if measures and withdrawn is None and not same:
            found.append((month, at, code, measures))
        else:
            yield key


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _with(row: Standing, known: Mapping[int, Beside]) -> Standing:
    before = known.get(row.id)
    if before is None:
        return row
    return row._replace(
        status=before.status,
        percent=before.percent,
        problem=row.problem or before.problem,
        measures=row.measures or before.measures,
    )


def pending(*, session: Session, plan_id: int, first: date, last: date) -> list[tuple[str, str, date]]:
    """Return what is with a unit's leader, as unit, code and month."""
    query = (
        select(col(Unit.name), col(Pending.codes), col(Pending.month))
        .join(Unit, col(Pending.unit_id) == col(Unit.id))
        .where(
            col(Pending.plan_id) == plan_id,
            col(Pending.settled_at).is_(None),
            col(Pending.month) >= first,
            col(Pending.month) <= last,
        )
    )
    return [(name, code, month) for name, codes, month in session.execute(query) for code in codes]


def claimed_codes(*, session: Session, plan_id: int) -> set[str]:
    """Return the tasks whose completion is with the office."""
    query = (
        select(col(Task.code))
        .join(Completion, col(Completion.task_id) == col(Task.id))
        .where(col(Task.plan_id) == plan_id, col(Completion.state) == CompletionState.claimed)
    )
    return set(session.execute(query).scalars())


def nudges_sent(*, session: Session, first: date, last: date) -> list[tuple[str, date]]:
    """Return unit and day of the nudges sent from `first` to `last`: one a plan and day, however many people got it."""
    query = (
        select(col(Unit.name), col(OutboxRow.day), col(OutboxRow.plan_id))
        .join(Unit, col(OutboxRow.unit_id) == col(Unit.id))
        .where(
            col(OutboxRow.kind) == MessageKind.nudge,
            col(OutboxRow.state) == OutboxState.sent,
            col(OutboxRow.day) >= first,
            col(OutboxRow.day) <= last,
        )
        .distinct()
    )
    return [(name, day) for name, day, _ in session.execute(query)]


def all_reports(*, session: Session) -> Iterator[tuple[Report, str, str, str, str | None]]:
    """Yield every report ever stored, in the order of storing: (report, task code, plan title, unit, person)."""
    query = (
        select(Report, col(Task.code), col(Plan.title), col(Unit.name), col(Person.name))
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(Plan, col(Report.plan_id) == col(Plan.id))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .join(Person, col(Report.person_id) == col(Person.id), isouter=True)
        .order_by(col(Report.id))
    )
    for row in session.execute(query.execution_options(yield_per=CHUNK)):
        yield cast("tuple[Report, str, str, str, str | None]", tuple(row))


def all_messages(*, session: Session) -> Iterator[Row[Any]]:
    """Yield every outgoing message, no later changes of one: unit, kind, state, created_at, settled_at."""
    query: Any = (
        select(
            col(Unit.name).label("unit"),
            col(OutboxRow.kind),
            col(OutboxRow.state),
            col(OutboxRow.created_at),
            col(OutboxRow.settled_at),
        )
        .join(Unit, col(OutboxRow.unit_id) == col(Unit.id), isouter=True)
        .where(col(OutboxRow.method).startswith("send"))
        .order_by(col(OutboxRow.id))
    )
    yield from session.execute(query.execution_options(yield_per=CHUNK))
