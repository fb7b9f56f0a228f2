"""Load one source of a use case into staging, whatever it is."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from domain.errors import SourceError
from domain.use_case import UseCase
from domain.use_case.columns import needed_columns
from domain.use_case.expectations import suites_that_name
from intake.sources.csv_file import load_csv
from intake.sources.database import load_query
from intake.sources.location import fill_in, local_file
from intake.sources.parquet_file import load_parquet
from intake.staging import Staging

SHORT_ROW_BYTES = 32
"""A date, two names and a number in a CSV file: how many rows a file may have, before it is read."""


def load_source(
    staging: Staging, use_case: UseCase, source_name: str, base: Path, variables: Mapping[str, str]
) -> None:
    """Make `raw_<source>` with the columns that the use case needs.

    Args:
        staging: where to.
        use_case: says what is needed.
        source_name: which source.
        base: the folder that relative paths start at.
        variables: values for `${NAME}`.

    Raises:
        SourceError: it cannot be read at all, or was written to while it was read.
        StorageFullError: no room for a copy of it.
    """
    try:
        _load(staging, use_case, source_name, base, variables)
    except SourceError as error:
        if error.fault != "column":
            raise
        raise replace(error, detail=_with_suites(use_case, source_name, error.detail)) from None


def _with_suites(use_case: UseCase, source_name: str, missing: str) -> str:
    """The missing columns, each with the suites that ask for it: it is their file that may have to be corrected."""
    named = []
    for column in missing.split(", "):
        suites = suites_that_name(use_case, source_name, column)
        named.append(f"{column} ({', '.join(suites)})" if suites else column)
    return ", ".join(named)


def _load(staging: Staging, use_case: UseCase, source_name: str, base: Path, variables: Mapping[str, str]) -> None:
    source = use_case.sources[source_name]
    columns = list(needed_columns(use_case, source_name))
    if source.database is not None:
        load_query(staging, source_name, source, fill_in(source_name, source.database, variables), columns)
        return
    assert source.path is not None
    file = local_file(source_name, fill_in(source_name, source.path, variables), base, staging.folder)
    load = load_csv if source.format == "csv" else load_parquet
    before = _state(file.path)
    staging.widen(before[1] // SHORT_ROW_BYTES if before else 0)
    load(staging, source_name, source, file, columns)
    if _state(file.path) != before:
        # Half a line, or a header of one file and rows of another, would look like data.
        raise SourceError(source_name, file.shown, "changing")


def _state(path: Path) -> tuple[int, ...] | None:
    """What differs when a file is written to or replaced; None where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
