"""How good predictions were, always beside what a naive rule would have given.

Everything returns plain JSON values; None stands where there is nothing to compute (no row, or a denominator of 0).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from models.table import Bools, Floats, Texts

Metrics = dict[str, object]

LEAST_PROBABILITY = 1e-15
"""Probabilities are clipped to this and its complement before the logarithm, as scikit-learn's `log_loss` long did."""


@dataclass(frozen=True)
class Forecasts:
    """Predictions of a regression with their actuals; a row with NaN for either does not count.

    Attributes:
        actual, predicted: shape (n,), unit of the target.
        entities: shape (n,), texts.
        low, high: shape (n,), bounds that are not rounded; None without a range.
        nominal: the probability the range was made for.
        baselines: naive predictions by name, shape (n,), NaN where the rule has no answer.
    """

    actual: Floats
    predicted: Floats
    entities: Texts
    low: Floats | None = None
    high: Floats | None = None
    nominal: float | None = None
    baselines: Mapping[str, Floats] = field(default_factory=dict)


def regression_metrics(forecasts: Forecasts) -> Metrics:
    """MAE, WAPE, bias, coverage, the baselines, and the same per entity.

    - mae: mean of |actual - predicted|; wape: sum of |actual - predicted| / sum of |actual| (None where that is 0);
      bias: mean of predicted - actual; coverage: share of actuals within the range, bounds included.
    - baselines, per name: n, mae, wape, bias on the rows where the rule has an answer, and `model_mae`, `model_wape` of
      the model on exactly these rows, so that the two can be compared.
    - by_entity: the same numbers for each entity, in the order of their texts, without baselines' details.
    """
    counted = np.isfinite(forecasts.actual) & np.isfinite(forecasts.predicted)
    result = _summary(forecasts, counted)
    result["nominal"] = forecasts.nominal
    result["baselines"] = {name: _compared(forecasts, values, counted) for name, values in forecasts.baselines.items()}
    names, which = np.unique(forecasts.entities.astype(str), return_inverse=True)
    result["by_entity"] = [
        {"entity": str(name), **_summary(forecasts, counted & (which == place))} for place, name in enumerate(names)
    ]
    return result


def errors_of(actual: Floats, predicted: Floats) -> Metrics:
    """n, mae, wape and bias of rows without NaN."""
    if actual.size == 0:
        return {"n": 0, "mae": None, "wape": None, "bias": None}
    error = predicted - actual
    total = float(np.abs(actual).sum())
    return {
        "n": int(actual.size),
        "mae": float(np.abs(error).mean()),
        "wape": _share(float(np.abs(error).sum()), total),
        "bias": float(error.mean()),
    }


def _share(part: float, total: float) -> float | None:
    """None where the total is 0, or so near to it that no number holds the answer."""
    share = part / total if total > 0 else math.inf
    return share if math.isfinite(share) else None


def _summary(forecasts: Forecasts, rows: Bools) -> Metrics:
    return {**errors_of(forecasts.actual[rows], forecasts.predicted[rows]), "coverage": _coverage(forecasts, rows)}


def _coverage(forecasts: Forecasts, rows: Bools) -> float | None:
    if forecasts.low is None or forecasts.high is None:
        return None
    bounded = rows & np.isfinite(forecasts.low) & np.isfinite(forecasts.high)
    if not bounded.any():
        return None
    actual = forecasts.actual[bounded]
    return float(((actual >= forecasts.low[bounded]) & (actual <= forecasts.high[bounded])).mean())


def _compared(forecasts: Forecasts, naive: Floats, counted: Bools) -> Metrics:
    rows = counted & np.isfinite(naive)
    model = errors_of(forecasts.actual[rows], forecasts.predicted[rows])
    return {**errors_of(forecasts.actual[rows], naive[rows]), "model_mae": model["mae"], "model_wape": model["wape"]}


def class_metrics(actual: npt.NDArray[np.intp], probabilities: Floats, base_rate: Floats) -> Metrics:
    """Log loss, accuracy and Brier score, beside those of always saying the base rate.

    Args:
        actual: shape (n,), index of the class.
        probabilities: shape (n, classes).
        base_rate: shape (classes,), share of each class in the training rows.
    """
    rate = np.broadcast_to(base_rate, probabilities.shape)
    return {**_class_scores(actual, probabilities), "baselines": {"base_rate": _class_scores(actual, rate)}}


def _class_scores(actual: npt.NDArray[np.intp], probabilities: Floats) -> Metrics:
    count = len(actual)
    if count == 0:
        return {"n": 0, "log_loss": None, "accuracy": None, "brier": None}
    own = np.clip(probabilities[np.arange(count), actual], LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    truth = np.eye(probabilities.shape[1])[actual]
    return {
        "n": count,
        "log_loss": float(-np.log(own).mean()),
        "accuracy": float((probabilities.argmax(axis=1) == actual).mean()),
        # Brier (1950): summed over the classes, from 0 to 2.
        "brier": float(((probabilities - truth) ** 2).sum(axis=1).mean()),
    }
