"""Can it be learned at all? A small model on days it has not seen, against the best simple rule, with an interval by day."""

from datetime import date

import numpy as np

from domain.assessment import Fitness, Point, PointCode, Skill
from domain.errors import TooLittleDataError
from domain.use_case import UseCase
from models.baselines import naive_baselines
from models.rolling import HeldOut, in_training_window, predict_held_out
from models.table import Bools, Floats, TrainingData
from services.day_bootstrap import ratio_intervals

TREES = 80
"""A small model: it finds what is easy to find, in seconds."""

LEARNING_RATE = 0.1
FOLDS = 3
FOLD_DAYS = 28
"""Three stretches of four weeks, the newest twelve weeks: models of earlier days would have had less to learn from than the
one that is going to be used."""

SHORT_FOLD_DAYS = 7
"""With a short history the stretches are weeks."""

MOST_ROWS = 60_000
"""Rows learned from; of larger tables whole series are drawn, so that their past stays whole."""

SEED = 20_110_105

LEAST_PROBABILITY = 1e-15
"""As in `models.metrics`."""

LONG_RUN = "median_of_the_entity"
BASE_RATE = "base_rate"


def sampled(data: TrainingData) -> TrainingData:
    """The data, or as many whole series of it, drawn at random, as make `MOST_ROWS`."""
    if len(data.target) <= MOST_ROWS:
        return data
    entities, which, counts = np.unique(data.entities.astype(str), return_inverse=True, return_counts=True)
    order = np.random.default_rng(SEED).permutation(len(entities))
    kept = order[np.cumsum(counts[order]) <= MOST_ROWS]
    return data.take(np.isin(which, kept)) if len(kept) else data


def measure_skill(use_case: UseCase, data: TrainingData, threads: int) -> Skill | None:
    """Errors of a small model and of the best simple rule on the same unseen days; None with too little data."""
    held_out = _held_out(use_case, data, threads)
    if held_out is None:
        return None
    error = _errors(use_case, held_out.predicted, held_out.actual)
    naive = {
        name: _errors(use_case, values, held_out.actual) for name, values in _naive(use_case, data, held_out).items()
    }
    counted = np.isfinite(error) & np.any([np.isfinite(values) for values in naive.values()], axis=0)
    known = {name: values for name, values in naive.items() if np.isfinite(values[counted]).mean() > 0.5}
    if not known:
        return None
    # On rows that every rule answers, or the one that answers only the easy rows would look best.
    together = counted & np.all([np.isfinite(values) for values in known.values()], axis=0)
    best = min(known, key=lambda name: float(known[name][together].mean()))
    rows = counted & np.isfinite(known[best])
    _, day = np.unique(held_out.days[rows], return_inverse=True)
    ratio = ratio_intervals(
        day.astype(np.int64), np.zeros(len(day), dtype=np.int64), 1, error[rows], known[best][rows]
    )[0]
    return Skill(
        float(error[rows].mean()),
        float(known[best][rows].mean()),
        best,
        ratio,
        int(rows.sum()),
        int(day.max()) + 1,
        _folds(held_out, rows, error, known[best]),
    )


def learnability(skill: Skill | None, *, small_series: bool) -> list[Point]:
    """Whether the model beat the best simple rule by more than chance.

    Args:
        skill: what was measured.
        small_series: whether series too small to be learned from are among them. A lead that could be chance is then work
            (take them together, and assess again), for they add chance and nothing else.
    """
    if skill is None or skill.ratio is None:
        return [Point(PointCode.LEARNABILITY, Fitness.NOT_READY, "untried")]
    values = {"ratio": skill.ratio.mean, "low": skill.ratio.low, "high": skill.ratio.high, "naive": skill.naive,
              "days": skill.days, "rows": skill.rows, "error": skill.error, "naive_error": skill.naive_error}  # fmt: skip
    if skill.ratio.high >= 1.0 and skill.ratio.mean < 1.0 and small_series:
        return [Point(PointCode.LEARNABILITY, Fitness.WORK, "unclear", values)]
    if skill.ratio.high >= 1.0:
        return [Point(PointCode.LEARNABILITY, Fitness.NOT_READY, "no_better", values)]
    return [Point(PointCode.LEARNABILITY, Fitness.READY, "better", values)]


def _held_out(use_case: UseCase, data: TrainingData, threads: int) -> HeldOut | None:
    parameters = {**use_case.model.parameters, "learning_rate": LEARNING_RATE}
    model = use_case.model.model_copy(update={"trees": TREES, "parameters": parameters})
    for fold_days in (FOLD_DAYS, SHORT_FOLD_DAYS):
        folds = use_case.range.model_copy(update={"folds": FOLDS, "fold_days": fold_days})
        small = use_case.model_copy(update={"model": model, "range": folds})
        try:
            return predict_held_out(small, data, threads)
        except TooLittleDataError:
            continue
    return None


def _naive(use_case: UseCase, data: TrainingData, held_out: HeldOut) -> dict[str, Floats]:
    if use_case.task != "regression":
        return {BASE_RATE: _long_run(use_case, data, held_out)}
    rules = {name: values[held_out.rows] for name, values in naive_baselines(use_case, data).items()}
    return {**rules, LONG_RUN: _long_run(use_case, data, held_out)}


def _long_run(use_case: UseCase, data: TrainingData, held_out: HeldOut) -> Floats:
    """What one would say without looking at anything: the median of the series so far; of classes, their shares."""
    classes = len(use_case.target.classes)
    shape = held_out.predicted.shape
    said = np.full(shape, np.nan)
    gap = use_case.dates.horizon_days + use_case.target.available_after_days
    for fold in np.unique(held_out.folds):
        rows = held_out.folds == fold
        first: date = held_out.days[rows].min().astype("datetime64[D]").item()
        past = data.take(in_training_window(use_case, data.days, _before(first, gap)))
        if use_case.task != "regression":
            shares = np.bincount(past.target.astype(int), minlength=classes) / len(past.target)
            said[rows] = shares[1] if len(shape) == 1 else shares
            continue
        entities, which = np.unique(past.entities.astype(str), return_inverse=True)
        order = np.argsort(which, kind="stable")
        parts = np.split(past.target[order], np.flatnonzero(np.diff(which[order])) + 1)
        medians = {name: float(np.median(part)) for name, part in zip(entities, parts, strict=True)}
        said[rows] = [medians.get(str(entity), np.nan) for entity in held_out.entities[rows]]
    return said


def _before(day: date, gap: int) -> date:
    return date.fromordinal(day.toordinal() - gap)


def _errors(use_case: UseCase, said: Floats, actual: Floats) -> Floats:
    """Absolute error of each row; of classes, the logarithmic loss."""
    if use_case.task == "regression":
        return np.asarray(np.abs(said - actual))
    own = np.where(actual == 1, said, 1 - said) if said.ndim == 1 else said[np.arange(len(actual)), actual.astype(int)]
    return np.asarray(-np.log(np.clip(own, LEAST_PROBABILITY, 1.0)))


def _folds(held_out: HeldOut, rows: Bools, error: Floats, naive: Floats) -> tuple[tuple[date, float, float], ...]:
    found = []
    for fold in np.unique(held_out.folds[rows]):
        inside = rows & (held_out.folds == fold)
        first: date = held_out.days[inside].min().astype("datetime64[D]").item()
        found.append((first, float(error[inside].mean()), float(naive[inside].mean())))
    return tuple(found)
