"""How sure a prediction is: how often its range held before, and what is out of the ordinary about its inputs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.explanation import FeatureValue

LEAST_TO_JUDGE = 10
"""With fewer cases a share says nothing: of nine, four to nine lie inside a range of 80 % in 98 of 100 samples."""

UNLIKELY = 0.025
"""A count is called too low or too high where chance alone gives one as extreme less often than this on its side (the
two sides together: 5 %, exact binomial test)."""

Judgement = Literal["as stated", "less often", "more often", "too few"]


@dataclass(frozen=True)
class Record:
    """How often the actual was inside the range."""

    inside: int
    of: int

    def judged(self, probability: float) -> Judgement:
        """Whether that agrees with the probability that the range states."""
        if self.of < LEAST_TO_JUDGE:
            return "too few"
        if self.inside < probability * self.of:
            return "less often" if _at_most(self.inside, self.of, probability) < UNLIKELY else "as stated"
        return "more often" if _at_most(self.of - self.inside, self.of, 1 - probability) < UNLIKELY else "as stated"


def _at_most(count: int, of: int, probability: float) -> float:
    """Chance of at most so many successes (binomial), added up in logarithms so that a large `of` does not overflow."""
    log_yes, log_no = math.log(probability), math.log1p(-probability)
    return math.fsum(
        math.exp(
            math.lgamma(of + 1)
            - math.lgamma(hits + 1)
            - math.lgamma(of - hits + 1)
            + hits * log_yes
            + (of - hits) * log_no
        )
        for hits in range(count + 1)
    )


def is_inside(low: float, high: float, actual: float, *, whole: bool) -> bool:
    """Whether an actual is inside a range, its ends included; of whole numbers, the range as it is shown."""
    if whole:
        low, high = math.floor(low + 0.5), math.floor(high + 0.5)
    return low <= actual <= high


def record_of(ranges: Iterable[tuple[float | None, float | None, float]], *, whole: bool) -> Record:
    """The record of (low, high, actual); rows without a range do not count."""
    found = [
        is_inside(low, high, actual, whole=whole)
        for low, high, actual in ranges
        if low is not None and high is not None
    ]
    return Record(sum(found), len(found))


@dataclass(frozen=True)
class HeldOut:
    """What calibration measured on days that the model had not learned from: share inside the range, of so many."""

    coverage: float
    of: int

    @property
    def record(self) -> Record:
        """The same as a count."""
        return Record(round(self.coverage * self.of), self.of)


@dataclass(frozen=True)
class Measured:
    """The held-out measurements of a version: of all rows, and by the text of an entity."""

    all: HeldOut | None
    own: Mapping[str, HeldOut]


@dataclass(frozen=True)
class Lived:
    """What happened since in published runs, on the last days whose actuals are known.

    Attributes:
        own: of the entity; `own_days` runs were looked at for it.
        all: of every entity in them, over `all_days` runs; large runs are not counted, so it may be of fewer days or none.
        unreadable: days whose prediction files are gone or damaged.
    """

    own: Record
    own_days: int
    all: Record
    all_days: int
    unreadable: int


@dataclass(frozen=True)
class Learned:
    """What training saw of a feature.

    Attributes:
        low, high: smallest and largest number; None for categories and where there was no number.
        categories: names seen; empty for numbers.
        missing_share: share of rows without a value, 0 to 1.
        calendar: read off the date, so that a new day is never out of the ordinary.
    """

    low: float | None
    high: float | None
    categories: frozenset[str]
    missing_share: float
    calendar: bool


class DoubtCode(StrEnum):
    """What can make a single prediction less sure than the model mostly is.

    An input is *missing* where training (almost) always had it, and a *gap* where training knew it to be missing.
    """

    OUTSIDE = "outside"
    UNSEEN = "unseen"
    MISSING = "missing"
    GAP = "gap"
    WIDE_RANGE = "wide_range"
    LITTLE_HISTORY = "little_history"


@dataclass(frozen=True)
class Doubt:
    """One reason for doubt.

    Attributes:
        feature: the input concerned, where there is one; `value` what it was.
        learned: what training saw of it; None where the model's file could not be read.
        common: most predictions of the day share it, so it is no mark of this one and has no chip.
        delivered: what the source said before cleaning took the value as missing; None where that is not known.
    """

    code: DoubtCode
    feature: str | None = None
    value: FeatureValue = None
    learned: Learned | None = None
    common: bool = False
    delivered: str | None = None
