"""What nudging keeps: who is left in peace and until when, a unit's own time, what has been seen, the call sheet."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("quiet_until", sa.Date(), nullable=True))
    op.add_column("plans", sa.Column("quiet_reason", sa.String(), nullable=True))
    op.add_column("units", sa.Column("quiet_until", sa.Date(), nullable=True))
    op.add_column("units", sa.Column("quiet_reason", sa.String(), nullable=True))
    op.add_column("units", sa.Column("nudge_time", sa.Time(), nullable=True))
    op.create_index("ix_tasks_plan_deadline", "tasks", ["plan_id", "deadline"], unique=False)
    op.create_index("ix_outbox_kind_day", "outbox", ["kind", "day"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("outbox_id", types.RowId, nullable=True),
        sa.Column(
            "how",
            sa.Enum("word", "reaction", name="seenby", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_sightings_outbox_id"), "sightings", ["outbox_id"], unique=False)
    op.create_index(op.f("ix_sightings_person_id"), "sightings", ["person_id"], unique=False)
    op.create_index("ix_sightings_unit_at", "sightings", ["unit_id", "at"], unique=False)
    op.create_table(
        "calls",
        sa.Column("id", types.RowId, autoincrement=True, nullable=False),
        sa.Column("plan_id", types.RowId, nullable=False),
        sa.Column("unit_id", types.RowId, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "rung",
                "answered",
                "promised",
                "recorded",
                name="calloutcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("person_id", types.RowId, nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("(outcome = 'promised') = (promised_on IS NOT NULL)", name="ck_calls_promised"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_calls_person_id"), "calls", ["person_id"], unique=False)
    op.create_index("ix_calls_round", "calls", ["plan_id", "month", "unit_id"], unique=False)
