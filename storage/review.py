"""Queries on what waits for the office: claims of completion, requests for more time, letters and open questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.kinds import AssignmentRole, CompletionState, ExtensionState, OutboxState, QuestionState, Role
from storage.models import (
    Assignment,
    AuditEvent,
    Completion,
    Extension,
    Membership,
    OutboxRow,
    Person,
    Question,
    Task,
    Unit,
    UnitMember,
)

DESK = (Role.office, Role.admin)


def claimed(*, session: Session, task_id: int, unit_id: int | None = None) -> Sequence[Completion]:
    """Return the claims on a task that the office has not decided, the oldest first."""
    query = select(Completion).where(Completion.task_id == task_id, Completion.state == CompletionState.claimed)
    if unit_id is not None:
        query = query.where(Completion.unit_id == unit_id)
    return session.exec(query.order_by(col(Completion.id))).all()


def waiting(*, session: Session, before: datetime | None = None) -> Sequence[tuple[Completion, Task]]:
    """Return the claims that wait for the office, the oldest first; only those made before a moment where given."""
    query = (
        select(Completion, Task)
        .join(Task, col(Completion.task_id) == col(Task.id))
        .where(Completion.state == CompletionState.claimed)
        .order_by(col(Completion.claimed_at), col(Completion.id))
    )
    return session.exec(query.where(col(Completion.claimed_at) < before) if before else query).all()


def claims_by_report(*, session: Session, report_id: int) -> Sequence[Completion]:
    """Return the undecided claims that rest on a report."""
    query = select(Completion).where(Completion.report_id == report_id, Completion.state == CompletionState.claimed)
    return session.exec(query).all()


def last_confirmed(*, session: Session, task_id: int) -> Completion | None:
    """Return the claim that closed a task, the latest one."""
    query = select(Completion).where(Completion.task_id == task_id, Completion.state == CompletionState.confirmed)
    return session.exec(query.order_by(col(Completion.decided_at).desc(), col(Completion.id).desc())).first()


def confirmed_claims(*, session: Session, task_id: int) -> Sequence[Completion]:
    """Return all confirmed claims on a task, the oldest first."""
    query = select(Completion).where(Completion.task_id == task_id, Completion.state == CompletionState.confirmed)
    return session.exec(query.order_by(col(Completion.id))).all()


def decide_completion(*, session: Session, completion: Completion, state: CompletionState, **values: Any) -> bool:
    """Move a claim out of `claimed`; False, and nothing changed, when somebody else was first."""
    row = update(Completion).where(
        col(Completion.id) == completion.id, col(Completion.state) == CompletionState.claimed
    )
    return _changed_one(session, row.values(state=state, **values), completion)


def decide_extension(*, session: Session, extension: Extension, state: ExtensionState, **values: Any) -> bool:
    """Move a request out of `requested`; False, and nothing changed, when somebody else was first."""
    still = (col(Extension.id) == extension.id, col(Extension.state) == ExtensionState.requested)
    return _changed_one(session, update(Extension).where(*still).values(state=state, **values), extension)


def requested(*, session: Session, task_id: int, unit_id: int) -> Extension | None:
    """Return the unit's request on a task that the office has not decided."""
    query = select(Extension).where(
        Extension.task_id == task_id, Extension.unit_id == unit_id, Extension.state == ExtensionState.requested
    )
    return session.exec(query.order_by(col(Extension.id).desc())).first()


def requests_by_report(*, session: Session, report_id: int) -> Sequence[Extension]:
    """Return the undecided requests that rest on a report."""
    query = select(Extension).where(Extension.report_id == report_id, Extension.state == ExtensionState.requested)
    return session.exec(query).all()


def extensions_of(*, session: Session, task_id: int) -> Sequence[Extension]:
    """Return every request on a task, the oldest first."""
    return session.exec(select(Extension).where(Extension.task_id == task_id).order_by(col(Extension.id))).all()


def is_lead(*, session: Session, task_id: int, unit_id: int) -> bool:
    """Tell whether the unit leads the task: by name, for one that is no more, or as a listed member of a lead."""
    named = former_units(session=session, unit_id=unit_id)
    query = select(Assignment.id).where(
        Assignment.task_id == task_id,
        Assignment.role == AssignmentRole.lead,
        col(Assignment.unit_id).in_(named)
        | col(Assignment.unit_id).in_(select(UnitMember.collective_id).where(col(UnitMember.unit_id).in_(named))),
    )
    return session.exec(query).first() is not None


def former_units(*, session: Session, unit_id: int) -> set[int]:
    """Return the unit and all units that it has taken over from (承接单位)."""
    found, new = {unit_id}, {unit_id}
    while new:
        query = select(Unit.id).where(col(Unit.successor_id).in_(new))
        new = {each for each in session.exec(query) if each is not None} - found
        found |= new
    return found


def desk(*, session: Session, telegram_ids: Collection[int] = (), former: bool = False) -> Sequence[Person]:
    """Return the office's people: by role, or by Telegram id; with `former` also those who were.

    Those whom no message reaches are left out unless `former`.
    """
    roles = select(Membership.person_id).where(col(Membership.role).in_(DESK))
    if not former:
        roles = roles.where(col(Membership.ended_at).is_(None))
    query = select(Person).where(col(Person.id).in_(roles) | col(Person.telegram_id).in_(list(telegram_ids)))
    if not former:
        query = query.where(col(Person.unreachable_since).is_(None))
    return session.exec(query.order_by(col(Person.id))).all()


def letters(*, session: Session, cause: str, person_ids: Collection[int | None]) -> Sequence[OutboxRow]:
    """Return people's live letters of a cause: what was sent or still is to be, not the later changes of it."""
    query = select(OutboxRow).where(
        col(OutboxRow.person_id).in_(person_ids),
        col(OutboxRow.facts)["cause"].as_string() == cause,
        OutboxRow.method == "sendMessage",
        col(OutboxRow.state).in_([OutboxState.queued, OutboxState.sending, OutboxState.sent]),
    )
    return session.exec(query.order_by(col(OutboxRow.id))).all()


def known_causes(*, session: Session, causes: Collection[str], again: str, people: Iterable[Person]) -> set[str]:
    """Return those of the causes for which a further letter of that name has been written to any of the people."""
    keys = {f"{cause}:{person.id}:{again}": cause for person in people for cause in causes}
    found = session.exec(select(OutboxRow.key).where(col(OutboxRow.key).in_(list(keys)))).all()
    return {keys[key] for key in found}


def open_question(*, session: Session, person_id: int, kinds: Collection[str]) -> Question | None:
    """Return what the person was asked last and has not answered, if it is one of these kinds."""
    query = select(Question).where(Question.person_id == person_id, Question.state == QuestionState.open)
    last = session.exec(query.order_by(col(Question.id).desc())).first()
    return last if last is not None and last.kind in kinds else None


def drop_questions(*, session: Session, person_id: int, kinds: Collection[str], at: datetime) -> None:
    """Drop what the person was asked of these kinds and has not answered."""
    query = update(Question).where(
        col(Question.person_id) == person_id, col(Question.state) == QuestionState.open, col(Question.kind).in_(kinds)
    )
    session.execute(query.values(state=QuestionState.dropped, closed_at=at))


def events(*, session: Session, object: str, object_id: int, action: str) -> Sequence[AuditEvent]:
    """Return an object's audit events of one action, the oldest first."""
    query = select(AuditEvent).where(
        AuditEvent.object == object, AuditEvent.object_id == object_id, AuditEvent.action == action
    )
    return session.exec(query.order_by(col(AuditEvent.id))).all()


def deadline_before(extensions: Sequence[Extension], task: Task, until: int | None = None) -> date | None:
    """Return the deadline that held before the request with that number: the last one granted, else the task's own."""
    granted = [
        row.granted_until for row in extensions if row.granted_until and (until is None or (row.id or 0) < until)
    ]
    return granted[-1] if granted else task.deadline


def _changed_one(session: Session, query: Any, row: Completion | Extension) -> bool:
    session.flush()
    table = type(row)
    changed = session.execute(query.returning(col(table.id)).execution_options(synchronize_session=False)).first()
    session.refresh(row)
    return changed is not None
