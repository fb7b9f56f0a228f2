"""Where the values of a feature stand on an axis: a number on a scale, names and missing values at places of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from domain.points import Column, Floats
from domain.use_case import UseCase
from presentation.charts.ticks import round_ticks
from presentation.words.catalogue import text
from presentation.words.features import value_text
from presentation.words.quantities import MISSING

MOST_PLACES = 12
"""Names, or different numbers, that stand beside each other at 640 px; more numbers are drawn on a scale, more names share the last place."""

GAP = 0.07
"""Room for missing values left of the scale, as a share of its span."""

TURN = 0.618034
"""The golden ratio: its multiples spread points beside each other evenly and always in the same way."""

WIDTH = 0.6
"""How much of its place a name's points take."""


@dataclass(frozen=True)
class Places:
    """Where the points stand on the axis.

    Attributes:
        x: of each point.
        ticks: position and text.
        span: the ends of the axis.
        on_scale: whether the axis is a scale; else each value has a place of its own.
        place: of each point, the tick it stands at; −1 for a number on a scale.
    """

    x: Floats
    ticks: tuple[tuple[float, str], ...]
    span: tuple[float, float]
    on_scale: bool
    place: np.ndarray[tuple[int], np.dtype[np.intp]]


def places_of(use_case: UseCase, feature: str, column: Column) -> Places:
    """The places of a feature's values."""
    if column.dtype == object:
        return _beside(use_case, feature, column.tolist(), _names(column))
    numbers = cast(Floats, column)
    known = numbers[~np.isnan(numbers)]
    different = np.unique(known)
    if len(different) > MOST_PLACES:
        return _scale(use_case, feature, numbers, known)
    return _beside(use_case, feature, numbers.tolist(), different.tolist())


def _scale(use_case: UseCase, feature: str, column: Floats, known: Floats) -> Places:
    low, high = float(known.min()), float(known.max())
    gaps = np.isnan(column)
    width = high - low
    ticks = [(tick, value_text(use_case, feature, tick)) for tick in round_ticks(low, high)]
    start = low - 0.02 * width
    if gaps.any():
        ticks.insert(0, (low - GAP * width, MISSING))
        start = low - (GAP + 0.04) * width
    x = np.where(gaps, low - GAP * width + _spread(len(column)) * 0.03 * width, column)
    place = np.where(gaps, 0, -1).astype(np.intp)
    return Places(x, tuple(ticks), (start, high + 0.02 * width), on_scale=True, place=place)


def _beside(use_case: UseCase, feature: str, values: Sequence[object], known: Sequence[float | str]) -> Places:
    """Each value at a place of its own, missing first, the least frequent names of many together at the last."""
    shown: list[object] = list(known)
    if any(is_missing(value) for value in values):
        shown.insert(0, None)
    shared = len(shown) > MOST_PLACES
    own = shown[: MOST_PLACES - 1] if shared else shown
    ticks = [value_text(use_case, feature, value) for value in own]  # type: ignore[arg-type]
    if shared:
        ticks.append(text("{count} others", count=len(shown) - len(own)))
    at = {value: place for place, value in enumerate(own)}
    place = np.array([at.get(None if is_missing(value) else value, len(own)) for value in values], dtype=np.intp)
    x = place + _spread(len(values)) * WIDTH
    return Places(x, tuple(enumerate(ticks)), (-0.6, len(ticks) - 0.4), on_scale=False, place=place)


def is_missing(value: object) -> bool:
    """Whether a value is missing, as a number or as a name."""
    return value is None or (isinstance(value, float) and np.isnan(value))


def _names(column: Column) -> list[str]:
    """Names in their natural order where they are numbers (weekdays), else the most frequent first."""
    names, counts = np.unique([name for name in column.tolist() if name is not None], return_counts=True)
    if all(_is_number(name) for name in names):
        return [str(name) for name in sorted(names, key=float)]
    return [str(name) for name in names[np.argsort(-counts, kind="stable")]]


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True


def _spread(count: int) -> Floats:
    return np.asarray((np.arange(count) * TURN) % 1.0 - 0.5)
