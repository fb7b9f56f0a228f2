"""Read the rows that failed checks of the gate, batch by batch."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from domain.failing_row import FailingRow
from prediction_store.export import row_batches


def failing_rows(path: Path) -> Iterator[FailingRow]:
    """All rows of a file; nothing where there is none, because nothing failed.

    Raises:
        PredictionFileError: the file is broken.
    """
    if path.is_file():
        for batch in row_batches(path):
            yield from _rows(batch)


def _rows(batch: pa.RecordBatch) -> Iterator[FailingRow]:
    for row in batch.to_pylist():
        yield FailingRow(
            row["stage"],
            row["source"],
            row["code"],
            row["line"],
            row["day"],
            row["column_name"] or "",
            row["found"],
            json.loads(row["reason"]) if row["reason"] else {},
            row["row"] or "",
            row["action"] == "left out",
        )
