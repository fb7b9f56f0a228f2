"""Alerts: what there is to tell, and how telling it went."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "alerts",
        *_of_use_case("alerts"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("target_date", sa.Date(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_alerts_run_id")),
    )
    op.create_index("ux_alerts_key", "alerts", ["use_case", "kind", "key"], unique=True)
    op.create_index(op.f("ix_alerts_use_case_id"), "alerts", ["use_case", "id"])
    op.create_table(
        "sendings",
        *_of_use_case("sendings"),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_sendings_use_case_id"), "sendings", ["use_case", "id"])


def _of_use_case(table: str) -> list[sa.Column[object] | sa.schema.Constraint]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f(f"fk_{table}_use_case")),
    ]
