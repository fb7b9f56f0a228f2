"""SHAP values behind one small interface, so that the engine can be replaced."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from models.table import Floats

if TYPE_CHECKING:
    from lightgbm import Booster

    from models.tree_shap import TreeShap

ADDITIVITY_TOLERANCE = 1e-9
"""Of |base| + sum |contribution|, in float64: docs/glossary.md, *explanation*. LightGBM's own sums stay below 1e-12 on
trees with up to about 20 distinct features on a path; a larger gap means that an explanation is wrong."""


@dataclass(frozen=True)
class Contributions:
    """Exact SHAP values (path-dependent) on the link scale.

    Attributes:
        base: shape (classes,); a regression and a binary task have one score.
        values: shape (n, classes, features).
    """

    base: Floats
    values: Floats


class Explainer(Protocol):
    """Whatever computes contributions."""

    def contributions(self, matrix: Floats) -> Contributions:
        """The contributions of the rows of a matrix, shape (n, features)."""
        ...


class PredContribExplainer:
    """LightGBM's own `pred_contrib` (Lundberg et al. 2020, path-dependent TreeSHAP)."""

    def __init__(self, booster: "Booster", threads: int) -> None:
        """Explain this booster with so many threads."""
        self._booster = booster
        self._threads = threads
        self._classes = int(booster.num_model_per_iteration())
        self._features = int(booster.num_feature())

    def contributions(self, matrix: Floats) -> Contributions:
        """See `Explainer`."""
        # The base does not depend on the row; a row of missing values yields it for an empty matrix too.
        rows = matrix if len(matrix) else np.full((1, self._features), np.nan)
        flat = self._booster.predict(rows, pred_contrib=True, num_threads=self._threads)
        block = np.asarray(flat, dtype=np.float64).reshape(len(rows), self._classes, self._features + 1)
        return Contributions(block[0, :, -1].copy(), np.ascontiguousarray(block[: len(matrix), :, :-1]))


class TableExplainer:
    """Our own engine (`models.tree_shap`): the same values from tables, two orders of magnitude faster."""

    def __init__(self, engine: "TreeShap") -> None:
        """Explain with this engine."""
        self._engine = engine

    def contributions(self, matrix: Floats) -> Contributions:
        """See `Explainer`."""
        values = self._engine.values(matrix)
        block = values[:, None, :] if values.ndim == 2 else values.transpose(0, 2, 1)
        return Contributions(np.atleast_1d(np.asarray(self._engine.expected_value)), np.ascontiguousarray(block))


@dataclass(frozen=True)
class ChosenExplainer:
    """The explainer of a model; `fallback` says in words why it is LightGBM's slow one, if it is."""

    explainer: Explainer
    fallback: str | None = None


def explainer_of(booster: "Booster", threads: int) -> ChosenExplainer:
    """Our own engine, or LightGBM's `pred_contrib` for a model that it cannot explain."""
    from models.tree_shap import TreeShap, UnsupportedModelError, set_threads

    set_threads(threads)
    try:
        return ChosenExplainer(TableExplainer(TreeShap(booster, num_iteration=-1)))
    except UnsupportedModelError as error:
        return ChosenExplainer(PredContribExplainer(booster, threads), str(error))


@dataclass(frozen=True)
class Additivity:
    """Whether base and contributions add up to the score.

    Attributes:
        worst: the largest gap as a share of |base| + sum |contribution|; 0 for no rows, infinite for no number.
        failing: the rows whose gap exceeds the tolerance.
    """

    worst: float
    failing: npt.NDArray[np.intp]

    @property
    def holds(self) -> bool:
        """Whether every row adds up."""
        return self.failing.size == 0


def check_additivity(base: Floats, contributions: Floats, raw: Floats) -> Additivity:
    """Compare contributions with scores that were computed without them.

    Args:
        base: shape (classes,).
        contributions: shape (n, classes, features).
        raw: shape (n,) or (n, classes), from a prediction of its own, never from adding contributions up.
    """
    scores = raw.reshape(len(contributions), len(base))
    gap = np.abs(scores - base[None, :] - contributions.sum(axis=2))
    size = np.abs(base)[None, :] + np.abs(contributions).sum(axis=2)
    # Infinite parts over an infinite size are no number, which fails below; that is an answer, not a surprise.
    with np.errstate(invalid="ignore"):
        ratio = np.divide(gap, size, out=np.where(gap == 0, 0.0, np.inf), where=size > 0)
    # A gap that is not a number fails, too: NaN compares as false.
    failing = np.flatnonzero(~(ratio <= ADDITIVITY_TOLERANCE).all(axis=1))
    worst = float(np.nan_to_num(ratio, nan=np.inf, posinf=np.inf).max(initial=0.0))
    return Additivity(worst, failing)
