"""Rolling origin: predictions of past days by models that knew only what came before them.

Tashman (2000), "Out-of-sample tests of forecasting accuracy"; the origin moves by the length of a fold.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from domain.errors import TooLittleDataError
from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import describe_features
from models.fitting import can_learn_from, fit
from models.offset import offset_of
from models.scoring import Scorer, booster_from_text
from models.table import Bools, Days, Floats, Texts, TrainingData

LEAST_TRAINING_DAYS = 28
"""Distinct days a fold's model must have learned from: four of each weekday, as many as the naive baseline looks at."""

LEAST_FOLDS = 2
"""With a single fold, the errors of one stretch of days would be taken for those of all."""


@dataclass(frozen=True)
class Fold:
    """One stretch of held-out days.

    Attributes:
        known_through: the last day that the run of the morning of `first` could learn from.
        first, last: the days predicted.
    """

    known_through: date
    first: date
    last: date


@dataclass(frozen=True)
class HeldOut:
    """Past days as they would have been predicted, oldest first.

    Attributes:
        rows: shape (n,), place of each row in the training data.
        folds: shape (n,), number of the fold of each row, from 0.
        predicted: shape (n,), unit of the target; (n, classes) or (n,) probabilities for classes.
        actual: shape (n,).
        entities: shape (n,).
        days: shape (n,), datetime64[D].
    """

    rows: npt.NDArray[np.intp]
    folds: npt.NDArray[np.intp]
    predicted: Floats
    actual: Floats
    entities: Texts
    days: Days

    @property
    def fold_count(self) -> int:
        """How many folds were used: fewer than asked for where the history is short."""
        return int(np.unique(self.folds).size)

    def take(self, keep: Bools) -> "HeldOut":
        """The rows for which `keep`, shape (n,), is true."""
        return HeldOut(
            self.rows[keep],
            self.folds[keep],
            self.predicted[keep],
            self.actual[keep],
            self.entities[keep],
            self.days[keep],
        )


def plan_folds(use_case: UseCase, days: Days) -> tuple[Fold, ...]:
    """The folds that a history has room for, oldest first, at most as many as the use case asks for.

    Raises:
        TooLittleDataError: not even two.
    """
    distinct = np.unique(days)
    length = use_case.range.fold_days
    gap = use_case.dates.horizon_days + use_case.target.available_after_days
    folds: list[Fold] = []
    last = distinct[-1].astype(date) if distinct.size else date.min
    while len(folds) < use_case.range.folds and distinct.size:
        first = last - timedelta(days=length - 1)
        known = first - timedelta(days=gap)
        if np.count_nonzero(distinct <= np.datetime64(known)) < LEAST_TRAINING_DAYS:
            break
        folds.append(Fold(known, first, last))
        last = first - timedelta(days=1)
    if len(folds) < LEAST_FOLDS:
        needed = LEAST_TRAINING_DAYS + LEAST_FOLDS * length + gap - 1
        raise TooLittleDataError(use_case.name, "range", int(distinct.size), needed)
    return tuple(reversed(folds))


def predict_held_out(use_case: UseCase, data: TrainingData, threads: int) -> HeldOut:
    """Train before each fold, predict the fold.

    Predictions are lifted to the least value of the target, as published ones are, but not rounded.

    A fold is left out where nothing can be learned from its past (a single class so far, only zeros); `fold_count` says
    how many were used.

    Raises:
        TooLittleDataError: the history has no room for two folds.
    """
    parts: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats]] = []
    for fold in plan_folds(use_case, data.days):
        inside = (data.days >= np.datetime64(fold.first)) & (data.days <= np.datetime64(fold.last))
        past = data.take(in_training_window(use_case, data.days, fold.known_through))
        if inside.any() and can_learn_from(use_case, past.target):
            predicted = _predict(use_case, past, data.take(inside), threads)
            parts.append((np.flatnonzero(inside), np.full(len(predicted), len(parts)), predicted))
    if len(parts) < LEAST_FOLDS:
        days = int(np.unique(data.days).size)
        raise TooLittleDataError(use_case.name, "range", days, days + use_case.range.fold_days)
    rows, folds, predicted = (np.concatenate(column) for column in zip(*parts, strict=True))
    return HeldOut(rows, folds, predicted, data.target[rows], data.entities[rows], data.days[rows])


def in_training_window(use_case: UseCase, days: Days, through: date) -> Bools:
    """Which rows a model learns from whose last known day is `through`, shape (n,)."""
    known = days <= np.datetime64(through)
    window = use_case.model.training_window_days
    if window is None:
        return np.asarray(known)
    return np.asarray(known & (days > np.datetime64(through - timedelta(days=window))))


def _predict(use_case: UseCase, past: TrainingData, fold: TrainingData, threads: int) -> Floats:
    facts = describe_features(use_case, past.features)
    scorer = Scorer(booster_from_text(fit(use_case, past, facts, threads)), use_case.link, threads)
    predicted = scorer.predict(encode(fold.features, facts))
    if use_case.model.offset is not None:
        predicted = predicted + offset_of(use_case, fold.features, facts)
    least = use_case.target.min if use_case.task == "regression" else None
    return predicted if least is None else np.maximum(predicted, least)
