"""Predictions and explanations from a loaded model."""

from typing import TYPE_CHECKING

import numpy as np

from domain.links import Link, inverse
from models.explainer import Contributions, Explainer, PredContribExplainer
from models.table import Floats

if TYPE_CHECKING:
    from lightgbm import Booster


class Scorer:
    """A model at work: matrices in (see `models.encoding.encode`), scores and contributions out."""

    def __init__(self, booster: "Booster", link: Link, threads: int = 1, explainer: Explainer | None = None) -> None:
        """Take a booster and its link.

        Args:
            booster: of `models.files.load_model` or `booster_from_text`.
            link: of the manifest.
            threads: of LightGBM. One is best for single rows (0.2 ms against 12 ms with all cores).
            explainer: `pred_contrib` unless another one is given.
        """
        self.link = link
        self._booster = booster
        self._threads = threads
        self._explainer = explainer or PredContribExplainer(booster, threads)
        self._classes = int(booster.num_model_per_iteration())
        self._features = int(booster.num_feature())

    def predict_raw(self, matrix: Floats) -> Floats:
        """Scores on the link scale, shape (n,), or (n, classes) for a multiclass model."""
        shape = (len(matrix),) if self._classes == 1 else (len(matrix), self._classes)
        if matrix.ndim != 2 or matrix.shape[1] != self._features:
            raise ValueError(f"a matrix of shape {matrix.shape} for a model of {self._features} features")
        if len(matrix) == 0:
            return np.empty(shape)
        raw = self._booster.predict(matrix, raw_score=True, num_threads=self._threads)
        return np.asarray(raw, dtype=np.float64).reshape(shape)

    def to_target(self, raw: Floats) -> Floats:
        """Scores in the unit of the target, or as probabilities; same shape."""
        return inverse(self.link, raw)

    def predict(self, matrix: Floats) -> Floats:
        """Predictions in the unit of the target, or probabilities: shape as `predict_raw`."""
        return self.to_target(self.predict_raw(matrix))

    def explain(self, matrix: Floats) -> Contributions:
        """SHAP values of every row on the link scale, float64."""
        return self._explainer.contributions(matrix)


def booster_from_text(text: str) -> "Booster":
    """The LightGBM model of a text; raises LightGBM's error where it is none."""
    import lightgbm

    return lightgbm.Booster(model_str=text)
