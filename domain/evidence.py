"""Everything that preparing a batch leaves behind besides its rows, and what earlier mornings left to compare it with."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.check_result import CheckResult
from domain.stage import StageSnapshot
from domain.volume import Volume


@dataclass(frozen=True)
class Evidence:
    """Of one morning: what every check said, what every stage looked like, how many rows came."""

    results: tuple[CheckResult, ...] = ()
    snapshots: tuple[StageSnapshot, ...] = ()
    volumes: tuple[Volume, ...] = ()


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Past:
    """Of earlier mornings, the newest last; what a check compares with.

    Attributes:
        volumes: the last known ones, before the days of this morning.
        training: what the model learned from: per feature of numbers, the quantiles of the medians of its days; None
            where it did not keep them.
    """

    volumes: tuple[Volume, ...] = ()
    training: Mapping[str, tuple[float, ...]] | None = None


NO_PAST = Past()
