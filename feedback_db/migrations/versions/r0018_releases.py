"""What was decided about held runs, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "run_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_run_releases_use_case")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_releases_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_run_releases_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_releases")),
        sa.UniqueConstraint("token", name=op.f("uq_run_releases_token")),
    )
    op.create_index(op.f("ix_run_releases_use_case_id"), "run_releases", ["use_case", "id"])
    op.create_index(op.f("ix_run_releases_run_id"), "run_releases", ["run_id"])
    op.create_table(
        "run_release_ends",
        sa.Column("release_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("made_run_id", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["run_releases.id"], name=op.f("fk_run_release_ends_release_id")),
        sa.ForeignKeyConstraint(["made_run_id"], ["runs.id"], name=op.f("fk_run_release_ends_made_run_id")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_run_release_ends")),
    )
