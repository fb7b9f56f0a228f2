"""A comparison: why one prediction differs from another, its reference."""

from dataclasses import dataclass

from domain.explanation import FeatureValue
from domain.links import Link
from domain.prediction import Prediction


@dataclass(frozen=True)
class Change:
    """What one feature did to the difference.

    Attributes:
        feature: its name in the use case file.
        then: the value of the reference, None is missing; of a reference that was rebuilt: with the features of now.
        now: the value of the prediction.
        effect: in the unit of the target; exactly 0 where the values are the same.
    """

    feature: str
    then: FeatureValue
    now: FeatureValue
    effect: float

    @property
    def changed(self) -> bool:
        """Whether the two values differ."""
        return self.then != self.now


@dataclass(frozen=True)
class AdjustmentChange:
    """What an adjustment did to the reference and does to the prediction, in the unit of the target."""

    code: str
    then: float
    now: float

    @property
    def amount(self) -> float:
        """What it adds to the difference."""
        return self.now - self.then


@dataclass(frozen=True)
class ModelChange:
    """Another version than then.

    Attributes:
        then, now: the numbers of the versions.
        effect: the new model on the row of the reference minus the old model on it, before adjustments.
        rebuilt: whether that row was built anew from the sources, because the features are made in another way now.
    """

    then: int
    now: int
    effect: float
    rebuilt: bool


@dataclass(frozen=True)
class Comparison:
    """start + model + effects + adjustments = the prediction.

    Attributes:
        link: of the prediction; but for the identity link effects are rescaled.
        reference: what is compared with.
        prediction: what is explained.
        start: the value of the reference; for classes the probability that it gave to the class predicted now.
        changes: one per feature, in the order of the use case file.
        adjustments: in the order in which they are applied.
        model: None where both are of the same version.
    """

    link: Link
    reference: Prediction
    prediction: Prediction
    start: float
    changes: tuple[Change, ...]
    adjustments: tuple[AdjustmentChange, ...]
    model: ModelChange | None = None

    @property
    def value(self) -> float:
        """The value of the prediction."""
        return self.prediction.explanation.prediction

    @property
    def rescaled(self) -> bool:
        """Whether effects are a rescaling, which the screen must say."""
        return self.link is not Link.IDENTITY

    @property
    def unchanged(self) -> tuple[Change, ...]:
        """Features with the same value in both."""
        return tuple(change for change in self.changes if not change.changed)

    def gap(self) -> float:
        """How far start + model + effects + adjustments is from the prediction."""
        parts = [change.effect for change in self.changes] + [part.amount for part in self.adjustments]
        return abs(self.start + sum(parts) + (self.model.effect if self.model else 0.0) - self.value)
