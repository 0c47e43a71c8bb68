"""Around a nudge: that it has been seen, and what came of ringing a unit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from storage.kinds import CallOutcome, SeenBy
from storage.models.columns import key, link, moment, one_of


class Sighting(SQLModel, table=True):
    """A unit's word or reaction that it has seen a nudge (签收): shown to the office, no report."""

    __tablename__ = "sightings"
    __table_args__ = (Index("ix_sightings_unit_at", "unit_id", "at"),)

    id: int | None = key()
    unit_id: int = link("units", index=False)
    person_id: int | None = link("people", null=True)
    outbox_id: int | None = link("outbox", null=True)
    how: SeenBy = one_of(SeenBy)
    at: datetime = moment()


class Call(SQLModel, table=True):
    """One entry of a round's call sheet: what came of ringing a unit, by whom. The latest entry counts."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_round", "plan_id", "month", "unit_id"),
        CheckConstraint("(outcome = 'promised') = (promised_on IS NOT NULL)", name="ck_calls_promised"),
    )

    id: int | None = key()
    plan_id: int = link("plans", index=False)
    unit_id: int = link("units", index=False)
    month: date = Field()
    outcome: CallOutcome = one_of(CallOutcome)
    promised_on: date | None = None
    person_id: int | None = link("people", null=True)
    at: datetime = moment()
