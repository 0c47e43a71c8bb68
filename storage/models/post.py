"""The post: what came in, what goes out, what was changed by whom, and small notes to ourselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.kinds import InboxState, MessageKind, OutboxState
from storage.models.columns import big, json, key, link, moment, one_of


class InboxRow(SQLModel, table=True):
    """A raw update, committed before Telegram is told that we have it. Ends done, ignored, refused or parked.

    Update ids are unique per bot until Telegram restarts its numbering after a week without updates: the digest of the
    payload tells a repeated delivery from a new update under an old number.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id", "digest", name="uq_inbox_update"),
        Index("ix_inbox_state", "state", "id"),
        Index("ix_inbox_chat", "chat_id", "state", "id"),
    )

    id: int | None = key()
    bot_id: int = big()
    update_id: int = big()
    digest: str = Field(max_length=64)
    chat_id: int | None = big(null=True)
    payload: dict[str, Any] = json(dict)
    received_at: datetime = moment()
    state: InboxState = one_of(InboxState, InboxState.new)
    attempts: int = 0
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    handled_at: datetime | None = moment(null=True)


class OutboxRow(SQLModel, table=True):
    """An outgoing message with its rendered text, so that a retry says the same. See `storage.outbox`.

    `method` is the Bot API method, `payload` its parameters; `key` makes it unique; `facts` says what it is about (the
    codes of a nudge by part, the reports of a receipt) for replies to it and for the check that it is still needed.
    `not_before` is real time (backoff, RetryAfter); `expires_at` is office time, after which it is stale.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_next", "state", "priority", "id"),
        Index("ix_outbox_chat", "chat_id", "state", "priority", "id"),
        Index("ix_outbox_message", "chat_id", "message_id"),
        Index("ix_outbox_unit_day", "unit_id", "day"),
        Index("ix_outbox_kind_day", "kind", "day"),
    )

    id: int | None = key()
    key: str = Field(unique=True, max_length=200)
    kind: MessageKind = one_of(MessageKind)
    chat_id: int = big()
    person_id: int | None = link("people", null=True)
    unit_id: int | None = link("units", null=True, index=False)
    plan_id: int | None = link("plans", null=True)
    day: date | None = None
    method: str = Field(default="sendMessage", max_length=40)
    payload: dict[str, Any] = json(dict)
    attachment: bytes | None = None
    facts: dict[str, Any] = json(dict)
    priority: int = 0
    state: OutboxState = one_of(OutboxState, OutboxState.queued)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    attempts: int = 0
    not_before: datetime | None = moment(null=True)
    leased_until: datetime | None = moment(null=True)
    expires_at: datetime | None = moment(null=True)
    created_at: datetime = moment()
    settled_at: datetime | None = moment(null=True)
    message_id: int | None = big(null=True)


class AuditEvent(SQLModel, table=True):
    """Who changed what, when, from what to what, by which message."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_object", "object", "object_id", "id"),)

    id: int | None = key()
    at: datetime = moment(index=True)
    person_id: int | None = link("people", null=True)
    actor: str = ""
    action: str = Field(max_length=60)
    object: str = Field(max_length=40)
    object_id: int | None = big(null=True)
    before: dict[str, Any] = json(dict)
    after: dict[str, Any] = json(dict)
    inbox_id: int | None = link("inbox", null=True)


class Note(SQLModel, table=True):
    """A small fact the program keeps for itself, such as the bot's name at the last run."""

    __tablename__ = "notes"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
