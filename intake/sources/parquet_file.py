"""Parquet files, read in place: a million rows are not copied before they are needed."""

import duckdb
import pyarrow.parquet as pq

from domain.errors import SourceError
from domain.use_case import Source
from intake.quoting import literal, name
from intake.sources.csv_file import require_columns
from intake.sources.location import SourceFile
from intake.staging import Staging


def load_parquet(staging: Staging, source_name: str, source: Source, file: SourceFile, columns: list[str]) -> None:
    """Make the view `raw_<source>` with the file's own types, and `_line`.

    Raises:
        SourceError: a broken file, a column that is not there, no row.
    """
    reading = f"read_parquet({literal(str(file.path))}, file_row_number=true)"
    try:
        types = staging.columns(f"SELECT * FROM {reading}")
        rows = staging.count(f"SELECT count(*) FROM {reading}")
    except duckdb.Error as error:
        raise SourceError(source_name, file.shown, "malformed", detail=str(error).splitlines()[0][:300]) from error
    header = [column for column in types if column != "file_row_number"]
    wanted = require_columns(source_name, source, file.shown, header, columns)
    if rows == 0:
        raise SourceError(source_name, file.shown, "empty", detail="no row")
    zones = _time_zones(file) if any(types[found].startswith("TIMESTAMP") for found in wanted.values()) else {}
    chosen = ", ".join(
        f"{_value(found, types[found], zones.get(found))} AS {name(column)}" for column, found in wanted.items()
    )
    staging.run(
        f"CREATE OR REPLACE VIEW {name('raw_' + source_name)} AS SELECT file_row_number + 1 AS _line, {chosen} FROM {reading}"
    )


def _time_zones(file: SourceFile) -> dict[str, str]:
    """The time zone of each column that has one: midnight in Berlin is that day, not the evening before in UTC."""
    fields = pq.read_schema(file.path)
    return {field.name: field.type.tz for field in fields if getattr(field.type, "tz", None) is not None}


def _value(column: str, raw_type: str, zone: str | None) -> str:
    if zone is None:
        return name(column)
    # Older versions of DuckDB read nanoseconds as a time without a zone, which is then meant in UTC.
    without_zone = raw_type in ("TIMESTAMP", "TIMESTAMP_NS")
    moment = (
        f"timezone('UTC', CAST({name(column)} AS TIMESTAMP))"
        if without_zone
        else f"CAST({name(column)} AS TIMESTAMPTZ)"
    )
    return f"timezone({literal(zone)}, {moment})"
