"""The range that should hold the actual with a stated probability; `models.calibration` says how it is made."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from models.table import Floats, Texts, positions


@dataclass(frozen=True)
class RangeModel:
    """A calibrated range.

    Attributes:
        probability: the stated probability.
        offset: added to |prediction| under the root; one count for a target of whole numbers.
        low, high: multiples of the spread below and above the prediction, for an entity that calibration did not hold.
        entities: texts of the entities that it held.
        entity_low, entity_high: the same multiples for these.
        minimum: the target's least value; the lower bound is lifted to it.
        folds, rows: what it was calibrated on.
        wide_relative_width: 90 % quantile of `relative_width` over the calibration rows.
    """

    probability: float
    offset: float
    low: float
    high: float
    entities: tuple[str, ...]
    entity_low: tuple[float, ...]
    entity_high: tuple[float, ...]
    minimum: float | None
    folds: int
    rows: int
    wide_relative_width: float

    def bounds(self, prediction: Floats, entity_texts: Sequence[str] | Texts | pa.Array) -> tuple[Floats, Floats]:
        """Low and high, each shape (n,), unit of the target, not rounded; low <= prediction <= high.

        Args:
            prediction: shape (n,), lifted to the target's least value but not rounded to whole numbers.
            entity_texts: shape (n,).
        """
        place = positions(entity_texts, self.entities)
        spread = np.sqrt(self.offset + np.abs(prediction))
        low = prediction + np.array([*self.entity_low, self.low])[place] * spread
        high = prediction + np.array([*self.entity_high, self.high])[place] * spread
        if self.minimum is not None:
            low = np.maximum(low, self.minimum)
        return np.minimum(low, prediction), np.maximum(high, prediction)

    def relative_width(self, prediction: Floats, low: Floats, high: Floats) -> Floats:
        """Width of the range against the size of the prediction, shape (n,)."""
        return np.asarray((high - low) / (self.offset + np.abs(prediction)))
