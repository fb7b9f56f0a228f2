"""A few rows of a source as they were received, the ones that lie furthest out first: evidence for whoever sent them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.cleaning.changes import make_list
from intake.failing_rows import make_failing_rows
from intake.quoting import name
from intake.snapshots import number_as_received, rows_of_day
from intake.sources import load_source
from intake.staging import open_staging

SHOWN_ROWS = 10
"""Rows on the page: enough to find them in the file, few enough to print."""


@dataclass(frozen=True)
class ExampleRows:
    """Column names and rows as text; the first column is the line in the file."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Wanted:
    """Which rows: of a source, a column and a day; the lowest values first, or the highest."""

    source: str
    column: str
    day: date | None
    lowest_first: bool


def example_rows(
    folder: Path, use_case: UseCase, origin: tuple[Path, Mapping[str, str]], wanted: Wanted
) -> ExampleRows:
    """Read the source once more and take its rows.

    Args:
        folder: where it may be staged.
        use_case: says how to read it.
        origin: the folder of the use case file, and the values of `${NAME}`.
        wanted: which rows.

    Raises:
        SourceError: the source cannot be read any more.
    """
    with open_staging(folder) as staging:
        make_list(staging)
        make_failing_rows(staging)
        load_source(staging, use_case, wanted.source, *origin)
        source, raw = use_case.sources[wanted.source], name("raw_" + wanted.source)
        types = staging.columns(raw)
        rows = raw
        if wanted.day is not None and source.date is not None:
            rows = rows_of_day(staging, source, raw, wanted.day)
        order = "_line"
        if Kind.NUMBER in needed_columns(use_case, wanted.source).get(wanted.column, ()):
            value = number_as_received(name(wanted.column), types[wanted.column], source.decimal)
            order = f"{value} {'ASC' if wanted.lowest_first else 'DESC'} NULLS FIRST, _line"
        shown = [column for column in needed_columns(use_case, wanted.source) if column in types]
        columns = ", ".join(f"CAST({name(column)} AS VARCHAR)" for column in shown)
        found = staging.rows(f"SELECT _line, {columns} FROM {rows} ORDER BY {order} LIMIT {SHOWN_ROWS}")
    return ExampleRows(("", *shown), tuple(tuple("" if cell is None else str(cell) for cell in row) for row in found))
