"""Single predictions drawn as points: what a feature was and what it did, and what else its effect depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from domain.entity import Entity
from domain.prediction import prediction_id

Floats = npt.NDArray[np.float64]
Column = Floats | npt.NDArray[np.object_]
"""Values of a feature: numbers, NaN where missing; or names as objects, None where missing."""


@dataclass(frozen=True)
class Points:
    """Some predictions of some runs.

    Attributes:
        total: how many predictions they were drawn from.
        ids, entities, days: of each point.
        values: by feature, its value at each point.
        effects: by code of a driver, its effect at each point, in the unit of the target.
        unseen: values of a category feature that found no place among the points.
    """

    total: int
    ids: tuple[str, ...]
    entities: tuple[Entity, ...]
    days: tuple[date, ...]
    values: Mapping[str, Column]
    effects: Mapping[str, Floats]
    unseen: int = 0

    def __len__(self) -> int:
        """How many points."""
        return len(self.ids)


def point_ids(runs: tuple[str, ...], run: npt.NDArray[np.int64], row: npt.NDArray[np.int64]) -> tuple[str, ...]:
    """The ids of predictions from the place of their run among `runs` and their row."""
    return tuple(prediction_id(runs[place], int(number)) for place, number in zip(run, row, strict=True))


@dataclass(frozen=True)
class Split:
    """A question about another feature that divides the points in two: is it Saturday? is it above 24?

    Attributes:
        kind: "is" a value, "above" a number, or "missing".
        value: the name of the value or the number; None for "missing".
        yes: for each point, whether the answer is yes.
        explained: how much of what varies at the same own value goes with the answer, between 0 and 1.
    """

    feature: str
    kind: Literal["is", "above", "missing"]
    value: float | str | None
    yes: npt.NDArray[np.bool_]
    explained: float
