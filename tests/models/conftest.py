"""Small use cases and training rows, made by the production constructors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from domain.links import Link
from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import FeatureFacts, describe_features
from models.fitting import fit
from models.scoring import Scorer, booster_from_text
from models.table import FeatureTable, Floats, TrainingData

FEATURES: Mapping[str, Mapping[str, object]] = {
    "product": {"label": "Product", "key": "product"},
    "weekday": {"label": "Weekday", "calendar": "weekday"},
    "temperature": {"label": "Temperature", "column": {"source": "rows", "name": "temperature", "lag_days": 1}},
    "last_week": {"label": "Last week", "lag": {"days": 7}},
    "sky": {"label": "Sky", "type": "category", "column": {"source": "rows", "name": "sky", "lag_days": 1}},
    "day_number": {"label": "Day", "calendar": "day_number"},
}
CLASSES = {
    "regression": {},
    "binary": {"no": "No", "yes": "Yes"},
    "multiclass": {"low": "Low", "mid": "Middle", "high": "High"},
}
PRODUCTS = ("bun", "pie", "rye")
SKIES = ("clear", "cloudy", "fog", "hail", "rain", "snow")


def build_use_case(task: str = "regression", **parts: Mapping[str, object]) -> UseCase:
    """A use case of six features; `parts` overrides `model`, `range` and keys of `target`."""
    features = dict(FEATURES)
    if task == "multiclass":
        # A class has no lags; here the numbers come from a column instead.
        features["last_week"] = {"label": "Last week", "column": {"source": "rows", "name": "sales", "lag_days": 7}}
    late = int(str(parts.get("target", {}).get("available_after_days", 1)))
    if task == "regression":
        features["last_week"] = {"label": "Last week", "lag": {"days": max(7, late)}}
    target = {"source": "rows", "column": "sold", "label": "Sold", "classes": CLASSES[task], **parts.get("target", {})}
    return UseCase.model_validate(
        {
            "name": "stall",
            "title": "Market stall",
            "task": task,
            "keys": ["product"],
            "target": target,
            "sources": {"rows": {"path": "rows.csv", "date": "date", "keys": ["product"]}},
            "batch": {"seen_within_days": 30},
            "features": features,
            "model": {"trees": 30, "parameters": {"num_leaves": 7}, **parts.get("model", {})},
            "range": {"folds": 3, "fold_days": 14, **parts.get("range", {})},
        }
    )


def build_data(task: str = "regression", days: int = 120, seed: int = 0) -> TrainingData:
    """One row per product and day: categories, numbers and gaps, all of them with something to learn from."""
    rng = np.random.default_rng(seed)
    n = days * len(PRODUCTS)
    product = np.tile(np.arange(len(PRODUCTS)), days)
    day = np.repeat(np.arange(days), len(PRODUCTS))
    sky = rng.integers(0, len(SKIES), n)
    temperature = np.where(rng.random(n) < 0.15, np.nan, np.round(rng.normal(12, 8, n), 1))
    signal = 4 + 6 * product + 3 * (day % 7 > 4) + 2 * np.isin(sky, [0, 3, 5]) + np.where(temperature > 15, 2, 0)
    amount = rng.poisson(signal).astype(np.float64)
    target = {
        "regression": amount,
        "binary": (amount > 10).astype(np.float64),
        "multiclass": np.digitize(amount, [8, 14]).astype(np.float64),
    }[task]
    columns = pa.table(
        {
            "product": pa.array([PRODUCTS[i] for i in product], pa.string()),
            "weekday": pa.array([str(i) for i in day % 7], pa.string()),
            "temperature": pa.array(temperature, pa.float64(), from_pandas=True),
            "last_week": pa.array(rng.poisson(signal).astype(np.float64)),
            "sky": pa.array(
                [None if gap else SKIES[i] for i, gap in zip(sky, rng.random(n) < 0.1, strict=True)], pa.string()
            ),
            "day_number": pa.array(day.astype(np.float64)),
        }
    )
    dates = np.datetime64("2025-01-01") + day
    entities = np.array([f'["{PRODUCTS[i]}"]' for i in product], dtype=object)
    return TrainingData(FeatureTable(tuple(columns.column_names), columns), target, dates, entities)


@dataclass(frozen=True)
class Fitted:
    """A small trained model with the rows it saw."""

    data: TrainingData
    facts: tuple[FeatureFacts, ...]
    scorer: Scorer
    matrix: Floats
    text: str
    link: Link


def build_fitted(use_case: UseCase, data: TrainingData) -> Fitted:
    facts = describe_features(use_case, data.features)
    text = fit(use_case, data, facts, 1)
    scorer = Scorer(booster_from_text(text), use_case.link)
    return Fitted(data, facts, scorer, encode(data.features, facts), text, use_case.link)


@pytest.fixture(scope="session")
def make_use_case() -> Callable[..., UseCase]:
    return build_use_case


@pytest.fixture(scope="session")
def make_data() -> Callable[..., TrainingData]:
    return build_data


@pytest.fixture(scope="session")
def make_fitted() -> Callable[..., Fitted]:
    return build_fitted


@pytest.fixture(scope="session", params=["median", "squared", "poisson", "binary", "multiclass"])
def fitted(request: pytest.FixtureRequest) -> Fitted:
    """A model of every kind Vouch trains."""
    task = request.param if request.param in CLASSES else "regression"
    model = {} if task != "regression" else {"objective": request.param}
    return build_fitted(build_use_case(task, model=model), build_data(task))
