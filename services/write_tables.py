"""Write tables to files that appear as a whole: a file of that name is replaced once the new one is complete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from domain.exported import Cell, Format, Table
from prediction_store.writer import storage_errors
from presentation.reports.table_excel import check_rows
from presentation.reports.table_files import write_files

HIDDEN = ".partial"
"""Ending of a file that is being written: a reader never finds half of it under its name."""

ONE_FILE = frozenset({Format.EXCEL, Format.JSON})
"""The formats that hold several tables in one file."""


def paths_of(path: Path, tables: tuple[Table, ...], kind: Format) -> tuple[Path, ...]:
    """The files of some tables: the first has the given name, the others that of their table behind it."""
    if kind in ONE_FILE:
        return (path,)
    others = (path.with_name(f"{path.stem}-{table.name}{path.suffix}") for table in tables[1:])
    return (path, *others)


def write_tables(
    path: Path,
    tables: tuple[Table, ...],
    kind: Format,
    told: Callable[[int], None] | None = None,
    *,
    plain: bool = False,
) -> Mapping[Path, int]:
    """Write tables; how many rows each file got.

    Args:
        path: of the first file, or of the one that holds all.
        tables: at least one.
        kind: of the files.
        told: hears how many rows more are written.
        plain: CSV for programs (`presentation.reports.table_files`).

    Raises:
        ExportError: more rows than a sheet of Excel has; nothing is written.
        StorageFullError: the disk is full; what was there before is as it was.
        PredictionFileError: the files of a run are gone or broken.
    """
    if kind is Format.EXCEL:
        check_rows(tables)
    paths = paths_of(path, tables, kind)
    hidden = tuple(target.with_name(target.stem + HIDDEN + target.suffix) for target in paths)
    counted: dict[Path, int] = {}
    places = paths if len(paths) == len(tables) else paths * len(tables)
    counting = tuple(_counting(table, place, counted) for table, place in zip(tables, places, strict=True))
    try:
        with storage_errors(hidden[0]):
            write_files(hidden, counting, kind, told or (lambda rows: None), plain=plain)
        for fresh, target in zip(hidden, paths, strict=True):
            fresh.replace(target)
    finally:
        for fresh in hidden:
            fresh.unlink(missing_ok=True)
    return counted


def _counting(table: Table, path: Path, counted: dict[Path, int]) -> Table:
    counted.setdefault(path, 0)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in table.rows():
            counted[path] += 1
            yield row

    return replace(table, rows=rows)
