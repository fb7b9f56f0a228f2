"""Write a run: chunk by chunk into a hidden folder, then sorted, verified, hashed and given its name in one step."""

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import StorageFullError
from domain.ingredient import Needs
from domain.use_case import UseCase
from prediction_store.contributions import ContributionsFile
from prediction_store.ingredients_layout import write_ingredients
from prediction_store.layout import (
    CHANGES,
    DEFINITION,
    PARTIAL,
    QUEUE,
    ROW_GROUP,
    ROWS,
    hash_files,
    queue_columns,
    rows_schema,
    sync,
    text_columns,
)
from prediction_store.members import write_members

UNSORTED = "unsorted.parquet"
"""The queue in batch order; gone once it is sorted."""

QUEUE_ROW_GROUP = 20_480
"""Rows of the queue read together; a page of ten rows touches one group, a filter over a million rows fifty."""

SORT_MEMORY = "96MB"
"""What the sort of the queue may keep in memory before it spills to the run's own folder."""


class RunWriter:
    """The files of one run on their way. Leaving the block before `finish` leaves nothing behind."""

    def __init__(self, folder: Path, use_case: UseCase) -> None:
        """Nothing is written before the block is entered."""
        self.use_case = use_case
        self.folder = folder
        self.partial = folder.with_name(folder.name + PARTIAL)
        self.row_count = 0
        self._schema = rows_schema(use_case).with_metadata({DEFINITION: use_case.model_dump_json().encode()})
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._contributions: ContributionsFile | None = None
        self._finished = False

    def __enter__(self) -> Self:
        """Start anew in `<folder>.partial`; whatever killed jobs left of this morning's batches goes."""
        try:
            with storage_errors(self.folder):
                self._open()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what was not finished."""
        if not self._finished:
            self._discard()

    def write(self, columns: Mapping[str, pa.Array]) -> None:
        """Add a chunk: every column of the schema but `row`; every chunk but the last a multiple of ROW_GROUP rows."""
        count = len(next(iter(columns.values())))
        assert self.row_count % ROW_GROUP == 0, "only the last chunk may be ragged"
        assert self._contributions is not None, "the block was not entered"
        numbered = {"row": pa.array(range(self.row_count, self.row_count + count), pa.int64()), **columns}
        table = pa.table([numbered[field.name].cast(field.type) for field in self._schema], schema=self._schema)
        with storage_errors(self.folder):
            self._writers[ROWS].write_table(table, row_group_size=ROW_GROUP)
            self._writers[UNSORTED].write_table(table.select(queue_columns(self.use_case)))
            self._contributions.write(columns)
        self.row_count += count

    def write_ingredients(self, columns: Mapping[str, pa.Array], needs: Needs) -> None:
        """Add what the run needs of every ingredient: every column of its schema but `row`."""
        with storage_errors(self.folder):
            write_ingredients(self.partial, self.use_case, columns, needs)

    def write_members(self, members: pa.Table) -> None:
        """Add who is behind the predictions together: row, keys, days, sold."""
        with storage_errors(self.folder):
            write_members(self.partial, self.use_case, members)

    @property
    def changes_path(self) -> Path:
        """Where the list of changed input rows belongs."""
        return self.partial / CHANGES

    def finish(self) -> str:
        """Sort the queue, bring everything to the disk and give the folder its name.

        Returns:
            The hash of the files. Until a catalogue says so, nobody looks for them.
        """
        with storage_errors(self.folder):
            for writer in self._writers.values():
                _close(writer)
            if self._contributions is not None:
                self._contributions.finish()
            _sort_queue(self.partial, self.use_case.keys)
            (self.partial / UNSORTED).unlink()
            files = sorted(self.partial.iterdir())
            for path in (*files, self.partial):
                sync(path)
            digest = hash_files(files)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.partial.rename(self.folder)
            sync(self.folder.parent)
        self._finished = True
        return digest

    def _open(self) -> None:
        for left in self.folder.parent.glob(f"*{PARTIAL}"):
            shutil.rmtree(left, ignore_errors=True)
        self.partial.mkdir(parents=True)
        self._contributions = ContributionsFile(self.partial, self.use_case)
        self._writers[ROWS] = pq.ParquetWriter(
            self.partial / ROWS,
            self._schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=text_columns(self._schema),
            write_statistics=["row"],
        )
        narrow = pa.schema([self._schema.field(name) for name in queue_columns(self.use_case)])
        self._writers[UNSORTED] = pq.ParquetWriter(
            self.partial / UNSORTED, narrow, compression="zstd", compression_level=1
        )

    def _discard(self) -> None:
        for writer in self._writers.values():
            with suppress(OSError):
                # The disk is full, and the error that said so is already on its way.
                _close(writer)
        if self._contributions is not None:
            with suppress(OSError):
                self._contributions.close()
        shutil.rmtree(self.partial, ignore_errors=True)


def _close(writer: pq.ParquetWriter) -> None:
    try:
        writer.close()
    finally:
        # After a close that failed pyarrow would try again when the writer is collected, and print a trace.
        writer.is_open = False


def _sort_queue(folder: Path, keys: Sequence[str]) -> None:
    """Rank: what needs a look first, then by score; equal scores in batch order."""
    search = (
        "lower(concat_ws(' ', " + ", ".join('"key_' + key.replace('"', '""') + '"' for key in reversed(keys)) + "))"
        if keys
        else "''"
    )
    source, target = (str(folder / name).replace("'", "''") for name in (UNSORTED, QUEUE))
    spill = str(folder / "spill").replace("'", "''")
    with duckdb.connect(
        config={
            "memory_limit": SORT_MEMORY,
            "threads": 1,
            "temp_directory": spill,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    ) as connection:
        connection.execute(
            f"COPY (SELECT row_number() OVER (ORDER BY needs_look DESC, score DESC, row) AS rank, *, {search} AS search "
            f"FROM read_parquet('{source}') ORDER BY rank) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {QUEUE_ROW_GROUP})"
        )
    shutil.rmtree(folder / "spill", ignore_errors=True)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn "no space left" of every library into one error, and "out of memory" into Python's."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left" in str(error):
            raise StorageFullError(path) from error
        raise
    except duckdb.Error as error:
        raise _known(error, path) from error


def _known(error: duckdb.Error, path: Path) -> Exception:
    if "No space left" in str(error) or "File too large" in str(error):
        return StorageFullError(path)
    return MemoryError(str(error)) if isinstance(error, duckdb.OutOfMemoryException) else error
