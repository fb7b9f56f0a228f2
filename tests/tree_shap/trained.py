"""Trained models of every kind the engine takes, small and quick."""

from collections.abc import Callable
from dataclasses import dataclass

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

FEATURES = 8
TRAINING_ROWS = 600
QUIET = {"verbosity": -1, "num_threads": 1, "seed": 5, "deterministic": True, "min_data_in_leaf": 5}


@dataclass(frozen=True)
class Trained:
    """A booster and rows to explain; the last two of the features are categories where `categories` says so."""

    booster: lightgbm.Booster
    rows: Matrix


def made_up_rows(count: int, *, categories: bool, seed: int, features: int = FEATURES) -> Matrix:
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(count, features))
    matrix[:, 0] = np.round(matrix[:, 0])
    if categories:
        matrix[:, -2:] = rng.integers(0, 9, size=(count, 2))
    matrix[rng.random(matrix.shape) < 0.08] = np.nan
    return matrix


def train(*, categories: bool = True, features: int = FEATURES, rounds: int = 15, **parameters: object) -> Trained:
    """A booster on made-up rows; `parameters` go to LightGBM."""
    matrix = made_up_rows(TRAINING_ROWS, categories=categories, seed=1, features=features)
    filled = np.nan_to_num(matrix)
    score = filled[:, 0] + filled[:, 1] * filled[:, 2] + (filled[:, -1] % 3) - filled[:, 3:].sum(axis=1) / 3
    objective = str(parameters.get("objective", "regression"))
    target, group = score, None
    if objective == "binary":
        target = (score > np.median(score)).astype(float)
    elif objective in ("multiclass", "lambdarank"):
        target = np.digitize(score, np.quantile(score, [0.3, 0.7])).astype(float)
        group = [20] * (TRAINING_ROWS // 20) if objective == "lambdarank" else None
    columns = [features - 2, features - 1] if categories else "auto"
    data = lightgbm.Dataset(matrix, target, group=group, categorical_feature=columns)
    booster = lightgbm.train(QUIET | {"num_leaves": 15} | parameters, data, rounds)
    return Trained(booster, made_up_rows(60, categories=categories, seed=2, features=features))


KINDS: dict[str, Callable[[], Trained]] = {
    "regression": train,
    "numeric only": lambda: train(categories=False),
    "binary": lambda: train(objective="binary"),
    "three classes": lambda: train(objective="multiclass", num_class=3),
    "ranking": lambda: train(objective="lambdarank"),
    "random forest": lambda: train(boosting="rf", bagging_freq=1, bagging_fraction=0.6),
    "dart": lambda: train(boosting="dart"),
    "zero as missing": lambda: train(zero_as_missing=True),
    "no missing values": lambda: train(use_missing=False),
    "one leaf": lambda: train(min_data_in_leaf=TRAINING_ROWS),
    "forty features": lambda: train(features=40, rounds=30),
    "deep": lambda: train(
        num_leaves=120, rounds=3, min_data_in_leaf=1, min_sum_hessian_in_leaf=0, min_data_per_group=1
    ),
    "deep on forty features": lambda: train(
        categories=False, features=40, num_leaves=250, rounds=2, min_data_in_leaf=1, extra_trees=True
    ),
}


def string_model() -> tuple[lightgbm.Booster, pd.DataFrame]:
    """A model of a frame with a category of strings, and that frame."""
    rng = np.random.default_rng(4)
    towns = pd.Categorical(
        rng.choice(["Ulm", "Bonn", "Kiel", "Trier"], size=400), categories=["Ulm", "Bonn", "Kiel", "Trier"]
    )
    frame = pd.DataFrame({"size": rng.normal(size=400), "town": towns, "rooms": rng.integers(1, 5, size=400)})
    target = frame["size"] + (frame["town"] == "Kiel") * frame["rooms"]
    parameters = {"verbosity": -1, "num_threads": 1, "num_leaves": 7, "min_data_per_group": 5, "min_data_in_leaf": 5}
    return lightgbm.train(parameters, lightgbm.Dataset(frame, target), 10), frame
