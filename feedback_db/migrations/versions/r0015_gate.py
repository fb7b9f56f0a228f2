"""The gate: results of its checks, snapshots of the stages, volumes of the sources."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _results()
    _stages()
    _volumes()


def _of_run(table: str) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f(f"fk_{table}_run_id")),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f(f"fk_{table}_use_case")),
    ]


def _results() -> None:
    op.create_table(
        "check_results",
        *_of_run("check_results"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_date", sa.Date(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_check_results")),
    )
    op.create_index(op.f("ix_check_results_use_case_run_date"), "check_results", ["use_case", "run_date"])


def _stages() -> None:
    op.create_table(
        "stage_tables",
        *_of_run("stage_tables"),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("run_date", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "stage", "table", name=op.f("pk_stage_tables")),
    )
    op.create_index(op.f("ix_stage_tables_use_case_run_date"), "stage_tables", ["use_case", "run_date"])
    op.create_table(
        "stage_columns",
        *_of_run("stage_columns"),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("run_date", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=True),
        sa.Column("std", sa.Double(), nullable=True),
        sa.Column("quantiles", sa.JSON(), nullable=False),
        sa.Column("distinct", sa.Integer(), nullable=False),
        sa.Column("top", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "stage", "table", "column", name=op.f("pk_stage_columns")),
    )
    op.create_index(
        op.f("ix_stage_columns_use_case_run_date_column"), "stage_columns", ["use_case", "run_date", "column"]
    )


def _volumes() -> None:
    op.create_table(
        "volumes",
        *_of_run("volumes"),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("use_case", "source", "segment", "day", name=op.f("pk_volumes")),
    )
