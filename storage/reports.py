"""Queries on reports, on what is pending with a unit's leader, and on what the bot has asked.

A report *stands* while it is neither superseded nor withdrawn; of one unit, task and month at most one stands. Rows are
never changed otherwise and never deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.kinds import MessageKind, QuestionState
from storage.models import OutboxRow, Pending, Plan, Question, Report, Task, Unit


def add(*, session: Session, report: Report) -> Report | None:
    """Store a report; return the one that it replaces, if any.

    The later moment counts, not the later handling: a report older than the one that stands is superseded at once.
    """
    session.add(report)
    session.flush()
    before = _standing_beside(session=session, report=report)
    if before is None:
        return None
    if (before.at, before.id) > (report.at, report.id):
        report.superseded_by_id = before.id
        session.flush()
        return None
    before.superseded_by_id = report.id
    session.flush()
    return before


def withdraw(*, session: Session, report: Report, at: datetime) -> Report | None:
    """Take a report back; return the one that stands again in its place, if any."""
    report.withdrawn_at = at
    query = select(Report).where(Report.superseded_by_id == report.id).order_by(col(Report.at), col(Report.id))
    replaced = [row for row in session.exec(query).all() if row.id != report.id]
    alive = [row for row in replaced if row.withdrawn_at is None]
    again = alive[-1] if alive and report.superseded_by_id is None else None
    for row in replaced:
        heir = report.superseded_by_id if again is None else again.id
        row.superseded_by_id = None if row is again or row.withdrawn_at is not None else heir
    session.flush()
    return again


def stands(report: Report) -> bool:
    """Tell whether the report counts."""
    return report.superseded_by_id is None and report.withdrawn_at is None


def latest(*, session: Session, unit_id: int, task_id: int, month: date | None = None) -> Report | None:
    """Return the report of the unit on the task that stands, of that month, or the last of all months."""
    query = select(Report).where(
        Report.unit_id == unit_id,
        Report.task_id == task_id,
        col(Report.superseded_by_id).is_(None),
        col(Report.withdrawn_at).is_(None),
    )
    if month is not None:
        query = query.where(Report.month == month)
    return session.exec(query.order_by(col(Report.at).desc(), col(Report.id).desc())).first()


def has_supplemented(*, session: Session, report: Report) -> bool:
    """Tell whether an earlier message of the unit has added to the closed month that the report adds to."""
    query = select(Report.reading).where(
        Report.unit_id == report.unit_id,
        Report.plan_id == report.plan_id,
        Report.month == report.month,
        col(Report.inbox_id).is_distinct_from(report.inbox_id),
        col(Report.id) < (report.id or 0),
    )
    return any(each.get("supplements") == report.reading.get("supplements") for each in session.exec(query))


def latest_of_task(*, session: Session, task_id: int) -> Report | None:
    """Return the last report on a task that stands, of whichever unit."""
    query = select(Report).where(
        Report.task_id == task_id, col(Report.superseded_by_id).is_(None), col(Report.withdrawn_at).is_(None)
    )
    return session.exec(query.order_by(col(Report.at).desc(), col(Report.id).desc())).first()


def months_reported(*, session: Session, unit_id: int, task_ids: Collection[int]) -> dict[int, dict[date, bool]]:
    """Return for each task the months that the unit has reported on, with whether that was late."""
    query = select(Report).where(
        Report.unit_id == unit_id,
        col(Report.task_id).in_(list(task_ids)),
        col(Report.superseded_by_id).is_(None),
        col(Report.withdrawn_at).is_(None),
    )
    found: dict[int, dict[date, bool]] = defaultdict(dict)
    for row in session.exec(query).all():
        found[row.task_id][row.month] = row.late
    return found


def of_message(*, session: Session, chat_id: int, message_id: int) -> Sequence[tuple[Report, Task]]:
    """Return the reports that came in by a message and were not taken back, in the order of storing."""
    query = (
        select(Report, Task)
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(Report.chat_id == chat_id, Report.message_id == message_id, col(Report.withdrawn_at).is_(None))
        .order_by(col(Report.id))
    )
    return session.exec(query).all()


def last_message(*, session: Session, person_id: int, chat_id: int) -> int | None:
    """Return the person's last message in the chat of which a report still counts."""
    query = (
        select(Report.message_id)
        .where(
            Report.person_id == person_id,
            Report.chat_id == chat_id,
            col(Report.message_id).is_not(None),
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.at).desc(), col(Report.id).desc())
    )
    return session.exec(query).first()


def of_round(*, session: Session, plan_id: int, month: date) -> Sequence[Report]:
    """Return the reports of a plan's month that stand, in the order of their moments."""
    query = select(Report).where(
        Report.plan_id == plan_id,
        Report.month == month,
        col(Report.superseded_by_id).is_(None),
        col(Report.withdrawn_at).is_(None),
    )
    return session.exec(query.order_by(col(Report.at), col(Report.id))).all()


def standing_of(*, session: Session, unit_id: int) -> Sequence[Report]:
    """Return all reports of a unit that stand, in the order of their moments."""
    query = select(Report).where(
        Report.unit_id == unit_id, col(Report.superseded_by_id).is_(None), col(Report.withdrawn_at).is_(None)
    )
    return session.exec(query.order_by(col(Report.at), col(Report.id))).all()


def words_by_code(*, session: Session, unit_id: int) -> Sequence[tuple[str, str]]:
    """Return the code and the words of every report that a unit has given."""
    query = select(Task.code, Report.words).join(Task, col(Report.task_id) == col(Task.id))
    return session.exec(query.where(Report.unit_id == unit_id)).all()


def read_from_words(*, session: Session) -> Sequence[tuple[Report, Task, Unit]]:
    """Return every report of the open plans that stands, with its task and unit, in the order of storing."""
    query = (
        select(Report, Task, Unit)
        .join(Task, col(Report.task_id) == col(Task.id))
        .join(Unit, col(Report.unit_id) == col(Unit.id))
        .join(Plan, col(Report.plan_id) == col(Plan.id))
        .where(
            col(Report.superseded_by_id).is_(None), col(Report.withdrawn_at).is_(None), col(Plan.closed_at).is_(None)
        )
        .order_by(col(Report.id))
    )
    return session.exec(query).all()


def ever(*, session: Session, row: Report, code: str) -> bool:
    """Tell whether the message of a report has reported on the task at any time, whatever became of it."""
    query = (
        select(Report.id)
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(
            Report.chat_id == row.chat_id,
            Report.message_id == row.message_id,
            Report.unit_id == row.unit_id,
            Task.code == code,
        )
    )
    return session.exec(query).first() is not None


def near_message(*, session: Session, chat_id: int, message_id: int, before: int = 10) -> Sequence[tuple[Report, Task]]:
    """Return the reports that stand of the messages shortly before one, for the further files of an album."""
    query = (
        select(Report, Task)
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(
            Report.chat_id == chat_id,
            col(Report.message_id) < message_id,
            col(Report.message_id) >= message_id - before,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.id))
    )
    return session.exec(query).all()


def sent_receipts(*, session: Session, keys: Collection[str]) -> Sequence[OutboxRow]:
    """Return the receipts with these keys that have been sent as messages of their own, the last first."""
    query = select(OutboxRow).where(
        col(OutboxRow.key).in_(list(keys)),
        col(OutboxRow.message_id).is_not(None),
        OutboxRow.method == "sendMessage",
    )
    return session.exec(query.order_by(col(OutboxRow.id).desc())).all()


def receipt_of(*, session: Session, chat_id: int, unit_id: int, message: int) -> OutboxRow | None:
    """Return the message that stands in the chat as the receipt of what a message reported for the unit."""
    query = select(OutboxRow).where(
        OutboxRow.chat_id == chat_id,
        col(OutboxRow.message_id).is_not(None),
        OutboxRow.method == "sendMessage",
        col(OutboxRow.kind).in_([MessageKind.receipt, MessageKind.question]),
    )
    for row in session.exec(query.order_by(col(OutboxRow.id).desc()).limit(200)):
        if row.facts.get("message_id") == message and row.unit_id in (unit_id, None):
            return row
    return None


def replaced_by(*, session: Session, keys: Collection[int]) -> Sequence[Report]:
    """Return the reports that these have replaced and that were not taken back, in the order of their moments."""
    query = select(Report).where(col(Report.superseded_by_id).in_(list(keys)), col(Report.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Report.at), col(Report.id))).all()


def before(*, session: Session, report: Report, most: int = 5) -> Sequence[Report]:
    """Return what the unit had said of the task before this report, the last first; what was taken back left out."""
    query = select(Report).where(
        Report.unit_id == report.unit_id,
        Report.task_id == report.task_id,
        col(Report.withdrawn_at).is_(None),
        Report.id != report.id,
        col(Report.at) <= report.at,
    )
    return session.exec(query.order_by(col(Report.at).desc(), col(Report.id).desc()).limit(most)).all()


def last_letter(*, session: Session, chat_id: int) -> int | None:
    """Return the row of the last message to the chat, changes of earlier ones left out."""
    query = select(OutboxRow.id).where(OutboxRow.chat_id == chat_id, OutboxRow.method != "editMessageText")
    return session.exec(query.order_by(col(OutboxRow.id).desc()).limit(1)).first()


def pending_of(*, session: Session, plan_id: int, unit_id: int, month: date) -> Pending | None:
    """Return what the unit has marked as being with its leader for the month."""
    query = select(Pending).where(
        Pending.plan_id == plan_id,
        Pending.unit_id == unit_id,
        Pending.month == month,
        col(Pending.settled_at).is_(None),
    )
    return session.exec(query.order_by(col(Pending.id).desc())).first()


def settle_pending(
    *, session: Session, plan_id: int, unit_id: int, reported: Iterable[tuple[str, date]], at: datetime
) -> None:
    """Close what was pending and has been reported since; `reported` are codes with their months."""
    came = set(reported)
    for month in {month for _, month in came}:
        row = pending_of(session=session, plan_id=plan_id, unit_id=unit_id, month=month)
        if row is None:
            continue
        left = [code for code in row.codes if (code, month) not in came]
        if left == row.codes:
            continue
        if left:
            row.codes = left
        else:
            row.settled_at = at
    session.flush()


def open_questions(*, session: Session, person_id: int, kinds: Collection[str] | None = None) -> Sequence[Question]:
    """Return what a person has been asked and has not answered, the last first."""
    query = select(Question).where(Question.person_id == person_id, Question.state == QuestionState.open)
    if kinds is not None:
        query = query.where(col(Question.kind).in_(list(kinds)))
    return session.exec(query.order_by(col(Question.id).desc())).all()


def _standing_beside(*, session: Session, report: Report) -> Report | None:
    query = select(Report).where(
        Report.unit_id == report.unit_id,
        Report.task_id == report.task_id,
        Report.month == report.month,
        col(Report.superseded_by_id).is_(None),
        col(Report.withdrawn_at).is_(None),
        Report.id != report.id,
    )
    return session.exec(query.order_by(col(Report.at).desc(), col(Report.id).desc())).first()
