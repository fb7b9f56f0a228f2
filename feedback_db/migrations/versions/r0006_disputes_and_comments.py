"""Disputes with their steps, comments, and what each person has seen of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

LAST_DIFFERENT = (
    "FROM reviews r WHERE r.answer = 'different' AND NOT EXISTS (SELECT 1 FROM reviews s WHERE s.supersedes_id = r.id)"
)


def upgrade() -> None:
    """Create the tables; every standing answer "would decide differently" becomes an open dispute of its author."""
    _disputes()
    _steps()
    _comments()
    op.create_table(
        "news_seen",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_seen_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_news_seen")),
    )
    op.execute(
        "INSERT INTO disputes (use_case, run_id, row, entity, target_date, person_id, created_at) "
        f"SELECT r.use_case, r.run_id, r.row, r.entity, r.target_date, r.person_id, r.created_at {LAST_DIFFERENT} ORDER BY r.id"
    )
    op.execute(
        "INSERT INTO dispute_steps (token, dispute_id, state, person_id, words, version, created_at) "
        "SELECT r.token || '-open', d.id, 'open', r.person_id, r.comment, NULL, r.created_at FROM disputes d JOIN reviews r "
        "ON r.run_id = d.run_id AND r.row = d.row AND r.person_id = d.person_id "
        "WHERE r.answer = 'different' AND NOT EXISTS (SELECT 1 FROM reviews s WHERE s.supersedes_id = r.id) ORDER BY d.id"
    )


def _about_a_prediction(name: str) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f(f"fk_{name}_use_case")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f(f"fk_{name}_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{name}_person_id")),
    ]


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        *_about_a_prediction("disputes"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index("ux_disputes_author", "disputes", ["run_id", "row", "person_id"], unique=True)
    op.create_index(op.f("ix_disputes_use_case_target_date"), "disputes", ["use_case", "target_date"])
    op.create_index(op.f("ix_disputes_person_id"), "disputes", ["person_id"])


def _steps() -> None:
    op.create_table(
        "dispute_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_steps_dispute_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_dispute_steps_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_steps")),
        sa.UniqueConstraint("token", name=op.f("uq_dispute_steps_token")),
    )
    op.create_index(op.f("ix_dispute_steps_dispute_id_id"), "dispute_steps", ["dispute_id", "id"])


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        *_about_a_prediction("comments"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("token", name=op.f("uq_comments_token")),
    )
    op.create_index(op.f("ix_comments_run_id_row_id"), "comments", ["run_id", "row", "id"])
