"""Bulk actions with their undos, the answers and steps that belong to them, and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; earlier answers were given one by one."""
    _bulk_actions()
    _drafts()
    for table in ("reviews", "dispute_steps"):
        # Alembic cannot add a foreign key on SQLite; this is understood by both databases.
        name = op.f(f"fk_{table}_bulk_id")
        op.execute(f"ALTER TABLE {table} ADD COLUMN bulk_id INTEGER CONSTRAINT {name} REFERENCES bulk_actions (id)")
    op.create_index(op.f("ix_reviews_bulk_id"), "reviews", ["bulk_id"])


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _bulk_actions() -> None:
    op.create_table(
        "bulk_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _refers("bulk_actions", "use_case", "use_cases.name"),
        _refers("bulk_actions", "run_id", "runs.id"),
        _refers("bulk_actions", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_actions")),
        sa.UniqueConstraint("token", name=op.f("uq_bulk_actions_token")),
    )
    op.create_index(op.f("ix_bulk_actions_person_id_use_case_id"), "bulk_actions", ["person_id", "use_case", "id"])
    op.create_table(
        "bulk_undos",
        sa.Column("bulk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _refers("bulk_undos", "bulk_id", "bulk_actions.id"),
        _refers("bulk_undos", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("bulk_id", name=op.f("pk_bulk_undos")),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _refers("drafts", "person_id", "people.id"),
        _refers("drafts", "run_id", "runs.id"),
        sa.PrimaryKeyConstraint("person_id", "run_id", "row", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_changed_at"), "drafts", ["changed_at"])
