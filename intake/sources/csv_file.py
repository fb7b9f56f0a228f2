"""CSV files, read as text: what a value means is decided by the cleaning, where it can be counted.

Lines that do not fit the header are kept aside with their number and counted; none vanishes.
"""

import csv
import gzip
from pathlib import Path

import duckdb

from domain.errors import SourceError
from domain.use_case import Source
from intake.cleaning.changes import record
from intake.quoting import literal, name
from intake.staging import Staging

_SEPARATORS = ",;\t|"


def load_csv(staging: Staging, source_name: str, source: Source, path: Path, columns: list[str]) -> None:
    """Make the table `raw_<source>` of text columns, with `_line`, from a CSV file.

    Raises:
        SourceError: wrong separator, wrong encoding, a column that is not there, no row.
    """
    utf8 = path if source.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else _transcoded(staging, source_name, source, path)
    header = _header(source_name, source, utf8)
    wanted = require_columns(source_name, source, str(path), header, columns)
    rejects = f"rejects_{source_name}"
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in header)
    reading = (f"read_csv({literal(str(utf8))}, delim={literal(source.separator)}, quote='\"', escape='\"', header=true, "
               f"auto_detect=false, columns={{{types}}}, store_rejects=true, nullstr='', "
               f"rejects_table={literal(rejects)}, rejects_scan={literal(rejects + '_scan')})")
    chosen = ", ".join(f"{name(found)} AS {name(column)}" for column, found in wanted.items())
    try:
        staging.run(f"CREATE OR REPLACE TABLE {name('raw_' + source_name)} AS "
                    f"SELECT row_number() OVER () + 1 AS _line, {chosen or 'NULL AS _nothing'} FROM {reading}")
    except duckdb.Error as error:
        if "unicode" in str(error).lower() or "utf-8" in str(error).lower():
            raise SourceError(source_name, str(path), "encoding", detail=source.encoding) from error
        raise SourceError(source_name, str(path), "malformed", detail=str(error).splitlines()[0][:300]) from error
    record(staging, "malformed_line", "dropped",
           f"SELECT {literal(source_name)}, line, NULL, any_value(csv_line), NULL, NULL FROM {name(rejects)} GROUP BY line")
    if staging.count(f"SELECT count(*) FROM {name('raw_' + source_name)}") == 0:
        raise SourceError(source_name, str(path), "empty", detail="only a header")


def require_columns(source_name: str, source: Source, location: str, header: list[str], columns: list[str]) -> dict[str, str]:
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


def _header(source_name: str, source: Source, path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            first = next(csv.reader(file, delimiter=source.separator), [])
    except UnicodeDecodeError as error:
        raise SourceError(source_name, str(path), "encoding", detail=source.encoding) from error
    except (csv.Error, gzip.BadGzipFile, EOFError) as error:
        raise SourceError(source_name, str(path), "malformed", detail=str(error)) from error
    names: list[str] = []
    for index, column in enumerate(first):
        text = column.strip() or f"column {index + 1}"
        names.append(text if text not in names else f"{text} ({index + 1})")
    if not names:
        raise SourceError(source_name, str(path), "empty")
    return names


def _transcoded(staging: Staging, source_name: str, source: Source, path: Path) -> Path:
    target = staging.folder / f"utf8-{source_name}.csv"
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding=source.encoding, newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
            while block := old.read(1 << 20):
                new.write(block)
    except (UnicodeError, LookupError) as error:
        raise SourceError(source_name, str(path), "encoding", detail=source.encoding) from error
    return target
