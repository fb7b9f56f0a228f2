"""Ingredients in words: how much, of what, from which products."""

from collections.abc import Sequence

from domain.entity import Entity
from domain.ingredient import IngredientRow, Part, remaining_keys
from domain.use_case import UseCase
from domain.use_case.definition import Target
from presentation.words.catalogue import plural, text
from presentation.words.entities import Title, key_value_text
from presentation.words.features import in_sentence
from presentation.words.quantities import Scale, amount, digits, exact_number, level_units, scale_for, with_unit

MOST_PARTS = 5
"""Products named in the sentence; the others share one number."""


def ingredient_label(use_case: UseCase, name: str) -> str:
    """Its name in business words."""
    assert use_case.recipes is not None
    return use_case.recipes.ingredients[name].label


def ingredient_title(use_case: UseCase, name: str, entity: Entity) -> Title:
    """The two parts of an ingredient's name: "Flour", "North"."""
    pairs = zip(remaining_keys(use_case), entity, strict=True)
    rest = [key_value_text(use_case, key, value) for key, value in pairs]
    return Title(ingredient_label(use_case, name), ", ".join(reversed(rest)))


def ingredient_target(use_case: UseCase, name: str) -> Target:
    """The target as it is for an ingredient: another name and unit, and any amount."""
    assert use_case.recipes is not None
    ingredient = use_case.recipes.ingredients[name]
    words = {"label": ingredient.label, "unit": ingredient.unit, "unit_one": None, "integer": False}
    return use_case.target.model_copy(update=words)


def ingredient_scale(use_case: UseCase, row: IngredientRow) -> Scale:
    """How the numbers of an ingredient are written, the same in list and detail."""
    return scale_for(ingredient_target(use_case, row.name), row.value, row.needed)


def order_text(use_case: UseCase, row: IngredientRow, value: float | None = None) -> str:
    """What is to be ordered, with its unit; whole packs are exact: "45 kg", not "45.0 kg"."""
    assert use_case.recipes is not None
    ordered, scale = row.value if value is None else value, ingredient_scale(use_case, row)
    if use_case.recipes.ingredients[row.name].pack is None:
        return amount(ordered, scale)
    return with_unit(exact_number(ordered), scale)


def pack_text(use_case: UseCase, name: str, size: float) -> str:
    """The pack an ingredient is ordered in, as the step of its explanation: "Whole packs of 5 kg"."""
    assert use_case.recipes is not None
    unit = use_case.recipes.ingredients[name].unit
    return text("Whole packs of {size} {unit}", size=exact_number(size), unit=unit)


def packs_text(row: IngredientRow, size: float) -> str:
    """How many packs are to be ordered: "9 packs"."""
    return plural("{count} pack", "{count} packs", round(row.value / size))


def products_rounded(use_case: UseCase) -> str:
    """The step of an ingredient's explanation that comes from products which only exist whole."""
    unit = use_case.target.unit
    return text("Products in whole {unit}", unit=unit) if unit else text("Products in whole numbers")


def over_products(count: int) -> str:
    """What stands in the place of a feature's value: it has one for each product."""
    return plural("in {count} product", "over {count} products", count)


def needed_sentence(use_case: UseCase, row: IngredientRow) -> str:
    """The start of the sentence: "42 kg of flour"."""
    needed = amount(row.needed, ingredient_scale(use_case, row))
    return text("{amount} of {ingredient}", amount=needed, ingredient=in_sentence(ingredient_label(use_case, row.name)))


def part_texts(use_case: UseCase, row: IngredientRow, parts: Sequence[Part]) -> tuple[str, ...]:
    """What each product needs: "18 Soup". Rounded so that what is shown adds up to what is shown of the whole."""
    assert use_case.recipes is not None
    scale = ingredient_scale(use_case, row)
    shown = shares(level_units(row.needed, scale), [part.amount for part in parts])
    names = [key_value_text(use_case, use_case.recipes.key, part.product) for part in parts]
    return tuple(f"{digits(steps, scale.decimals)} {name}" for steps, name in zip(shown, names, strict=True))


def shares(total: int, amounts: Sequence[float]) -> list[int]:
    """Whole numbers near to the amounts' shares of a total that add up to it (Hamilton's method of largest remainders)."""
    size = sum(amounts)
    if not size:
        return [0] * len(amounts)
    exact = [total * amount / size for amount in amounts]
    floors = [int(value // 1) for value in exact]
    order = sorted(range(len(amounts)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[: total - sum(floors)]:
        floors[at] += 1
    return floors
