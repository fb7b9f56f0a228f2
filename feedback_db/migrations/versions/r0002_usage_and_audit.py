"""Usage of the pages, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables; rows of earlier tables are not touched."""
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=True),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_usage_person_id")),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_usage_use_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage")),
    )
    _one_visit("ux_usage_use_case", ["person_id", "page", "hour", "use_case"], "use_case IS NOT NULL")
    _one_visit("ux_usage_no_use_case", ["person_id", "page", "hour"], "use_case IS NULL")
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )


def _one_visit(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "usage", columns, unique=True, sqlite_where=where, postgresql_where=where)
