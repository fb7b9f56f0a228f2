"""Replay past days as they would have happened: re-trained at an interval, each model knowing only what came before."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from domain.errors import TooLittleDataError
from domain.use_case import UseCase
from models.baselines import naive_baselines
from models.calibration import calibrate
from models.class_measures import measure_classes
from models.encoding import encode
from models.feature_facts import describe_features
from models.fitting import fit
from models.metrics import Forecasts, Metrics, regression_metrics
from models.offset import offset_of
from models.rolling import LEAST_TRAINING_DAYS, HeldOut, in_training_window, predict_held_out
from models.scoring import Scorer, booster_from_text
from models.table import Floats, TrainingData


@dataclass(frozen=True)
class Block:
    """Days that one model predicts: it was trained on the morning of the first run."""

    first: date
    last: date


def plan_blocks(data: TrainingData, days: int, every: int) -> tuple[Block, ...]:
    """The last `days` calendar days of the data in blocks of `every` days, oldest first."""
    last: date = data.days.max().astype("datetime64[D]").item()
    first = last - timedelta(days=days - 1)
    starts = [first + timedelta(days=step) for step in range(0, days, every)]
    return tuple(Block(start, min(start + timedelta(days=every - 1), last)) for start in starts)


@dataclass(frozen=True)
class Replayed:
    """A block as it would have been predicted, in the order of the data.

    Attributes:
        predicted: shape (n,), unit of the target; (n,) or (n, classes) probabilities for classes.
        low, high: shape (n,); None for classes, which have no range.
    """

    predicted: Floats
    low: Floats | None = None
    high: Floats | None = None


def replay_block(use_case: UseCase, data: TrainingData, block: Block, threads: int) -> Replayed:
    """What a model trained on the morning of the block's first run says of its rows.

    Raises:
        TooLittleDataError: not enough days before the block to train and to calibrate.
    """
    gap = use_case.dates.horizon_days + use_case.target.available_after_days
    past = data.take(in_training_window(use_case, data.days, block.first - timedelta(days=gap)))
    if len(past.target) == 0:
        raise TooLittleDataError(use_case.name, "training", 0, LEAST_TRAINING_DAYS)
    facts = describe_features(use_case, past.features)
    scorer = Scorer(booster_from_text(fit(use_case, past, facts, threads)), use_case.link, threads)
    rows = data.take(inside(data, block))
    predicted = scorer.predict(encode(rows.features, facts))
    if use_case.task != "regression":
        return Replayed(predicted)
    predicted = predicted + offset_of(use_case, rows.features, facts)
    if use_case.target.min is not None:
        predicted = np.maximum(predicted, use_case.target.min)
    bounds = calibrate(use_case.target, use_case.range, predict_held_out(use_case, past, threads), use_case.name)
    return Replayed(predicted, *bounds.bounds(predicted, rows.entities))


def inside(data: TrainingData, block: Block) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows of the data lie in a block, shape (n,)."""
    return np.asarray((data.days >= np.datetime64(block.first)) & (data.days <= np.datetime64(block.last)))


def replay_metrics(use_case: UseCase, data: TrainingData, blocks: tuple[Block, ...], parts: list[Replayed]) -> Metrics:
    """The metrics of all blocks together; predictions are rounded as published ones are, ranges are not."""
    places = [np.flatnonzero(inside(data, block)) for block in blocks]
    rows = np.concatenate(places)
    predicted = np.concatenate([part.predicted for part in parts])
    if use_case.task != "regression":
        folds = np.repeat(np.arange(len(places)), [len(place) for place in places])
        return measure_classes(
            data, HeldOut(rows, folds, predicted, data.target[rows], data.entities[rows], data.days[rows])
        )
    if use_case.target.integer:
        predicted = np.floor(predicted + 0.5)
    low, high = (
        np.concatenate([_known(bound) for bound in side])
        for side in zip(*((p.low, p.high) for p in parts), strict=True)
    )
    naive = {name: values[rows] for name, values in naive_baselines(use_case, data).items()}
    return regression_metrics(
        Forecasts(data.target[rows], predicted, data.entities[rows], low, high, use_case.range.probability, naive)
    )


def _known(bound: Floats | None) -> Floats:
    assert bound is not None, "a regression has a range"
    return bound
