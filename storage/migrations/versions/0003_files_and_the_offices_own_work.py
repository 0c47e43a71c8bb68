"""Files to fetch, plan documents before the office, and what the office sets itself in the ledger."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _word(column: str, *words: str, name: str) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
    return sa.Column(column, kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("plan", "evidence", name="downloadpurpose", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "wanted",
                "done",
                "failed",
                "dropped",
                name="downloadstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("chat_id", types.RowId, nullable=False),
        sa.Column("message_id", types.RowId, nullable=False),
        sa.Column("file_id", sa.String(length=300), nullable=False),
        sa.Column("unique_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(length=200), nullable=False),
        sa.Column("size", types.RowId, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("payload", types.Json, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("inbox_id", types.RowId, nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_downloads_inbox_id"), "downloads", ["inbox_id"], unique=False)
    op.create_index("ix_downloads_message", "downloads", ["chat_id", "message_id"], unique=False)
    op.create_index("ix_downloads_next", "downloads", ["state", "id"], unique=False)
    op.create_index(op.f("ix_downloads_person_id"), "downloads", ["person_id"], unique=False)
    op.create_index(op.f("ix_downloads_sha256"), "downloads", ["sha256"], unique=False)
    op.create_index(op.f("ix_downloads_unique_id"), "downloads", ["unique_id"], unique=False)

    op.create_table(
        "plan_previews",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("download_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "cancelled",
                name="previewstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("plan_id", types.RowId, nullable=True),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("draft", types.Json, nullable=False),
        sa.Column("settled", types.Json, nullable=False),
        sa.Column("shown", types.Json, nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="ck_plan_previews_closed"),
        sa.ForeignKeyConstraint(["download_id"], ["downloads.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_plan_previews_download_id"), "plan_previews", ["download_id"], unique=False)
    op.create_index(op.f("ix_plan_previews_person_id"), "plan_previews", ["person_id"], unique=False)
    op.create_index(op.f("ix_plan_previews_plan_id"), "plan_previews", ["plan_id"], unique=False)

    op.add_column("milestones", sa.Column("edited_at", types.UtcDateTime(), nullable=True))

    op.add_column("plans", sa.Column("office", sa.String(), nullable=True))

    op.add_column("targets", sa.Column("edited_at", types.UtcDateTime(), nullable=True))

    op.add_column("tasks", sa.Column("document", types.Json, nullable=True))

    op.add_column("units", sa.Column("consult_decided_at", types.UtcDateTime(), nullable=True))
    op.add_column("units", sa.Column("successor_paper", sa.String(), nullable=True))
    op.add_column("units", sa.Column("succeeded_on", sa.Date(), nullable=True))
