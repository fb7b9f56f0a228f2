"""CSV files, read as text: what a value means is decided by the cleaning, where it can be counted.

Lines that do not fit the header are kept aside with their number and counted; none vanishes.
"""

import duckdb

from domain.errors import SourceError
from domain.use_case import Source
from intake.cleaning.changes import record
from intake.quoting import literal, name
from intake.sources.csv_text import copy_as_utf8, header_of, is_packed, is_utf8, refuse_marked
from intake.sources.location import SourceFile
from intake.staging import Staging

_SEPARATORS = ",;\t|"

SHOWN_CHARACTERS = 10_000
"""What DuckDB keeps of a rejected line; where a stray quotation mark swallowed more, nobody can count the lines."""

_MIXED_LINE_ENDS = "invalid state"
"""What DuckDB's reader says of a file that ends some lines with CR LF and others with LF."""


def load_csv(staging: Staging, source_name: str, source: Source, file: SourceFile, columns: list[str]) -> None:
    """Make the table `raw_<source>` of text columns, with `_line`, from a CSV file.

    `_line` counts the header as 1 and leaves out blank lines, as a spreadsheet shows the file.

    Raises:
        SourceError: wrong separator, wrong encoding, a column that is not there, no row.
        StorageFullError: no room.
    """
    refuse_marked(source_name, source, file)
    copy = staging.folder / f"utf8-{source_name}.csv"
    text = file if is_utf8(source) else copy_as_utf8(source_name, source, file, copy)
    header = header_of(source_name, source, text)
    wanted = require_columns(source_name, source, file.shown, header, columns)
    places = {column: header.index(found) for column, found in wanted.items()}
    try:
        try:
            _read(staging, source_name, source, text, (len(header), places))
        except duckdb.InvalidInputException as error:
            if _MIXED_LINE_ENDS not in str(error) or text.path == copy:
                raise
            text = copy_as_utf8(source_name, source, file, copy)
            _read(staging, source_name, source, text, (len(header), places))
    except duckdb.Error as error:
        raise SourceError(source_name, file.shown, "malformed", detail=str(error).splitlines()[0][:300]) from error
    _keep_rejected(staging, source_name, source, file)


def require_columns(
    source_name: str, source: Source, location: str, header: list[str], columns: list[str]
) -> dict[str, str]:
    """For each needed column its name in the table.

    Raises:
        SourceError: a column that is not there, or a header that was split by another separator.
    """
    renamed = {new: old for old, new in source.rename.items()}
    wanted = {column: renamed.get(column, column) for column in columns}
    missing = [found for found in wanted.values() if found not in header]
    if missing and len(header) == 1 and any(mark in header[0] for mark in _SEPARATORS):
        likely = max(_SEPARATORS, key=header[0].count)
        raise SourceError(source_name, location, "separator", detail=likely, found=(header[0][:200],))
    if missing:
        raise SourceError(source_name, location, "column", detail=", ".join(missing), found=tuple(header))
    return wanted


def _rejects(source_name: str) -> str:
    return f"rejects_{source_name}"


def _read(
    staging: Staging, source_name: str, source: Source, text: SourceFile, shape: tuple[int, dict[str, int]]
) -> None:
    """Columns are read by their place, so that names may differ in nothing but case, or be there twice."""
    width, places = shape
    for table in (_rejects(source_name), _rejects(source_name) + "_scan"):
        staging.run(f"DROP TABLE IF EXISTS {name(table)}")
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    packing = "gzip" if is_packed(text.path) else "none"
    reading = (
        f"read_csv({literal(str(text.path))}, delim={literal(source.separator)}, quote='\"', escape='\"', header=true, "
        f"auto_detect=false, columns={{{types}}}, store_rejects=true, nullstr='', compression='{packing}', "
        f"rejects_table={literal(_rejects(source_name))}, rejects_scan={literal(_rejects(source_name) + '_scan')})"
    )
    chosen = ", ".join(f"c{place} AS {name(column)}" for column, place in places.items())
    staging.run(
        f"CREATE OR REPLACE TABLE {name('raw_' + source_name)} AS "
        f"SELECT row_number() OVER () + 1 AS _line, {chosen or 'NULL AS _nothing'} FROM {reading}"
    )


def _keep_rejected(staging: Staging, source_name: str, source: Source, file: SourceFile) -> None:
    """Put lines that do not fit on the list of changes, and give the others the numbers they have in the file."""
    table, raw = name(_rejects(source_name)), name("raw_" + source_name)
    if staging.count(f"SELECT count(*) FROM {table} WHERE error_type = 'INVALID ENCODING'"):
        raise SourceError(source_name, file.shown, "encoding", detail=source.encoding)
    endless = staging.rows(
        f"SELECT min(line) FROM {table} WHERE error_type = 'UNQUOTED VALUE' AND length(csv_line) >= {SHOWN_CHARACTERS}"
    )[0][0]
    if endless is not None:
        detail = f"the quotation mark in line {endless} is never closed"
        raise SourceError(source_name, file.shown, "malformed", detail=detail)
    rejected = staging.count(f"SELECT count(DISTINCT line) FROM {table}")
    if staging.count(f"SELECT count(*) FROM {raw}") == 0:
        fault, detail = ("malformed", "no line fits the header") if rejected else ("empty", "only a header")
        raise SourceError(source_name, file.shown, fault, detail=detail)  # type: ignore[arg-type]
    if not rejected:
        return
    # A stray quotation mark makes one entry of many lines: each of them is counted.
    record(
        staging,
        "malformed_line",
        "dropped",
        f"SELECT {literal(source_name)}, line, NULL, unnest(string_split(rtrim(any_value(csv_line), chr(10)), chr(10))), "
        f"NULL, NULL FROM {table} GROUP BY line",
    )
    staging.run(
        f"CREATE OR REPLACE TABLE {raw} AS SELECT n.line AS _line, r.* EXCLUDE (_line) FROM {raw} AS r JOIN ("
        f"SELECT line, row_number() OVER (ORDER BY line) + 1 AS place FROM (SELECT unnest(range(2, "
        f"2 + (SELECT count(*) FROM {raw}) + {rejected})) AS line) WHERE line NOT IN (SELECT line FROM {table})"
        f") AS n ON n.place = r._line ORDER BY _line"
    )
