"""The rows that failed checks of the gate, as CSV for a spreadsheet: a text that would be a formula stays text."""

import csv
import io
import math
from collections.abc import Iterable

from domain.failing_row import FailingRow
from domain.use_case import UseCase
from presentation.reports.spreadsheet_text import safe_text
from presentation.words.catalogue import text
from presentation.words.expectations import row_reason


def as_csv(use_case: UseCase, rows: Iterable[FailingRow]) -> bytes:
    """One line for each row and check, with a header; UTF-8 with its mark, as spreadsheets want it."""
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow(_header())
    writer.writerows([_safe(cell) for cell in _cells(use_case, row)] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _header() -> tuple[str, ...]:
    return (
        text("Check"),
        text("Stage"),
        text("Source"),
        text("Line"),
        text("Day"),
        text("Column"),
        text("Found"),
        text("Left out"),
        text("Whole row"),
    )


def _cells(use_case: UseCase, row: FailingRow) -> tuple[str, ...]:
    return (
        row_reason(row, use_case),
        row.stage,
        row.source,
        str(row.line),
        "" if row.day is None else row.day.isoformat(),
        row.column,
        "" if row.found is None else row.found,
        text("yes") if row.left_out else text("no"),
        row.row,
    )


def _safe(cell: str) -> str:
    """A number stays one, also below zero; of every other text a spreadsheet must not make a formula."""
    try:
        return cell if math.isfinite(float(cell)) else safe_text(cell)
    except ValueError:
        return safe_text(cell)
