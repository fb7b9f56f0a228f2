"""What drives predictions: a feature or a group of features, and how far each moved the predictions of many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.use_case import UseCase

GROUP_MARK = "group."
"""Before the name of a group in a code; no feature is named so, because names have no dot."""


@dataclass(frozen=True)
class Driver:
    """A feature, or a group of the use case with all of its features.

    Attributes:
        name: of the feature or of the group, as in the use case file.
        features: the features it stands for; one, unless it is a group.
    """

    kind: Literal["feature", "group"]
    name: str
    features: tuple[str, ...]

    @property
    def code(self) -> str:
        """A name that features and groups do not share."""
        return GROUP_MARK + self.name if self.kind == "group" else self.name


def drivers_of(use_case: UseCase, *, grouped: bool) -> tuple[Driver, ...]:
    """All features, or the groups and the features that are in none; in the order of the use case file."""
    found: dict[str, Driver] = {}
    for name, feature in use_case.features.items():
        if not grouped or feature.group is None:
            found[name] = Driver("feature", name, (name,))
            continue
        before = found.get(GROUP_MARK + feature.group)
        members = (*(before.features if before is not None else ()), name)
        found[GROUP_MARK + feature.group] = Driver("group", feature.group, members)
    return tuple(found.values())


def driver_with(drivers: Sequence[Driver], feature: str) -> Driver | None:
    """The driver that a feature belongs to."""
    return next((driver for driver in drivers if feature in driver.features), None)


@dataclass(frozen=True)
class Importance:
    """How far each driver moved the predictions of some rows.

    A group counts with the size of the sum of its members in each row: members that pull in opposite directions
    cancel, as they do in the prediction, so it may be less than its members' importances added up.

    Attributes:
        rows: how many rows.
        totals: by code of the driver, the sum over these rows of |effect|; on the link scale where the link is log
            or logit, in the unit of the target else.
    """

    rows: int
    totals: Mapping[str, float]

    def mean(self, code: str) -> float:
        """Mean |effect| of a driver; 0 where there is no row."""
        return self.totals[code] / self.rows if self.rows else 0.0

    def share(self, code: str) -> float:
        """The driver's part of all importance, between 0 and 1; 0 where nothing moved anything."""
        everything = sum(self.totals.values())
        return self.totals[code] / everything if everything else 0.0

    def ranked(self) -> tuple[str, ...]:
        """Codes, the most important first; equal ones in the order of the use case file."""
        return tuple(sorted(self.totals, key=lambda code: -self.totals[code]))


def added(parts: Sequence[Importance]) -> Importance:
    """The importance over the rows of all parts; each part has the same drivers."""
    codes = list(parts[0].totals) if parts else []
    return Importance(
        sum(part.rows for part in parts), {code: sum(part.totals[code] for part in parts) for code in codes}
    )


@dataclass(frozen=True)
class Segment:
    """The importance within one value of a key or of a category feature; `value` None is "missing"."""

    value: str | None
    importance: Importance


@dataclass(frozen=True)
class Segments:
    """The most frequent values, the first one first, and how many values there are in all."""

    shown: tuple[Segment, ...]
    values: int


@dataclass(frozen=True)
class RunImportance:
    """The importance of each driver in one run.

    Attributes:
        importance: by the features and groups that this run had.
    """

    run_id: str
    day: date
    version: int | None
    importance: Importance
