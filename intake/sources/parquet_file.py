"""Parquet files, read in place: a million rows are not copied before they are needed."""

from pathlib import Path

import duckdb

from domain.errors import SourceError
from domain.use_case import Source
from intake.quoting import literal, name
from intake.sources.csv_file import require_columns
from intake.staging import Staging


def load_parquet(staging: Staging, source_name: str, source: Source, path: Path, columns: list[str]) -> None:
    """Make the view `raw_<source>` with the file's own types, and `_line`.

    Raises:
        SourceError: a broken file, a column that is not there, no row.
    """
    reading = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        header = [column for column in staging.columns(f"SELECT * FROM {reading}") if column != "file_row_number"]
        rows = staging.count(f"SELECT count(*) FROM {reading}")
    except duckdb.Error as error:
        raise SourceError(source_name, str(path), "malformed", detail=str(error).splitlines()[0][:300]) from error
    wanted = require_columns(source_name, source, str(path), header, columns)
    if rows == 0:
        raise SourceError(source_name, str(path), "empty", detail="no row")
    chosen = ", ".join(f"{name(found)} AS {name(column)}" for column, found in wanted.items())
    staging.run(f"CREATE OR REPLACE VIEW {name('raw_' + source_name)} AS SELECT file_row_number + 1 AS _line, {chosen} FROM {reading}")
