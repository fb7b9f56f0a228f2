"""Runs of any size written straight into a prediction store, and the same rows as a data frame to compare with."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from prediction_store import PredictionStore
from prediction_store.layout import ROW_GROUP, run_location

DAY = date(2026, 5, 2)
NOW = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)
STORES = ("North", "SÜD", "100% O'Neil", 'The "Inn"', "Café 🥐", "under_score")
PRODUCTS = ("Brot", "brötchen", "Rye  bread", "İzmir", "back\\slash", "NULL")

USE_CASE = UseCase.model_validate(
    {
        "name": "shop",
        "title": "Shop",
        "keys": ["store", "product"],
        "target": {"source": "sales", "column": "sold", "label": "Sold", "unit": "pieces"},
        "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["store", "product"]}},
        "batch": {"seen_within_days": 28},
        "features": {
            "weekday": {"label": "Weekday", "calendar": "weekday"},
            "last_week": {"label": "Last week", "lag": {"days": 7}},
        },
    }
)


@dataclass(frozen=True)
class StoredRun:
    """A run in a store with what was written, in batch order and with its rank."""

    run: Run
    frame: pd.DataFrame


def write_run(store: PredictionStore, count: int, seed: int = 1, day: date = DAY) -> StoredRun:
    """A run of `count` random rows; scores repeat, so that the order of equal ones is looked at, too."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "key_store": random.choice(STORES, count),
            "key_product": random.choice(PRODUCTS, count),
            "prediction": random.normal(50, 20, count),
            "needs_look": random.random(count) < 0.3,
            "score": random.integers(0, 5, count).astype(np.float32) / 2,
            "x_last_week": random.normal(50, 20, count),
            "x_weekday": random.choice(["0", "6"], count),
            "shap_last_week": random.normal(0, 5, count).astype(np.float32),
            "shap_weekday": random.normal(0, 5, count).astype(np.float32),
        }
    )
    frame["base"] = frame["prediction"] - frame["shap_last_week"].astype(float) - frame["shap_weekday"].astype(float)
    frame["usual"] = np.where(random.random(count) < 0.2, np.nan, 50.0)
    run_id = run_identity("shop", day, 1, f"{count}-{seed}")
    run = Run(
        id=run_id, use_case="shop", run_date=day - timedelta(days=1), target_date=day, version=1,
        batch_hash=f"{count}-{seed}", state=RunState.PUBLISHED, verdict=None, row_count=count,
        data_through=day - timedelta(days=2), location=run_location("shop", day, run_id), file_hash=None,
        created_at=NOW,
    )  # fmt: skip
    with store.write(run.location, USE_CASE) as writer:
        for first in range(0, count, 2 * ROW_GROUP):
            writer.write(_columns(frame.iloc[first : first + 2 * ROW_GROUP], day))
        pd.DataFrame({"code": ["nothing"]}).to_parquet(writer.changes_path)
        run = replace(run, file_hash=writer.finish())
    order = frame.assign(row=range(count)).sort_values(["needs_look", "score", "row"], ascending=[False, False, True])
    frame = order.assign(rank=range(1, count + 1)).sort_values("row").reset_index(drop=True)
    return StoredRun(run, frame)


def _columns(part: pd.DataFrame, day: date) -> dict[str, pa.Array]:
    count = len(part)
    plain = {
        name: pa.array(part[name].to_numpy())
        for name in part.columns
        if name not in ("usual", "key_store", "key_product", "x_weekday")
    }
    texts = {name: pa.array(part[name].tolist(), pa.string()) for name in ("key_store", "key_product", "x_weekday")}
    zero = pa.array(np.zeros(count))
    return {
        **plain,
        **texts,
        "usual": pa.array(part["usual"].to_numpy(), from_pandas=True),
        "target_date": pa.array([day] * count, pa.date32()),
        "low": pa.array(part["prediction"].to_numpy() - 5),
        "high": pa.array(part["prediction"].to_numpy() + 5),
        "raw": pa.array(part["prediction"].to_numpy()),
        "label": pa.array([None] * count, pa.string()),
        "reasons": pa.array(["big_change,missing_input:last_week" if look else "" for look in part["needs_look"]]),
        "past_days": pa.array([[day - timedelta(days=7)]] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[1.5]] * count, pa.list_(pa.float64())),
        "adj_minimum": zero,
        "adj_whole": zero,
    }
