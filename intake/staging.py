"""A place for tables on their way in: a DuckDB database in a temporary folder.

It holds what does not fit in memory, so that a daily job of a million rows needs no more of it than one of a
hundred thousand (docs/decisions/0002).
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from domain.errors import StorageFullError

MEMORY_LIMIT = "192MB"
"""What DuckDB may keep in memory before it spills; measured in benchmarks/RESULTS.md (constant memory)."""

THREADS = 2
"""More threads hold more buffers at once; the job is bound by scoring, not by staging."""

ROW_GROUP = 122_880
"""DuckDB shares out work by groups of so many rows: to a smaller source a second thread adds nothing but waiting, a seventh of the
time of a small morning."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system answers when a disk, a quota or the largest allowed file is full."""

_FULL = ("no space left", "disk full", "quota exceeded", "file too large", "failed to offload")
"""The same in DuckDB's messages (in small letters); the last is a spill for which no room is left."""

_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@dataclass(frozen=True)
class Staging:
    """An open staging database; tables are made and read by SQL."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Carry out a statement that answers nothing."""
        with self._space():
            self.connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of an answer; for answers that are known to be short."""
        with self._space():
            return self.connection.execute(sql, list(values)).fetchall()

    def count(self, sql: str, values: Sequence[object] = ()) -> int:
        """The single whole number that a query answers."""
        value = self.rows(sql, values)[0][0]
        assert isinstance(value, int)
        return value

    def table(self, sql: str) -> pa.Table:
        """A whole answer as an Arrow table; for training, never for a batch."""
        with self._space():
            return self.connection.sql(sql).to_arrow_table()

    def chunks(self, sql: str, rows: int) -> Iterator[pa.RecordBatch]:
        """An answer in record batches of exactly `rows` rows (the last may be shorter), on a cursor of its own."""
        cursor = self.connection.cursor()
        try:
            with self._space():
                waiting: list[pa.RecordBatch] = []
                held = 0
                for batch in cursor.sql(sql).to_arrow_reader(rows):
                    waiting.append(batch)
                    held += batch.num_rows
                    while held >= rows:
                        table = pa.Table.from_batches(waiting)
                        yield table.slice(0, rows).combine_chunks().to_batches()[0]
                        rest = table.slice(rows)
                        waiting, held = rest.to_batches(), rest.num_rows
                if held:
                    yield pa.Table.from_batches(waiting).combine_chunks().to_batches()[0]
        finally:
            cursor.close()

    def columns(self, table: str) -> dict[str, str]:
        """Names and types of a table's columns."""
        return {str(row[0]): str(row[1]) for row in self.rows(f"DESCRIBE {table}")}

    def widen(self, rows: int) -> None:
        """Work on as many threads as a source of so many rows can occupy; never on fewer than before."""
        if rows > ROW_GROUP:
            self.run(f"SET threads = {THREADS}")

    @contextmanager
    def _space(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise _full_or_same(error, self.folder) from error


@contextmanager
def open_staging(parent: Path) -> Iterator[Staging]:
    """A staging database below `parent`, gone at the end.

    Raises:
        StorageFullError: the disk has no room.
        MemoryError: a statement needs more memory than `MEMORY_LIMIT`, and cannot spill.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="staging-", dir=parent))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFullError(parent) from error
        raise
    try:
        with closing(_connection(folder)) as connection:
            yield Staging(connection, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _connection(folder: Path) -> duckdb.DuckDBPyConnection:
    options: dict[str, str | int | float | list[str]] = {
        **_OFFLINE,
        "memory_limit": MEMORY_LIMIT,
        "threads": 1,
        "temp_directory": str(folder / "spill"),
    }
    try:
        connection = duckdb.connect(str(folder / "staging.duckdb"), config=options)
        # Nothing here outlives the job: bringing the file up to date before it is thrown away is time lost.
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        return connection
    except duckdb.Error as error:
        raise _full_or_same(error, folder) from error


def _full_or_same(error: duckdb.Error, folder: Path) -> Exception:
    """DuckDB says a full disk in words only, and has an error of its own for memory."""
    text = str(error).lower()
    if any(word in text for word in _FULL):
        return StorageFullError(folder)
    return MemoryError(str(error)) if isinstance(error, duckdb.OutOfMemoryException) else error
