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
        relative_width: of the range, against what is wide (1); see `RangeModel.wide_relative_width`.
        settled: whether a rule set the value, whatever was predicted.
        amounts: what each adjustment changed, by its code, in the order in which they were applied.
    """

    value: Floats
    low: Floats
    high: Floats
    relative_width: Floats
    settled: Bools
    amounts: Mapping[str, Floats]


def adjust(use_case: UseCase, inputs: Inputs, prediction: Floats, ranges: RangeModel | None) -> Adjusted:
    """Adjust predictions of shape (n,), unit of the target, and give them their range."""
    if ranges is None:
        zero, nothing = np.zeros(len(prediction)), np.full(len(prediction), np.nan)
        settled = np.zeros(len(prediction), dtype=np.bool_)
        return Adjusted(prediction, nothing, nothing, nothing, settled, dict.fromkeys(use_case.adjustment_codes, zero))
    target = use_case.target
    lifted = prediction if target.min is None else np.maximum(prediction, target.min)
    low, high = ranges.bounds(lifted, inputs.entities)
    columns = RuleColumns(use_case, inputs.features, inputs.entities)
    ruled = apply_rules(columns, lifted, np.stack([low, lifted, high]))
    low, expected, high = ruled.expected
    width = ranges.relative_width(expected, low, high) / (ranges.wide_relative_width or np.inf)
    value = whole_units(ruled.value) if target.integer else ruled.value
    amounts = {MINIMUM: lifted - prediction, **ruled.amounts, WHOLE: value - ruled.value}
    # A value rounded up may pass the upper bound of a narrow range; the range holds what is published.
    return Adjusted(value, np.minimum(low, value), np.maximum(high, value), width, ruled.settled, amounts)
