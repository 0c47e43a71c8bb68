"""The papers of a frozen month, and an index of the reports that count."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_months",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", types.Json, nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "month", name="uq_frozen_months_plan_month"),
    )
    op.create_index("ix_frozen_months_plan_id", "frozen_months", ["plan_id"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("frozen_id", types.RowId, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("bulletin", "brief", name="paperkind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "checked",
                "approved",
                "final",
                name="paperstage",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "stage NOT IN ('approved', 'final') OR (number <> '' AND approver <> '')", name="ck_papers_number"
        ),
        sa.ForeignKeyConstraint(["frozen_id"], ["frozen_months.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("frozen_id", "kind", name="uq_papers_frozen_kind"),
    )
    op.create_table(
        "paper_steps",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("paper_id", types.RowId, nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "checked",
                "approved",
                "final",
                name="paperstage",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_paper_steps_paper_id", "paper_steps", ["paper_id"], unique=False)
    op.create_index("ix_paper_steps_person_id", "paper_steps", ["person_id"], unique=False)

    op.create_index(
        "ix_reports_standing",
        "reports",
        ["plan_id", "month"],
        unique=False,
        sqlite_where=sa.text("superseded_by_id IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("superseded_by_id IS NULL AND withdrawn_at IS NULL"),
    )
