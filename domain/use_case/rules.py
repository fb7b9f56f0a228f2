"""Business rules: what may change a prediction after the model, each in the order of the file."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from domain.use_case.strict import Strict

Action = Literal["round_to", "at_least", "at_most", "set_to", "add", "multiply_by"]
ACTIONS: tuple[Action, ...] = ("round_to", "at_least", "at_most", "set_to", "add", "multiply_by")

HAPPENS: frozenset[Action] = frozenset({"at_most", "set_to", "add", "multiply_by"})
"""Actions that say what will happen, and so move the range; the others say what is ordered (docs/decisions/0007)."""

Direction = Literal["up", "down", "nearest"]

Value = float | str


class Limits(Strict):
    """A condition on a number by its limits, or on whether there is a value at all."""

    at_least: float | None = Field(None, description="Met from this number on.")
    at_most: float | None = Field(None, description="Met up to this number.")
    missing: bool | None = Field(
        None,
        description="Whether a missing value meets the condition. Left out: nobody knows, the rule is not applied to the row, and a finding counts it.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None and self.missing is None:
            raise ValueError("give `at_least`, `at_most`, `missing` or several of them")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("`at_least` must not be larger than `at_most`")
        return self


class PerValue(Strict):
    """An amount that differs by the value of a key or of a category."""

    by: str = Field(description="The key or the category feature: `product`.")
    values: dict[str, float] = Field(min_length=1, description="The amount for each value: `{Rye bread: 4, Bun: 6}`.")
    otherwise: float | None = Field(
        None, description="The amount for all other values. Left out: the rule does not concern them."
    )


def _condition_form(value: object) -> str:
    """Which kind of condition is meant, so that an error speaks of that one only."""
    if isinstance(value, dict | BaseModel):
        return "mapping"
    if isinstance(value, list | tuple):
        return "list"
    return "text" if isinstance(value, str) else "number"


def _amount_form(value: object) -> str:
    if isinstance(value, dict | BaseModel):
        return "mapping"
    return "text" if isinstance(value, str) else "number"


Condition = Annotated[
    Annotated[float, Tag("number")]
    | Annotated[str, Tag("text")]
    | Annotated[list[Value], Tag("list")]
    | Annotated[Limits, Tag("mapping")],
    Discriminator(_condition_form),
]
"""A value, a list of values, or limits."""

Amount = Annotated[
    Annotated[float, Tag("number")] | Annotated[str, Tag("text")] | Annotated[PerValue, Tag("mapping")],
    Discriminator(_amount_form),
]
"""A number, the name of a feature that holds it, or a number per value of a key."""


class Rule(Strict):
    """One change after the model: its words, the rows it concerns, and exactly one action."""

    label: str = Field(min_length=1, max_length=60, description="What explanations call it: `Full trays`.")
    when: dict[str, Condition] = Field(
        default_factory=dict,
        description="Conditions that must all be met, by key or feature: a value as it is in the data, a list of values, or limits. Left out: every row.",
    )
    round_to: Amount | None = Field(None, description="Rounds to multiples of this: the size of a pack.")
    direction: Direction | None = Field(None, description="Which way `round_to` goes. Left out: `up`.")
    at_least: Amount | None = Field(None, description="Lifts what is below: the least stock.")
    at_most: Amount | None = Field(None, description="Cuts off what is above: the capacity.")
    set_to: Amount | None = Field(None, description="Takes this instead, for closed days and the like; needs `when`.")
    add: Amount | None = Field(None, description="Adds this, or takes it off where it is negative.")
    multiply_by: Amount | None = Field(None, description="Multiplies by this factor: 1.1 is ten per cent more.")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        given = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(f'`{name}`' for name in ACTIONS)}")
        if self.direction is not None and self.round_to is None:
            raise ValueError("`direction` goes with `round_to` only")
        if self.set_to is not None and not self.when:
            raise ValueError("`set_to` needs `when`: without it no row would have a prediction")
        return self

    @property
    def action(self) -> Action:
        """What it does."""
        return next(name for name in ACTIONS if getattr(self, name) is not None)

    @property
    def amount(self) -> float | str | PerValue:
        """By how much: a number, the name of a feature, or a number per value."""
        amount: float | str | PerValue = getattr(self, self.action)
        return amount


def written(value: Value) -> str:
    """A value of a condition as a category of the data is written: 5 is "5"."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value.is_integer() else repr(value)


def values_of(condition: float | str | list[Value] | Limits) -> list[Value]:
    """The values that meet a condition; none for limits."""
    if isinstance(condition, Limits):
        return []
    return list(condition) if isinstance(condition, list) else [condition]
