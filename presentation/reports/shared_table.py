"""Shares as a table: one row for each small series, with what it is shared by, its share of the prediction and of what was decided.

Those that sold nothing stand in it too, without a share; the others add up exactly to what was shared out.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from domain.exported import Cell, Table
from domain.shares import Share, SharedOut
from domain.use_case import UseCase
from presentation.reports.spreadsheet_text import safe_text
from presentation.reports.table_files import BYTE_ORDER_MARK, spreadsheet_cell
from presentation.words.catalogue import text
from presentation.words.export_columns import SHEETS, columns, key_columns

_SHARED = ("sold", "sold_on_days", "share", "predicted", "decided", "decided_by")


def shared_table(use_case: UseCase, target_date: date, shared: Sequence[SharedOut]) -> Table:
    """The table of a day."""
    head = (*columns(("target_date", "together")), *key_columns(use_case), *columns(_SHARED))
    count = sum(len(one.shares) + len(one.without) for one in shared)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for one in shared:
            name = one.entity[use_case.keys.index(one.key)]
            for share in one.shares:
                yield (target_date, name, *share.member.entity, *_cells(one, share))
            for member in one.without:
                yield (target_date, name, *member.entity, member.sold, member.days, *(None,) * 4)

    return Table("shares", text(SHEETS["shares"]), head, count, rows)


def _cells(shared: SharedOut, share: Share) -> tuple[Cell, ...]:
    member = share.member
    amounts = (shared.amount(share.predicted), shared.amount(share.decided))
    return (member.sold, member.days, share.weight, *amounts, shared.decided_by)


def shares_csv(table: Table) -> bytes:
    """The table as CSV for people: the names of its columns in words, as Excel opens it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe_text(column.label) for column in table.columns])
    writer.writerows([spreadsheet_cell(cell) for cell in row] for row in table.rows())
    return (BYTE_ORDER_MARK + file.getvalue()).encode()
