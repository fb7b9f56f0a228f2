"""The range of an ingredient: calibrated on what was really needed of it on held-out days.

It is not the sum of its products' ranges: errors of different products partly cancel, so a sum of bounds would hold far
more than it states, and where they go together (a rainy day) it is still nobody's promise. So the rolling origin's
predictions of products are turned into predictions of ingredients, compared with what the products' actuals needed, and
calibrated as those of products are (`models.calibration`), for each ingredient by itself, because units differ.

A day counts with the products that were predicted and known on it; predictions and actuals are sums over the same ones.
"""

from collections.abc import Mapping

import numpy as np

from domain.entity import entity_from_text, entity_text
from domain.errors import TooLittleDataError
from domain.ingredient import without_product
from domain.use_case import UseCase
from domain.use_case.definition import Target
from models.calibration import bounds_of_other_folds, calibrate
from models.metrics import Forecasts, Metrics, regression_metrics
from models.ranges import RangeModel
from models.recipes import ResolvedRecipes, resolve
from models.rolling import HeldOut
from models.table import Floats, Texts

IngredientRanges = Mapping[str, RangeModel]
"""By name; an ingredient with too few held-out days has none, and the screen says so."""


def calibrate_ingredients(use_case: UseCase, held_out: HeldOut) -> tuple[IngredientRanges, Metrics]:
    """The ranges of all listed ingredients, and how good the predictions of each were on held-out days.

    Returns:
        Ranges by ingredient; `ingredients`, a list of metrics as of `models.metrics`, each with its `ingredient`. The
        coverage is that of ranges calibrated on the other folds. Both empty without recipes.
    """
    if use_case.recipes is None:
        return {}, {}
    ranges: dict[str, RangeModel] = {}
    measured: list[Metrics] = []
    for name, rows in held_out_needs(use_case, resolve(use_case.recipes), held_out).items():
        try:
            ranges[name] = calibrate(ingredient_target(use_case.target), use_case.range, rows, use_case.name)
        except TooLittleDataError:
            # It is not held against all others that one ingredient was needed on a few days only.
            continue
        measured.append({"ingredient": name, **_measure(use_case, rows)})
    return ranges, {"ingredients": measured}


def ingredient_target(target: Target) -> Target:
    """What the range of an ingredient has to know of the target: any amount, but none below nothing."""
    least = 0.0 if target.min is not None and target.min >= 0 else None
    return target.model_copy(update={"integer": False, "min": least})


def held_out_needs(use_case: UseCase, recipes: ResolvedRecipes, held_out: HeldOut) -> dict[str, HeldOut]:
    """What was predicted and needed of every ingredient, one row for each day and group in which something needs it."""
    products, groups = split_entities(use_case, held_out.entities)
    _, entity = np.unique(groups.astype(str), return_inverse=True)
    _, day = np.unique(held_out.days, return_inverse=True)
    _, first, which = np.unique(day * (entity.max() + 1) + entity, return_index=True, return_inverse=True)
    needs = recipes.of(products)
    found = {}
    for place, name in enumerate(recipes.ingredients):
        predicted, actual, used = (
            np.bincount(which, weights=column).astype(np.float64)
            for column in (needs[:, place] * held_out.predicted, needs[:, place] * held_out.actual, needs[:, place] > 0)
        )
        keep = used > 0
        own = first[keep]
        found[name] = HeldOut(
            held_out.rows[own], held_out.folds[own], predicted[keep], actual[keep], groups[own], held_out.days[own]
        )
    return found


def split_entities(use_case: UseCase, texts: Texts) -> tuple[Texts, Texts]:
    """The product of each entity, and the text of the entity without it, each shape (n,)."""
    known = {text: without_product(use_case, entity_from_text(text)) for text in set(texts.tolist())}
    products, groups = np.empty((2, len(texts)), dtype=object)
    for place, text in enumerate(texts):
        product, group = known[text]
        products[place], groups[place] = product, entity_text(group)
    return products, groups


def _measure(use_case: UseCase, rows: HeldOut) -> Metrics:
    low, high = bounds_of_other_folds(ingredient_target(use_case.target), use_case.range, rows)
    probability = use_case.range.probability
    metrics = regression_metrics(Forecasts(rows.actual, rows.predicted, rows.entities, low, high, probability))
    return {name: metrics[name] for name in ("n", "mae", "wape", "bias", "coverage")}


def bounds_of(ranges: IngredientRanges, ingredient: str, needed: Floats, groups: list[str]) -> tuple[Floats, Floats]:
    """The range of each row of one ingredient, each shape (n,); NaN where it has none."""
    if ingredient not in ranges:
        nothing = np.full(len(needed), np.nan)
        return nothing, nothing
    return ranges[ingredient].bounds(needed, groups)
