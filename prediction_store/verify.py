"""Read a written run back and see that it still adds up, before anybody is told that it exists."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.links import Floats, inverse
from domain.use_case import UseCase
from prediction_store.layout import ROWS

READ_BACK_TOLERANCE = 1e-6
"""Of |base| + sum |contribution|: what SHAP values stored as float32 keep (shared design, Explanations)."""


def worst_gap(folder: Path, use_case: UseCase) -> float:
    """The largest gap of a run, as a share of what is added up.

    From base and contributions to the raw score: |raw - base - sum of contributions|; for several classes the shown
    effects instead: |probability - base - sum of effects|. And from there to what is published: |prediction -
    inverse(raw) - sum of adjustments|.
    """
    several = use_case.task == "multiclass"
    kind, end = ("effect_", "prediction") if several else ("shap_", "raw")
    reasons = [kind + name for name in use_case.features]
    changes = [f"adj_{code}" for code in use_case.adjustment_codes]
    wanted = list(dict.fromkeys(["base", "raw", "prediction", *reasons, *changes]))
    gaps = [0.0]
    with pq.ParquetFile(folder / ROWS) as file:
        for batch in file.iter_batches(batch_size=20_000, columns=wanted, use_threads=False):
            values = {name: _floats(batch.column(name)) for name in wanted}
            gaps.append(_gap(values["base"], [values[name] for name in reasons], values[end]))
            answer = values["prediction"] if several else inverse(use_case.link, values["raw"])
            gaps.append(_gap(answer, [values[name] for name in changes], values["prediction"]))
    # Not `max`, which would pass over what is no number.
    return float(np.max(gaps))


def _gap(start: Floats, parts: Sequence[Floats], end: Floats) -> float:
    """How far start + parts is from the end, each shape (n,): the largest share of |start| + sum |part|."""
    total, size = start.copy(), np.abs(start)
    for part in parts:
        total += part
        size += np.abs(part)
    return float(np.max(np.abs(end - total) / np.maximum(size, np.finfo(float).tiny)))


def _floats(column: pa.Array) -> Floats:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
