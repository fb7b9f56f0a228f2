"""Runs of three features, two of them in a group, written by the production writer; and the same rows as a data frame."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from prediction_store import PredictionStore
from prediction_store.layout import ROW_GROUP, run_location
from tests.prediction_store.stored import DAY, NOW

Frame = pd.DataFrame


def use_case_of(task: str = "regression", objective: str = "squared") -> UseCase:
    """Identity, log ("poisson") or logit ("binary") link; number `heat`, number `rain` and category `kind`."""
    classes = {"0": "no", "1": "yes"} if task == "binary" else {}
    return UseCase.model_validate(
        {
            "name": "kiosk",
            "title": "Kiosk",
            "task": task,
            "keys": ["store"],
            "target": {"source": "sales", "column": "sold", "label": "Sold", "unit": "cups", "classes": classes},
            "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["store"]}},
            "batch": {"seen_within_days": 28},
            "groups": {"weather": "Weather"},
            "features": {
                "heat": {
                    "label": "Heat",
                    "group": "weather",
                    "column": {"source": "sales", "name": "heat", "lag_days": 1},
                },
                "rain": {
                    "label": "Rain",
                    "group": "weather",
                    "column": {"source": "sales", "name": "rain", "lag_days": 1},
                },
                "kind": {
                    "label": "Kind",
                    "type": "category",
                    "column": {"source": "sales", "name": "kind", "lag_days": 1},
                },
            },
            "model": {"objective": objective},
        }
    )


def frame_of(count: int, seed: int, kinds: int = 3) -> Frame:
    """Random values and contributions; heat and rain often pull in opposite directions, and some heat is missing."""
    random = np.random.default_rng(seed)
    heat = random.normal(20, 8, count)
    shap_heat = random.normal(0, 0.6, count).astype(np.float32)
    return pd.DataFrame(
        {
            "store": random.choice(["North", "South", "O'Neil 100%"], count),
            "x_heat": np.where(random.random(count) < 0.1, np.nan, heat),
            "x_rain": random.gamma(1.0, 2.0, count),
            "x_kind": [None if draw == 0 else f"kind {draw}" for draw in random.integers(0, kinds + 1, count)],
            "shap_heat": shap_heat,
            "shap_rain": (-0.8 * shap_heat + random.normal(0, 0.2, count)).astype(np.float32),
            "shap_kind": random.normal(0, 0.3, count).astype(np.float32),
            "base": random.normal(1.0, 0.2, count),
        }
    )


def write(store: PredictionStore, use_case: UseCase, frame: Frame, day: date = DAY) -> Run:
    """Publish the rows of a frame."""
    shap = sum(frame[f"shap_{name}"].astype(float) for name in use_case.features)
    whole = frame.assign(raw=frame["base"] + shap)
    run_id = run_identity(use_case.name, day, 1, f"{len(frame)}-{frame['base'].sum()}")
    run = Run(
        id=run_id, use_case=use_case.name, run_date=day - timedelta(days=1), target_date=day, version=1, batch_hash="b",
        state=RunState.PUBLISHED, verdict=None, row_count=len(frame), data_through=None,
        location=run_location(use_case.name, day, run_id), file_hash=None, created_at=NOW,
    )  # fmt: skip
    with store.write(run.location, use_case) as writer:
        for first in range(0, len(whole), 2 * ROW_GROUP):
            writer.write(_columns(use_case, whole.iloc[first : first + 2 * ROW_GROUP], day))
        return replace(run, file_hash=writer.finish())


def _columns(use_case: UseCase, part: Frame, day: date) -> dict[str, Any]:
    count = len(part)
    zero = pa.array(np.zeros(count))
    return {
        "key_store": pa.array(part["store"].tolist()),
        "target_date": pa.array([day] * count),
        **{name: pa.array(part["raw"].to_numpy()) for name in ("prediction", "low", "high", "raw")},
        "usual": pa.nulls(count, pa.float64()),
        "base": pa.array(part["base"].to_numpy()),
        "label": pa.array(["1" if use_case.target.classes else None] * count, pa.string()),
        "needs_look": pa.array([False] * count),
        "score": zero,
        "reasons": pa.array([""] * count),
        "past_days": pa.array([[]] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[]] * count, pa.list_(pa.float64())),
        "x_heat": pa.array(part["x_heat"].to_numpy(), from_pandas=True),
        "x_rain": pa.array(part["x_rain"].to_numpy()),
        "x_kind": pa.array(part["x_kind"].tolist(), pa.string(), from_pandas=True),
        **{f"shap_{name}": pa.array(part[f"shap_{name}"].to_numpy()) for name in use_case.features},
        **{f"adj_{code}": zero for code in use_case.adjustment_codes},
    }
