"""Tables as an Excel workbook, row by row in constant memory: numbers are numbers, dates are dates, and text stays text.

A text that is longer than a cell of Excel may be is never cut silently: its cell says so, and the whole of it stands in
pieces on a sheet of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.errors import ExportError
from domain.exported import Cell, Kind, Table
from presentation.words.catalogue import marked, text

SHEET_ROWS = 1_048_576
"""Rows of a sheet, the header among them (Excel specifications and limits)."""

CELL_LENGTH = 32_767
"""UTF-16 units that a cell may hold (Excel specifications and limits)."""

FIRST_YEAR = 1900
"""Excel's calendar begins here; an earlier day is written as text."""

TOLD_EVERY = 5_000
LONG = marked("Long texts")
CONTINUED = marked(" … [the whole text is on the sheet “{sheet}”, number {number}]")
_WIDTHS: dict[Kind, int] = {"text": 20, "number": 12, "whole": 10, "flag": 8, "date": 12, "moment": 19}


@dataclass
class _Book:
    """An open workbook with its formats and the long texts met so far: (number, sheet, row, column, text)."""

    book: xlsxwriter.Workbook
    bold: Format
    day: Format
    moment: Format
    long: list[tuple[str, int, str, str]] = field(default_factory=list)


def check_rows(tables: tuple[Table, ...]) -> None:
    """Refuse what a sheet cannot hold, before anything is written.

    Raises:
        ExportError: more rows than a sheet has.
    """
    for table in tables:
        if table.count >= SHEET_ROWS:
            raise ExportError("rows", f"{table.count:,}", f"{SHEET_ROWS - 1:,}")


def write_excel(path: Path, tables: tuple[Table, ...], told: Callable[[int], None]) -> None:
    """Write a workbook with a sheet per table.

    Raises:
        ExportError: more rows than a sheet has; nothing is written.
        OSError: the disk is full, or the place cannot be written.
    """
    check_rows(tables)
    # Rows wait beside the file, not on another disk that may be smaller.
    options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": str(path.parent)}
    try:
        _write(path, tables, told, options)
    except FileCreateError as error:
        raise error.args[0] from error


def _write(path: Path, tables: tuple[Table, ...], told: Callable[[int], None], options: dict[str, object]) -> None:
    with xlsxwriter.Workbook(str(path), options) as opened:
        book = _Book(
            opened,
            opened.add_format({"bold": True}),
            opened.add_format({"num_format": "yyyy-mm-dd"}),
            opened.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        )
        for table in tables:
            _write_table(book, table, told)
        _write_long(book)


def _sheet(book: _Book, title: str, heads: list[tuple[str, int]]) -> Worksheet:
    sheet = book.book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for at, (head, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, book.bold)
    return sheet


def _write_table(book: _Book, table: Table, told: Callable[[int], None]) -> None:
    heads = [(column.label or column.name, _WIDTHS[column.kind]) for column in table.columns]
    sheet = _sheet(book, table.title, heads)
    number = 0
    for number, row in enumerate(table.rows(), start=1):
        for at, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                _write_text(book, sheet, (number, at), cell, heads[at][0])
            else:
                _write_value(book, sheet, (number, at), cell)
        if number % TOLD_EVERY == 0:
            told(TOLD_EVERY)
    told(number % TOLD_EVERY)


def _write_text(book: _Book, sheet: Worksheet, place: tuple[int, int], words: str, head: str) -> None:
    if _units(words) <= CELL_LENGTH:
        sheet.write_string(*place, words)
        return
    book.long.append((sheet.get_name(), place[0] + 1, head, words))
    hint = text(CONTINUED, sheet=text(LONG), number=len(book.long))
    sheet.write_string(*place, _first(words, CELL_LENGTH - _units(hint)) + hint)


def _write_value(book: _Book, sheet: Worksheet, place: tuple[int, int], cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, date) and cell.year < FIRST_YEAR:
        sheet.write_string(*place, cell.isoformat())
    elif isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.astimezone(UTC).replace(tzinfo=None), book.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime.combine(cell, time()), book.day)
    else:
        sheet.write_number(*place, cell)


def _write_long(book: _Book) -> None:
    if not book.long:
        return
    heads = [(text("Number"), 8), (text("Sheet"), 16), (text("Row"), 8), (text("Column"), 20), (text("Part"), 8)]
    sheet = _sheet(book, text(LONG), [*heads, (text("Text"), 80)])
    row = 0
    for number, (name, place, head, words) in enumerate(book.long, start=1):
        left, part = words, 0
        while left:
            row, part, piece = row + 1, part + 1, _first(left, CELL_LENGTH)
            for at, cell in enumerate((number, name, place, head, part)):
                sheet.write_number(row, at, cell) if isinstance(cell, int) else sheet.write_string(row, at, cell)
            sheet.write_string(row, 5, piece)
            left = left[len(piece) :]


def _units(words: str) -> int:
    """UTF-16 units: a character beyond the basic plane counts twice in Excel."""
    return len(words) + sum(letter > "\uffff" for letter in words)


def _first(words: str, units: int) -> str:
    """The beginning of a text, at most so many UTF-16 units, no character split."""
    piece = words[:units]
    while _units(piece) > units:
        piece = piece[: len(piece) - max(1, (_units(piece) - units) // 2)]
    return piece
