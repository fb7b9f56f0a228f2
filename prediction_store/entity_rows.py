"""The predictions of one entity in many runs, read in one query.

The files are in the order of the keys, so that DuckDB skips the row groups that cannot hold the entity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from domain.errors import PredictionFileError
from domain.run import Run


@dataclass(frozen=True)
class EntityRow:
    """A prediction as a point: base and contributions on the link scale, by feature.

    Attributes:
        label: predicted class, None for regression.
    """

    run: Run
    row: int
    label: str | None
    base: float
    contributions: Mapping[str, float]


def entity_rows(
    cursor: duckdb.DuckDBPyConnection, runs: Mapping[Path, Run], keys: Sequence[tuple[str, str]]
) -> tuple[EntityRow, ...]:
    """The rows with these keys in the files of these runs; a feature that a run does not have is left out.

    Raises:
        PredictionFileError: a file is gone or broken.
    """
    missing = next((path for path in runs if not path.is_file()), None)
    if missing is not None:
        raise PredictionFileError(missing, "missing")
    if not runs:
        return ()
    where = "".join(f' AND "key_{_quoted(key)}" = ?' for key, _ in keys)
    try:
        found = cursor.execute(
            "SELECT filename, row, label, base, COLUMNS('^shap_.*') "
            f"FROM read_parquet(?, filename = true, union_by_name = true) WHERE true{where}",
            [[str(path) for path in runs], *(value for _, value in keys)],
        )
        names = [column[0].removeprefix("shap_") for column in found.description or ()][4:]
        rows = found.fetchall()
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(str(error)) from error
    except duckdb.Error as error:
        raise PredictionFileError(next(iter(runs)).parent, "unreadable") from error
    by_name = {str(path): run for path, run in runs.items()}
    return tuple(_row(by_name, names, row) for row in rows)


def _row(runs: Mapping[str, Run], names: Sequence[str], values: Sequence[object]) -> EntityRow:
    filename, row, label, base, *parts = values
    known = {name: float(str(part)) for name, part in zip(names, parts, strict=True) if part is not None}
    text = None if label is None else str(label)
    return EntityRow(runs[str(filename)], int(str(row)), text, float(str(base)), known)


def _quoted(name: str) -> str:
    return name.replace('"', '""')
