"""From rows of products to what their ingredients need: recipe-weighted sums, chunk by chunk.

An ingredient stands in the place of the products: with the keys store and product there is one sum for each store and
ingredient. Whatever is summed with the same recipes adds up afterwards as it did before: base, effects and adjustments
of an ingredient make its value because those of every product do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from domain.entity import Entity
from models.recipes import ResolvedRecipes
from models.table import Floats, Texts

Past = tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class ProductRows:
    """Some rows of a batch, n of them.

    Attributes:
        products: shape (n,), values of the recipes' key.
        groups: n entities without that key.
        numbers: shape (n, columns), what is to be summed.
        widths: shape (n,), half the width of each range.
        past: n lists of comparable days with their actuals.
    """

    products: Texts
    groups: Sequence[Entity]
    numbers: Floats
    widths: Floats
    past: Sequence[Past]


@dataclass(frozen=True)
class IngredientRows:
    """The sums, m of them, ordered by group and then as the recipes list the ingredients.

    Attributes:
        groups: m entities without the recipes' key.
        ingredients: shape (m,), place of each ingredient in the resolved recipes.
        numbers: shape (m, columns).
        spread: shape (m,), see `models.ingredient_ranges`.
        past: the comparable days of each on which every product behind it was known.
    """

    groups: Sequence[Entity]
    ingredients: npt.NDArray[np.intp]
    numbers: Floats
    spread: Floats
    past: Sequence[Past]


@dataclass
class _Group:
    """The sums of one group so far, each shape (I, ...)."""

    numbers: Floats
    squares: Floats
    products: Floats
    days: dict[date, tuple[Floats, Floats]] = field(default_factory=dict)


class IngredientSums:
    """Adds up chunks; holds one small block for each group, whatever the number of rows."""

    def __init__(self, recipes: ResolvedRecipes) -> None:
        """Nothing is summed yet."""
        self._recipes = recipes
        self._columns = 0
        self._groups: dict[Entity, _Group] = {}

    def add(self, rows: ProductRows) -> None:
        """Take further rows."""
        weights = self._recipes.of(rows.products)
        self._columns = rows.numbers.shape[1]
        places: dict[Entity, list[int]] = {}
        for place, group in enumerate(rows.groups):
            places.setdefault(group, []).append(place)
        count = len(self._recipes.ingredients)
        for group, inside in places.items():
            zero = _Group(np.zeros((count, self._columns)), np.zeros(count), np.zeros(count))
            sums = self._groups.setdefault(group, zero)
            own = weights[inside]
            sums.numbers += own.T @ rows.numbers[inside]
            sums.squares += (own**2).T @ rows.widths[inside] ** 2
            sums.products += (own > 0).sum(axis=0)
            _add_past(sums, own, [rows.past[place] for place in inside])

    def rows(self) -> IngredientRows:
        """Every ingredient that a group's products need."""
        groups, ingredients, numbers, squares, past = [], [], [], [], []
        for group in sorted(self._groups):
            sums = self._groups[group]
            for place in np.flatnonzero(sums.products):
                groups.append(group)
                ingredients.append(int(place))
                numbers.append(sums.numbers[place])
                squares.append(sums.squares[place])
                past.append(_known_days(sums, int(place)))
        return IngredientRows(
            groups,
            np.array(ingredients, dtype=np.intp),
            np.array(numbers) if numbers else np.empty((0, self._columns)),
            np.sqrt(np.array(squares)),
            past,
        )


def _add_past(sums: _Group, weights: Floats, past: Sequence[Past]) -> None:
    """What the rows' ingredients needed on their comparable days, and how many products that is the sum of."""
    days = sorted({day for known in past for day, _ in known})
    place = {day: at for at, day in enumerate(days)}
    actual, known = np.zeros((2, len(past), len(days)))
    for row, own in enumerate(past):
        for day, value in own:
            actual[row, place[day]], known[row, place[day]] = value, 1.0
    for day, needed, products in zip(days, actual.T @ weights, known.T @ (weights > 0), strict=True):
        before = sums.days.get(day, (0.0, 0.0))
        sums.days[day] = (before[0] + needed, before[1] + products)


def _known_days(sums: _Group, place: int) -> Past:
    known = [
        (day, float(needed[place]))
        for day, (needed, products) in sorted(sums.days.items())
        if products[place] == sums.products[place]
    ]
    return tuple(known)
