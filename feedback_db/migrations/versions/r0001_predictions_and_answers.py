"""People, use cases, versions, runs with findings, reviews and actuals.

A revision spells its tables out: it must go on making what it made on its first day, whatever `tables` says by then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, those that others point at first."""
    _people()
    _use_cases()
    _versions()
    _runs()
    _findings()
    _reviews()
    _actuals()


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("may_decide", sa.Boolean(), nullable=False),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("name_key", name=op.f("uq_people_name_key")),
    )
    _unique_where("ux_people_local", "people", ["is_local"], "is_local")


def _use_cases() -> None:
    op.create_table(
        "use_cases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_use_cases")),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("data_from", sa.Date(), nullable=False),
        sa.Column("data_through", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("promoted_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_versions_use_case")),
        sa.PrimaryKeyConstraint("use_case", "number", name=op.f("pk_versions")),
    )
    _unique_where("ux_versions_champion", "versions", ["use_case"], "state = 'champion'")


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("run_date", sa.Date(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("batch_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("data_through", sa.Date(), nullable=True),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("duration_seconds", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["supersedes"], ["runs.id"], name=op.f("fk_runs_supersedes")),
        sa.ForeignKeyConstraint(
            ["use_case", "version"], ["versions.use_case", "versions.number"], name=op.f("fk_runs_use_case_version")
        ),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_runs_use_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    _unique_where("ux_runs_published", "runs", ["use_case", "run_date"], "state = 'published'")
    op.create_index(op.f("ix_runs_use_case_target_date_state"), "runs", ["use_case", "target_date", "state"])
    op.create_index(op.f("ix_runs_use_case_run_date_created_at"), "runs", ["use_case", "run_date", "created_at"])


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_findings_run_id")),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_findings")),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("may_decide", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("own_value", sa.Double(), nullable=True),
        sa.Column("own_label", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("doubted", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("seen_hash", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviews_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_reviews_run_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["reviews.id"], name=op.f("fk_reviews_supersedes_id")),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_reviews_use_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_reviews_supersedes_id")),
        sa.UniqueConstraint("token", name=op.f("uq_reviews_token")),
    )
    _unique_where("ux_reviews_first_answer", "reviews", ["run_id", "row", "person_id"], "supersedes_id IS NULL")
    op.create_index(op.f("ix_reviews_run_id_row_person_id"), "reviews", ["run_id", "row", "person_id"])
    by_day = ["use_case", "target_date", "person_id", "entity"]
    op.create_index(op.f("ix_reviews_use_case_target_date_person_id_entity"), "reviews", by_day)


def _actuals() -> None:
    op.create_table(
        "actuals",
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_actuals_use_case")),
        sa.PrimaryKeyConstraint("use_case", "target_date", "entity", "revision", name=op.f("pk_actuals")),
    )
