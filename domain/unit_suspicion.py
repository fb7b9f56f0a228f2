"""Whether values look as if they were in another unit: a tenth, a thousandfold, inches for centimetres. Said, never applied."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FACTORS = (10.0, 100.0, 1000.0, 2.54, 1 / 0.4536)
"""What units mostly differ by: a decimal point, cents and euros, grams and kilograms, inches and centimetres, pounds and kilograms."""

UNIT_FACTORS = (*FACTORS, *(1 / factor for factor in FACTORS))
"""The same both ways: the one definition for actuals and for the gate's `unit_slip`."""

NEAR = 1.25
"""The median of the ratios may be off by this factor: as far as a week's sales are from what was expected of them."""

LEAST_VALUES = 5
"""A median of fewer values is one day's accident."""

MOST_OF_THEM = 0.8
"""Share of the values that must be nearer to the factor than to what was expected."""


@dataclass(frozen=True)
class Suspicion:
    """Values that are about `factor` times what was expected of them."""

    factor: float
    values: int


def suspect_unit(ratios: Sequence[float]) -> Suspicion | None:
    """A suspicion where the values, each divided by what was expected of it, lie about one of the known factors."""
    logs = [math.log(ratio) for ratio in ratios if ratio > 0 and math.isfinite(ratio)]
    if len(logs) < LEAST_VALUES:
        return None
    middle = median(logs)
    for factor in sorted(UNIT_FACTORS, key=lambda factor: abs(middle - math.log(factor))):
        goal = math.log(factor)
        nearer = sum(abs(value - goal) < abs(value) for value in logs)
        if abs(middle - goal) <= math.log(NEAR) and nearer >= MOST_OF_THEM * len(logs):
            return Suspicion(factor, len(logs))
    return None
