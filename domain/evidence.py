"""Everything that preparing a batch leaves behind besides its rows, and what earlier mornings left to compare it with."""

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
        snapshots: of the runs that spoke for their mornings (published, else held), before this morning.
        volumes: the last known ones, before the days of this morning.
    """

    snapshots: tuple[StageSnapshot, ...] = ()
    volumes: tuple[Volume, ...] = ()


NO_PAST = Past()
