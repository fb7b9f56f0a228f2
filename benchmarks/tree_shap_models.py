"""The models and rows that the SHAP engine is measured on: 30 features, missing values, with and without categories."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FEATURES = 30
CATEGORICAL = 5
TRAINING_ROWS = 40_000
MISSING_SHARE = 0.05
NOISE = 0.5
"""Standard deviation of what no model can learn."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Size:
    """A model to measure.

    Attributes:
        trees, leaves: how many, and how many per tree.
        categories: five of its features are categories.
        together: only so many features may share a path (`interaction_constraints`); None: all.
        classes: 1 is a regression, 2 a binary task.
    """

    trees: int
    leaves: int
    categories: bool
    together: int | None = None
    classes: int = 1

    @property
    def name(self) -> str:
        """As it stands in the results."""
        if self.classes > 1:
            return f"{self.trees * (self.classes if self.classes > 2 else 1)} x {self.leaves}, {self.classes} classes"
        kind = "with categories" if self.categories else "numeric"
        return f"{self.trees} x {self.leaves}, {f'{self.together} features a path' if self.together else kind}"

    @property
    def file(self) -> str:
        """The name of its file."""
        return "".join(character if character.isalnum() else "_" for character in self.name) + ".txt"


SIZES = (
    Size(300, 31, categories=True),
    Size(300, 31, categories=False),
    Size(1000, 63, categories=True),
    Size(1000, 63, categories=False),
    Size(1000, 63, categories=False, together=5),
)
"""The last one has short paths, as models have whose features are held apart or few: about four different features on each,
as the models of 300 trees have too; the 1000 x 63 ones without that limit have seven."""


def rows(count: int, *, categories: bool, seed: int) -> Matrix:
    """Made-up rows; the last five columns hold categories 0 to 11 where the model has some."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(count, FEATURES))
    matrix[:, 5:12] = np.round(matrix[:, 5:12], 1)
    if categories:
        matrix[:, -CATEGORICAL:] = rng.integers(0, 12, size=(count, CATEGORICAL))
    matrix[rng.random(matrix.shape) < MISSING_SHARE] = np.nan
    return matrix


def trained(size: Size, folder: Path) -> Path:
    """Train the model once and keep its file; returns where it is."""
    import lightgbm

    path = folder / size.file
    if path.is_file():
        return path
    matrix = rows(TRAINING_ROWS, categories=size.categories, seed=1)
    rng = np.random.default_rng(2)
    target = _labels(_signal(np.nan_to_num(matrix)) + NOISE * rng.normal(size=len(matrix)), size.classes)
    parameters = {
        **_task(size),
        "num_leaves": size.leaves,
        "learning_rate": 0.05,
        "verbosity": -1,
        "seed": 3,
        "deterministic": True,
        "num_threads": 1,
    }
    if size.together:
        parameters["interaction_constraints"] = [
            list(range(first, first + size.together)) for first in range(0, FEATURES, size.together)
        ]
    columns = list(range(FEATURES - CATEGORICAL, FEATURES)) if size.categories else "auto"
    data = lightgbm.Dataset(matrix, target, categorical_feature=columns)
    lightgbm.train(parameters, data, size.trees).save_model(path)
    return path


def _task(size: Size) -> dict[str, object]:
    if size.classes == 1:
        return {"objective": "regression"}
    return {"objective": "binary"} if size.classes == 2 else {"objective": "multiclass", "num_class": size.classes}


def _labels(target: Matrix, classes: int) -> Matrix:
    if classes == 1:
        return target
    return np.digitize(target, np.quantile(target, np.arange(1, classes) / classes)).astype(float)


def _signal(filled: Matrix) -> Matrix:
    """Steps, waves and interactions of eight features."""
    steps = 2.0 * (filled[:, 0] > 0.3) + (filled[:, 5] > 0) * (filled[:, 6] > 0) * 3.0
    waves = 2 * np.sin(3 * filled[:, 1]) * filled[:, 2] + filled[:, 3] ** 2 * (filled[:, 4] > -0.5)
    return steps + waves + (filled[:, -1] % 3) * filled[:, 2]
