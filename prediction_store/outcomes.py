"""Predictions beside what really happened: errors per day, the largest misses, and the answered rows, all by DuckDB.

A batch of runs is joined with its actuals in one temporary table. Only sums per day, a few misses and the rows that
people answered leave it, so that a run of a million rows costs a join and not a million Python objects.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from domain.errors import PredictionFileError
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.layout import QUEUE
from prediction_store.outcome_sql import DAYS_SQL, files_sql, key_column, pairs_sql

MEMORY = "384MB"
"""What the join of a batch may hold before it spills; a million predictions with their actuals take about 150 MB."""

BATCH = 20_000
"""Predictions that leave the join at a time."""

ACTUALS = pa.schema(
    [("day", pa.date32()), ("entity", pa.string()), ("revision", pa.int64()), ("value", pa.float64()), ("label", pa.string())]
)  # fmt: skip
"""Actuals as they are handed over: every revision, in any order; the latest counts."""

ANSWERED = pa.schema([("run_id", pa.string()), ("row", pa.int64())])
DECIDED = pa.schema([("run_id", pa.string()), ("row", pa.int64()), ("value", pa.float64()), ("label", pa.string())])


@dataclass(frozen=True)
class Beside:
    """What stands beside the predictions of a batch of runs.

    Attributes:
        actuals: as `ACTUALS`, of at least the target dates of the runs.
        answered: as `ANSWERED`, the rows that have an answer.
        decided: as `DECIDED`, the decided values that count.
        most_frequent: of classes, the one that the simple rule always says; None where none is known.
    """

    actuals: pa.Table
    answered: pa.Table
    decided: pa.Table
    most_frequent: str | None = None


@dataclass(frozen=True)
class Measured:
    """What a batch of runs came to.

    Attributes:
        days: per target date: predictions, n, and sums `e_model, e_decided, weight, n_simple, e_simple, e_there, weight_there`,
            their costs `c_...` (null without costs), `bounded, inside`.
        misses: the largest errors with run_id, row, day, keys, model, label, actual, actual_label, e_model, sureness.
        answered: the answered rows that have an actual: run_id, row, day, keys, model, label, usual, low, high, actual,
            actual_label, e_model, c_model.
    """

    days: pa.Table
    misses: pa.Table
    answered: pa.Table


def measure(store: Path, use_case: UseCase, runs: Sequence[Run], beside: Beside, misses: int) -> Measured:
    """Join a batch of published runs with what happened.

    Args:
        store: folder of the prediction store.
        use_case: says what the keys are and what errors cost.
        runs: at least one.
        beside: what happened and what people said.
        misses: at most so many of the largest errors.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    with _paired(store, use_case, runs, beside) as connection:
        keys = "".join(f", {key_column(key)}" for key in use_case.keys)
        return Measured(
            connection.sql(DAYS_SQL).to_arrow_table(),
            connection.sql(
                f"SELECT run_id, row, day{keys}, model, label, actual, actual_label, e_model, sureness FROM pairs WHERE e_model > 0 "
                f"ORDER BY e_model DESC, sureness DESC, day DESC, run_id, row LIMIT {misses:d}"
            ).to_arrow_table(),
            connection.sql(
                f"SELECT run_id, row, day{keys}, model, label, usual, low, high, actual, actual_label, e_model, c_model FROM pairs "
                "SEMI JOIN answered USING (run_id, row) WHERE e_model IS NOT NULL ORDER BY day, run_id, row"
            ).to_arrow_table(),
        )


def paired_batches(store: Path, use_case: UseCase, runs: Sequence[Run], beside: Beside) -> Iterator[pa.RecordBatch]:
    """Every prediction of some runs that has an actual, with what was decided, errors and costs, batch by batch.

    Columns: run_id, row, day, keys, model, label, low, high, usual, decided, decided_label, actual, actual_label, is_inside, and
    `e_` and `c_` of model, decided and simple.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    keys = "".join(f", {key_column(key)}" for key in use_case.keys)
    measures = ", ".join(f"{kind}_{name}" for kind in ("e", "c") for name in ("model", "decided", "simple"))
    with _paired(store, use_case, runs, beside) as connection:
        reader = connection.sql(
            f"SELECT run_id, row, day{keys}, model, label, low, high, usual, decided, decided_label, actual, actual_label, "
            f"is_inside, {measures} FROM pairs WHERE e_model IS NOT NULL ORDER BY day, run_id, row"
        ).to_arrow_reader(BATCH)
        yield from reader


def count_paired(store: Path, use_case: UseCase, runs: Sequence[Run], beside: Beside) -> int:
    """How many predictions of some runs have an actual.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    with _paired(store, use_case, runs, beside) as connection:
        (found,) = connection.execute("SELECT count(e_model) FROM pairs").fetchone() or (0,)
    return int(found)


def predicted(store: Path, use_case: UseCase, runs: Sequence[Run], actuals: pa.Table) -> pa.Table:
    """The predictions that these actuals belong to: day, entity (text) and prediction; each actual has at most one.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    paths = [store / run.location / QUEUE for run in runs]
    for path in paths:
        if not path.is_file():
            raise PredictionFileError(path, "missing")
    keys = [key_column(key) for key in use_case.keys]
    same = " AND ".join(
        ["r.day = a.day", *(f"q.{key} = json_extract_string(a.entity, '$[{at}]')" for at, key in enumerate(keys))]
    )
    with _connection() as connection:
        connection.register("runs", _runs(runs, paths))
        connection.register("actuals", actuals)
        try:
            return connection.sql(
                f"SELECT a.day, a.entity, any_value(q.prediction) AS prediction FROM {files_sql(paths)} AS q "
                f"JOIN runs AS r ON q.filename = r.path JOIN actuals AS a ON {same} GROUP BY a.day, a.entity ORDER BY ALL"
            ).to_arrow_table()
        except duckdb.Error as error:
            raise PredictionFileError(paths[0].parent.parent, "unreadable") from error


def decided_table(rows: Sequence[tuple[str, int, float | None, str | None]]) -> pa.Table:
    """Decided values as `Beside` takes them."""
    return pa.Table.from_pylist([dict(zip(DECIDED.names, row, strict=True)) for row in rows], schema=DECIDED)


def answered_table(rows: Sequence[tuple[str, int]]) -> pa.Table:
    """Answered rows as `Beside` takes them, each once."""
    return pa.Table.from_pylist(
        [dict(zip(ANSWERED.names, row, strict=True)) for row in sorted(set(rows))], schema=ANSWERED
    )


def actuals_table(
    days: Sequence[date],
    entities: Sequence[str],
    revisions: Sequence[int],
    values: Sequence[float],
    labels: Sequence[str | None],
) -> pa.Table:
    """Actuals as `measure` takes them."""
    columns = (days, entities, revisions, values, labels)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, ACTUALS, strict=True)], schema=ACTUALS
    )


@contextmanager
def _paired(store: Path, use_case: UseCase, runs: Sequence[Run], beside: Beside) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the temporary table `pairs` of some runs."""
    paths = [store / run.location / QUEUE for run in runs]
    for path in paths:
        if not path.is_file():
            raise PredictionFileError(path, "missing")
    with _connection() as connection:
        for name, table in (
            ("runs", _runs(runs, paths)),
            ("actuals", beside.actuals),
            ("answered", beside.answered),
            ("decided", beside.decided),
        ):
            connection.register(name, table)
        try:
            connection.execute(pairs_sql(use_case, paths, beside.most_frequent))
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise PredictionFileError(paths[0].parent.parent, "unreadable") from error
        yield connection


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="vouch-outcomes-") as spill:
        options: dict[str, str | int | bool] = {
            "memory_limit": MEMORY,
            "threads": 2,
            "temp_directory": spill,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        connection = duckdb.connect(config=options)  # type: ignore[arg-type]
        try:
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from error
        finally:
            connection.close()


def _runs(runs: Sequence[Run], paths: Sequence[Path]) -> pa.Table:
    return pa.table(
        {
            "path": [str(path) for path in paths],
            "run_id": [run.id for run in runs],
            "day": pa.array([run.target_date for run in runs], pa.date32()),
        }
    )
