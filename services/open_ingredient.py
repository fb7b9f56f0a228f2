"""Open one ingredient of a run: what is needed and why, which products need it, what people made of it, what happened."""

from dataclasses import dataclass

from domain.entity import Entity
from domain.errors import NotFoundError
from domain.ingredient import IngredientPrediction, Part, remaining_keys
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.ingredients import IngredientSelection
from prediction_store.queue import Selection
from services.dependencies import Dependencies
from services.list_decisions import deciding_overrides
from services.page_ingredients import Decided, decided_ingredients


@dataclass(frozen=True)
class OpenedIngredient:
    """An ingredient with everything that belongs to it.

    Attributes:
        parts: the products that need it, the largest amount first; their amounts add up to what is needed.
        decided: what people's answers on the products make of it; None where they change nothing.
        actual: what the products' actuals needed; None as long as one of them is not known.
    """

    ingredient: IngredientPrediction
    run: Run
    use_case: UseCase
    parts: tuple[Part, ...]
    decided: Decided | None
    actual: float | None


def open_ingredient(deps: Dependencies, run: Run, name: str, entity: Entity) -> OpenedIngredient:
    """An ingredient by its name and the values of the remaining keys.

    Raises:
        NotFoundError: the run needs no such ingredient.
        PredictionFileError: the files are gone or broken.
    """
    use_case = deps.predictions.use_case(run)
    keys = remaining_keys(use_case) if use_case.recipes is not None else ()
    if use_case.recipes is None or len(keys) != len(entity):
        raise NotFoundError("ingredient", name)
    pairs = tuple(zip(keys, entity, strict=True))
    rows, _ = deps.predictions.ingredients(run, IngredientSelection(pairs, name=name), 0, 1)
    if not rows:
        raise NotFoundError("ingredient", name, tuple(use_case.recipes.ingredients))
    parts = _parts(deps, run, name, pairs)
    return OpenedIngredient(
        deps.predictions.ingredient(run, rows[0].row),
        run,
        use_case,
        parts,
        decided_ingredients(deps, run, rows).get(rows[0].row),
        _actual(deps, run, parts),
    )


def _parts(deps: Dependencies, run: Run, name: str, keys: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    """The products of this entity that need the ingredient: their stored predictions times what one unit needs."""
    use_case, needs = deps.predictions.use_case(run), deps.predictions.needs(run)
    assert use_case.recipes is not None
    place = use_case.keys.index(use_case.recipes.key)
    with deps.feedback.read() as unit:
        overrides = deciding_overrides(unit.reviews.for_run(run.id))
    parts = []
    for row in deps.predictions.page(run, Selection(keys=keys), 0, run.row_count):
        product = row.entity[place]
        each = needs.amounts[product].get(name, 0.0)
        if each:
            override = overrides.get(row.row)
            own = override.new.own_value if override is not None else None
            parts.append(Part(row.row, row.entity, product, each, row.value, row.value if own is None else own))
    return tuple(sorted(parts, key=lambda part: (-part.amount, part.row)))


def _actual(deps: Dependencies, run: Run, parts: tuple[Part, ...]) -> float | None:
    with deps.feedback.read() as unit:
        known = unit.actuals.latest_of(run.use_case, [(run.target_date, part.entity) for part in parts])
    if len(known) < len(parts):
        return None
    return sum(part.each * known[run.target_date, part.entity].value for part in parts)
