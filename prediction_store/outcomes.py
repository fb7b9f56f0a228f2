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
from domain.outcome import Costs, costs_of
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.layout import QUEUE

MEMORY = "384MB"
"""What the join of a batch may hold before it spills; a million predictions with their actuals take about 150 MB."""

PROBABLE = 0.5
"""A binary prediction says its class from this probability on."""

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
    """

    actuals: pa.Table
    answered: pa.Table
    decided: pa.Table


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
            connection.execute(_pairs_sql(use_case, paths))
        except duckdb.Error as error:
            if isinstance(error, duckdb.OutOfMemoryException):
                raise
            raise PredictionFileError(paths[0].parent.parent, "unreadable") from error
        keys = "".join(f", {_key(key)}" for key in use_case.keys)
        return Measured(
            connection.sql(_DAYS).to_arrow_table(),
            connection.sql(
                f"SELECT run_id, row, day{keys}, model, label, actual, actual_label, e_model, sureness FROM pairs WHERE e_model > 0 "
                f"ORDER BY e_model DESC, sureness DESC, day DESC, run_id, row LIMIT {misses:d}"
            ).to_arrow_table(),
            connection.sql(
                f"SELECT run_id, row, day{keys}, model, label, usual, low, high, actual, actual_label, e_model, c_model FROM pairs "
                "SEMI JOIN answered USING (run_id, row) WHERE e_model IS NOT NULL ORDER BY day, run_id, row"
            ).to_arrow_table(),
        )


def predicted(store: Path, use_case: UseCase, runs: Sequence[Run], actuals: pa.Table) -> pa.Table:
    """The predictions that these actuals belong to: day, entity (text) and prediction; each actual has at most one.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    paths = [store / run.location / QUEUE for run in runs]
    for path in paths:
        if not path.is_file():
            raise PredictionFileError(path, "missing")
    keys = [_key(key) for key in use_case.keys]
    same = " AND ".join(
        ["r.day = a.day", *(f"q.{key} = json_extract_string(a.entity, '$[{at}]')" for at, key in enumerate(keys))]
    )
    with _connection() as connection:
        connection.register("runs", _runs(runs, paths))
        connection.register("actuals", actuals)
        try:
            return connection.sql(
                f"SELECT a.day, a.entity, any_value(q.prediction) AS prediction FROM {_files(paths)} AS q "
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


def _files(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}], filename = true, union_by_name = true)"


def _key(key: str) -> str:
    return '"key_' + key.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _pairs_sql(use_case: UseCase, paths: Sequence[Path]) -> str:
    keys = [_key(key) for key in use_case.keys]
    # An entity is stored as a JSON list of the values of the keys, in their order.
    known = "".join(f", json_extract_string(entity, '$[{at}]') AS {key}" for at, key in enumerate(keys))
    same = " AND ".join(["a.day = s.day", *(f"a.{key} = s.{key}" for key in keys)])
    return f"""
CREATE TEMP TABLE pairs AS
WITH latest AS (
  SELECT day, entity, arg_max(value, revision) AS value, arg_max({{'label': label}}, revision).label AS label
  FROM actuals GROUP BY day, entity
), known AS (SELECT day, value, label{known} FROM latest),
said AS (
  SELECT r.run_id, r.day, q.row, q.prediction AS model, {_said_label(use_case)} AS label, q.prediction AS sureness, q.low, q.high, q.usual{"".join(f", q.{key}" for key in keys)}
  FROM {_files(paths)} AS q JOIN runs AS r ON q.filename = r.path
), joined AS (
  SELECT s.*, a.value AS actual, a.label AS actual_label, coalesce(d.value, s.model) AS decided, coalesce(d.label, s.label) AS decided_label
  FROM said AS s LEFT JOIN known AS a ON {same} LEFT JOIN decided AS d ON d.run_id = s.run_id AND d.row = s.row
)
SELECT *, {_inside(use_case)} AS is_inside, {_errors(use_case)} FROM joined"""


def _said_label(use_case: UseCase) -> str:
    """The class that a prediction says; a binary one is stored as the probability of the second class."""
    if use_case.task != "binary":
        return "q.label"
    first, second = (_text(name) for name in use_case.target.classes)
    return f"CASE WHEN q.prediction >= {PROBABLE} THEN {second} ELSE {first} END"


def _inside(use_case: UseCase) -> str:
    """As `domain.certainty.is_inside`: of whole numbers, inside the range as it is shown."""
    if use_case.target.integer:
        return "(actual >= floor(low + 0.5) AND actual <= floor(high + 0.5))"
    return "(actual >= low AND actual <= high)"


def _errors(use_case: UseCase) -> str:
    if use_case.target.classes:
        wrong = "CASE WHEN actual_label IS NOT NULL THEN CAST({} IS DISTINCT FROM actual_label AS DOUBLE) END AS {}"
        return ", ".join(
            [
                wrong.format("label", "e_model"),
                wrong.format("decided_label", "e_decided"),
                "CAST(NULL AS DOUBLE) AS e_simple, CASE WHEN actual_label IS NOT NULL THEN 1.0 END AS weight",
                *(f"CAST(NULL AS DOUBLE) AS c_{name}" for name in ("model", "decided", "simple")),
            ]
        )
    costs = costs_of(use_case)
    values = (("model", "model"), ("decided", "decided"), ("simple", "usual"))
    return ", ".join(
        [
            *(f"abs({value} - actual) AS e_{name}" for name, value in values),
            *(f"{_cost(value, costs)} AS c_{name}" for name, value in values),
            "abs(actual) AS weight",
        ]
    )


def _cost(value: str, costs: Costs | None) -> str:
    if costs is None:
        return "CAST(NULL AS DOUBLE)"
    difference = f"({value} - actual)"
    # `greatest` passes over NULL, so that a value that is not there would cost nothing.
    return f"CASE WHEN {difference} >= 0 THEN {costs.too_much!r} * {difference} ELSE -{costs.too_little!r} * {difference} END"


# `fsum` adds with Kahan's correction: the same sums whatever the order of the rows.
_DAYS = """
SELECT day, count(*) AS predictions, count(e_model) AS n,
  fsum(e_model) AS e_model, fsum(e_decided) AS e_decided, fsum(weight) AS weight,
  count(e_simple) AS n_simple, fsum(e_simple) AS e_simple,
  fsum(e_model) FILTER (e_simple IS NOT NULL) AS e_there, fsum(weight) FILTER (e_simple IS NOT NULL) AS weight_there,
  fsum(c_model) AS c_model, fsum(c_decided) AS c_decided, fsum(c_simple) AS c_simple,
  fsum(c_model) FILTER (e_simple IS NOT NULL) AS c_there,
  count(*) FILTER (actual IS NOT NULL AND low IS NOT NULL AND high IS NOT NULL) AS bounded,
  count(*) FILTER (is_inside) AS inside
FROM pairs GROUP BY day ORDER BY day"""
