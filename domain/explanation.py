"""An explanation: base value + effects + adjustments = the prediction."""

from dataclasses import dataclass

from domain.links import Link

FeatureValue = float | str | None


@dataclass(frozen=True)
class Contribution:
    """What one feature added.

    Attributes:
        feature: its name in the use case file.
        value: the value used; None is missing, which is a value too.
        contribution: SHAP value on the link scale.
        effect: the same in the unit of the target.
    """

    feature: str
    value: FeatureValue
    contribution: float
    effect: float


@dataclass(frozen=True)
class Adjustment:
    """What was changed after the model, in the unit of the target.

    Codes: "minimum" (lifted to the target's least value), the name of a business rule, and "whole" (rounded to whole units).
    """

    code: str
    amount: float


@dataclass(frozen=True)
class Explanation:
    """Why a prediction is what it is.

    Attributes:
        link: how raw and prediction relate.
        base: the model's start point in the unit of the target.
        contributions: one per feature, in the order of the use case file.
        adjustments: in the order in which they were applied.
        prediction: base + effects + adjustments, unit of the target.
    """

    link: Link
    base: float
    contributions: tuple[Contribution, ...]
    adjustments: tuple[Adjustment, ...]
    prediction: float

    @property
    def rescaled(self) -> bool:
        """Whether effects are a rescaling of the contributions, which the screen must say."""
        return self.link is not Link.IDENTITY

    def gap(self) -> float:
        """How far base + effects + adjustments is from the prediction."""
        parts = sum(c.effect for c in self.contributions) + sum(a.amount for a in self.adjustments)
        return abs(self.base + parts - self.prediction)
