"""Papers (通报, 专报): the figures of a frozen month, kept for good, and each paper's way to the signature."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.kinds import PaperKind, PaperStage
from storage.models.columns import json, key, link, moment, one_of


class FrozenMonth(SQLModel, table=True):
    """The Summary of a plan's month as it was when the month was frozen; never changed after."""

    __tablename__ = "frozen_months"
    __table_args__ = (UniqueConstraint("plan_id", "month", name="uq_frozen_months_plan_month"),)

    id: int | None = key()
    plan_id: int = link("plans")
    month: date
    figures: dict[str, Any] = json(dict)
    at: datetime = moment()


class Paper(SQLModel, table=True):
    """A paper on a frozen month. `stage` is how far it has come; number and approver are those of the approval."""

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("frozen_id", "kind", name="uq_papers_frozen_kind"),
        CheckConstraint(
            "stage NOT IN ('approved', 'final') OR (number <> '' AND approver <> '')", name="ck_papers_number"
        ),
    )

    id: int | None = key()
    frozen_id: int = link("frozen_months", index=False)
    kind: PaperKind = one_of(PaperKind)
    stage: PaperStage = one_of(PaperStage, PaperStage.draft)
    number: str = Field(default="", max_length=100)
    approver: str = Field(default="", max_length=64)


class PaperStep(SQLModel, table=True):
    """One step of a paper: which stage it reached, by whose hand, when, with what note; also a step back."""

    __tablename__ = "paper_steps"

    id: int | None = key()
    paper_id: int = link("papers")
    stage: PaperStage = one_of(PaperStage)
    person_id: int | None = link("people", null=True)
    at: datetime = moment()
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
