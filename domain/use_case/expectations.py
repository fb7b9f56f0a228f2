"""What is expected of the data, in the words of Great Expectations: `checks.expectations` and `checks.suites`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, field_validator

from domain.use_case.strict import Strict

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase
    from domain.use_case.source import Source

LookedAt = Literal["received", "cleaned", "features"]
WithRows = Literal["pass_on", "quarantine"]


class Expectation(Strict):
    """One expectation, as Great Expectations names it."""

    type: str = Field(description="Its public name: `expect_column_values_to_be_between`.")
    kwargs: dict[str, Any] = Field(
        default_factory=dict, description="Its arguments by their names: `{column: price, min_value: 0, mostly: 0.99}`."
    )
    severity: Literal["info", "warning", "critical"] = Field(
        "warning", description="What a failure means: told, a warning on the screen, or the run is held."
    )
    source: str | None = Field(None, description="The source that is looked at. Left out: the batch of features.")
    stage: LookedAt | None = Field(
        None,
        description="After which stage: `received`, `cleaned` (of a source, if left out) or `features` (of the batch).",
    )
    days: int | None = Field(
        None,
        ge=1,
        le=3660,
        description="Only the newest so many days of a source with dates. Left out: all rows that the run reads.",
    )
    failing_rows: WithRows = Field(
        "pass_on",
        description="`quarantine`: rows that fail are left out, counted and listed; `pass_on`: they are listed and used.",
    )
    note: str = Field("", max_length=300, description="Words shown instead of the sentence that Vouch makes.")
    meta: dict[str, Any] = Field(default_factory=dict, description="Kept and not looked at.")

    @field_validator("kwargs", mode="before")
    @classmethod
    def _days_as_text(cls, value: object) -> object:
        """A day that YAML has read as a date is kept as text, as in a suite file."""
        return _plain(value)

    @property
    def looks_at(self) -> LookedAt:
        """After which stage it is asked."""
        return self.stage or ("features" if self.source is None else "cleaned")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names, as it names them."""
        named = [self.kwargs.get(argument) for argument in ("column", "column_A", "column_B")]
        listed = self.kwargs.get("column_list")
        return tuple(str(name) for name in (*named, *(listed if isinstance(listed, list) else ())) if name is not None)

    @property
    def mostly(self) -> float:
        """The share of rows that has to pass."""
        value = self.kwargs.get("mostly", 1.0)
        return float(value) if isinstance(value, int | float) else 1.0


class Suite(Strict):
    """A suite of Great Expectations in a JSON file, used as it is."""

    file: str = Field(description="Path of the file, from the folder of the use case file: `suites/sales.json`.")
    source: str | None = Field(None, description="The source that it looks at. Left out: the batch of features.")
    stage: LookedAt | None = Field(None, description="After which stage, as for a single expectation.")
    days: int | None = Field(None, ge=1, le=3660, description="Only the newest so many days of a source with dates.")
    failing_rows: WithRows = Field(
        "pass_on", description="What becomes of rows that fail those of its checks that judge single rows."
    )
    expectations: list[Expectation] = Field(
        default_factory=list, description="Filled in from the file; not written by hand."
    )


def asked_expectations(use_case: UseCase) -> tuple[Expectation, ...]:
    """All expectations of a use case: its own, then those of its suites."""
    checks = use_case.checks
    return (*checks.expectations, *(each for suite in checks.suites for each in suite.expectations))


def suite_columns(use_case: UseCase, source_name: str) -> Iterator[tuple[str, Literal["number", "text"]]]:
    """The columns of a source that its suites name; numbers where a suite compares them with numbers."""
    source = use_case.sources[source_name]
    named: dict[str, bool] = {}
    for suite in use_case.checks.suites:
        for expectation in suite.expectations if suite.source == source_name else ():
            for column in expectation.columns:
                here = name_here(source, column)
                named[here] = named.get(here, False) or speaks_of_numbers(expectation)
    yield from ((column, "number" if numbers else "text") for column, numbers in named.items())


def suites_that_name(use_case: UseCase, source_name: str, column: str) -> tuple[str, ...]:
    """The files of the suites that look at this column of a source, by its name in the use case or in the table."""
    source = use_case.sources[source_name]
    names = {column, name_here(source, column)}
    return tuple(
        suite.file
        for suite in use_case.checks.suites
        if suite.source == source_name and any(names & set(each.columns) for each in suite.expectations)
    )


def name_here(source: Source, column: str) -> str:
    """The name by which a use case goes for a column; a suite may name it as the file does."""
    return source.rename.get(column, column)


_BOUNDS = ("min_value", "max_value", "value_set", "threshold", "sum_total", "quantile_ranges")
_OF_OTHER_THINGS = ("length", "proportion", "count", "z_score")


def speaks_of_numbers(expectation: Expectation) -> bool:
    """Whether the values of its columns are compared with numbers."""
    if "length" in expectation.type or "_count_" in expectation.type:
        return False
    if any(part in expectation.type for part in ("mean", "median", "stdev", "_sum_", "quantile", "z_score", "outlier")):
        return True
    if any(part in expectation.type for part in _OF_OTHER_THINGS):
        return False
    found = [value for bound in _BOUNDS for value in _flat(expectation.kwargs.get(bound))]
    return bool(found) and all(isinstance(value, int | float) for value in found)


def _flat(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
