"""Runs of any size with thirty features, written straight into the stores: what reading them costs, not what makes them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from domain.entity import Entity
from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from domain.version import Version, VersionState
from prediction_store.layout import ROW_GROUP, run_location
from services.dependencies import Dependencies

FEATURES = 30
CHUNK = 10 * ROW_GROUP
NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)

USE_CASE = UseCase.model_validate(
    {
        "name": "made_up",
        "title": "Made up (benchmark)",
        "synthetic": True,
        "keys": ["item"],
        "target": {"source": "sales", "column": "sold", "label": "Sold", "unit": "pieces"},
        "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["item"], "available_after_days": 0}},
        "batch": {"seen_within_days": 7},
        "features": {
            f"n{place}": {"label": f"Number {place}", "column": {"source": "sales", "name": f"n{place}"}}
            for place in range(FEATURES)
        },
    }
)


def register(deps: Dependencies) -> None:
    """The use case and a version to speak of."""
    version = Version(
        "made_up", 1, VersionState.CHAMPION, "made_up/1", "sha256:1", {}, date(2020, 1, 1), date(2025, 1, 1), NOW
    )
    with deps.feedback.write() as unit:
        unit.use_cases.register("made_up", "Made up", USE_CASE.model_dump(mode="json"), "made_up.yaml", NOW)
        unit.versions.add(version)


def publish(deps: Dependencies, day: date, rows: int) -> Run:
    """A published run of so many random predictions for a day."""
    run_id = run_identity("made_up", day, 1, str(rows))
    run = Run(
        id=run_id, use_case="made_up", run_date=day, target_date=day, version=1, batch_hash=str(rows),
        state=RunState.PUBLISHED, verdict=None, row_count=rows, data_through=day - timedelta(days=1),
        location=run_location("made_up", day, run_id), file_hash=None, created_at=NOW, published_at=NOW,
    )  # fmt: skip
    random = np.random.default_rng(day.toordinal())
    with deps.predictions.write(run.location, USE_CASE) as writer:
        for first in range(0, rows, CHUNK):
            writer.write(_columns(random, first, min(CHUNK, rows - first), day))
        run = replace(run, file_hash=writer.finish())
    with deps.feedback.write() as unit:
        return unit.runs.finish(run, ())


def know(deps: Dependencies, day: date, rows: int) -> None:
    """The actuals of all rows of a day."""
    with deps.feedback.write() as unit:
        unit.actuals.record("made_up", _actuals(day, rows), NOW)


def _actuals(day: date, rows: int) -> Iterator[tuple[Entity, date, float, str | None]]:
    for row in range(rows):
        yield (_item(row),), day, float(row % 97), None


def _item(row: int) -> str:
    return f"item {row:07d}"


def _columns(random: np.random.Generator, first: int, count: int, day: date) -> dict[str, pa.Array]:
    shap = random.normal(0, 3, (count, FEATURES)).astype(np.float32)
    raw = 50 + shap.sum(axis=1, dtype=np.float64)
    columns: dict[str, pa.Array] = {
        "key_item": pa.array([_item(row) for row in range(first, first + count)]),
        "target_date": pa.array([day] * count, pa.date32()),
        "prediction": pa.array(raw),
        "low": pa.array(raw - 20),
        "high": pa.array(raw + 20),
        "usual": pa.array([None] * count, pa.float64()),
        "base": pa.array(np.full(count, 50.0)),
        "raw": pa.array(raw),
        "label": pa.array([None] * count, pa.string()),
        "needs_look": pa.array([False] * count),
        "score": pa.array(np.zeros(count, np.float32)),
        "reasons": pa.array([""] * count),
        "past_days": pa.array([[]] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[]] * count, pa.list_(pa.float64())),
    }
    columns |= {f"x_n{place}": pa.array(random.normal(size=count)) for place in range(FEATURES)}
    columns |= {f"shap_n{place}": pa.array(shap[:, place]) for place in range(FEATURES)}
    return columns | {f"adj_{code}": pa.array(np.zeros(count)) for code in USE_CASE.adjustment_codes}
