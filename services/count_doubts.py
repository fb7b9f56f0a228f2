"""Count which features reviewers doubted lately, and whether those who decided differently were closer than the model."""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.actual import Actual
from domain.doubt import Doubt, Nearer
from domain.entity import Entity
from domain.review import Answer, Review
from domain.use_case import UseCase
from services.dependencies import Dependencies

DAYS = 30
"""Doubts of the last month: older ones are of another model or settled."""

EVEN = 0.5
"""The probability from which a class is the more likely one of two."""


def count_doubts(deps: Dependencies, use_case: UseCase, through: date, days: int = DAYS) -> tuple[Doubt, ...]:
    """The doubted features of predictions for the last days, the most doubted first.

    Of each person the last word on each prediction counts, once per feature that it doubts.

    Args:
        deps: stores.
        use_case: whose predictions.
        through: the last target date.
        days: how many days, that one included.
    """
    with deps.feedback.read() as unit:
        reviews = unit.reviews.doubting(use_case.name, through - timedelta(days=days - 1), through)
        different = [review for review in reviews if review.new.answer is Answer.DIFFERENT]
        actuals = unit.actuals.latest_of(
            use_case.name, {(review.new.target_date, review.new.entity) for review in different}
        )
    by_feature: dict[str, list[Review]] = {}
    for review in sorted(reviews, key=lambda review: (review.new.target_date, review.id), reverse=True):
        for feature in review.new.doubted:
            by_feature.setdefault(feature, []).append(review)
    doubts = [
        Doubt(feature, tuple(doubting), _outcomes(doubting, actuals, binary=use_case.task == "binary"))
        for feature, doubting in by_feature.items()
    ]
    return tuple(sorted(doubts, key=lambda doubt: (-doubt.count, doubt.feature)))


def _outcomes(
    reviews: list[Review], actuals: Mapping[tuple[date, Entity], Actual], *, binary: bool
) -> dict[int, Nearer]:
    found: dict[int, Nearer] = {}
    for review in reviews:
        actual = actuals.get((review.new.target_date, review.new.entity))
        nearer = (
            _nearer(review, actual, binary=binary)
            if actual is not None and review.new.answer is Answer.DIFFERENT
            else None
        )
        if nearer is not None:
            found[review.id] = nearer
    return found


def _nearer(review: Review, actual: Actual, *, binary: bool) -> Nearer | None:
    """Whose value was closer to the actual; for classes, who named it. None where no value was given."""
    if review.new.own_label is not None:
        person, model = review.new.own_label == actual.label, _model_was_right(review, actual, binary=binary)
        return "equal" if person == model else "person" if person else "model"
    if review.new.own_value is None or actual.label is not None:
        return None
    off, model_off = (abs(value - actual.value) for value in (review.new.own_value, review.new.seen.prediction))
    return "equal" if off == model_off else "person" if off < model_off else "model"


def _model_was_right(review: Review, actual: Actual, *, binary: bool) -> bool:
    """Whether the model's class happened. Of two classes it always shows the same one, which it may think unlikely."""
    happened = review.new.seen.label == actual.label
    return happened == (review.new.seen.prediction >= EVEN) if binary else happened
