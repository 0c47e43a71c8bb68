"""The work itself: monthly rounds, reports, what was asked, claims of completion, requests for more time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.kinds import CompletionState, ExtensionState, QuestionState, Source, Status
from storage.models.columns import big, json, key, link, moment, one_of

_STANDING = text("superseded_by_id IS NULL AND withdrawn_at IS NULL")


class Round(SQLModel, table=True):
    """One plan, one month (月调度). `month` is its first day; after `freezes_on` its figures stand."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("plan_id", "month", name="uq_rounds_plan_month"),)

    id: int | None = key()
    plan_id: int = link("plans")
    month: date
    due_on: date
    freezes_on: date
    frozen_at: datetime | None = moment(null=True)


class Report(SQLModel, table=True):
    """What a unit said of one task in one message (进展). Never changed or deleted: replaced or withdrawn, and kept.

    `text` is the whole message, `words` the part it was read from, `reading` what was understood, for a later reader.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="ck_reports_percent"),
        Index("ix_reports_round", "plan_id", "month", "unit_id"),
        Index("ix_reports_task_at", "task_id", "at"),
        Index("ix_reports_message", "chat_id", "message_id"),
        # What counts: a summary of a month finds it among however many reports were replaced since.
        Index("ix_reports_standing", "plan_id", "month", sqlite_where=_STANDING, postgresql_where=_STANDING),
    )

    id: int | None = key()
    plan_id: int = link("plans", index=False)
    task_id: int = link("tasks", index=False)
    unit_id: int = link("units")
    person_id: int | None = link("people", null=True)
    month: date
    late: bool = False
    status: Status | None = one_of(Status, null=True)
    percent: int | None = None
    expected: date | None = None
    extension: date | None = None
    measures: list[Any] = json(list)
    problem: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    reading: dict[str, Any] = json(dict)
    source: Source = one_of(Source, Source.chat)
    recorded_by_id: int | None = link("people", null=True)
    chat_id: int | None = big(null=True)
    message_id: int | None = big(null=True)
    inbox_id: int | None = link("inbox", null=True)
    at: datetime = moment()
    stored_at: datetime = moment()
    superseded_by_id: int | None = link("reports", null=True)
    withdrawn_at: datetime | None = moment(null=True)


class Pending(SQLModel, table=True):
    """A unit's word that its report is on the way (待审, 等领导审): shown, not counted as missing, reminded again."""

    __tablename__ = "pendings"

    id: int | None = key()
    plan_id: int = link("plans")
    unit_id: int = link("units")
    person_id: int | None = link("people", null=True)
    month: date
    codes: list[str] = json(list)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    settled_at: datetime | None = moment(null=True)


class Question(SQLModel, table=True):
    """Something the bot asked in a chat; open until the next press or message answers it, also over a restart."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_open", "person_id", "state"),)

    id: int | None = key()
    person_id: int = link("people", index=False)
    chat_id: int = big()
    kind: str = Field(max_length=30)
    payload: dict[str, Any] = json(dict)
    state: QuestionState = one_of(QuestionState, QuestionState.open)
    inbox_id: int | None = link("inbox", null=True)
    outbox_id: int | None = link("outbox", null=True)
    asked_at: datetime = moment()
    closed_at: datetime | None = moment(null=True)


class Completion(SQLModel, table=True):
    """A unit's claim that a task is done (办结), until the office confirms or returns it (退回)."""

    __tablename__ = "completions"
    __table_args__ = (CheckConstraint("(state = 'claimed') = (decided_at IS NULL)", name="ck_completions_decided"),)

    id: int | None = key()
    task_id: int = link("tasks")
    unit_id: int = link("units")
    report_id: int | None = link("reports", null=True)
    claimed_by: int | None = link("people", null=True)
    claimed_at: datetime = moment()
    paper: str = ""
    state: CompletionState = one_of(CompletionState, CompletionState.claimed, index=True)
    decided_by: int | None = link("people", null=True)
    decided_at: datetime | None = moment(null=True)
    reason: str = ""


class Extension(SQLModel, table=True):
    """A request for more time (延期), and the decision as recorded: until when, by whom, on which day, which paper."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="ck_extensions_decided"),
        CheckConstraint("(state = 'granted') = (granted_until IS NOT NULL)", name="ck_extensions_granted"),
    )

    id: int | None = key()
    task_id: int = link("tasks")
    unit_id: int = link("units")
    report_id: int | None = link("reports", null=True)
    requested_by: int | None = link("people", null=True)
    requested_at: datetime = moment()
    until: date | None = None
    reason: str = ""
    original_deadline: date | None = None
    state: ExtensionState = one_of(ExtensionState, ExtensionState.requested, index=True)
    granted_until: date | None = None
    decided_by: int | None = link("people", null=True)
    decided_at: datetime | None = moment(null=True)
    decided_on: date | None = None
    approver: str = ""
    paper: str = ""
    answer: str = ""
    judged_by_original: bool = True
