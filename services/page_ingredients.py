"""The ingredients of a run: a page of the list, with what people's answers on the products make of them."""

from dataclasses import dataclass

import numpy as np

from domain.entity import Entity
from domain.ingredient import IngredientRow, Needs, without_product
from domain.packs import packed
from domain.review import Review
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.ingredients import IngredientSelection
from services.dependencies import Dependencies
from services.list_decisions import deciding_overrides

PAGE_SIZE = 10

EVERY = 1_000_000
"""More ingredients than a run has: one for each entity without the product."""


@dataclass(frozen=True)
class Decided:
    """What is to be ordered and needed once the products' decided values count."""

    value: float
    needed: float


@dataclass(frozen=True)
class IngredientPage:
    """Some ingredients, how many there are in all, and by row what people's answers change; only where they do."""

    rows: tuple[IngredientRow, ...]
    total: int
    page: int
    decided: dict[int, Decided]


def page_ingredients(
    deps: Dependencies, run: Run, selection: IngredientSelection, page: int = 1, size: int = PAGE_SIZE
) -> IngredientPage:
    """A page of the ingredients; a page past the end is the last one.

    Raises:
        PredictionFileError: the files are gone or broken.
    """
    rows, total = deps.predictions.ingredients(run, selection, (page - 1) * size, size)
    last = max(1, -(-total // size))
    if page > last:
        return page_ingredients(deps, run, selection, last, size)
    return IngredientPage(rows, total, page, decided_ingredients(deps, run, rows))


def ingredient_at(deps: Dependencies, run: Run, selection: IngredientSelection, place: int) -> IngredientRow | None:
    """The ingredient at a place of the list, from 0; None past either end."""
    if place < 0:
        return None
    rows, _ = deps.predictions.ingredients(run, selection, place, 1)
    return rows[0] if rows else None


def page_of_ingredient(deps: Dependencies, run: Run, selection: IngredientSelection, name: str, entity: Entity) -> int:
    """The page on which an ingredient stands, from 1; the first for one that is not in this list."""
    rows, _ = deps.predictions.ingredients(run, selection, 0, EVERY)
    places = [place for place, row in enumerate(rows) if (row.name, row.entity) == (name, entity)]
    return places[0] // PAGE_SIZE + 1 if places else 1


def decided_ingredients(deps: Dependencies, run: Run, rows: tuple[IngredientRow, ...]) -> dict[int, Decided]:
    """By row, what people's answers on the products make of an ingredient; rows that they do not touch are left out."""
    with deps.feedback.read() as unit:
        overrides = deciding_overrides(unit.reviews.for_run(run.id))
    if not overrides:
        return {}
    use_case, needs = deps.predictions.use_case(run), deps.predictions.needs(run)
    changes = _changes(use_case, overrides)
    found = {}
    for row in rows:
        touched = [
            needs.amounts[product][row.name] * change
            for product, change in changes.get(row.entity, ())
            if row.name in needs.amounts[product]
        ]
        if any(touched):
            found[row.row] = _decided(use_case, needs, row, row.needed + sum(touched))
    return found


def _changes(use_case: UseCase, overrides: dict[int, Review]) -> dict[Entity, list[tuple[str, float]]]:
    """By the entity of the ingredients: each overridden product, and by how much it was."""
    changes: dict[Entity, list[tuple[str, float]]] = {}
    for review in overrides.values():
        if review.new.own_value is not None:
            product, group = without_product(use_case, review.new.entity)
            change = review.new.own_value - review.new.seen.prediction
            changes.setdefault(group, []).append((product, change))
    return changes


def _decided(use_case: UseCase, needs: Needs, row: IngredientRow, needed: float) -> Decided:
    assert use_case.recipes is not None
    pack = use_case.recipes.ingredients[row.name].pack
    value = packed(pack, needs.packs.get(row.name, 1.0), np.array([needed]))
    return Decided(float(value[0]), needed)
