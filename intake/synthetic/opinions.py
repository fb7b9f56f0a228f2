"""What the demo's people say of past predictions, so that no screen is empty on the first morning.

An answer depends on seed, day and predictions, never on the actual: it is given before the day happens.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from domain.entity import Entity
from intake.synthetic.answers import Opinion, PastPrediction, Rumour, answer_of
from intake.synthetic.hidden_events import hidden_events
from intake.synthetic.noise import Stream, generator
from intake.synthetic.recipe import Colleague, Recipe, read_recipe

LAST_DAYS = 3
"""The newest days, on which the team answered more."""

ANSWERS_LAST_DAYS = 12
ANSWERS_EARLIER = 4
"""Answers a day; a day with fewer predictions has fewer."""

MOST_ABOUT_EVENTS = 6
"""At most so many predictions that a hidden event spoils are answered in a day."""

EVENT_MATTERS = 0.10
"""An event that moves a product by less is not worth an answer."""

SECOND_OPINION = 0.2
"""How often a second person answers the same prediction."""


def plausible_reviews(
    rows: Sequence[PastPrediction], seed: int | None = None, recipe: Recipe | None = None
) -> tuple[Opinion, ...]:
    """Answers to some of the predictions: about twelve on each of the newest days, four on each earlier one.

    Args:
        rows: predictions of any number of days, in any order; the entity is (store, product).
        seed: the one that the data was written with; left out, the recipe's own.
        recipe: left out, the one shipped with the bakery use case.

    Returns:
        The answers by day; the same person never answers the same prediction twice. The answers to a day do not
        change when more days are given, there are only fewer of them once it is not among the newest.
    """
    recipe = read_recipe() if recipe is None else recipe
    seed = recipe.seed if seed is None else seed
    ordered = sorted(rows, key=lambda row: (row.target_date, row.entity, row.run_id))
    newest = sorted({row.target_date for row in ordered})[-LAST_DAYS:]
    return tuple(
        opinion
        for day, group in groupby(ordered, key=lambda row: row.target_date)
        for opinion in _day(recipe, seed, list(group))[: ANSWERS_LAST_DAYS if day in newest else ANSWERS_EARLIER]
    )


def _day(recipe: Recipe, seed: int, rows: list[PastPrediction]) -> list[Opinion]:
    day = rows[0].target_date
    chance = generator(seed, Stream.OPINIONS, day.toordinal())
    rumours = _rumours(recipe, seed, rows)
    shuffled = [rows[index] for index in chance.permutation(len(rows))]
    moved = [row for row in shuffled if row.entity in rumours][:MOST_ABOUT_EVENTS]
    calm = [row for row in shuffled if row.entity not in rumours]
    return [
        answer_of(recipe, chance, person, row, rumours.get(row.entity))
        for row in _alternating(moved, calm)[:ANSWERS_LAST_DAYS]
        for person in _people(recipe, chance)
    ]


def _people(recipe: Recipe, chance: np.random.Generator) -> Iterator[Colleague]:
    count = 2 if chance.random() < SECOND_OPINION else 1
    return (recipe.people[index] for index in chance.permutation(len(recipe.people))[:count])


def _alternating(first: list[PastPrediction], second: list[PastPrediction]) -> list[PastPrediction]:
    done = min(len(first), len(second))
    pairs = [row for pair in zip(first[:done], second[:done], strict=True) for row in pair]
    return [*pairs, *first[done:], *second[done:]]


def _rumours(recipe: Recipe, seed: int, rows: list[PastPrediction]) -> dict[Entity, Rumour]:
    """What is talked about in the neighbourhood, for the entities that it moves enough."""
    stores = {store.name: store for store in recipe.stores}
    return {
        (event.store, product.name): Rumour(event.kind.reason, event.factor(stores[event.store], product))
        for event in hidden_events(recipe, seed, rows[0].target_date)
        for product in recipe.products
        if abs(event.factor(stores[event.store], product) - 1) >= EVENT_MATTERS
    }
