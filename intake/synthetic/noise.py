"""Randomness that belongs to a day, not to a sequence: the same seed and day give the same draw, however many days are written."""

from datetime import date
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Stream(IntEnum):
    """What a draw is for; two streams of one day are independent."""

    SOLD = 1
    STORE_DRIFT = 2
    PRODUCT_DRIFT = 3
    WEATHER = 4
    SPELLS = 5
    PROMOTIONS = 6
    OPINIONS = 7
    HIDDEN = 100


SHOCKS = 10
"""How many past shocks an anchor remembers."""

MEMORY = 0.8
"""How much of a shock is left one period later."""


def generator(seed: int, stream: int, number: int) -> np.random.Generator:
    """The generator of one day (or week) of one stream."""
    return np.random.default_rng((seed, stream, number))


def monday(day: date) -> int:
    """The ordinal of the Monday of a day's week."""
    return day.toordinal() - day.weekday()


@lru_cache(maxsize=512)
def _shock(seed: int, stream: int, index: int, width: int) -> Floats:
    return generator(seed, stream, index).standard_normal(width)


@lru_cache(maxsize=512)
def _anchor(seed: int, stream: int, index: int, width: int) -> Floats:
    """A level with variance 1 that remembers its last shocks, at the start of a period."""
    total = np.zeros(width)
    for age in range(SHOCKS):
        total += MEMORY**age * _shock(seed, stream, index - age, width)
    return total / float(np.sqrt(sum(MEMORY ** (2 * age) for age in range(SHOCKS))))


def drift(seed: int, stream: int, day: date, period: int, width: int) -> Floats:
    """A slowly moving level: anchors every `period` days, a straight line between them.

    Returns:
        Shape (width,), variance about 1, a function of seed, stream and day alone.
    """
    index, within = divmod(day.toordinal(), period)
    share = within / period
    before, after = _anchor(seed, stream, index, width), _anchor(seed, stream, index + 1, width)
    return before * (1 - share) + after * share
