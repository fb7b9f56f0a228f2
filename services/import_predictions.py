"""Take over predictions that something else made: one published run per day, without reasons, which the pages say.

The same file again publishes nothing twice; a corrected one supersedes what was imported for those days before.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from domain.entity import Entity
from domain.run import Run, RunState, run_identity
from domain.unusable import RowFault, UnusableRow
from domain.use_case import UseCase
from intake.ready import Asked, local_copy, read_ready
from models.inputs import InputFlags
from prediction_store.layout import ROW_GROUP, rows_schema, run_location
from services.attention import Scored, attention
from services.dependencies import SILENT, Dependencies, Progress
from services.hold_lock import hold_lock
from services.load_use_case import LoadedUseCase, register

Floats = npt.NDArray[np.float64]

ENOUGH_PAST = 99
"""Nothing is known of the past of an imported prediction; that is no reason to look at it."""


@dataclass(frozen=True)
class ImportOutcome:
    """What became of a file of predictions.

    Attributes:
        runs: one per day, in their order; also those that were there already.
        published: how many of them are new.
        rows: predictions in them.
        repeated: rows that said the same again.
        unusable: rows that were left out.
    """

    runs: tuple[Run, ...]
    published: int
    rows: int
    repeated: int
    unusable: tuple[UnusableRow, ...]


def import_predictions(
    deps: Dependencies, loaded: LoadedUseCase, path: Path, progress: Progress = SILENT
) -> ImportOutcome:
    """Publish the predictions of a file.

    Raises:
        SourceError: no table, or a column of `imports` that is not there; nothing was imported.
        BusyError: another job is at this use case.
    """
    use_case = loaded.use_case
    progress.step("reading predictions")
    found = read_ready(deps.staging, use_case, local_copy(path), _asked(use_case))
    with hold_lock(deps, use_case.name):
        register(deps, loaded)
        unusable, outcomes = list(found.unusable), list[tuple[Run, bool]]()
        for day, rows in days_of(found.rows):
            rows, left_out = _possible(use_case, rows)
            unusable += left_out
            progress.step(f"publishing {day.isoformat()}")
            outcome = _publish(deps, use_case, day, rows) if rows.num_rows else None
            if outcome is not None:
                outcomes.append(outcome)
            else:
                unusable += [UnusableRow(line, "own_run") for line in rows.column("_line").to_pylist()]
    runs = tuple(run for run, _ in outcomes)
    return ImportOutcome(
        runs,
        sum(new for _, new in outcomes),
        sum(run.row_count for run in runs),
        found.repeated,
        tuple(sorted(unusable, key=lambda row: row.line)),
    )


def _asked(use_case: UseCase) -> Asked:
    columns = use_case.imports
    optional = {"low": columns.low, "high": columns.high, "usual": columns.usual}
    numbers = {"prediction": columns.prediction, **{name: column for name, column in optional.items() if column}}
    texts = {} if columns.label is None else {"label": columns.label}
    return Asked(numbers, texts, frozenset({"prediction", *texts}), once=True)


def days_of(rows: pa.Table) -> Iterator[tuple[date, pa.Table]]:
    """The rows of each day; they come in the order of days."""
    counts = rows.group_by("day", use_threads=False).aggregate([([], "count_all")])
    start = 0
    for day, count in zip(counts.column("day").to_pylist(), counts.column("count_all").to_pylist(), strict=True):
        yield day, rows.slice(start, count)
        start += count


def _possible(use_case: UseCase, rows: pa.Table) -> tuple[pa.Table, list[UnusableRow]]:
    """The rows that can be predictions of this use case, and the others with their reason."""
    faults: list[tuple[str, RowFault, pa.Array]] = []
    if "low" in rows.column_names:
        reversed_range = pc.greater(rows.column("low"), rows.column("high"))
        faults.append(("low", "range_reversed", reversed_range))
    if "label" in rows.column_names:
        classes = pa.array(list(use_case.target.classes))
        faults.append(("label", "unknown_class", pc.invert(pc.is_in(rows.column("label"), value_set=classes))))
    unusable: list[UnusableRow] = []
    keep = np.ones(rows.num_rows, dtype=bool)
    for column, fault, condition in faults:
        wrong = np.asarray(pc.fill_null(condition, fill_value=False)) & keep
        keep &= ~wrong
        unusable += [
            UnusableRow(rows.column("_line")[at].as_py(), fault, column, str(rows.column(column)[at].as_py()))
            for at in map(int, np.flatnonzero(wrong))
        ]
    return rows.filter(pa.array(keep)), unusable


def _publish(deps: Dependencies, use_case: UseCase, day: date, rows: pa.Table) -> tuple[Run, bool] | None:
    """The run of a day and whether it is new; None where a model's run speaks for that day."""
    run = _run(deps, use_case, day, rows)
    with deps.feedback.read() as unit:
        known, current = unit.runs.by_id(run.id), unit.runs.current(use_case.name, day)
    if current is not None and current.state is RunState.PUBLISHED and current.version is not None:
        return None
    if known is not None and known.state is RunState.PUBLISHED:
        return known, False
    with deps.feedback.write() as unit:
        unit.runs.prepare(run)
    file_hash = _write(deps, use_case, run, rows)
    published = replace(run, state=RunState.PUBLISHED, file_hash=file_hash, published_at=deps.now())
    with deps.feedback.write() as unit:
        stored = unit.runs.finish(published, ())
        unit.audit.add(
            "vouch", "import", f"run {run.id}", {"use_case": use_case.name, "day": day.isoformat()}, deps.now()
        )
    return stored, True


def _run(deps: Dependencies, use_case: UseCase, day: date, rows: pa.Table) -> Run:
    run_date = day - timedelta(days=use_case.dates.horizon_days)
    content = hashlib.sha256(repr(rows.drop_columns(["_line"]).to_pylist()).encode()).hexdigest()
    run_id = run_identity(use_case.name, run_date, None, f"imported:{content}")
    return Run(
        id=run_id,
        use_case=use_case.name,
        run_date=run_date,
        target_date=day,
        version=None,
        batch_hash=f"sha256:{content}",
        state=RunState.PREPARING,
        verdict=None,
        row_count=rows.num_rows,
        data_through=None,
        location=run_location(use_case.name, run_date, run_id),
        file_hash=None,
        created_at=deps.now(),
    )


def _write(deps: Dependencies, use_case: UseCase, run: Run, rows: pa.Table) -> str:
    with deps.predictions.write(run.location, use_case) as writer:
        for start in range(0, rows.num_rows, ROW_GROUP):
            writer.write(_columns(use_case, rows.slice(start, ROW_GROUP)))
        return writer.finish()


def _columns(use_case: UseCase, rows: pa.Table) -> dict[str, pa.Array]:
    """The columns of the store; what only a model of our own knows stays empty."""
    count = rows.num_rows
    schema = rows_schema(use_case)
    columns = {field.name: pa.nulls(count, field.type) for field in schema if field.name != "row"}
    for name in ("prediction", "low", "high", "usual", "label"):
        if name in rows.column_names:
            columns[name] = rows.column(name).combine_chunks()
    if use_case.task == "binary" and "label" not in rows.column_names:
        columns["label"] = pa.array([list(use_case.target.classes)[1]] * count)
    noticed = attention(_scored(use_case, columns, rows), _no_flags(count), [], frozenset())
    return {
        **columns,
        **{f"key_{key}": rows.column(key).combine_chunks() for key in use_case.keys},
        "target_date": rows.column("day").combine_chunks(),
        "needs_look": pa.array(noticed.needs_look),
        "score": pa.array(noticed.score),
        "reasons": pa.array(noticed.reasons, pa.string()),
    }


def _scored(use_case: UseCase, columns: dict[str, pa.Array], rows: pa.Table) -> Scored:
    def values(name: str) -> Floats:
        return np.asarray(columns[name].to_numpy(zero_copy_only=False), dtype=np.float64)

    keys = [rows.column(key).to_pylist() for key in use_case.keys]
    entities: list[Entity] = list(zip(*keys, strict=True)) if keys else [()] * rows.num_rows
    return Scored(
        value=values("prediction"),
        low=values("low"),
        high=values("high"),
        usual=values("usual"),
        relative_width=np.full(rows.num_rows, np.nan),
        past_days=np.full(rows.num_rows, ENOUGH_PAST),
        entities=entities,
    )


def _no_flags(count: int) -> InputFlags:
    nothing = np.zeros((count, 0), dtype=np.bool_)
    return InputFlags(nothing, nothing, nothing)
