"""The rows that failed a check, each with its reason. They are kept beside the run, to be looked at and downloaded."""

from pathlib import Path

from intake.quoting import literal
from intake.staging import Staging


def make_failing_rows(staging: Staging) -> None:
    """Start an empty list.

    `position` is the place of the check among those of its stage, `line` the line in the source (of the batch: the
    row), `found` the value that failed, `row` the whole row as JSON, `action` what was done with it.
    """
    staging.run(
        "CREATE OR REPLACE TABLE failing_rows (stage VARCHAR, source VARCHAR, code VARCHAR, position INTEGER, "
        "line BIGINT, day DATE, column_name VARCHAR, found VARCHAR, reason VARCHAR, row VARCHAR, action VARCHAR)"
    )


def write_failing_rows(staging: Staging, path: Path) -> int:
    """Write the list to a Parquet file; returns its length. An empty list makes no file."""
    count = staging.count("SELECT count(*) FROM failing_rows")
    if count:
        path.parent.mkdir(parents=True, exist_ok=True)
        staging.run(
            f"COPY (SELECT * FROM failing_rows ORDER BY stage, source, code, position, line) "
            f"TO {literal(str(path))} (FORMAT parquet)"
        )
    return count
