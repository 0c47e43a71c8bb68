"""People, what they may do and for whom, and the links that let them in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.kinds import Role
from storage.models.columns import big, key, link, moment, one_of


class Person(SQLModel, table=True):
    """Somebody who has pressed Start. Unreachable when Telegram said that messages cannot arrive."""

    __tablename__ = "people"

    id: int | None = key()
    telegram_id: int = big(unique=True)
    name: str = ""
    username: str = ""
    telephone: str = ""
    language: str = Field(default="zh_CN", max_length=10)
    joined_at: datetime = moment()
    last_seen_at: datetime | None = moment(null=True)
    unreachable_since: datetime | None = moment(null=True)
    unreachable_why: str = ""


class Membership(SQLModel, table=True):
    """A person's role; for a liaison also the unit. Ended memberships stay as history."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("(role = 'liaison') = (unit_id IS NOT NULL)", name="ck_memberships_unit"),
        Index(
            "ux_memberships_live",
            "person_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = key()
    person_id: int = link("people")
    unit_id: int | None = link("units", null=True)
    role: Role = one_of(Role)
    deputy: bool = False
    since: datetime = moment()
    ended_at: datetime | None = moment(null=True)
    away_until: date | None = None


class Invite(SQLModel, table=True):
    """A one-time link. Only a hash of its code is stored."""

    __tablename__ = "invites"
    __table_args__ = (CheckConstraint("(role = 'liaison') = (unit_id IS NOT NULL)", name="ck_invites_unit"),)

    id: int | None = key()
    code_hash: str = Field(unique=True, max_length=64)
    unit_id: int | None = link("units", null=True)
    role: Role = one_of(Role)
    deputy: bool = False
    created_at: datetime = moment()
    created_by: int | None = link("people", null=True)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(null=True)
    used_by: int | None = link("people", null=True)


class PlanPerson(SQLModel, table=True):
    """A liaison who answers for the unit in this plan only: there in place of the unit's others, nowhere else."""

    __tablename__ = "plan_people"

    plan_id: int = Field(foreign_key="plans.id", primary_key=True)
    membership_id: int = Field(foreign_key="memberships.id", primary_key=True)
