"""Look at a stage when it is done: take its snapshot, and ask the checks that belong to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.check_result import CheckResult
from domain.evidence import Evidence, Past
from domain.stage import Stage
from domain.use_case import UseCase
from intake.snapshots import take_snapshots
from intake.staging import Staging


@dataclass(frozen=True)
class Morning:
    """A batch on its way, and what earlier mornings left to compare it with."""

    staging: Staging
    use_case: UseCase
    run_date: date
    past: Past


Check = Callable[[Morning], list[CheckResult]]
"""A check may look at every table that its stage and the stages before it have made."""

CHECKS: Mapping[Stage, tuple[Check, ...]] = {
    Stage.RECEIVED: (),
    Stage.CLEANED: (),
    Stage.JOINED: (),
    Stage.FEATURES: (),
}
"""The checks of each stage, in the order in which a person would ask."""


def inspect(stage: Stage, morning: Morning) -> Evidence:
    """What is to be said of a stage that has just been made."""
    snapshots = take_snapshots(morning.staging, morning.use_case, morning.run_date, stage)
    return Evidence(tuple(result for check in CHECKS[stage] for result in check(morning)), snapshots)


def together(parts: Iterable[Evidence]) -> Evidence:
    """The evidence of several stages as one."""
    held = tuple(parts)
    return Evidence(
        tuple(result for part in held for result in part.results),
        tuple(snapshot for part in held for snapshot in part.snapshots),
        tuple(volume for part in held for volume in part.volumes),
    )
