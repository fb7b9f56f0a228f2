"""The queue of a run: pages, counts and neighbours, from a narrow file that is sorted by rank.

Every query reads a few narrow columns of one file with DuckDB; nothing loads a run into memory.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from domain.assignment import Part
from domain.attention import reason_from_text
from domain.errors import PredictionFileError
from domain.prediction import QueueRow
from domain.run import Run
from domain.team_progress import Cell
from domain.use_case import UseCase
from prediction_store.entity_rows import EntityRow, entity_rows
from prediction_store.parts import cell_of, cells_query, key_column, part_condition

SERVER_MEMORY = "128MB"
"""What all queue queries of a server together may hold."""


NO_ROW = (-1,)
"""Rows are numbered from 0."""


@dataclass(frozen=True)
class Selection:
    """Which rows of a queue are meant.

    Attributes:
        needs_look: only rows with a reason strong enough.
        keys: (key, value) pairs that must match.
        search: text that must be in the entity's name, without regard to case.
        without: rows to leave out (those already reviewed).
        within: parts of which a row must be in at least one; None asks for no part.
        calm: only rows without a reason strong enough.
        only: these rows and no others; None for any.
    """

    needs_look: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    search: str = ""
    without: tuple[int, ...] = ()
    within: tuple[Part, ...] | None = None
    calm: bool = False
    only: tuple[int, ...] | None = None


class QueueReader:
    """Queries on queue files; one DuckDB instance, a cursor for each query."""

    def __init__(self) -> None:
        """Open an empty database in memory that may not fetch anything."""
        self._connection = duckdb.connect(
            config={
                "memory_limit": SERVER_MEMORY,
                "threads": 2,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        self._connection.execute("SET parquet_metadata_cache = true")
        self._lock = threading.Lock()

    def page(self, path: Path, use_case: UseCase, selection: Selection, offset: int, size: int) -> tuple[QueueRow, ...]:
        """Rows of a selection by rank."""
        where, values = _where(selection)
        if selection == Selection():
            # Ranks run from 1 without a gap: a page of everything is a range of ranks, read without the rows before it.
            where, values, offset = "rank > ? AND rank <= ?", [offset, offset + size], 0
        found = self._query(
            path,
            f"SELECT {_columns(use_case)} FROM queue WHERE {where} ORDER BY rank LIMIT ? OFFSET ?",
            [*values, size, offset],
            selection,
        )
        return tuple(_queue_row(values) for values in found)

    def in_order(self, path: Path, use_case: UseCase, offset: int, size: int) -> tuple[QueueRow, ...]:
        """Rows in batch order."""
        found = self._query(
            path,
            f"SELECT {_columns(use_case)} FROM queue WHERE row >= ? AND row < ? ORDER BY row",
            [offset, offset + size],
            Selection(),
        )
        return tuple(_queue_row(values) for values in found)

    def count(self, path: Path, selection: Selection) -> int:
        """How many rows a selection has."""
        where, values = _where(selection)
        return int(str(self._query(path, f"SELECT count(*) FROM queue WHERE {where}", values, selection)[0][0]))

    def place(self, path: Path, selection: Selection, row: int) -> int | None:
        """How many rows of the selection come before a row; None where the run has no such row.

        The row itself need not be in the selection: somebody has just reviewed it.
        """
        found = self._query(path, "SELECT rank FROM queue WHERE row = ?", [row], Selection())
        if not found:
            return None
        rank = int(str(found[0][0]))
        if selection == Selection():
            return rank - 1
        where, values = _where(selection)
        return int(
            str(
                self._query(path, f"SELECT count(*) FROM queue WHERE rank < ? AND {where}", [rank, *values], selection)[
                    0
                ][0]
            )
        )

    def has(self, path: Path, selection: Selection, row: int) -> bool:
        """Whether a row is in the selection."""
        where, values = _where(selection)
        return bool(self._query(path, f"SELECT 1 FROM queue WHERE {where} AND row = ?", [*values, row], selection))

    def key_values(self, path: Path, key: str, limit: int) -> tuple[str, ...]:
        """The values of a key in a run, in order; at most `limit`."""
        found = self._query(
            path, f"SELECT DISTINCT {key_column(key)} FROM queue ORDER BY 1 LIMIT ?", [limit], Selection()
        )
        return tuple(str(row[0]) for row in found)

    def cells(self, path: Path, owners: Sequence[Sequence[Part]], answered: tuple[int, ...]) -> tuple[Cell, ...]:
        """How many rows are whose, need a look, and are among the answered ones (`prediction_store.parts`)."""
        sql, values = cells_query(owners)
        # One row that no run has, so that the table of answered rows is there although nobody answered yet.
        return tuple(map(cell_of, self._query(path, sql, values, Selection(without=answered or NO_ROW))))

    def entity_rows(self, runs: Mapping[Path, Run], keys: tuple[tuple[str, str], ...]) -> tuple[EntityRow, ...]:
        """The predictions of one entity in several runs (`prediction_store.entity_rows`)."""
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return entity_rows(cursor, runs, keys)
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _query(self, path: Path, sql: str, values: Sequence[object], selection: Selection) -> list[tuple[object, ...]]:
        if not path.is_file():
            raise PredictionFileError(path, "missing")
        with self._lock:
            cursor = self._connection.cursor()
        try:
            if selection.without:
                cursor.register("without_rows", pa.table({"row": pa.array(selection.without, pa.int64())}))
            if selection.only is not None:
                cursor.register("only_rows", pa.table({"row": pa.array(selection.only, pa.int64())}))
            file = str(path).replace("'", "''")
            return cursor.execute(
                f"WITH queue AS (SELECT * FROM read_parquet('{file}')) {sql}", list(values)
            ).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from error
        except duckdb.Error as error:
            # A damaged page, a missing column, no Parquet at all: DuckDB has another error for each.
            raise PredictionFileError(path, "unreadable") from error
        finally:
            cursor.close()


def _columns(use_case: UseCase) -> str:
    return "row, rank, prediction, low, high, usual, label, needs_look, reasons" + "".join(
        f", {key_column(key)}" for key in use_case.keys
    )


def _where(selection: Selection) -> tuple[str, list[object]]:
    parts, values = ["true"], list[object]()
    if selection.needs_look:
        parts.append("needs_look")
    for key, value in selection.keys:
        parts.append(f"{key_column(key)} = ?")
        values.append(value)
    if selection.within is not None:
        condition, found = part_condition(selection.within)
        parts.append(condition)
        values += found
    if selection.search.strip():
        # DuckDB wrote the names in small letters, so it does the same to the words: Python's differ for some letters.
        parts.append("contains(search, lower(?))")
        values.append(selection.search.strip())
    if selection.calm:
        parts.append("NOT needs_look")
    if selection.without:
        parts.append("row NOT IN (SELECT row FROM without_rows)")
    if selection.only is not None:
        parts.append("row IN (SELECT row FROM only_rows)")
    return " AND ".join(parts), values


def _queue_row(values: Sequence[object]) -> QueueRow:
    row, rank, prediction, low, high, usual, label, needs_look, reasons, *keys = values
    return QueueRow(
        row=int(str(row)),
        rank=int(str(rank)),
        entity=tuple(str(key) for key in keys),
        value=float(str(prediction)),
        low=None if low is None else float(str(low)),
        high=None if high is None else float(str(high)),
        usual=None if usual is None else float(str(usual)),
        label=None if label is None else str(label),
        needs_look=bool(needs_look),
        reasons=tuple(reason_from_text(text) for text in str(reasons).split(",") if text),
    )
