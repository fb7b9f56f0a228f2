"""Tables as CSV, Parquet and JSON files, written piece by piece, so that nothing holds a whole table.

Dates are dates and numbers are numbers wherever the format knows them. Excel is in `presentation.reports.table_excel`.
"""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.exported import Cell, Format, Kind, Table
from presentation.reports.spreadsheet_text import safe_text
from presentation.reports.table_excel import write_excel

PIECE = 5_000
"""Rows held at a time, and after which progress is told: some megabytes, and a fraction of a second."""

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it starts with this."""

Told = Callable[[int], None]
"""Told how many rows more are written."""

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole": pa.int64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
}


def write_files(paths: tuple[Path, ...], tables: tuple[Table, ...], kind: Format, told: Told, *, plain: bool) -> None:
    """Write tables.

    Args:
        paths: one per table; Excel and JSON take one file for all.
        tables: at least one.
        kind: of the files.
        told: hears how many rows more are written.
        plain: CSV without the apostrophes and the mark that a spreadsheet needs.

    Raises:
        ExportError: more rows than a sheet of Excel has.
        OSError: the disk is full, or the place cannot be written.
    """
    if kind is Format.EXCEL:
        write_excel(paths[0], tables, told)
        return
    if kind is Format.JSON:
        _write_json(paths[0], tables, told)
        return
    for path, table in zip(paths, tables, strict=True):
        if kind is Format.PARQUET:
            _write_parquet(path, table, told)
        elif kind is Format.JSON_LINES:
            _write_lines(path, table, told)
        else:
            _write_csv(path, table, told, plain=plain)


def pieces(table: Table) -> Iterator[list[tuple[Cell, ...]]]:
    """The rows of a table, some at a time."""
    rows = table.rows()
    while piece := list(islice(rows, PIECE)):
        yield piece


def _write_csv(path: Path, table: Table, told: Told, *, plain: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("" if plain else BYTE_ORDER_MARK)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name if plain else safe_text(column.name) for column in table.columns])
        for piece in pieces(table):
            writer.writerows([_plain(cell) if plain else spreadsheet_cell(cell) for cell in row] for row in piece)
            told(len(piece))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def spreadsheet_cell(cell: Cell) -> str:
    """A cell of CSV as a spreadsheet opens it: text stays text."""
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, datetime):
        # Excel reads no time zone and no millionths; the moment is UTC, as in every file.
        return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return _plain(cell)


def _write_parquet(path: Path, table: Table, told: Told) -> None:
    schema = pa.schema([pa.field(column.name, _ARROW[column.kind]) for column in table.columns])
    with pq.ParquetWriter(path, schema) as writer:
        for piece in pieces(table):
            arrays = [
                pa.array(cells, field.type) for cells, field in zip(zip(*piece, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            told(len(piece))


def _objects(table: Table, told: Told) -> Iterator[str]:
    names = [column.name for column in table.columns]
    for piece in pieces(table):
        for row in piece:
            yield json.dumps(dict(zip(names, map(_json, row), strict=True)), ensure_ascii=False, allow_nan=False)
        told(len(piece))


def _json(cell: Cell) -> str | int | float | bool | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _write_lines(path: Path, table: Table, told: Told) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in _objects(table, told))


def _write_json(path: Path, tables: tuple[Table, ...], told: Told) -> None:
    """One object with a list per table."""
    with path.open("w", encoding="utf-8") as file:
        for at, table in enumerate(tables):
            file.write(f"{', ' if at else '{'}{json.dumps(table.name)}: [\n")
            for number, line in enumerate(_objects(table, told)):
                file.write(f"{',' if number else ''}{line}\n")
            file.write("]")
        file.write("}\n")
