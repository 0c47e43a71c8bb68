"""What is followed until it is settled, beside the monthly round; good practice; and each month's lights as history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.kinds import Light, Role, TrackedKind, TrackedState
from storage.models.columns import key, link, moment, one_of
from storage.types import Json


class TrackedItem(SQLModel, table=True):
    """Something that a unit must answer by a day: observation (督查意见), obstacle or instruction (批示).

    `filed_as` is the role in which it was filed, `leader` who has given an instruction. For an obstacle `report_id` is
    the report that told it and `raised_by_unit_id` whose it is. `file` is a photo as Telegram names it. `told_at` is
    when the unit's letter was queued.
    """

    __tablename__ = "tracked_items"
    __table_args__ = (
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="ck_tracked_items_settled"),
        CheckConstraint("kind <> 'observation' OR task_id IS NOT NULL", name="ck_tracked_items_task"),
        Index("ix_tracked_items_state", "state", "due_on"),
    )

    id: int | None = key()
    kind: TrackedKind = one_of(TrackedKind)
    task_id: int | None = link("tasks", null=True)
    unit_id: int = link("units")
    text: str = Field(sa_column=Column(Text, nullable=False))
    leader: str = ""
    report_id: int | None = link("reports", null=True)
    raised_by_unit_id: int | None = link("units", null=True)
    file: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    filed_by: int | None = link("people", null=True)
    filed_as: Role = one_of(Role)
    filed_at: datetime = moment()
    due_on: date
    told_at: datetime | None = moment(null=True)
    state: TrackedState = one_of(TrackedState, TrackedState.open)
    settled_by: int | None = link("people", null=True)
    settled_at: datetime | None = moment(null=True)
    outcome: str = Field(default="", sa_column=Column(Text, nullable=False))


class TrackedAnswer(SQLModel, table=True):
    """What a unit has answered to an item; every answer is kept. `returned` says why it was not enough."""

    __tablename__ = "tracked_answers"

    id: int | None = key()
    item_id: int = link("tracked_items")
    unit_id: int = link("units")
    person_id: int | None = link("people", null=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    file: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    at: datetime = moment()
    returned: str = Field(default="", sa_column=Column(Text, nullable=False))
    inbox_id: int | None = link("inbox", null=True)


class Practice(SQLModel, table=True):
    """A report marked as good practice (典型经验), by the unit or the office. What is taken out stays as a row."""

    __tablename__ = "practices"

    id: int | None = key()
    report_id: int = link("reports")
    marked_by: int | None = link("people", null=True)
    by_office: bool = False
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    dropped_at: datetime | None = moment(null=True)


class LightRecord(SQLModel, table=True):
    """A task's light in a month as it stood when the round was frozen. Written once, never changed."""

    __tablename__ = "light_records"
    __table_args__ = (
        UniqueConstraint("task_id", "month", name="uq_light_records_task_month"),
        Index("ix_light_records_month", "month"),
    )

    id: int | None = key()
    task_id: int = link("tasks", index=False)
    month: date
    light: Light = one_of(Light)
    reason: str = Field(max_length=20)
    at: datetime = moment()
