"""Files that people send: what is to be fetched and was, and plan documents that wait for the office's word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from storage.kinds import DownloadPurpose, DownloadState, PreviewState
from storage.models.columns import big, json, key, link, moment, one_of
from storage.types import Json


class Download(SQLModel, table=True):
    """A file in Telegram that is wanted, and after that where it is kept.

    `not_before` is real time: of the next attempt, or until when somebody is at it. `payload` is the purpose's own.
    `path` is relative to the attachment folder, "" for a file that was only read; `size` in bytes, as told and then as
    it came.
    """

    __tablename__ = "downloads"
    __table_args__ = (
        Index("ix_downloads_next", "state", "id"),
        Index("ix_downloads_message", "chat_id", "message_id"),
    )

    id: int | None = key()
    purpose: DownloadPurpose = one_of(DownloadPurpose)
    state: DownloadState = one_of(DownloadState, DownloadState.wanted)
    person_id: int | None = link("people", null=True)
    chat_id: int = big()
    message_id: int = big()
    file_id: str = Field(max_length=300)
    unique_id: str = Field(default="", max_length=100, index=True)
    name: str = ""
    mime: str = Field(default="", max_length=200)
    size: int = big()
    sha256: str = Field(default="", max_length=64, index=True)
    path: str = ""
    payload: dict[str, Any] = json(dict)
    attempts: int = 0
    not_before: datetime | None = moment(null=True)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    inbox_id: int | None = link("inbox", null=True)
    created_at: datetime = moment()
    settled_at: datetime | None = moment(null=True)


class PlanPreview(SQLModel, table=True):
    """A plan document as read, before the office: nothing of it is in the ledger until it is accepted.

    `draft` is the document as read with what has been settled put in; `settled` says for each anomaly, by its place in
    the list, what was decided. `plan_id` is the stored plan that it is a new version of, after acceptance the plan.
    """

    __tablename__ = "plan_previews"
    __table_args__ = (CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="ck_plan_previews_closed"),)

    id: int | None = key()
    download_id: int = link("downloads")
    person_id: int = link("people")
    state: PreviewState = one_of(PreviewState, PreviewState.open)
    plan_id: int | None = link("plans", null=True)
    first_month: date
    draft: dict[str, Any] = json(dict)
    settled: dict[str, Any] = json(dict)
    shown: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    created_at: datetime = moment()
    closed_at: datetime | None = moment(null=True)
