"""Queries on what waits for the office."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.kinds import CompletionState, DownloadState, ExtensionState, PreviewState, Status, TaskState
from storage.models import AuditEvent, Completion, Download, Extension, PlanPreview, Report, Task

SETTLED = ("answered", "settled")


def completions(*, session: Session) -> Sequence[tuple[Completion, Task]]:
    """Return the claims that are not decided."""
    query = select(Completion, Task).join(Task, col(Completion.task_id) == col(Task.id))
    return session.exec(query.where(Completion.state == CompletionState.claimed)).all()


def extensions(*, session: Session) -> Sequence[tuple[Extension, Task]]:
    """Return the requests for more time that are not decided."""
    query = select(Extension, Task).join(Task, col(Extension.task_id) == col(Task.id))
    return session.exec(query.where(Extension.state == ExtensionState.requested)).all()


def open_cases(*, session: Session) -> Sequence[AuditEvent]:
    """Return what was passed on to the office and has neither been answered nor put aside, the oldest first."""
    done = select(AuditEvent.object_id).where(AuditEvent.object == "forwarded", col(AuditEvent.action).in_(SETTLED))
    settled = set(session.exec(done))
    query = select(AuditEvent).where(AuditEvent.object == "forwarded", col(AuditEvent.action).startswith("forwarded "))
    return [case for case in session.exec(query.order_by(col(AuditEvent.id))) if case.id not in settled]


def open_notices(*, session: Session) -> Sequence[AuditEvent]:
    """Return the arrivals of sensitive content that nobody has acknowledged, the oldest first."""
    seen = marked(session=session, object="audit_events", action="notice.seen")
    query = select(AuditEvent).where(AuditEvent.object == "people", AuditEvent.action == "withheld")
    return [event for event in session.exec(query.order_by(col(AuditEvent.id))) if event.id not in seen]


def obstacles(*, session: Session, first: date) -> Sequence[tuple[Report, Task]]:
    """Return the last report of each unit on each open task since a month, where it tells an obstacle."""
    query = (
        select(Report, Task)
        .join(Task, col(Report.task_id) == col(Task.id))
        .where(
            col(Report.month) >= first,
            col(Report.superseded_by_id).is_(None),
            col(Report.withdrawn_at).is_(None),
            Task.state == TaskState.open,
        )
        .order_by(col(Report.month), col(Report.at), col(Report.id))
    )
    latest = {(report.unit_id, report.task_id): (report, task) for report, task in session.exec(query)}
    return [pair for pair in latest.values() if pair[0].status is Status.blocked or pair[0].problem]


def previews(*, session: Session) -> Sequence[tuple[PlanPreview, Download]]:
    """Return the plan documents that wait for a decision, with their files."""
    query = select(PlanPreview, Download).join(Download, col(PlanPreview.download_id) == col(Download.id))
    return session.exec(query.where(PlanPreview.state == PreviewState.open)).all()


def failed_files(*, session: Session, since: datetime) -> Sequence[Download]:
    """Return the files that could not be fetched or read since a moment and that nobody has acknowledged."""
    seen = marked(session=session, object="downloads", action="file.seen")
    query = select(Download).where(Download.state == DownloadState.failed, col(Download.created_at) >= since)
    return [file for file in session.exec(query.order_by(col(Download.id))) if file.id not in seen]


def marked(*, session: Session, object: str, action: str, ids: Collection[int] | None = None) -> set[int]:
    """Return the numbers of the things that bear an audit event of that action; of all, or of those given."""
    query = select(AuditEvent.object_id).where(AuditEvent.object == object, AuditEvent.action == action)
    if ids is not None:
        query = query.where(col(AuditEvent.object_id).in_(list(ids)))
    return {each for each in session.exec(query) if each is not None}


def feedback_days(*, session: Session) -> Sequence[datetime]:
    """Return the moments of all feedback."""
    query = select(AuditEvent).where(AuditEvent.object == "forwarded", AuditEvent.action == "forwarded feedback")
    return [event.at for event in session.exec(query)]
