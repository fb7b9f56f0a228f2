"""The decided list to download and to print.

A text that a spreadsheet would take for a formula stays text: Excel gets it as a text cell; in CSV, which has no
types, it is prefixed by an apostrophe (OWASP, *CSV Injection*).
"""

import csv
import html
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.decision import Decision
from domain.exported import Table
from domain.use_case import UseCase
from presentation.reports.decided_table import Cell, Column, columns, title
from presentation.reports.spreadsheet_text import safe_text
from presentation.reports.table_excel import check_rows
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_text
from presentation.words.quantities import exact_number

SHEET = marked("Decided list")
LONGEST_SHEET_NAME = 31
NOT_IN_A_SHEET_NAME = "[]:*?/\\"
"""Excel's rules for the name of a sheet, which a translation need not know."""

ROWS_PER_SHEET = 1_048_575
"""Excel's limit of 1,048,576 rows, less the header; what does not fit goes on to the next sheet."""


@dataclass(frozen=True)
class _Formats:
    bold: Format
    day: Format


def _plain(cell: Cell) -> str:
    """A cell of a CSV file: numbers with a decimal point and no grouping, ISO dates."""
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.6f}".rstrip("0").rstrip(".")


def as_csv(use_case: UseCase, target_date: date, rows: Iterable[Decision]) -> bytes:
    """The list as CSV: UTF-8 with a mark that Excel needs, comma-separated, lines ended by CRLF."""
    shape = columns(use_case, target_date)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe_text(column.header) for column in shape])
    for row in rows:
        writer.writerow([_plain(column.cell(row)) for column in shape])
    return file.getvalue().encode("utf-8-sig")


def as_excel(use_case: UseCase, target_date: date, rows: Iterable[Decision], shares: Table | None = None) -> bytes:
    """The list as an Excel workbook, written row by row in constant memory. The same rows give the same bytes.

    Shares of predictions together stand on a sheet of their own: in the list they would be counted twice.
    """
    shape = columns(use_case, target_date)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as book:
        # Without a stated moment the file would hold the time of writing.
        book.set_properties({"title": title(use_case, target_date), "created": datetime.combine(target_date, time())})
        formats = _Formats(book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"}))
        remaining = iter(rows)
        part = list(islice(remaining, 1))
        while part or not book.worksheets():
            # The first row was taken to see whether there is one; the rest is never held in memory.
            sheet = _sheet(book, title(use_case, target_date), shape, formats)
            for number, row in enumerate(chain(part, islice(remaining, ROWS_PER_SHEET - 1)), start=1):
                for index, column in enumerate(shape):
                    _write(sheet, (number, index), column.cell(row), formats)
            part = list(islice(remaining, 1))
        if shares is not None:
            _write_shares(book, shares, formats)
    return content.getvalue()


def _write_shares(book: xlsxwriter.Workbook, shares: Table, formats: _Formats) -> None:
    check_rows((shares,))
    sheet = book.add_worksheet(shares.title)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(shares.columns):
        sheet.set_column(index, index, max(12, len(column.label)))
        sheet.write_string(0, index, column.label, formats.bold)
    for number, row in enumerate(shares.rows(), start=1):
        for index, cell in enumerate(row):
            if isinstance(cell, str | float | int | date):
                _write(sheet, (number, index), cell, formats)


def _sheet(book: xlsxwriter.Workbook, header: str, shape: tuple[Column, ...], formats: _Formats) -> Worksheet:
    """The next sheet, with its header row; those after the first are numbered."""
    count = len(book.worksheets()) + 1
    sheet = book.add_worksheet(sheet_name(count))
    sheet.freeze_panes(1, 0)
    sheet.set_header(f"&L{header.replace('&', '&&')}&R&P / &N")
    for index, column in enumerate(shape):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, formats.bold)
    return sheet


def sheet_name(count: int) -> str:
    """The name of the first sheet, or of a further one with its number."""
    end = "" if count == 1 else f" {count}"
    allowed = "".join(" " if letter in NOT_IN_A_SHEET_NAME else letter for letter in text(SHEET))
    return allowed[: LONGEST_SHEET_NAME - len(end)].strip("' ") + end


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime.combine(cell, time()), formats.day)
    else:
        sheet.write_number(*place, cell)


FREE_TEXT_WIDTH = 50
"""A column of so many characters holds what people wrote: a link without a blank is broken there, and nowhere else."""

_STYLE = (
    ".decided{border-collapse:collapse;width:100%;font-size:.9rem}"
    ".decided caption{text-align:left;font-weight:600;padding:.3rem 0}"
    ".decided th,.decided td{text-align:left;padding:.2rem .5rem;border-bottom:1px solid currentColor;vertical-align:top}"
    ".decided .words{overflow-wrap:anywhere;min-width:12rem}"
    ".decided .r{text-align:right;font-variant-numeric:tabular-nums}"
    ".decided .changed{font-weight:600}"
    "@media print{.decided thead{display:table-header-group}.decided tr{break-inside:avoid}}"
)


def as_html(use_case: UseCase, target_date: date, rows: Iterable[Decision]) -> str:
    """The list as a table to print, with its own style; every text in it is escaped. Overridden rows are bold."""
    shape = columns(use_case, target_date)[1:]  # The day stands in the caption.
    head = "".join(f"<th{_align(column)}>{html.escape(column.header)}</th>" for column in shape)
    body = "".join(_html_row(shape, row) for row in rows)
    caption = html.escape(title(use_case, target_date))
    return (
        f'<style>{_STYLE}</style><table class="decided"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _html_row(shape: tuple[Column, ...], row: Decision) -> str:
    cells = "".join(f"<td{_align(column)}>{html.escape(_readable(column.cell(row)))}</td>" for column in shape)
    style = "" if row.decided_by is None else ' class="changed"'
    return f"<tr{style}>{cells}</tr>"


def _readable(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return day_text(cell) if isinstance(cell, date) else exact_number(cell)


def _align(column: Column) -> str:
    if column.width >= FREE_TEXT_WIDTH:
        return ' class="words"'
    return ' class="r"' if column.kind == "number" else ""
