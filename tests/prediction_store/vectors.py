"""Runs with given start points and contributions, and everything else as plain as it can be."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from prediction_store import PredictionStore
from prediction_store.layout import ROW_GROUP, run_location
from tests.prediction_store.stored import NOW, USE_CASE


def write_vectors(
    store: PredictionStore,
    vectors: np.ndarray,
    day: date,
    use_case: UseCase = USE_CASE,
    labels: list[str] | None = None,
    batch: str = "a",
) -> Run:
    """A published run whose rows have these vectors, shape (n, 1 + features): base, then a contribution per feature."""
    count = len(vectors)
    run_id = run_identity(use_case.name, day, 1, batch)
    run = Run(
        id=run_id, use_case=use_case.name, run_date=day - timedelta(days=1), target_date=day, version=1,
        batch_hash=batch, state=RunState.PUBLISHED, verdict=None, row_count=count, data_through=None,
        location=run_location(use_case.name, day, run_id), file_hash=None, created_at=NOW,
    )  # fmt: skip
    with store.write(run.location, use_case) as writer:
        for first in range(0, count, ROW_GROUP):
            part = np.asarray(vectors[first : first + ROW_GROUP], dtype=np.float64)
            writer.write(_columns(use_case, part, day, labels))
        writer.finish()
    return run


def _columns(use_case: UseCase, vectors: np.ndarray, day: date, labels: list[str] | None) -> dict[str, pa.Array]:
    count = len(vectors)
    names = list(use_case.features)
    plain, none = pa.array(vectors.sum(axis=1)), pa.array([None] * count, pa.float64())
    columns: dict[str, pa.Array] = {f"key_{key}": pa.array([f"{row}" for row in range(count)]) for key in use_case.keys}
    columns |= dict.fromkeys(("prediction", "raw"), plain) | dict.fromkeys(("low", "high", "usual"), none)
    columns |= {
        "target_date": pa.array([day] * count, pa.date32()),
        "base": pa.array(vectors[:, 0]),
        "label": pa.array(labels or [None] * count, pa.string()),
        "needs_look": pa.array([False] * count),
        "score": pa.array(np.zeros(count, np.float32)),
        "reasons": pa.array([""] * count),
        "past_days": pa.array([[]] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[]] * count, pa.list_(pa.float64())),
    }
    for place, name in enumerate(names, start=1):
        kind = pa.string() if use_case.features[name].is_category else pa.float64()
        columns[f"x_{name}"] = pa.array([None] * count, kind)
        columns[f"shap_{name}"] = columns[f"effect_{name}"] = pa.array(vectors[:, place])
    return columns | {f"adj_{code}": pa.array(np.zeros(count)) for code in use_case.adjustment_codes}
