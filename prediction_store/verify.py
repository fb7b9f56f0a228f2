"""Read a written run back and see that it still adds up, before anybody is told that it exists."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.use_case import UseCase
from prediction_store.layout import ROWS

READ_BACK_TOLERANCE = 1e-6
"""Of |base| + sum |contribution|: what SHAP values stored as float32 keep (shared design, Explanations)."""


def worst_gap(folder: Path, use_case: UseCase) -> float:
    """The largest |raw - base - sum of contributions| of a run, as a share of |base| + sum |contribution|.

    For several classes the shown effects are checked: |probability - base - sum of effects|.
    """
    kind, end = ("effect_", "prediction") if use_case.task == "multiclass" else ("shap_", "raw")
    columns = [kind + name for name in use_case.features]
    worst = 0.0
    with pq.ParquetFile(folder / ROWS) as file:
        for batch in file.iter_batches(batch_size=20_000, columns=["base", end, *columns], use_threads=False):
            base, raw = (_floats(batch.column(name)) for name in ("base", end))
            total, size = base.copy(), np.abs(base)
            for name in columns:
                part = _floats(batch.column(name))
                total += part
                size += np.abs(part)
            worst = max(worst, float(np.max(np.abs(raw - total) / np.maximum(size, np.finfo(float).tiny))))
    return worst


def _floats(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
