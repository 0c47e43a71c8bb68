"""The ledger: plans, tasks, targets, milestones, units and who does what."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models.columns import json, key, link, moment, one_of
from storage.types import Json


class Plan(SQLModel, table=True):
    """A plan (方案). Open plans are worked on; a closed one is only read. `letter` goes before its codes.

    `rules` and `office` (its name on papers) hold only what differs from the settings.
    """

    __tablename__ = "plans"
    __table_args__ = (
        Index(
            "ux_plans_letter_open",
            "letter",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = key()
    title: str
    letter: str = Field(default="", max_length=2)
    issued: date | None = None
    first_month: date
    rules: dict[str, Any] = json(dict)
    office: str | None = None
    imported_at: datetime = moment()
    closed_at: datetime | None = moment(null=True)
    quiet_until: date | None = None
    quiet_reason: str | None = None


class Task(SQLModel, table=True):
    """A task (任务). Exactly one of a deadline, `ongoing`, or neither; `original_deadline` never changes.

    `document` is what the last imported version of the plan says of it, in words: a later version is compared with
    that, so that what the office has set itself (targets, milestones, units that were renamed) is no difference.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("plan_id", "code", name="uq_tasks_plan_code"),
        CheckConstraint("NOT (ongoing AND deadline IS NOT NULL)", name="ck_tasks_deadline"),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="ck_tasks_closed"),
        Index("ix_tasks_plan_deadline", "plan_id", "deadline"),
    )

    id: int | None = key()
    plan_id: int = link("plans")
    code: str = Field(max_length=20)
    number: str = Field(max_length=20)
    position: int
    section: str = ""
    subsection: str = ""
    title: str
    description: str = ""
    ongoing: bool = False
    deadline: date | None = Field(default=None, index=True)
    original_deadline: date | None = None
    deadline_text: str = ""
    place: str = ""
    state: TaskState = one_of(TaskState, TaskState.open, index=True)
    closed_on: date | None = None
    reporting_unit_id: int | None = link("units", null=True)
    document: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))


class Target(SQLModel, table=True):
    """A number that the plan demands of a task (指标). One with `edited_at` was set by the office, not the document."""

    __tablename__ = "targets"
    __table_args__ = (CheckConstraint("comparison IN ('>=', '<=', '=')", name="ck_targets_comparison"),)

    id: int | None = key()
    task_id: int = link("tasks")
    position: int = 0
    name: str
    value: float
    unit: str
    comparison: str = ">="
    edited_at: datetime | None = moment(null=True)


class Milestone(SQLModel, table=True):
    """A dated step of a task (节点, 倒排时间表). One with `edited_at` was set by the office, not the document."""

    __tablename__ = "milestones"

    id: int | None = key()
    task_id: int = link("tasks")
    title: str
    due: date = Field(index=True)
    done_on: date | None = None
    edited_at: datetime | None = moment(null=True)


class Unit(SQLModel, table=True):
    """A unit (单位), named as written. A collective one is never written to; a consulted one (商请) once a round.

    One with a successor (承接单位) is no more: what it had goes to the successor, its reports stay its own.
    `successor_paper` says by which paper; for two names of one unit there is none. `consult_decided_at` tells that the
    office has decided whether it is consulted.

    Nothing goes out to it up to and on `quiet_until`; `nudge_time` is its own time of day, else the office's.
    """

    __tablename__ = "units"

    id: int | None = key()
    name: str = Field(unique=True)
    collective: bool = False
    consult: bool = False
    consult_decided_at: datetime | None = moment(null=True)
    successor_id: int | None = link("units", null=True)
    successor_paper: str | None = None
    succeeded_on: date | None = None
    quiet_until: date | None = None
    quiet_reason: str | None = None
    nudge_time: time | None = None


class UnitMember(SQLModel, table=True):
    """Who a collective unit is, as listed by the office."""

    __tablename__ = "unit_members"

    collective_id: int = Field(foreign_key="units.id", primary_key=True)
    unit_id: int = Field(foreign_key="units.id", primary_key=True)


class Alias(SQLModel, table=True):
    """Another name of a unit: proposed by the import, decided by the office, never applied silently."""

    __tablename__ = "aliases"
    __table_args__ = (UniqueConstraint("unit_id", "name", name="uq_aliases_unit_name"),)

    id: int | None = key()
    unit_id: int = link("units")
    name: str = Field(index=True)
    state: AliasState = one_of(AliasState, AliasState.proposed)


class Assignment(SQLModel, table=True):
    """A unit's part in a task, in the order of the document."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("task_id", "unit_id", "role", name="uq_assignments"),)

    id: int | None = key()
    task_id: int = link("tasks")
    unit_id: int = link("units")
    role: AssignmentRole = one_of(AssignmentRole)
    position: int = 0
