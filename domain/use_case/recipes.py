"""Recipes: what products are made from, in the amounts and units in which a kitchen writes them down."""

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, ConfigDict, Field

from domain.use_case.strict import Strict

_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\W\d_]+)\s*")


class Measure(NamedTuple):
    """An amount as it is written: 250 and "g"."""

    number: float
    unit: str


def measure(amount: str) -> Measure:
    """The parts of an amount, such as `250 g`.

    Raises:
        ValueError: it is no number above zero with a unit behind it.
    """
    found = _AMOUNT.fullmatch(amount)
    if found is None or float(found[1]) <= 0:
        raise ValueError("an amount above zero with its unit, such as `250 g`")
    return Measure(float(found[1]), found[2])


def _checked(value: object) -> object:
    # A bare number is refused here, because nobody would know whether 250 means grams or kilograms.
    measure(value if isinstance(value, str) else "")
    return value


Amount = Annotated[str, BeforeValidator(_checked)]
"""A number and a unit. The unit itself is checked when the file is read (`domain.use_case.recipe_units`)."""


class Pack(Strict):
    """What an ingredient is ordered in."""

    size: Amount = Field(description="How much is in one pack, e.g. `25 kg`.")
    direction: Literal["up", "down", "nearest"] = Field(
        "up", description="Whether the amount needed is rounded up, down or to the nearest whole number of packs."
    )


class Ingredient(Strict):
    """Something that products are made from: bought, or made from other ingredients."""

    model_config = ConfigDict(serialize_by_alias=True)

    label: str = Field(min_length=1, max_length=60, description="Its name in business words.")
    unit: str = Field(min_length=1, description="The unit in which it is ordered and shown, e.g. `kg`, `l`, `pieces`.")
    needs: dict[str, Amount] = Field(
        default_factory=dict,
        description="What it is made from, where it is not bought: each ingredient with its amount for one making.",
    )
    makes: Amount | None = Field(
        None, description="How much one making of `needs` gives, e.g. `10 kg`. Left out: one of its `unit`."
    )
    usable: float = Field(
        1.0,
        alias="yield",
        gt=0,
        le=1,
        description="The share that can be used, e.g. 0.85 after peeling; the amount needed is divided by it.",
    )
    waste: float = Field(
        0.0, ge=0, le=1, description="What is lost on top, as a share: 0.05 orders 5 % more than is used."
    )
    pack: Pack | None = Field(None, description="The pack in which it is ordered; left out, any amount can be.")
    listed: bool | None = Field(
        None,
        description="Whether it stands in the list of ingredients. Left out: what is bought does, what is made from others does not.",
    )

    @property
    def is_listed(self) -> bool:
        """Whether the list of ingredients shows it."""
        return not self.needs if self.listed is None else self.listed


class Recipes(Strict):
    """What products are made from."""

    key: str = Field(description="The key whose values are the products; an ingredient takes its place.")
    ingredients: dict[str, Ingredient] = Field(min_length=1, description="The ingredients, by name.")
    products: dict[str, dict[str, Amount]] = Field(
        min_length=1,
        description="For each product, what one unit of the target needs: `Rye bread: {flour: 400 g, salt: 8 g}`.",
    )
    without: list[str] = Field(
        default_factory=list,
        description="Products that need none of these ingredients: bought ready-made, or no longer sold.",
    )
