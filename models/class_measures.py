"""How good predicted classes were on held-out days."""

import numpy as np

from models.metrics import Metrics, class_metrics
from models.rolling import HeldOut
from models.table import TrainingData


def measure_classes(data: TrainingData, held_out: HeldOut) -> Metrics:
    """Metrics of held-out days (`models.metrics.class_metrics`), beside the base rate known before the first of them."""
    probabilities = held_out.predicted
    if probabilities.ndim == 1:
        probabilities = np.column_stack([1 - probabilities, probabilities])
    # The base rate that the first fold could have known, so that the baseline does not see the days it is judged on.
    earlier = data.target[data.days < held_out.days.min()].astype(np.intp)
    rate = np.bincount(earlier, minlength=probabilities.shape[1]) / len(earlier)
    return class_metrics(held_out.actual.astype(np.intp), probabilities, rate)
