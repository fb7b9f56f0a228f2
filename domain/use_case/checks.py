"""What the gate asks of a batch before it is scored."""

from pydantic import Field

from domain.use_case.expectations import Expectation, Suite
from domain.use_case.strict import Strict
from domain.use_case.watch import Watch, WatchCode, Watches


class Checks(Strict):
    """The gate's settings."""

    rows_at_least: int = Field(1, ge=0, description="A batch with fewer rows is held (unless all is closed that day).")
    history_days_at_least: int = Field(60, ge=1, description="Fewer days of target history hold the run.")
    bad_values_at_most: float = Field(
        0.05,
        ge=0,
        le=1,
        description="A larger share of values that are not what their column should hold, holds the run.",
    )
    missing_at_most: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A feature with a larger share of missing values in the batch is a warning.",
    )
    expectations: list[Expectation] = Field(
        default_factory=list,
        description="Expectations of Great Expectations, by their public names ([more](checks.md#expectations)).",
    )
    suites: list[Suite] = Field(default_factory=list, description="Suites of Great Expectations in JSON files.")
    watch: dict[WatchCode, Watch] = Field(
        default_factory=dict,
        description="The checks that learn from the past, by their codes (docs/checks.md). All are asked, also those that are not named here.",
    )

    @property
    def watches(self) -> Watches:
        """The settings of the checks that learn from the past."""
        return Watches(self.watch)
