"""What is followed until it is settled, good practice, and each month's lights."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "light_records",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("task_id", types.RowId, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "light",
            sa.Enum(
                "green",
                "blue",
                "yellow",
                "red",
                "grey",
                name="light",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", "month", name="uq_light_records_task_month"),
    )
    op.create_index("ix_light_records_month", "light_records", ["month"], unique=False)

    op.create_table(
        "practices",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("report_id", types.RowId, nullable=False),
        sa.Column("marked_by", types.RowId, nullable=True),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("dropped_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["marked_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_practices_marked_by"), "practices", ["marked_by"], unique=False)
    op.create_index(op.f("ix_practices_report_id"), "practices", ["report_id"], unique=False)

    op.create_table(
        "tracked_items",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "observation",
                "coordination",
                "instruction",
                name="trackedkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("task_id", types.RowId, nullable=True),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("report_id", types.RowId, nullable=True),
        sa.Column("raised_by_unit_id", types.RowId, nullable=True),
        sa.Column("file", types.Json, nullable=True),
        sa.Column("filed_by", types.RowId, nullable=True),
        sa.Column(
            "filed_as",
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
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "settled", name="trackedstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("settled_by", types.RowId, nullable=True),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="ck_tracked_items_settled"),
        sa.CheckConstraint("kind <> 'observation' OR task_id IS NOT NULL", name="ck_tracked_items_task"),
        sa.ForeignKeyConstraint(["filed_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["raised_by_unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tracked_items_filed_by"), "tracked_items", ["filed_by"], unique=False)
    op.create_index(op.f("ix_tracked_items_raised_by_unit_id"), "tracked_items", ["raised_by_unit_id"], unique=False)
    op.create_index(op.f("ix_tracked_items_report_id"), "tracked_items", ["report_id"], unique=False)
    op.create_index(op.f("ix_tracked_items_settled_by"), "tracked_items", ["settled_by"], unique=False)
    op.create_index("ix_tracked_items_state", "tracked_items", ["state", "due_on"], unique=False)
    op.create_index(op.f("ix_tracked_items_task_id"), "tracked_items", ["task_id"], unique=False)
    op.create_index(op.f("ix_tracked_items_unit_id"), "tracked_items", ["unit_id"], unique=False)

    op.create_table(
        "tracked_answers",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("item_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", types.Json, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("inbox_id", types.RowId, nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["item_id"], ["tracked_items.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tracked_answers_inbox_id"), "tracked_answers", ["inbox_id"], unique=False)
    op.create_index(op.f("ix_tracked_answers_item_id"), "tracked_answers", ["item_id"], unique=False)
    op.create_index(op.f("ix_tracked_answers_person_id"), "tracked_answers", ["person_id"], unique=False)
    op.create_index(op.f("ix_tracked_answers_unit_id"), "tracked_answers", ["unit_id"], unique=False)
