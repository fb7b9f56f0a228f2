"""Units of recipes: which ones are known, and how an amount in one is said in another.

Only units that mean the same everywhere are known. pint's own list would take "gr" for grains (1/15 of a gram) and "ML"
for a million litres, and cups, pints and fluid ounces differ from country to country.

pint takes up to a third of a second to import, so it is loaded when a use case file with recipes is read or scored,
never to show what is stored.
"""

import difflib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from domain.use_case.naming import Item
from domain.use_case.recipes import Recipes, measure

if TYPE_CHECKING:
    from pint import UnitRegistry

    from domain.use_case.definition import UseCase

DEFINITIONS = (
    "milli- = 1e-3 = m-",
    "centi- = 1e-2 = c-",
    "deci- = 1e-1 = d-",
    "hecto- = 1e2 = h-",
    "kilo- = 1e3 = k-",
    "gram = [mass] = g",
    "tonne = 1e6 * gram = t",
    "pound = 453.59237 * gram = lb",
    "ounce = 28.349523125 * gram = oz",
    "liter = [volume] = l = L = litre",
    "meter = [length] = m = metre",
    "piece = [pieces] = pc",
    "dozen = 12 * piece",
)
"""SI units and prefixes; pound and ounce as in the international agreement of 1959 (NIST Handbook 44, appendix C)."""

KNOWN = ("g", "kg", "mg", "t", "lb", "oz", "ml", "cl", "dl", "l", "hl", "mm", "cm", "m", "piece", "pieces", "dozen")
"""How the units are mostly written, to suggest one."""

NEAR_ENOUGH = 0.5
"""Short words are alike sooner than long ones: "gr" and "g" are to 0.67, "Kg" and "kg" to 1 without their capitals."""


@cache
def _registry() -> "UnitRegistry[float]":
    import pint

    registry: UnitRegistry[float] = pint.UnitRegistry(None)
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry


def is_known(unit: str) -> bool:
    """Whether this is a unit; `kg/m` and the like are none of a recipe."""
    import pint

    if not unit.isalpha():
        return False
    try:
        _registry().Unit(unit)
    except pint.UndefinedUnitError:
        return False
    return True


def amount_in(amount: str, unit: str) -> float:
    """An amount such as `250 g` as a number of a unit: 0.25 for kg.

    Raises:
        pint.UndefinedUnitError: nobody knows one of the units.
        pint.DimensionalityError: a weight is no volume.
    """
    number, written = measure(amount)
    return float(_registry().Quantity(number, written).to(unit).magnitude)


def unit_faults(use_case: "UseCase") -> Iterator[Item]:
    """Amounts whose unit nobody knows or that cannot become the ingredient's unit; as in `domain.use_case.consistency`."""
    recipes = use_case.recipes
    if recipes is None:
        return
    for name, ingredient in recipes.ingredients.items():
        if not is_known(ingredient.unit):
            yield ("recipes", "ingredients", name, "unit"), ingredient.unit, _suggested(ingredient.unit)
    for path, amount, name in _amounts(recipes):
        yield from _fault(path, amount, recipes.ingredients[name].unit)


def _amounts(recipes: Recipes) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every amount with its place in the file and the ingredient whose unit it must become."""
    for name, ingredient in recipes.ingredients.items():
        place = ("recipes", "ingredients", name)
        if ingredient.makes is not None:
            yield (*place, "makes"), ingredient.makes, name
        if ingredient.pack is not None:
            yield (*place, "pack", "size"), ingredient.pack.size, name
        yield from (((*place, "needs", other), amount, other) for other, amount in ingredient.needs.items())
    for product, needs in recipes.products.items():
        yield from ((("recipes", "products", product, other), amount, other) for other, amount in needs.items())


def _fault(path: tuple[str, ...], amount: str, unit: str) -> Iterator[Item]:
    written = measure(amount).unit
    if not is_known(written):
        yield path, amount, _suggested(written)
    elif is_known(unit) and _kind(written) != _kind(unit):
        yield path, amount, f"an amount that can be written in {unit}, the unit of {_ingredient_of(path)}"


def _ingredient_of(path: tuple[str, ...]) -> str:
    """The ingredient whose unit an amount must become; `makes` and `pack` stand below their own."""
    return path[2] if path[3] in ("makes", "pack") and path[1] == "ingredients" else path[-1]


def _kind(unit: str) -> object:
    return _registry().Unit(unit).dimensionality


def _suggested(unit: str) -> str:
    near = difflib.get_close_matches(unit.lower(), KNOWN, n=1, cutoff=NEAR_ENOUGH)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    return f"one of {', '.join(KNOWN)}{hint}"
