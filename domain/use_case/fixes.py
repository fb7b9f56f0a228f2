"""What is put right in a source besides spellings, units and limits: rows left out for a reason, small series taken together."""

import re
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from domain.use_case.strict import Strict

NUMBER_CONDITIONS = ("below", "at_most", "above", "at_least")
"""Conditions on a column of numbers."""

CONDITIONS = ("matches", "values", "missing", *NUMBER_CONDITIONS)
"""Everything a rule may ask of a value; each rule asks one thing."""

_RE2_LACKS = re.compile(r"\(\?[=!<]|\\[1-9]|\(\?P=")
"""What Python's patterns can and those of the reader (RE2) cannot: looking around and repeating what was found."""


class Drop(Strict):
    """Rows that are left out, and why. A row goes for the first reason that applies to it, in the order of the file.

    The value is compared as received, without the spaces around it, before aliases and units.
    """

    column: str = Field(description="The column that is looked at; one that the use case reads.")
    reason: str = Field(min_length=1, max_length=60, description="Why, in business words: `Cancellation`.")
    matches: str | None = Field(
        None, min_length=1, description="Texts that a regular expression describes as a whole: `C.*`."
    )
    values: list[str] = Field(default_factory=list, description="Exactly these texts, whatever their case.")
    missing: Literal[True] | None = Field(None, description="`true`: rows without a value.")
    below: float | None = Field(None, description="Numbers smaller than this.")
    at_most: float | None = Field(None, description="Numbers of this size or smaller.")
    above: float | None = Field(None, description="Numbers larger than this.")
    at_least: float | None = Field(None, description="Numbers of this size or larger.")

    @field_validator("matches")
    @classmethod
    def _a_pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"a regular expression; this one is broken: {error}") from None
        if value is not None and _RE2_LACKS.search(value):
            raise ValueError("a regular expression that neither looks around nor repeats what it found (RE2)")
        return value

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        given = [name for name in CONDITIONS if getattr(self, name) not in (None, [])]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(CONDITIONS)}")
        return self

    @property
    def asks_for_number(self) -> bool:
        """Whether its column must hold numbers."""
        return any(getattr(self, name) is not None for name in NUMBER_CONDITIONS)


class Aggregate(Strict):
    """Small series are predicted together: on each day, all that were too seldom sold to be learned from alone.

    Decided anew for every day from what was known on its morning (docs/decisions/0013), in training exactly as in
    production. Their rows are added up; a series that has grown goes its own way.
    """

    key: str = Field(description="The key whose small series are taken together, e.g. `product`; other keys stay.")
    fewer_than_days: int = Field(
        ge=2, le=3660, description="A series with sales on fewer days than this is a small one."
    )
    within_days: int = Field(
        365, ge=14, le=3660, description="So many last known days are looked at to tell small series from others."
    )
    together_as: str = Field(
        min_length=1, max_length=60, description="What they are called together, in place of the key: `Small products`."
    )
    share_back: bool = Field(
        default=False,
        description="`true`: what is predicted for them together is also shared out among them, in proportion to what each sold in the last `within_days` known days. A share has no range and no explanation of its own, and with few days of sales chance weighs much; so it is asked for and not the default.",
    )

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.fewer_than_days > self.within_days:
            raise ValueError("`fewer_than_days` must not be larger than `within_days`: every series would be small")
        return self
