"""The predictions behind a bar or some points: those that a driver moved most, or the ones named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from domain.driver import Driver
from domain.moved import MovedPrediction
from domain.prediction import prediction_id
from domain.use_case import UseCase
from prediction_store.scans import Files, Scanner, effect_sql, quoted


@dataclass(frozen=True)
class Within:
    """Which predictions are looked at.

    Attributes:
        column: a stored column that must have `value` (None: be missing); None looks at all.
        rows: the rows of each run that are meant; None means all.
        most: how many are wanted.
    """

    most: int
    column: str | None = None
    value: str | None = None
    rows: Mapping[str, Sequence[int]] | None = None


def most_moved(
    scanner: Scanner, files: Files, use_case: UseCase, driver: Driver, within: Within
) -> tuple[MovedPrediction, ...]:
    """The predictions with the largest |effect| of a driver, the largest first.

    Raises:
        PredictionFileError: a file is gone or broken.
    """
    own = f"x_{driver.features[0]}" if driver.kind == "feature" else None
    columns = [
        *(quoted(f"key_{key}") for key in use_case.keys),
        "target_date",
        "prediction",
        "label",
        f"{quoted(own)} AS own" if own is not None else "NULL AS own",
        f"{effect_sql(use_case, driver.features)} AS effect",
    ]
    where, tables = ["true"], {}
    if within.column is not None:
        columns.append(f"{quoted(within.column)} AS segment")
        where.append("segment IS NOT DISTINCT FROM (SELECT value FROM wanted)")
        tables["wanted"] = pa.table({"value": pa.array([within.value], pa.string())})
    if within.rows is not None:
        where.append("(run, row) IN (SELECT (run, row) FROM named)")
        tables["named"] = _named(list(files), within.rows)
    found = scanner.ask(
        files,
        columns,
        f"SELECT * FROM stored WHERE {' AND '.join(where)} ORDER BY abs(effect) DESC, run, row LIMIT {within.most}",
        tables,
    )
    runs = list(files)
    return tuple(_moved(use_case, runs, line) for line in found.to_pylist())


def _named(runs: Sequence[str], rows: Mapping[str, Sequence[int]]) -> pa.Table:
    pairs = [(runs.index(run), row) for run, numbers in rows.items() if run in runs for row in numbers]
    return pa.table(
        {name: pa.array([pair[at] for pair in pairs], pa.int64()) for at, name in enumerate(("run", "row"))}
    )


def _moved(use_case: UseCase, runs: Sequence[str], line: Mapping[str, object]) -> MovedPrediction:
    day, own, label = line["target_date"], line["own"], line["label"]
    assert isinstance(day, date)
    assert own is None or isinstance(own, float | str)
    return MovedPrediction(
        id=prediction_id(runs[int(str(line["run"]))], int(str(line["row"]))),
        entity=tuple(str(line[f"key_{key}"]) for key in use_case.keys),
        target_date=day,
        prediction=float(str(line["prediction"])),
        label=None if label is None else str(label),
        value=own,
        effect=float(str(line["effect"])),
    )
