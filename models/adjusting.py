"""What is changed after the model: the target's least value first, whole units last. Nothing else may change a prediction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from domain.use_case import UseCase
from models.ranges import RangeModel
from models.table import FeatureTable, Floats, Texts

MINIMUM = "minimum"
WHOLE = "whole"

ABOUT_ORDERING = frozenset({WHOLE})
"""Adjustments that say how much is ordered, not how much will be wanted: the range is not moved by them."""


@dataclass(frozen=True)
class Inputs:
    """The rows that are adjusted, n of them.

    Attributes:
        features: as the model saw them.
        entities: shape (n,), `domain.entity.entity_text` of each row.
    """

    features: FeatureTable
    entities: Sequence[str] | Texts | pa.Array


@dataclass(frozen=True)
class Adjusted:
    """What is published, each shape (n,); bounds and width are NaN where the task has no range.

    Attributes:
        value: prediction + all amounts, unit of the target.
        low, high: the range, which holds the value.
        relative_width: of the range, against what is wide (1); see `RangeModel.wide_relative_width`.
        amounts: what each adjustment changed, by its code, in the order in which they were applied.
    """

    value: Floats
    low: Floats
    high: Floats
    relative_width: Floats
    amounts: Mapping[str, Floats]


def adjust(use_case: UseCase, inputs: Inputs, prediction: Floats, ranges: RangeModel | None) -> Adjusted:
    """Adjust predictions of shape (n,), unit of the target, and give them their range."""
    zero, nothing = np.zeros(len(prediction)), np.full(len(prediction), np.nan)
    if ranges is None:
        return Adjusted(prediction, nothing, nothing, nothing, {MINIMUM: zero, WHOLE: zero})
    target = use_case.target
    lifted = prediction if target.min is None else np.maximum(prediction, target.min)
    low, high = ranges.bounds(lifted, inputs.entities)
    width = ranges.relative_width(lifted, low, high) / (ranges.wide_relative_width or np.inf)
    value = np.floor(lifted + 0.5) if target.integer else lifted
    amounts = {MINIMUM: lifted - prediction, WHOLE: value - lifted}
    # A value rounded up may pass the upper bound of a narrow range; the range holds what is published.
    return Adjusted(value, np.minimum(low, value), np.maximum(high, value), width, amounts)
