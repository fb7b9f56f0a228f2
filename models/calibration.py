"""How the range is calibrated that should hold the actual with a stated probability.

Method: split-conformal prediction (Papadopoulos 2008, "Inductive conformal prediction"; Vovk, Gammerman and Shafer
2005) with errors of a normalised size (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, section 5.2, "Locally
weighted conformal inference"). The errors come from a rolling origin (`models.rolling`): each was made by a model that
knew only earlier days. An error is divided by spread(prediction) = sqrt(offset + |prediction|), the standard deviation
of a count, and by the entity's own ratio to the others. Lower and upper bound come from the signed errors, each side at
half of what may fall outside, with the finite-sample rank ceil((n + 1) q). Each entity's own quantiles are drawn
towards those of all, the more the fewer rows it has.

Assumption: past and future errors are exchangeable. Then the actual falls within the range with at least the stated
probability, on average over all entities and days (marginal coverage); the ratios are estimated from the same errors,
which costs little where they are few against the rows. What breaks it: a change of level or variance after the
calibration, a trend, a season that the folds do not hold, days alike (errors of one day go together), and a final
model that is better than those of the folds because it saw more. Nothing is promised for a single entity.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from domain.errors import TooLittleDataError
from domain.use_case.definition import Range, Target
from models.ranges import RangeModel
from models.rolling import HeldOut
from models.table import Floats, Texts

SHRINK_ROWS = 30.0
"""An entity with so many calibration rows counts half for itself, half as all do. Trial on the Stuttgart ingredients,
16 folds of 28 days, nominal 0.80: overall 0.80 for anything from 10 to 1,000; per entity 0.78 to 0.82 with 30, and 0.70
to 0.90 where all entities share one quantile."""

WIDE_QUANTILE = 0.9
"""A range wider, relative to its prediction, than nine in ten calibration rows is called wide."""

OFFSET_SHARE = 0.1
"""Of the mean size of predictions and actuals, where the target is not a count: keeps the spread of small predictions
off zero without depending on the unit. A count has an offset of one, its smallest step."""


def calibrate(target: Target, wanted: Range, held_out: HeldOut, use_case: str) -> RangeModel:
    """The range that fits the errors of held-out days.

    Raises:
        TooLittleDataError: so few rows that no finite range has the wanted probability.
    """
    predicted = held_out.predicted
    _check_rows(use_case, held_out, rows_needed(wanted.probability))
    offset = _offset(target, held_out)
    error = (held_out.actual - predicted) / np.sqrt(offset + np.abs(predicted))
    found = entity_quantiles(error, held_out.entities, wanted.probability)
    model = RangeModel(
        probability=wanted.probability,
        offset=offset,
        low=found.low,
        high=found.high,
        entities=found.entities,
        entity_low=tuple(found.mixed[:, 0].tolist()),
        entity_high=tuple(found.mixed[:, 1].tolist()),
        minimum=target.min,
        folds=held_out.fold_count,
        rows=len(predicted),
        wide_relative_width=0.0,
    )
    width = model.relative_width(predicted, *model.bounds(predicted, held_out.entities))
    return replace(model, wide_relative_width=float(np.quantile(width, WIDE_QUANTILE)))


@dataclass(frozen=True)
class EntityQuantiles:
    """Lower and upper quantile of errors of a normalised size.

    Attributes:
        low, high: of all errors, for an entity that is not among `entities`.
        entities: texts.
        mixed: shape (entities, 2), the quantiles of each, drawn towards those of all.
    """

    low: float
    high: float
    entities: tuple[str, ...]
    mixed: Floats


def entity_quantiles(error: Floats, texts: Texts, probability: float) -> EntityQuantiles:
    """The quantiles between which errors, shape (n,), lie with a probability, for each entity and for all."""
    level = (1.0 + probability) / 2.0
    entities, which = np.unique(texts.astype(str), return_inverse=True)
    ratio = _ratios(np.abs(error), which)
    own = [_quantiles(error[which == place] / ratio[place], level) for place in range(len(entities))]
    pooled = np.array(_quantiles(error / ratio[which], level))
    rows = np.bincount(which)[:, None]
    mixed = (rows * np.array(own) + SHRINK_ROWS * pooled) / (rows + SHRINK_ROWS) * ratio[:, None]
    low, high = _quantiles(error, level)
    return EntityQuantiles(low, high, tuple(str(entity) for entity in entities), mixed)


def bounds_of_other_folds(target: Target, wanted: Range, held_out: HeldOut) -> tuple[Floats, Floats]:
    """Bounds of each held-out row by a range that was calibrated on the other folds, each shape (n,).

    Their coverage is an honest one. NaN where the other folds have too few rows.
    """
    low, high = np.full((2, len(held_out.predicted)), np.nan)
    for fold in np.unique(held_out.folds):
        inside = held_out.folds == fold
        others = held_out.take(~inside)
        if len(others.predicted) >= rows_needed(wanted.probability):
            model = calibrate(target, wanted, others, "")
            low[inside], high[inside] = model.bounds(held_out.predicted[inside], held_out.entities[inside])
    return low, high


def rows_needed(probability: float) -> int:
    """How many errors a range needs. With fewer, the rank ceil((n + 1) level) exceeds n: only an infinite bound would do."""
    level = (1.0 + probability) / 2.0
    return math.ceil(round(level / (1.0 - level), 9))


def _check_rows(use_case: str, held_out: HeldOut, needed: int) -> None:
    found = len(held_out.predicted)
    if found < needed:
        days = int(np.unique(held_out.days).size)
        raise TooLittleDataError(use_case, "range", days, math.ceil(needed * days / max(found, 1)))


def _offset(target: Target, held_out: HeldOut) -> float:
    # Actuals count, too: where nearly all predictions are zero, they alone say what size errors have.
    size = float(np.maximum(np.abs(held_out.predicted), np.abs(held_out.actual)).mean())
    return 1.0 if target.integer or size == 0 else OFFSET_SHARE * size


def _ratios(size: Floats, which: npt.NDArray[np.intp]) -> Floats:
    """Mean size of each entity's errors against that of all, drawn towards 1, shape (entities,)."""
    mean = float(size.mean())
    if mean == 0:
        return np.ones(int(which.max()) + 1)
    own = np.bincount(which, weights=size)
    return np.asarray((own + SHRINK_ROWS * mean) / (np.bincount(which) + SHRINK_ROWS) / mean)


def _quantiles(error: Floats, level: float) -> tuple[float, float]:
    """Lower and upper quantile with the finite-sample rank; the extreme error where an entity has too few rows."""
    ordered = np.sort(error)
    # Rounded, because 0.9 x 10 must not become 9.000000000000002 and move up a rank.
    rank = min(math.ceil(round((len(ordered) + 1) * level, 9)), len(ordered))
    return float(ordered[len(ordered) - rank]), float(ordered[rank - 1])
