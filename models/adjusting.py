"""What is changed after the model: the target's least value first, then business rules, whole units last.

Nothing else may change a prediction (docs/decisions/0007).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from domain.use_case import UseCase
from models.ranges import RangeModel
from models.rule_columns import RuleColumns
from models.rules import apply_rules, whole_units
from models.table import Bools, FeatureTable, Floats, Texts

MINIMUM = "minimum"
WHOLE = "whole"


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
        expected: what the range is about: what will happen, before it is rounded to what can be ordered.
        relative_width: of the range, against what is wide (1); see `RangeModel.wide_relative_width`.
        model_low, model_high: the range before rules, stretched to hold the value: what a change is measured by. A
            range that a capacity cut down to a point would make every difference a large one.
        settled: whether a rule set the value, whatever was predicted.
        amounts: what each adjustment changed, by its code, in the order in which they were applied.
    """

    value: Floats
    low: Floats
    high: Floats
    expected: Floats
    relative_width: Floats
    model_low: Floats
    model_high: Floats
    settled: Bools
    amounts: Mapping[str, Floats]


def adjust(use_case: UseCase, inputs: Inputs, prediction: Floats, ranges: RangeModel | None) -> Adjusted:
    """Adjust predictions of shape (n,), unit of the target, and give them their range."""
    if ranges is None:
        return _without_range(use_case, prediction)
    target = use_case.target
    lifted = prediction if target.min is None else np.maximum(prediction, target.min)
    model_low, model_high = ranges.bounds(lifted, inputs.entities)
    columns = RuleColumns(use_case, inputs.features, inputs.entities)
    ruled = apply_rules(columns, lifted, np.stack([model_low, lifted, model_high]))
    low, expected, high = ruled.expected
    value = whole_units(ruled.value) if target.integer else ruled.value
    return Adjusted(
        value=value,
        # A value rounded up may pass the upper bound of a narrow range; the range holds what is published.
        low=np.minimum(low, value),
        high=np.maximum(high, value),
        expected=expected,
        relative_width=ranges.relative_width(expected, low, high) / (ranges.wide_relative_width or np.inf),
        model_low=np.minimum(model_low, value),
        model_high=np.maximum(model_high, value),
        settled=ruled.settled,
        amounts={MINIMUM: lifted - prediction, **ruled.amounts, WHOLE: value - ruled.value},
    )


def _without_range(use_case: UseCase, probability: Floats) -> Adjusted:
    """Classes: nothing is changed, and there is no range."""
    zero, nothing = np.zeros(len(probability)), np.full(len(probability), np.nan)
    return Adjusted(
        value=probability,
        low=nothing,
        high=nothing,
        expected=probability,
        relative_width=nothing,
        model_low=nothing,
        model_high=nothing,
        settled=np.zeros(len(probability), dtype=np.bool_),
        amounts=dict.fromkeys(use_case.adjustment_codes, zero),
    )
