"""Value added: how much closer people's changes came to what happened than the model did.

Forecast value added after Gilliland (2010), *The Business Forecasting Deal*, chapter 4: the error of the step before
(the model) less the error of the step itself (the person's change), on the same predictions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.outcome import Costs, DayErrors, Holding, Miss, Period
from domain.use_case import UseCase

ALL, MONTH, SIZE, DIRECTION, REASON, PERSON = "all", "month", "size", "direction", "reason", "person"
KEY_PREFIX = "key:"
"""Dimensions by which changes are grouped; `key:store` is the key `store` of the use case."""

SIZE_EDGES = (0.05, 0.1, 0.2, 0.5)
"""Sizes of a change as a share of the model's value: up to 5 %, to 10 %, to 20 %, to 50 %, more. The first edge is the
"small changes" of Fildes, Goodwin, Lawrence & Nikolopoulos (2009), which mostly did not help."""

MORE, LESS = "more", "less"
NO_REASON = ""
"""The group of changes without a reason code."""


@dataclass(frozen=True)
class Interval:
    """A mean with the interval that should hold the true one with the stated confidence."""

    mean: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether zero lies outside: it could hardly be chance."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class GroupValue:
    """The value added by the changes of one group, per change.

    Attributes:
        name: of the group within its dimension: a reason code, a key's value, a person's id, "2026-11".
        cases, days: changes with an actual, and the days they are from.
        better, worse: changes that came closer than the model, and that ended farther off.
        units, cost: value added in the unit of the target and in money; None while there are not enough cases (units)
            or no costs are known.
    """

    name: str
    cases: int
    days: int
    better: int
    worse: int
    units: Interval | None
    cost: Interval | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough cases for a number."""
        return self.units is not None


@dataclass(frozen=True)
class Closest:
    """Of the changes with an actual and a usual value: how often who alone was closest to what happened."""

    person: int
    model: int
    simple: int
    tied: int


@dataclass(frozen=True)
class KnownBetter:
    """A group in which people systematically know better than the model."""

    dimension: str
    name: str
    better: int
    cases: int
    p_value: float


@dataclass(frozen=True)
class OwnRanges:
    """How often people's own ranges held the actual, with an interval where there are enough cases."""

    holding: Holding
    interval: Interval | None


@dataclass(frozen=True)
class Outcomes:
    """Who was right in a period.

    Attributes:
        days: target dates with a published run, oldest first.
        coverage: share of the model's ranges that held the actual, with its interval.
        groups: per dimension its groups; of `person` only those that the viewer may see.
        known_better: where people systematically know better, surest first.
        hidden_people: whether there are people whose value added is theirs alone.
        most_frequent: of classes, the one that the simple rule always says; None where none is known.
    """

    use_case: UseCase
    period: Period
    costs: Costs | None
    days: tuple[DayErrors, ...]
    coverage: Interval | None
    misses: tuple[Miss, ...]
    groups: Mapping[str, tuple[GroupValue, ...]]
    closest: Closest
    known_better: tuple[KnownBetter, ...]
    own_ranges: OwnRanges
    people: Mapping[int, str]
    hidden_people: bool
    most_frequent: str | None = None

    @property
    def total(self) -> DayErrors | None:
        """All days together; None without a day."""
        days = list(self.days)
        if not days:
            return None
        whole = days[0]
        for day in days[1:]:
            whole = whole.plus(day)
        return whole

    @property
    def changes(self) -> GroupValue:
        """All changes together."""
        return self.groups[ALL][0]
