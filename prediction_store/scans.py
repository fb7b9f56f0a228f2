"""Questions to all rows of some runs: DuckDB reads the columns it needs from the files, within a fixed memory."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PredictionFileError
from domain.links import Link
from domain.use_case import UseCase

SCAN_MEMORY = "192MB"
"""What all scans of a server together may hold; sums over a million rows of thirty features take less than half."""

SCAN_THREADS = 2

NEAR = 1e-9
"""Base and raw this close count as equal, as in `domain.links.effects`."""

Files = Mapping[str, Path]
"""`rows.parquet` of some runs, by run id."""


class Scanner:
    """One DuckDB instance of its own, opened with the first question; safe to call from several threads."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    def ask(
        self, files: Files, columns: Sequence[str], question: str, tables: Mapping[str, pa.Table] | None = None
    ) -> pa.Table:
        """The answer to `question`, a SELECT from `stored`.

        Args:
            files: what to read; each file has all the columns.
            columns: SQL expressions over the columns of a file, each with its name. `run`, the place of the run in
                `files`, and `row` are there in any case.
            question: SQL.
            tables: further tables by name, for the question.

        Raises:
            PredictionFileError: a file is gone or broken.
        """
        for path in files.values():
            if not path.is_file():
                raise PredictionFileError(path, "missing")
        listed = ", ".join(["row", *columns])
        stored = " UNION ALL ".join(
            f"SELECT {place}::BIGINT AS run, {listed} FROM read_parquet({_text(str(path))})"
            for place, path in enumerate(files.values())
        )
        cursor = self._cursor()
        try:
            for name, table in (tables or {}).items():
                cursor.register(name, table)
            return cursor.sql(f"WITH stored AS ({stored}) {question}").to_arrow_table()
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from error
        except duckdb.Error as error:
            # A damaged page, a missing column, no Parquet at all: DuckDB has another error for each.
            raise PredictionFileError(_broken(files), "unreadable") from error
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = duckdb.connect(
                    config={
                        "memory_limit": SCAN_MEMORY,
                        "threads": SCAN_THREADS,
                        # A scan that does not fit is an error to be told, not a file that grows beside the server.
                        "temp_directory": "",
                        "autoinstall_known_extensions": "false",
                        "autoload_known_extensions": "false",
                    }
                )
                self._connection.execute("SET parquet_metadata_cache = true")
            return self._connection.cursor()


def _broken(files: Files) -> Path:
    """The first file that is no Parquet, else the first of all: somebody has to look at one."""
    for path in files.values():
        try:
            pq.ParquetFile(path).close()
        except (OSError, pa.ArrowException):
            return path
    return next(iter(files.values()))


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def strength_sql(use_case: UseCase, features: Sequence[str]) -> str:
    """What these features together contributed to a row: on the link scale; for several classes, in probability."""
    kind = "effect_" if use_case.link is Link.SOFTMAX else "shap_"
    return "(" + " + ".join(f"{quoted(kind + name)}::DOUBLE" for name in features) + ")"


def effect_sql(use_case: UseCase, features: Sequence[str]) -> str:
    """The same in the unit of the target: `domain.links.effects` in SQL, checked against it by a test."""
    strength = strength_sql(use_case, features)
    if use_case.link is Link.LOG:
        return _rescaled(strength, "exp({})", "exp((raw + base) / 2)")
    if use_case.link is Link.LOGIT:
        middle = "(1 / (1 + exp(-(raw + base) / 2)))"
        return _rescaled(strength, "(1 / (1 + exp(-{})))", f"{middle} * (1 - {middle})")
    return strength


def _rescaled(strength: str, inverse: str, slope: str) -> str:
    rise = f"({inverse.format('raw')} - {inverse.format('base')}) / (raw - base)"
    return f"({strength} * CASE WHEN abs(raw - base) < {NEAR} THEN {slope} ELSE {rise} END)"
