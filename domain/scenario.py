"""What if: a prediction with some of its inputs changed, tried by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.explanation import FeatureValue

SCENARIO_NAME_LIMIT = 60
"""Characters: a name, not a description; as long as a label of the use case file."""

Tried = FeatureValue | date
"""What can be put into an input; None is missing."""

InputKind = Literal["date", "choice", "number"]


@dataclass(frozen=True)
class ScenarioInput:
    """One thing that can be changed.

    Attributes:
        name: the feature that leads it.
        features: all features that follow it: everything read off the calendar follows one date.
        value: what the prediction was made from.
        choices: for a choice, every value that training knew, and the present one.
        seen: smallest and largest value of training: numbers, or the first and last day it learned from.
        allowed: smallest and largest value that the use case allows.
    """

    name: str
    features: tuple[str, ...]
    kind: InputKind
    value: Tried
    choices: tuple[FeatureValue, ...] = ()
    seen: tuple[float, float] | tuple[date, date] | None = None
    allowed: tuple[float, float] | None = None

    def is_outside(self, value: Tried) -> bool:
        """Whether a number lies beyond what training has seen; a new day always does, and that is nothing unusual."""
        return self.kind == "number" and _beyond(value, self.seen)

    def is_forbidden(self, value: Tried) -> bool:
        """Whether a number lies beyond what the use case allows."""
        return self.kind == "number" and _beyond(value, self.allowed)


def _beyond(value: Tried, limits: tuple[object, object] | None) -> bool:
    if limits is None or not isinstance(value, float):
        return False
    low, high = limits
    return isinstance(low, float) and isinstance(high, float) and not low <= value <= high


@dataclass(frozen=True)
class Scenario:
    """A scenario with what came out of it, as it is kept with a review.

    Attributes:
        changes: (feature, value tried) of every feature that differs, linked ones included.
        day: the day tried, where it is another one.
        value, label, low, high: what the version says then, as a prediction has it.
        version: the number of the version asked.
    """

    name: str
    changes: tuple[tuple[str, FeatureValue], ...]
    day: date | None
    value: float
    label: str | None
    low: float | None
    high: float | None
    version: int

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "name": self.name,
            "changes": [list(change) for change in self.changes],
            "day": None if self.day is None else self.day.isoformat(),
            "value": self.value,
            "label": self.label,
            "low": self.low,
            "high": self.high,
            "version": self.version,
        }


def scenario_from_json(content: Mapping[str, object]) -> Scenario:
    """Undo `Scenario.as_json`."""
    changes, day = content["changes"], content["day"]
    assert isinstance(changes, Sequence)
    values = {
        **content,
        "changes": tuple((str(feature), value) for feature, value in changes),
        "day": None if day is None else date.fromisoformat(str(day)),
    }
    return Scenario(**values)  # type: ignore[arg-type]
