"""What the model looks at: built from a column, the target's past, the calendar or a key."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.use_case.missing import Missing
from domain.use_case.strict import Strict


class CalendarFeature(StrEnum):
    """What can be read off the date that is predicted."""

    WEEKDAY = "weekday"
    MONTH = "month"
    DAY_OF_MONTH = "day_of_month"
    DAY_OF_YEAR = "day_of_year"
    WEEK_OF_YEAR = "week_of_year"
    DAY_NUMBER = "day_number"


class Column(Strict):
    """A column of a source, on the day that is predicted or some days before."""

    source: str = Field(description="Name of the source.")
    name: str = Field(description="Name of the column.")
    lag_days: int = Field(
        0,
        ge=-366,
        le=3660,
        description="Take the row this many days before the day predicted; negative: after it (a holiday tomorrow). Must not be fresher than the source allows.",
    )


class Lag(Strict):
    """The target itself, some days before the day predicted."""

    days: int = Field(ge=1, le=3660, description="How many days before.")


class Rolling(Strict):
    """A statistic of the target over a window that ends some days before the day predicted."""

    statistic: Literal["mean", "median", "min", "max", "std", "count"] = Field(
        "mean", description="Which statistic; missing days are left out."
    )
    window_days: int = Field(ge=1, le=3660, description="Length of the window in days.")
    lag_days: int = Field(ge=1, le=3660, description="The window ends this many days before the day predicted.")
    same_weekday: bool = Field(default=False, description="Only days of the same weekday as the day predicted.")
    by: list[str] | None = Field(
        None,
        description="Over which keys the days are taken together: left out, the entity's own; `[]`: the total of all entities per day; `[store]`: the total of the store.",
    )


Amount = Annotated[float, Field(strict=True)]
"""A number as such: a list from a file may become a pair, but a text in it does not become a number."""


class Feature(Strict):
    """A feature, with the words people know it by."""

    label: str = Field(min_length=1, max_length=60, description="Its name in business words.")
    unit: str | None = Field(None, description="Its unit, as written behind a number.")
    description: str | None = Field(None, description="One sentence for people who wonder what it is.")
    type: Literal["number", "category"] = Field(
        "number", description="`category`: values are names, not amounts. Keys and weekdays are always categories."
    )
    range: tuple[Amount, Amount] | None = Field(
        None, description="Smallest and largest allowed value; others are counted as a warning.", strict=False
    )
    values: dict[str, str] = Field(
        default_factory=dict, description='Words for single values: `{"0": "no", "1": "yes"}`.'
    )
    group: str | None = Field(None, description="The group it is shown in, one of `groups`.")
    actionable: bool = Field(
        default=False, description='Whether people may change it in "What if"; its value need not be in their hands.'
    )
    missing: Missing | None = Field(
        None,
        description="What stands in for a missing value (of a feature built from a column). Left out: it stays missing, and the model knows that.",
    )
    column: Column | None = Field(None, description="Built from a column of a source.")
    lag: Lag | None = Field(None, description="Built from the target some days before.")
    rolling: Rolling | None = Field(None, description="Built from a statistic of the target's past.")
    calendar: CalendarFeature | None = Field(None, description="Read off the day predicted.", strict=False)
    key: str | None = Field(None, description="The value of a key.")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = [name for name in ("column", "lag", "rolling", "calendar", "key") if getattr(self, name) is not None]
        if len(origins) != 1:
            raise ValueError("give exactly one of `column`, `lag`, `rolling`, `calendar` and `key`")
        if self.range is not None and self.range[0] > self.range[1]:
            raise ValueError("the first number of `range` must not be larger than the second")
        return self

    @property
    def is_category(self) -> bool:
        """Whether its values are names."""
        return self.type == "category" or self.key is not None or self.calendar is CalendarFeature.WEEKDAY

    @property
    def uses_target(self) -> bool:
        """Whether it is built from the target's past."""
        return self.lag is not None or self.rolling is not None
