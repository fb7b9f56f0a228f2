"""What stands in for a missing value of a feature, by a stated rule."""

from typing import Literal, Self

from pydantic import Field, model_validator

from domain.use_case.strict import Strict

LOOKS_BACK = ("last_known", "median", "same_weekday")
"""Rules that look at earlier days of the same column."""


class Missing(Strict):
    """A stated rule for missing values; each one is counted, and the row says so.

    The same in training and in production: only days before the one whose value is missing are looked at.
    """

    rule: Literal["last_known", "median", "same_weekday", "constant", "from"] = Field(
        description="`last_known`: the latest earlier value; `median`: of the last days; `same_weekday`: the latest value of the same weekday; `constant`: always `value`; `from`: the value of another `feature`."
    )
    within_days: int = Field(
        28, ge=1, le=366, description="So many earlier days are looked at. Without a value in them it stays missing."
    )
    value: float | str | None = Field(None, description="With `constant`: the value.")
    feature: str | None = Field(
        None, description="With `from`: the feature, built from a column too. Its own rule does not count."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.value is not None) != (self.rule == "constant"):
            raise ValueError("`value` belongs to the rule `constant`, and that rule needs it")
        if (self.feature is not None) != (self.rule == "from"):
            raise ValueError("`feature` belongs to the rule `from`, and that rule needs it")
        return self

    @property
    def reach_days(self) -> int:
        """How many days before its own it looks back to."""
        return self.within_days if self.rule in LOOKS_BACK else 0
