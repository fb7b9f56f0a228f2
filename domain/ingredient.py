"""An ingredient of a day: what the products that were predicted need of it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.entity import Entity
from domain.explanation import Adjustment
from domain.prediction import PastDay
from domain.use_case import UseCase


@dataclass(frozen=True)
class Needs:
    """The recipes as a run used them, all levels multiplied out.

    Attributes:
        amounts: product, ingredient, how much one unit of the target needs, in the ingredient's unit.
        packs: ingredient, size of its pack in its unit; only those ordered in packs.
    """

    amounts: Mapping[str, Mapping[str, float]]
    packs: Mapping[str, float]


@dataclass(frozen=True)
class IngredientRow:
    """What the list of ingredients shows, in the unit of the ingredient.

    Attributes:
        row: number of the ingredient in its run, from 0.
        name: of the ingredient in the use case file.
        entity: values of the remaining keys, in the order of the use case file.
        value: what is to be ordered: what is needed, in whole packs.
        needed: the recipe-weighted sum of the products' published values.
        low, high: the range of what will be needed, whatever packs it is ordered in.
        usual: what the same products needed on the last comparable days (their median); None where none is known.
    """

    row: int
    name: str
    entity: Entity
    value: float
    needed: float
    low: float
    high: float
    usual: float | None


@dataclass(frozen=True)
class IngredientPrediction:
    """An ingredient with its explanation: base + effects + adjustments + pack = value.

    Attributes:
        base: the recipe-weighted sum of the products' start points.
        effects: by feature, in the order of the use case file.
        adjustments: those of the products, summed by their code.
        past: comparable days on which every product behind it was known, oldest first.
    """

    run_id: str
    target_date: date
    row: IngredientRow
    base: float
    effects: tuple[tuple[str, float], ...]
    adjustments: tuple[Adjustment, ...]
    past: tuple[PastDay, ...]

    @property
    def pack(self) -> float:
        """What rounding to whole packs adds."""
        return self.row.value - self.row.needed

    def gap(self) -> float:
        """How far base + effects + adjustments + pack is from the value."""
        parts = sum(effect for _, effect in self.effects) + sum(item.amount for item in self.adjustments)
        return abs(self.base + parts + self.pack - self.row.value)


@dataclass(frozen=True)
class Part:
    """What one product needs of an ingredient.

    Attributes:
        row: number of the product's prediction in the run.
        entity: of the product's prediction.
        product: the value of the recipes' key.
        each: what one unit of the target needs.
        value: the product's published prediction.
        decided: what counts for ordering the product; the prediction where nobody decided otherwise.
    """

    row: int
    entity: Entity
    product: str
    each: float
    value: float
    decided: float

    @property
    def amount(self) -> float:
        """What the prediction needs."""
        return self.each * self.value

    @property
    def decided_amount(self) -> float:
        """What the decided value needs."""
        return self.each * self.decided


def remaining_keys(use_case: UseCase) -> tuple[str, ...]:
    """The keys of an ingredient: those of the use case without the one whose values are products."""
    assert use_case.recipes is not None
    return tuple(key for key in use_case.keys if key != use_case.recipes.key)


def without_product(use_case: UseCase, entity: Entity) -> tuple[str, Entity]:
    """The product of an entity, and the entity of its ingredients."""
    assert use_case.recipes is not None
    place = use_case.keys.index(use_case.recipes.key)
    return entity[place], entity[:place] + entity[place + 1 :]
