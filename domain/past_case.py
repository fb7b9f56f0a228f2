"""A similar past case: an earlier prediction that the model had about the same reasons for, and what came of it."""

from dataclasses import dataclass
from datetime import date

from domain.actual import Actual
from domain.prediction import Prediction
from domain.review import Review


@dataclass(frozen=True)
class PastCase:
    """An earlier prediction with its answers and its actual.

    Attributes:
        reviews: the latest answer of each person, oldest first.
        distance: from the prediction it was looked up for, on the link scale.
    """

    prediction: Prediction
    reviews: tuple[Review, ...]
    actual: Actual
    distance: float


@dataclass(frozen=True)
class SimilarCases:
    """The most similar earlier predictions whose actual is known, and what the search could not look at.

    Attributes:
        cases: the most similar first.
        wanted: how many were asked for.
        compared: earlier predictions that were looked at.
        beyond: earlier predictions that were too many to look at; they are older than those that were.
        other_scale: days that were predicted from other features or on another scale.
        unreadable: days whose prediction files are gone or damaged, the newest first.
    """

    cases: tuple[PastCase, ...]
    wanted: int
    compared: int
    beyond: int
    other_scale: int
    unreadable: tuple[date, ...]
