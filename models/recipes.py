"""Recipes resolved: how much of every ingredient one unit of each product needs, through all levels.

needed of an ingredient = used x (1 + waste) / yield. What is made from others needs them for what is needed of itself: a
dough of which 5 % stays in the trough takes the flour for what goes into the trough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from domain.use_case.recipe_units import amount_in
from domain.use_case.recipes import Ingredient, Recipes
from models.table import Floats, Texts, positions


@dataclass(frozen=True)
class ResolvedRecipes:
    """What one unit of the target needs.

    Attributes:
        products: P values of the recipes' key, those without recipes included.
        ingredients: I names, those that are listed.
        amounts: shape (P, I), in the unit of each ingredient.
        packs: shape (I,), the size of a pack in that unit; NaN where any amount can be ordered.
    """

    products: tuple[str, ...]
    ingredients: tuple[str, ...]
    amounts: Floats
    packs: Floats

    def of(self, products: Texts) -> Floats:
        """The needs of rows, shape (n, I).

        Raises:
            ValueError: a product has no recipe; whoever calls has looked before (`missing`).
        """
        place = positions(products, self.products)
        if (place < 0).any():
            raise ValueError(f"no recipe for {sorted(set(products[place < 0]))}")
        return np.asarray(self.amounts[place])

    def missing(self, products: Texts) -> tuple[str, ...]:
        """Which of these products have no recipe and are not named as needing none."""
        return tuple(sorted(set(map(str, products)) - set(self.products)))

    def nonzero(self) -> Mapping[str, Mapping[str, float]]:
        """The amounts as plain values: product, ingredient, amount of one unit."""
        return {
            product: {name: float(amount) for name, amount in zip(self.ingredients, row, strict=True) if amount}
            for product, row in zip(self.products, self.amounts, strict=True)
        }


def resolve(recipes: Recipes) -> ResolvedRecipes:
    """All levels of the recipes multiplied out."""
    # Recipes are immutable but hold dictionaries, so their text is what is remembered.
    return _resolve(recipes.model_dump_json())


@lru_cache(maxsize=32)
def _resolve(text: str) -> ResolvedRecipes:
    recipes = Recipes.model_validate_json(text)
    names = list(recipes.ingredients)
    known: dict[str, Floats] = {}
    of_one = {name: _needs_of_one(recipes, name, known) for name in names}
    listed = [name for name in names if recipes.ingredients[name].is_listed]
    amounts = np.zeros((len(recipes.products) + len(recipes.without), len(names)))
    for place, needs in enumerate(recipes.products.values()):
        for name, amount in needs.items():
            amounts[place] += amount_in(amount, recipes.ingredients[name].unit) * of_one[name]
    shown = amounts[:, [names.index(name) for name in listed]]
    shown.flags.writeable = False
    packs = np.array([_pack_size(recipes.ingredients[name]) for name in listed])
    return ResolvedRecipes((*recipes.products, *recipes.without), tuple(listed), shown, packs)


def _needs_of_one(recipes: Recipes, name: str, known: dict[str, Floats]) -> Floats:
    """What using one unit of an ingredient takes of all ingredients, itself included, shape (ingredients,)."""
    if name not in known:
        ingredient = recipes.ingredients[name]
        needed = (1.0 + ingredient.waste) / ingredient.usable
        total = np.zeros(len(recipes.ingredients))
        total[list(recipes.ingredients).index(name)] = needed
        made = 1.0 if ingredient.makes is None else amount_in(ingredient.makes, ingredient.unit)
        for other, amount in ingredient.needs.items():
            used = amount_in(amount, recipes.ingredients[other].unit) / made
            total += needed * used * _needs_of_one(recipes, other, known)
        known[name] = total
    return known[name]


def _pack_size(ingredient: Ingredient) -> float:
    return np.nan if ingredient.pack is None else amount_in(ingredient.pack.size, ingredient.unit)
