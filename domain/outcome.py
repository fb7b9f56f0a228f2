"""What became of predictions: how far off the model, the people and the simple rule were once the actual was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.entity import Entity
from domain.review import Answer

if TYPE_CHECKING:
    from domain.use_case import UseCase


@dataclass(frozen=True)
class Period:
    """Target dates from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Costs:
    """What one unit too many and one too few cost, in `unit`."""

    too_much: float
    too_little: float
    unit: str

    def of(self, difference: float) -> float:
        """What it costs to take so many too many (below zero: too few)."""
        return self.too_much * difference if difference >= 0 else -self.too_little * difference


def costs_of(use_case: UseCase) -> Costs | None:
    """The costs of a use case; None where its file names none, and none is guessed."""
    target = use_case.target
    if target.cost_too_much is None or target.cost_too_little is None:
        return None
    return Costs(target.cost_too_much, target.cost_too_little, target.cost_unit)


@dataclass(frozen=True)
class AnswerGiven:
    """What counts of an answer when outcomes are measured: the latest of a person on a row of a published run."""

    run_id: str
    row: int
    person_id: int
    person: str
    may_decide: bool
    answer: Answer
    own_value: float | None
    own_label: str | None
    own_low: float | None
    own_high: float | None
    reason: str | None
    comment: str
    created_at: datetime
    id: int
    bulk_id: int | None = None


@dataclass(frozen=True)
class ErrorSum:
    """Errors added up over predictions with an actual.

    Attributes:
        count: predictions.
        error: sum of |value - actual|; for classes the number of wrong answers.
        weight: sum of |actual|; for classes the number of predictions.
        cost: what the errors cost; None where the use case names no costs.
    """

    count: int
    error: float
    weight: float
    cost: float | None

    @property
    def mean(self) -> float | None:
        """Mean error of a prediction; None without one."""
        return self.error / self.count if self.count else None

    @property
    def share(self) -> float | None:
        """The error as a share of what happened (WAPE; for classes: share of wrong answers); None where nothing happened."""
        return self.error / self.weight if self.weight > 0 else None

    def plus(self, other: ErrorSum) -> ErrorSum:
        """Both together."""
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        return ErrorSum(self.count + other.count, self.error + other.error, self.weight + other.weight, cost)


@dataclass(frozen=True)
class Holding:
    """How often a range held the actual: `inside` of `bounded` predictions with a range and an actual."""

    inside: int
    bounded: int

    @property
    def share(self) -> float | None:
        """None where there was no range."""
        return self.inside / self.bounded if self.bounded else None


@dataclass(frozen=True)
class DayErrors:
    """The errors of one target date.

    Attributes:
        predictions: all that were published, with and without an actual.
        model, decided: of every prediction with an actual; decided is the latest override that counts, else the model.
        simple: of the usual value, on the predictions that have one (of classes: of always saying the most frequent one); `model_there` is the model on exactly these.
        ranges: of the model.
    """

    day: date
    predictions: int
    model: ErrorSum
    decided: ErrorSum
    simple: ErrorSum
    model_there: ErrorSum
    ranges: Holding

    def plus(self, other: DayErrors) -> DayErrors:
        """Both days together, under the later date."""
        return DayErrors(
            max(self.day, other.day),
            self.predictions + other.predictions,
            self.model.plus(other.model),
            self.decided.plus(other.decided),
            self.simple.plus(other.simple),
            self.model_there.plus(other.model_there),
            Holding(self.ranges.inside + other.ranges.inside, self.ranges.bounded + other.ranges.bounded),
        )


@dataclass(frozen=True)
class Miss:
    """A prediction that was far off.

    Attributes:
        prediction_id: opens it as it was that morning.
        predicted, actual: for classes the probability of `label` and the place of the class.
        label, actual_label: classes; None for regression.
        answers: the latest of each person, oldest first.
    """

    prediction_id: str
    day: date
    entity: Entity
    predicted: float
    label: str | None
    actual: float
    actual_label: str | None
    answers: tuple[AnswerGiven, ...]
