"""Recipes that do not fit together: unknown ingredients, cycles, names that nobody uses.

Each function yields (path of keys, what was found, what is allowed). Units are checked apart, in
`domain.use_case.recipe_units`, because that needs pint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from domain.use_case.naming import Item

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase
    from domain.use_case.recipes import Recipes


def recipe_faults(use_case: UseCase) -> Iterator[Item]:
    """What is wrong with the recipes; as in `domain.use_case.consistency`."""
    recipes = use_case.recipes
    if recipes is None:
        return
    if use_case.task != "regression":
        yield (
            ("recipes",),
            f"recipes of a {use_case.task} task",
            "none: only a number of products can be made of something",
        )
    if recipes.key not in use_case.keys:
        known = ", ".join(use_case.keys) or "none: the use case has no keys"
        yield ("recipes", "key"), recipes.key, f"one of {known}" if use_case.keys else known
    yield from _unknown(recipes)
    yield from _cycles(recipes)
    yield from _products(recipes)
    yield from _ingredients(recipes)


def _uses(recipes: Recipes) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Every list of ingredients with its place."""
    for name, ingredient in recipes.ingredients.items():
        yield ("recipes", "ingredients", name, "needs"), ingredient.needs
    for product, needs in recipes.products.items():
        yield ("recipes", "products", product), needs


def _unknown(recipes: Recipes) -> Iterator[Item]:
    known = "one of " + ", ".join(recipes.ingredients)
    for path, needs in _uses(recipes):
        yield from (((*path, name), name, known) for name in needs if name not in recipes.ingredients)


def _cycles(recipes: Recipes) -> Iterator[Item]:
    """Ingredients that are made from themselves; each cycle once, where it is entered first."""
    done: set[str] = set()
    for start in recipes.ingredients:
        yield from _walk(recipes, start, (), done)


def _walk(recipes: Recipes, name: str, above: tuple[str, ...], done: set[str]) -> Iterator[Item]:
    if name in above:
        cycle = (*above[above.index(name) :], name)
        allowed = "ingredients that are not made from themselves"
        yield ("recipes", "ingredients", cycle[-2], "needs", name), " > ".join(cycle), allowed
        return
    if name in done or name not in recipes.ingredients:
        return
    for other in recipes.ingredients[name].needs:
        yield from _walk(recipes, other, (*above, name), done)
    done.add(name)


def _products(recipes: Recipes) -> Iterator[Item]:
    for product, needs in recipes.products.items():
        if not needs:
            yield ("recipes", "products", product), "nothing", "at least one ingredient, or its name under `without`"
    for product in recipes.without:
        if product in recipes.products:
            yield ("recipes", "without"), product, "products that have no recipe: this one has"
    if len(set(recipes.without)) < len(recipes.without):
        yield ("recipes", "without"), ", ".join(recipes.without), "every product once"


def _ingredients(recipes: Recipes) -> Iterator[Item]:
    used = {name for _, needs in _uses(recipes) for name in needs}
    labels: dict[str, str] = {}
    for name, ingredient in recipes.ingredients.items():
        place = ("recipes", "ingredients", name)
        if name not in used:
            yield place, "an ingredient that nothing is made from", "one that a product or another ingredient needs"
        if ingredient.makes is not None and not ingredient.needs:
            yield (*place, "makes"), ingredient.makes, "`needs` beside it: what it is made from"
        if not ingredient.label.strip():
            yield (*place, "label"), "an empty label", "its name in business words"
        first = labels.setdefault(ingredient.label.strip().lower(), name)
        if first != name:
            yield (*place, "label"), ingredient.label, f"a label of its own: {first} has this one"
    if not any(ingredient.is_listed for ingredient in recipes.ingredients.values()):
        yield ("recipes", "ingredients"), "no ingredient to show", "at least one without `listed: false`"
