"""Rows of a run, batch by batch, for a file of another kind: nothing holds a whole run."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from domain.errors import PredictionFileError
from prediction_store.layout import ROW_GROUP
from prediction_store.writer import storage_errors

BATCH = 10 * ROW_GROUP

BETWEEN = " "
"""Between the values of a list in a CSV file: past days and what happened on them."""


def row_batches(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Batches of `rows.parquet`; all columns, or these.

    Raises:
        PredictionFileError: the file is gone or broken.
    """
    try:
        with pq.ParquetFile(path) as file:
            wanted = list(columns) if columns is not None else None
            if not file.metadata.num_rows:
                # A run of a closed day: its columns without a row, so that a file is made all the same.
                yield _without_rows(file, wanted)
            yield from file.iter_batches(batch_size=BATCH, columns=wanted, use_threads=False)
    except FileNotFoundError:
        raise PredictionFileError(path, "missing") from None
    except pa.ArrowInvalid as error:
        raise PredictionFileError(path, "unreadable") from error


def _without_rows(file: pq.ParquetFile, columns: Sequence[str] | None) -> pa.RecordBatch:
    schema = file.schema_arrow
    fields = list(schema) if columns is None else [schema.field(name) for name in columns]
    return pa.RecordBatch.from_pylist([], schema=pa.schema(fields))


def copy_rows(source: Path, target: Path) -> int:
    """Write all rows of `source` as Parquet or, where the name ends in .csv, as CSV; how many rows.

    Raises:
        PredictionFileError: the source is gone or broken.
        StorageFullError: the disk of the target is full.
    """
    count = 0
    writer: pq.ParquetWriter | pc.CSVWriter | None = None
    with storage_errors(target):
        try:
            for batch in row_batches(source):
                ready = _flat(batch) if target.suffix == ".csv" else batch
                if writer is None:
                    make = pc.CSVWriter if target.suffix == ".csv" else pq.ParquetWriter
                    writer = make(target, ready.schema)
                writer.write(ready) if isinstance(writer, pc.CSVWriter) else writer.write_batch(ready)
                count += ready.num_rows
        finally:
            if writer is not None:
                writer.close()
    return count


def _flat(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with lists as text: CSV has none."""
    columns = [
        pa.array([None if item is None else BETWEEN.join(map(str, item)) for item in column.to_pylist()], pa.string())
        if pa.types.is_list(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
