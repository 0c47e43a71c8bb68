"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("bot_id", types.RowId, nullable=False),
        sa.Column("update_id", types.RowId, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chat_id", types.RowId, nullable=True),
        sa.Column("payload", types.Json, nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "done",
                "ignored",
                "refused",
                "parked",
                name="inboxstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handled_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("bot_id", "update_id", "digest", name="uq_inbox_update"),
    )
    op.create_index("ix_inbox_chat", "inbox", ["chat_id", "state", "id"], unique=False)
    op.create_index("ix_inbox_state", "inbox", ["state", "id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "people",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("telegram_id", types.RowId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("joined_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", types.UtcDateTime(), nullable=True),
        sa.Column("unreachable_since", types.UtcDateTime(), nullable=True),
        sa.Column("unreachable_why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id"),
    )
    op.create_table(
        "plans",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("rules", types.Json, nullable=False),
        sa.Column("imported_at", types.UtcDateTime(), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ux_plans_letter_open",
        "plans",
        ["letter"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "units",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("collective", sa.Boolean(), nullable=False),
        sa.Column("consult", sa.Boolean(), nullable=False),
        sa.Column("successor_id", types.RowId, nullable=True),
        sa.ForeignKeyConstraint(["successor_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index(op.f("ix_units_successor_id"), "units", ["successor_id"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "refused",
                name="aliasstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "name", name="uq_aliases_unit_name"),
    )
    op.create_index(op.f("ix_aliases_name"), "aliases", ["name"], unique=False)
    op.create_index(op.f("ix_aliases_unit_id"), "aliases", ["unit_id"], unique=False)
    op.create_table(
        "audit_events",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=40), nullable=False),
        sa.Column("object_id", types.RowId, nullable=True),
        sa.Column("before", types.Json, nullable=False),
        sa.Column("after", types.Json, nullable=False),
        sa.Column("inbox_id", types.RowId, nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_events_at"), "audit_events", ["at"], unique=False)
    op.create_index(op.f("ix_audit_events_inbox_id"), "audit_events", ["inbox_id"], unique=False)
    op.create_index(op.f("ix_audit_events_person_id"), "audit_events", ["person_id"], unique=False)
    op.create_index("ix_audit_object", "audit_events", ["object", "object_id", "id"], unique=False)
    op.create_table(
        "invites",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("unit_id", types.RowId, nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "liaison",
                "office",
                "supervision",
                "lay_supervisor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("created_by", types.RowId, nullable=True),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_at", types.UtcDateTime(), nullable=True),
        sa.Column("used_by", types.RowId, nullable=True),
        sa.CheckConstraint("(role = 'liaison') = (unit_id IS NOT NULL)", name="ck_invites_unit"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index(op.f("ix_invites_created_by"), "invites", ["created_by"], unique=False)
    op.create_index(op.f("ix_invites_unit_id"), "invites", ["unit_id"], unique=False)
    op.create_index(op.f("ix_invites_used_by"), "invites", ["used_by"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("person_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "liaison",
                "office",
                "supervision",
                "lay_supervisor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("since", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.CheckConstraint("(role = 'liaison') = (unit_id IS NOT NULL)", name="ck_memberships_unit"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"], unique=False)
    op.create_index(op.f("ix_memberships_unit_id"), "memberships", ["unit_id"], unique=False)
    op.create_index(
        "ux_memberships_live",
        "memberships",
        ["person_id", "role", "unit_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nudge",
                "receipt",
                "question",
                "office",
                "document",
                name="messagekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("chat_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("unit_id", types.RowId, nullable=True),
        sa.Column("plan_id", types.RowId, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("payload", types.Json, nullable=False),
        sa.Column("attachment", sa.LargeBinary(), nullable=True),
        sa.Column("facts", types.Json, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "skipped",
                "cancelled",
                name="outboxstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", types.UtcDateTime(), nullable=True),
        sa.Column("leased_until", types.UtcDateTime(), nullable=True),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.Column("message_id", types.RowId, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat_id", "state", "priority", "id"], unique=False)
    op.create_index("ix_outbox_message", "outbox", ["chat_id", "message_id"], unique=False)
    op.create_index("ix_outbox_next", "outbox", ["state", "priority", "id"], unique=False)
    op.create_index(op.f("ix_outbox_person_id"), "outbox", ["person_id"], unique=False)
    op.create_index(op.f("ix_outbox_plan_id"), "outbox", ["plan_id"], unique=False)
    op.create_index("ix_outbox_unit_day", "outbox", ["unit_id", "day"], unique=False)
    op.create_table(
        "pendings",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("codes", types.Json, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_pendings_person_id"), "pendings", ["person_id"], unique=False)
    op.create_index(op.f("ix_pendings_plan_id"), "pendings", ["plan_id"], unique=False)
    op.create_index(op.f("ix_pendings_unit_id"), "pendings", ["unit_id"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("freezes_on", sa.Date(), nullable=False),
        sa.Column("frozen_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "month", name="uq_rounds_plan_month"),
    )
    op.create_index(op.f("ix_rounds_plan_id"), "rounds", ["plan_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("subsection", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("ongoing", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("original_deadline", sa.Date(), nullable=True),
        sa.Column("deadline_text", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "done", "cancelled", name="taskstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reporting_unit_id", types.RowId, nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="ck_tasks_closed"),
        sa.CheckConstraint("NOT (ongoing AND deadline IS NOT NULL)", name="ck_tasks_deadline"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["reporting_unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "code", name="uq_tasks_plan_code"),
    )
    op.create_index(op.f("ix_tasks_deadline"), "tasks", ["deadline"], unique=False)
    op.create_index(op.f("ix_tasks_plan_id"), "tasks", ["plan_id"], unique=False)
    op.create_index(op.f("ix_tasks_reporting_unit_id"), "tasks", ["reporting_unit_id"], unique=False)
    op.create_index(op.f("ix_tasks_state"), "tasks", ["state"], unique=False)
    op.create_table(
        "unit_members",
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"],
            ["units.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.id"],
        ),
        sa.PrimaryKeyConstraint("collective_id", "unit_id"),
    )
    op.create_table(
        "assignments",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "support", name="assignmentrole", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", "unit_id", "role", name="uq_assignments"),
    )
    op.create_index(op.f("ix_assignments_task_id"), "assignments", ["task_id"], unique=False)
    op.create_index(op.f("ix_assignments_unit_id"), "assignments", ["unit_id"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_milestones_due"), "milestones", ["due"], unique=False)
    op.create_index(op.f("ix_milestones_task_id"), "milestones", ["task_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("person_id", types.RowId, nullable=False),
        sa.Column("chat_id", types.RowId, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("payload", types.Json, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "dropped",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("inbox_id", types.RowId, nullable=True),
        sa.Column("outbox_id", types.RowId, nullable=True),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_questions_inbox_id"), "questions", ["inbox_id"], unique=False)
    op.create_index("ix_questions_open", "questions", ["person_id", "state"], unique=False)
    op.create_index(op.f("ix_questions_outbox_id"), "questions", ["outbox_id"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "done",
                "in_progress",
                "not_started",
                "blocked",
                "no_change",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("extension", sa.Date(), nullable=True),
        sa.Column("measures", types.Json, nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reading", types.Json, nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "chat", "button", "sheet", "office", name="source", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("recorded_by_id", types.RowId, nullable=True),
        sa.Column("chat_id", types.RowId, nullable=True),
        sa.Column("message_id", types.RowId, nullable=True),
        sa.Column("inbox_id", types.RowId, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("stored_at", types.UtcDateTime(), nullable=False),
        sa.Column("superseded_by_id", types.RowId, nullable=True),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="ck_reports_percent"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["reports.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_reports_inbox_id"), "reports", ["inbox_id"], unique=False)
    op.create_index("ix_reports_message", "reports", ["chat_id", "message_id"], unique=False)
    op.create_index(op.f("ix_reports_person_id"), "reports", ["person_id"], unique=False)
    op.create_index(op.f("ix_reports_recorded_by_id"), "reports", ["recorded_by_id"], unique=False)
    op.create_index("ix_reports_round", "reports", ["plan_id", "month", "unit_id"], unique=False)
    op.create_index(op.f("ix_reports_superseded_by_id"), "reports", ["superseded_by_id"], unique=False)
    op.create_index("ix_reports_task_at", "reports", ["task_id", "at"], unique=False)
    op.create_index(op.f("ix_reports_unit_id"), "reports", ["unit_id"], unique=False)
    op.create_table(
        "targets",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.CheckConstraint("comparison IN ('>=', '<=', '=')", name="ck_targets_comparison"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_targets_task_id"), "targets", ["task_id"], unique=False)
    op.create_table(
        "completions",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("report_id", types.RowId, nullable=True),
        sa.Column("claimed_by", types.RowId, nullable=True),
        sa.Column("claimed_at", types.UtcDateTime(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "claimed",
                "confirmed",
                "returned",
                "withdrawn",
                name="completionstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", types.RowId, nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'claimed') = (decided_at IS NULL)", name="ck_completions_decided"),
        sa.ForeignKeyConstraint(["claimed_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_completions_claimed_by"), "completions", ["claimed_by"], unique=False)
    op.create_index(op.f("ix_completions_decided_by"), "completions", ["decided_by"], unique=False)
    op.create_index(op.f("ix_completions_report_id"), "completions", ["report_id"], unique=False)
    op.create_index(op.f("ix_completions_state"), "completions", ["state"], unique=False)
    op.create_index(op.f("ix_completions_task_id"), "completions", ["task_id"], unique=False)
    op.create_index(op.f("ix_completions_unit_id"), "completions", ["unit_id"], unique=False)
    op.create_table(
        "extensions",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("report_id", types.RowId, nullable=True),
        sa.Column("requested_by", types.RowId, nullable=True),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("original_deadline", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "granted",
                "declined",
                "withdrawn",
                name="extensionstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("decided_by", types.RowId, nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("judged_by_original", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(state = 'granted') = (granted_until IS NOT NULL)", name="ck_extensions_granted"),
        sa.CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="ck_extensions_decided"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["requested_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_extensions_decided_by"), "extensions", ["decided_by"], unique=False)
    op.create_index(op.f("ix_extensions_report_id"), "extensions", ["report_id"], unique=False)
    op.create_index(op.f("ix_extensions_requested_by"), "extensions", ["requested_by"], unique=False)
    op.create_index(op.f("ix_extensions_state"), "extensions", ["state"], unique=False)
    op.create_index(op.f("ix_extensions_task_id"), "extensions", ["task_id"], unique=False)
    op.create_index(op.f("ix_extensions_unit_id"), "extensions", ["unit_id"], unique=False)
