"""The whole use case file as one validated object."""

from typing import Literal, Self

from pydantic import Field, model_validator

from domain.links import Link
from domain.use_case.checks import Checks
from domain.use_case.consistency import contradictions
from domain.use_case.feature import Feature
from domain.use_case.imports import Imports
from domain.use_case.recipes import Recipes
from domain.use_case.rules import Rule
from domain.use_case.source import Clean, Source
from domain.use_case.strict import Strict


class Dates(Strict):
    """When a run happens and which day it predicts."""

    horizon_days: int = Field(
        0, ge=0, le=366, description="The run of the morning of day R predicts day R + this; 0 is the same day."
    )


class Target(Strict):
    """What is predicted."""

    source: str = Field(description="The source that holds it; this table needs `date` and all `keys`.")
    column: str = Field(description="Its column.")
    label: str = Field(min_length=1, max_length=60, description="Its name in business words.")
    unit: str = Field("", description="Its unit, plural, as written behind a number: `loaves`.")
    unit_one: str | None = Field(None, description="The unit for one: `loaf`. Left out: the same as `unit`.")
    happened: str = Field("actual", description="The word for what really happened: `sold`, `used`, `rented`.")
    integer: bool = Field(
        default=False,
        description="Whether only whole numbers make sense; predictions are then rounded, as a step of the explanation.",
    )
    min: float | None = Field(
        None,
        description="The least value that makes sense; predictions below are lifted to it, as a step of the explanation.",
    )
    higher_is_better: bool | None = Field(
        None,
        description="Whether more of it is good news (`true`) or bad news (`false`); charts then colour effects as good and bad. Left out: as more and less.",
    )
    cost_too_much: float | None = Field(
        None,
        ge=0,
        le=1e9,
        description="What one unit too many costs (thrown away, sold off). With `cost_too_little` the Outcomes page also measures in money; left out, it says that no cost is known.",
    )
    cost_too_little: float | None = Field(
        None, ge=0, le=1e9, description="What one unit too few costs (a lost sale, an express order)."
    )
    cost_unit: str = Field("", max_length=20, description="The unit of both costs: `€`.")
    available_after_days: int = Field(
        1, ge=0, le=3660, description="The actual of day D is known on the morning of day D + this."
    )
    classes: dict[str, str] = Field(
        default_factory=dict,
        description="Binary and multiclass: each value of the column with its words. Binary: two, the second is the one whose probability is predicted.",
    )


class Batch(Strict):
    """Which rows are predicted."""

    source: str | None = Field(None, description="The source whose rows of the target date are the batch.")
    seen_within_days: int | None = Field(
        None, ge=1, le=3660, description="Instead of a source: every entity that had an actual within so many days."
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.source is None) == (self.seen_within_days is None):
            raise ValueError("give exactly one of `source` and `seen_within_days`")
        return self


class Closed(Strict):
    """Days on which nothing happens: not predicted, not learned from, not compared with."""

    source: str = Field(description="The source that knows them; it must be known ahead.")
    column: str = Field(description="The column.")
    value: str = Field("1", description="The value that means closed.")


class Model(Strict):
    """How the model is trained."""

    objective: Literal["median", "squared", "poisson"] = Field(
        "median", description="Regression: what is minimised. `poisson` uses the log link."
    )
    offset: str | None = Field(
        None,
        description="A feature that the prediction starts from (a usual value): the model learns the difference from it, and every explanation begins there. Where the feature is missing it starts from 0. Regression with the identity link only.",
    )
    trees: int = Field(300, ge=1, le=20000, description="Number of boosting rounds.")
    parameters: dict[str, int | float | str | bool] = Field(
        default_factory=dict, description="LightGBM parameters by their names, e.g. `num_leaves`."
    )
    training_window_days: int | None = Field(None, ge=14, description="Learn only from so many last days.")
    seed: int = Field(1, ge=0, description="The seed of everything random in training.")


class Range(Strict):
    """The range that should hold the actual."""

    probability: float = Field(0.8, gt=0, lt=1, description="How often the range should hold the actual.")
    folds: int = Field(6, ge=2, le=52, description="Rolling-origin folds whose errors calibrate the range.")
    fold_days: int = Field(28, ge=1, le=366, description="Length of a fold in days.")


class Reviews(Strict):
    """What people can say."""

    reasons: dict[str, str] = Field(
        default_factory=lambda: {
            "local_knowledge": "Local knowledge",
            "event": "Event nearby",
            "data_wrong": "Data is wrong",
            "other": "Other",
        },
        description="Reason codes for deciding differently, each with its words.",
    )
    range_probability: float = Field(
        0.8, gt=0, lt=1, description="How often a range that a reviewer gives should hold the actual."
    )


LATER_KEYS = frozenset(
    {
        "release",
        "monotone",
        "private",
        "per_key",
        "sample_weights",
    }
)
"""Keys of the design that no code carries out yet. They are refused in words, not ignored."""


class UseCase(Strict):
    """One prediction task."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="Short name for commands and folders: small letters, digits and underscores.",
    )
    title: str = Field(min_length=1, max_length=60, description="Its name on the screens.")
    description: str = Field("", description="One or two sentences on what is predicted and for whom.")
    synthetic: bool = Field(default=False, description="The data is made up; every screen says so.")
    task: Literal["regression", "binary", "multiclass"] = Field(
        "regression", description="What kind of answer the model gives."
    )
    keys: list[str] = Field(
        default_factory=list,
        description='The columns that name an entity, e.g. `[store, product]`; empty for a single series. They are shown in reverse, the last one first: "Rye bread, North".',
    )
    dates: Dates = Field(default_factory=Dates, description="When a run happens and which day it predicts.")
    target: Target = Field(description="What is predicted.")
    sources: dict[str, Source] = Field(min_length=1, description="The tables, by name.")
    batch: Batch = Field(description="Which rows are predicted.")
    closed: Closed | None = Field(None, description="Days on which nothing happens.")
    groups: dict[str, str] = Field(
        default_factory=dict,
        description="Groups of features that explanations show as one reason, each with its label: `weather: Weather`. A feature joins one with `group`.",
    )
    features: dict[str, Feature] = Field(min_length=1, description="What the model looks at, by name.")
    recipes: Recipes | None = Field(
        None, description="What products are made from: Today then shows ingredients, too (regression)."
    )
    segments: list[list[str]] = Field(
        default_factory=list,
        description="Keys, or combinations of keys, within which the gate also counts rows and missing values: `[[store], [store, product]]`. Left out: each key by itself.",
    )
    clean: dict[str, Clean] = Field(default_factory=dict, description="How each source is cleaned.")
    checks: Checks = Field(default_factory=lambda: Checks.model_validate({}), description="The gate's settings.")
    model: Model = Field(default_factory=lambda: Model.model_validate({}), description="How the model is trained.")
    range: Range = Field(
        default_factory=lambda: Range.model_validate({}),
        description="The range that should hold the actual (regression).",
    )
    rules: dict[str, Rule] = Field(
        default_factory=dict,
        description="What may change a prediction after the model, by name, in the order in which it is done (regression).",
    )
    reviews: Reviews = Field(default_factory=lambda: Reviews.model_validate({}), description="What people can say.")
    imports: Imports = Field(
        default_factory=lambda: Imports.model_validate({}),
        description="Columns of files with ready predictions and answers (`vouch import`).",
    )

    @property
    def link(self) -> Link:
        """The scale on which the model adds up."""
        if self.task == "regression":
            return Link.LOG if self.model.objective == "poisson" else Link.IDENTITY
        return Link.LOGIT if self.task == "binary" else Link.SOFTMAX

    @property
    def adjustment_codes(self) -> tuple[str, ...]:
        """The codes of what may be changed after the model, in the order in which it is applied."""
        return ("minimum", *self.rules, "whole")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = contradictions(self)
        if found:
            raise ContradictionsError(found)
        return self


class ContradictionsError(ValueError):
    """Parts of a use case that do not fit together; pydantic carries it to the reader of the file."""

    def __init__(self, items: list[tuple[tuple[str, ...], str, str]]) -> None:
        """Keep the items: (path of keys, what was found, what is allowed)."""
        super().__init__(
            "; ".join(f"{'.'.join(path)}: found {found}, allowed: {allowed}" for path, found, allowed in items)
        )
        self.items = items
