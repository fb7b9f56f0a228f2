"""Round numbers for the ticks of an axis."""

import math

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""What a step may start with: people count in these."""


def round_ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, about as many as wanted; one number where there is no span."""
    if not high > low:
        return (low,)
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * factor for factor in STEPS if power * factor >= rough * (1 - 1e-9)), power * STEPS[-1])
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(number * step, 12) for number in range(first, last + 1))
