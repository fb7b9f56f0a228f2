"""Products without a recipe: what they need would be missing from every ingredient, and nobody would see it.

A product is either given a recipe or named under `recipes.without`. In training that is an error with file and line; in
the daily job it holds the run, because it is the batch that brings the new product.
"""

from collections.abc import Iterable

from domain.entity import entity_from_text
from domain.errors import FilePlace, UseCaseFileError
from domain.finding import Finding, Severity
from domain.ingredient import without_product
from domain.use_case.file import line_of
from domain.use_case.recipes import Recipes
from intake.prepared import PreparedBatch
from services.load_use_case import LoadedUseCase

PLACE = ("recipes", "products")
NAMED = 20
"""Products named in a message; more make it unreadable."""


def missing_recipes(loaded: LoadedUseCase, batch: PreparedBatch) -> tuple[Finding, ...]:
    """What holds the run: products of the batch without a recipe, with the line that should have one."""
    recipes = loaded.use_case.recipes
    if recipes is None:
        return ()
    counts = batch.key_counts(recipes.key)
    missing = _without_recipe(recipes, counts)
    if not missing:
        return ()
    return (
        Finding(
            "recipe_missing",
            Severity.CRITICAL,
            "batch",
            recipes.key,
            sum(counts[name] for name in missing),
            detail={"values": missing, "file": str(loaded.path), "line": line_of(loaded.path, PLACE)},
        ),
    )


def demand_recipes(loaded: LoadedUseCase, entities: Iterable[str]) -> None:
    """Refuse to learn ranges of ingredients from products of which nobody said what they need.

    Args:
        loaded: the use case and its file.
        entities: texts of the entities that were learned from.

    Raises:
        UseCaseFileError: at least one of their products has no recipe and is not named under `without`.
    """
    recipes = loaded.use_case.recipes
    if recipes is None:
        return
    missing = _without_recipe(recipes, {_product(loaded, text) for text in set(entities)})
    if missing:
        shown = ", ".join(missing[:NAMED]) + (f" and {len(missing) - NAMED} more" if len(missing) > NAMED else "")
        allowed = "a recipe for every product of the data, or its name under `recipes.without`"
        place = FilePlace(line_of(loaded.path, PLACE), ".".join(PLACE), f"no recipe for {shown}", allowed)
        raise UseCaseFileError(loaded.path, (place,))


def _product(loaded: LoadedUseCase, text: str) -> str:
    return without_product(loaded.use_case, entity_from_text(text))[0]


def _without_recipe(recipes: Recipes, products: Iterable[str]) -> list[str]:
    return sorted(set(products) - set(recipes.products) - set(recipes.without))
