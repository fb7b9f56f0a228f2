"""Whether the recipes of a use case file are those that a version's ingredient ranges were calibrated with.

Words may change, and so may the way in which the same amount is written (250 g, 0.25 kg). A recipe for a product that the
version did not know is an addition: nothing that was calibrated rests on it, so a new product needs no training.
"""

from collections.abc import Mapping

import numpy as np

from domain.use_case.recipes import Recipes
from models.recipes import ResolvedRecipes, resolve

SAME_AMOUNT = 1e-9
"""Relative: 250 g and 0.25 kg differ in the last bits of a float64, no two recipes that somebody meant do."""


def changed_recipes(trained: Recipes | None, now: Recipes | None) -> list[str]:
    """The parts that differ, by their place in the file; `recipes` where there are none on one side."""
    if trained == now:
        return []
    if trained is None or now is None or trained.key != now.key:
        return ["recipes"]
    before, after = resolve(trained), resolve(now)
    known, found = before.nonzero(), after.nonzero()
    ingredients = [
        f"recipes.ingredients.{name}"
        for name in before.ingredients
        if name not in after.ingredients or _ordering(trained, before, name) != _ordering(now, after, name)
    ]
    products = [
        f"recipes.products.{product}"
        for product in before.products
        if product not in found or not _alike(known[product], found[product])
    ]
    return ingredients + products


def _ordering(recipes: Recipes, resolved: ResolvedRecipes, name: str) -> tuple[object, ...]:
    """Unit and pack of an ingredient, as numbers."""
    ingredient = recipes.ingredients[name]
    size = float(resolved.packs[resolved.ingredients.index(name)])
    return ingredient.unit, None if ingredient.pack is None else (ingredient.pack.direction, round(size, 9))


def _alike(before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    return set(before) == set(after) and all(
        np.isclose(amount, after[name], rtol=SAME_AMOUNT, atol=0.0) for name, amount in before.items()
    )
