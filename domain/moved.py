"""A prediction as a list behind a figure shows it."""

from dataclasses import dataclass
from datetime import date

from domain.entity import Entity
from domain.explanation import FeatureValue


@dataclass(frozen=True)
class MovedPrediction:
    """A prediction and what a driver did to it.

    Attributes:
        value: what the driver's feature was; None where it is missing, and for a group.
        effect: in the unit of the target.
    """

    id: str
    entity: Entity
    target_date: date
    prediction: float
    label: str | None
    value: FeatureValue
    effect: float
