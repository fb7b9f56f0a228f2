"""The range of an ingredient: calibrated on what was really needed of it on held-out days.

It is not the sum of its products' ranges: their errors partly cancel, so a sum of bounds holds far more than it states, and
on a rainy day they go together, which no rule of adding knows. So the rolling origin's predictions of products are turned
into predictions of ingredients and compared with what the products' actuals needed, as in `models.calibration`
(split-conformal with errors of a normalised size).

An error is divided by the spread sqrt(sum of (need x half width of the product's range)^2), the size that it would have if
products erred independently; how far they do not is what the quantiles of the divided errors say. The products behind an
ingredient change with the season. A spread that knows them follows: with sqrt(prediction) instead, the ranges of the demo's
sweet dough held 38 % of the first Stollen weeks (docs/decisions/0009). It has no unit, so that an ingredient that was needed on
too few held-out days has the quantiles of all.

A day counts with the products that were predicted and known on it; predictions and actuals are sums over the same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.entity import entity_from_text, entity_text
from domain.ingredient import without_product
from domain.use_case import UseCase
from models.calibration import entity_quantiles, rows_needed
from models.metrics import Forecasts, Metrics, regression_metrics
from models.ranges import RangeModel
from models.recipes import resolve
from models.rolling import HeldOut
from models.table import Bools, Floats, Texts, positions


@dataclass(frozen=True)
class SpreadRange:
    """Multiples of the spread below and above what is needed.

    Attributes:
        low, high: for a group that calibration did not hold.
        groups: texts of the entities without product that it held.
        group_low, group_high: the same multiples for these.
        rows: what it was calibrated on.
    """

    low: float
    high: float
    groups: tuple[str, ...]
    group_low: tuple[float, ...]
    group_high: tuple[float, ...]
    rows: int

    def bounds(self, needed: Floats, spread: Floats, groups: Sequence[str] | Texts) -> tuple[Floats, Floats]:
        """Low and high, each shape (n,), unit of the ingredient; low <= needed <= high."""
        place = positions(groups, self.groups)
        low = needed + np.array([*self.group_low, self.low])[place] * spread
        high = needed + np.array([*self.group_high, self.high])[place] * spread
        return np.minimum(low, needed), np.maximum(high, needed)


@dataclass(frozen=True)
class IngredientRanges:
    """The ranges of a version's ingredients.

    Attributes:
        probability: how often a range should hold what is needed.
        least: no bound is below; None where the target may be negative.
        overall: of all ingredients together, for those with too few held-out days.
        ingredients: of each of the others.
    """

    probability: float
    least: float | None
    overall: SpreadRange
    ingredients: Mapping[str, SpreadRange]

    def bounds(self, ingredient: str, needed: Floats, spread: Floats, groups: Sequence[str]) -> tuple[Floats, Floats]:
        """Low and high of rows of one ingredient, each shape (n,); low <= needed <= high."""
        low, high = self.ingredients.get(ingredient, self.overall).bounds(needed, spread, groups)
        return (low if self.least is None else np.minimum(np.maximum(low, self.least), needed)), high


@dataclass(frozen=True)
class HeldOutNeeds:
    """What was predicted and needed of an ingredient, n days and groups in which something needed it, each shape (n,)."""

    predicted: Floats
    actual: Floats
    spread: Floats
    groups: Texts
    folds: Floats

    @property
    def error(self) -> Floats:
        """In multiples of the spread; an ingredient that nobody could err about (a spread of 0) has none."""
        size = np.where(self.spread > 0, self.spread, 1.0)
        return np.asarray((self.actual - self.predicted) / size)

    def take(self, keep: Bools) -> "HeldOutNeeds":
        """The rows for which `keep`, shape (n,), is true."""
        return HeldOutNeeds(
            self.predicted[keep], self.actual[keep], self.spread[keep], self.groups[keep], self.folds[keep]
        )


def calibrate_ingredients(
    use_case: UseCase, held_out: HeldOut, products: RangeModel | None
) -> tuple[IngredientRanges | None, Metrics]:
    """The ranges of all listed ingredients, and how good the predictions of each were on held-out days.

    Args:
        use_case: as it is trained.
        held_out: of its products.
        products: the range that was calibrated on these.

    Returns:
        The ranges; `ingredients`, a list of metrics as of `models.metrics`, each with its `ingredient`. The coverage is that
        of ranges calibrated on the other folds. Nothing without recipes.
    """
    if use_case.recipes is None or products is None:
        return None, {}
    needs = held_out_needs(use_case, held_out, products)
    return _calibrate(use_case, needs), {"ingredients": _measured(use_case, needs)}


def held_out_needs(use_case: UseCase, held_out: HeldOut, products: RangeModel) -> dict[str, HeldOutNeeds]:
    """What was predicted and needed of every ingredient, one row for each day and group in which something needs it."""
    assert use_case.recipes is not None
    recipes = resolve(use_case.recipes)
    low, high = products.bounds(held_out.predicted, held_out.entities)
    names, groups = split_entities(use_case, held_out.entities)
    _, group = np.unique(groups.astype(str), return_inverse=True)
    _, day = np.unique(held_out.days, return_inverse=True)
    _, first, which = np.unique(day * (group.max() + 1) + group, return_index=True, return_inverse=True)

    def summed(column: Floats) -> Floats:
        return np.bincount(which, weights=column).astype(np.float64)

    found = {}
    for name, each in zip(recipes.ingredients, recipes.of(names).T, strict=True):
        keep = summed((each > 0).astype(np.float64)) > 0
        spread = np.sqrt(summed((each * (high - low) / 2.0) ** 2))
        rows = (summed(each * held_out.predicted), summed(each * held_out.actual), spread)
        found[name] = HeldOutNeeds(*rows, groups[first], held_out.folds[first].astype(np.float64)).take(keep)
    return found


def split_entities(use_case: UseCase, texts: Texts) -> tuple[Texts, Texts]:
    """The product of each entity, and the text of the entity without it, each shape (n,)."""
    known = {text: without_product(use_case, entity_from_text(text)) for text in set(texts.tolist())}
    products, groups = np.empty((2, len(texts)), dtype=object)
    for place, text in enumerate(texts):
        product, group = known[text]
        products[place], groups[place] = product, entity_text(group)
    return products, groups


def _calibrate(use_case: UseCase, needs: Mapping[str, HeldOutNeeds]) -> IngredientRanges:
    least = rows_needed(use_case.range.probability)
    errors = np.concatenate([rows.error for rows in needs.values()])
    overall = _range(use_case, errors, np.array([""] * len(errors), dtype=object))
    own = {name: _range(use_case, rows.error, rows.groups) for name, rows in needs.items() if len(rows.error) >= least}
    lowest = use_case.target.min
    nothing_below = 0.0 if lowest is not None and lowest >= 0 else None
    return IngredientRanges(use_case.range.probability, nothing_below, overall, own)


def _range(use_case: UseCase, error: Floats, groups: Texts) -> SpreadRange:
    found = entity_quantiles(error, groups, use_case.range.probability)
    low, high = found.mixed.T.tolist()
    return SpreadRange(found.low, found.high, found.entities, tuple(low), tuple(high), len(error))


def _measured(use_case: UseCase, needs: Mapping[str, HeldOutNeeds]) -> list[Metrics]:
    """Metrics of each ingredient; bounds are of ranges that were calibrated on the other folds."""
    probability = use_case.range.probability
    bounds = {name: np.full((2, len(rows.predicted)), np.nan) for name, rows in needs.items()}
    for fold in np.unique(np.concatenate([rows.folds for rows in needs.values()])):
        others = {name: rows.take(rows.folds != fold) for name, rows in needs.items()}
        if sum(len(rows.error) for rows in others.values()) < rows_needed(probability):
            continue
        ranges = _calibrate(use_case, others)
        for name, rows in needs.items():
            inside = rows.folds == fold
            own = rows.take(inside)
            bounds[name][:, inside] = ranges.bounds(name, own.predicted, own.spread, own.groups.tolist())
    return [_metrics(name, rows, bounds[name], probability) for name, rows in needs.items()]


def _metrics(name: str, rows: HeldOutNeeds, bounds: Floats, probability: float) -> Metrics:
    low, high = bounds
    metrics = regression_metrics(Forecasts(rows.actual, rows.predicted, rows.groups, low, high, probability))
    return {"ingredient": name, **{key: metrics[key] for key in ("n", "mae", "wape", "bias", "coverage")}}
