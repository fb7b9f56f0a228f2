"""Explanations for a notebook: a Parquet file that holds a run's contributions, and `shap.Explanation` made from it.

Nothing is pickled: numbers are columns, and what they mean stands as JSON in the file's metadata. In a notebook:

    from models.shap_export import load_explanation
    explanation = load_explanation("bakery.parquet")
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PredictionFileError

if TYPE_CHECKING:
    import shap

ABOUT = b"vouch.explanation"
"""Metadata with the JSON of `About`."""

FORMAT = 1
"""A file of a newer format is refused, not guessed at."""

BASE = "base"


@dataclass(frozen=True)
class ExportedFeature:
    """A feature: its name, its business words, whether its values are names, and the words of single values."""

    name: str
    label: str
    is_category: bool
    values: Mapping[str, str]


@dataclass(frozen=True)
class About:
    """What an exported file is of.

    Attributes:
        link: the scale of the contributions; base value + contributions = the model's raw score on this scale. For
            softmax they are effects on the probability of the predicted class.
        keys: the columns `key_...` that name each row.
    """

    use_case: str
    run: str
    target_date: str
    version: int | None
    link: str
    keys: tuple[str, ...]
    features: tuple[ExportedFeature, ...]
    format: int = FORMAT


def write_explanation(path: Path, about: About, batches: Iterable[pa.RecordBatch]) -> int:
    """Write rows with the columns `base`, `x_<feature>`, `shap_<feature>` and `key_<key>`; how many were written."""
    count, writer = 0, None
    try:
        for batch in batches:
            if writer is None:
                metadata = {ABOUT: json.dumps(asdict(about), ensure_ascii=False).encode()}
                writer = pq.ParquetWriter(path, batch.schema.with_metadata(metadata), compression="zstd")
            writer.write_batch(batch.replace_schema_metadata(writer.schema.metadata))
            count += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return count


def load_explanation(path: Path | str) -> "shap.Explanation":
    """The `shap.Explanation` of an exported file, for shap's own plots.

    Its `values` have shape (rows, features), `base_values` (rows,), float64. `data` holds numbers: names are numbered in
    alphabetical order, missing is NaN; `display_data` holds the values as people read them. `feature_names` are the labels.

    Raises:
        PredictionFileError: there is no such file, or it is no export of this format.
    """
    table, about = _read(Path(path))
    import shap

    features = [ExportedFeature(**feature) for feature in about["features"]]
    columns = [table.column(f"x_{feature.name}") for feature in features]
    return shap.Explanation(
        values=_matrix([_numbers(table.column(f"shap_{feature.name}")) for feature in features], table.num_rows),
        base_values=_numbers(table.column(BASE)),
        data=_matrix(
            [
                _codes(column) if feature.is_category else _numbers(column)
                for feature, column in zip(features, columns, strict=True)
            ],
            table.num_rows,
        ),
        display_data=_shown(features, columns, table.num_rows),
        feature_names=[feature.label for feature in features],
    )


def _read(path: Path) -> tuple[pa.Table, dict[str, Any]]:
    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        raise PredictionFileError(path, "missing") from None
    except (OSError, pa.ArrowException) as error:
        raise PredictionFileError(path, "unreadable") from error
    written = (table.schema.metadata or {}).get(ABOUT)
    about: dict[str, Any] = json.loads(written) if written is not None else {}
    if about.get("format") != FORMAT:
        raise PredictionFileError(path, "unreadable")
    return table, about


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _codes(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Names as numbers in alphabetical order."""
    names = {name: float(code) for code, name in enumerate(sorted(set(column.drop_null().to_pylist())))}
    return np.array([np.nan if name is None else names[name] for name in column.to_pylist()], dtype=np.float64)


def _matrix(columns: list[npt.NDArray[np.float64]], rows: int) -> npt.NDArray[np.float64]:
    return np.column_stack(columns) if columns else np.empty((rows, 0))


def _shown(features: list[ExportedFeature], columns: list[pa.ChunkedArray], rows: int) -> npt.NDArray[np.object_]:
    shown = np.empty((rows, len(features)), dtype=object)
    for place, (feature, column) in enumerate(zip(features, columns, strict=True)):
        words = {**feature.values, **{f"{key}.0": word for key, word in feature.values.items()}}
        shown[:, place] = ["missing" if value is None else words.get(str(value), value) for value in column.to_pylist()]
    return shown
