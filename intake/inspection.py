"""Look at a stage when it is done: take its snapshot, and ask the checks that belong to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from domain.check_result import CheckResult
from domain.evidence import Evidence, Past
from domain.stage import Stage
from domain.use_case import UseCase
from intake.expectations.ask import expectation_results
from intake.expectations.looked_at import Standing
from intake.features.build import lookback_days
from intake.staging import Staging


@dataclass(frozen=True)
class Morning:
    """A batch on its way, and what earlier mornings left to compare it with."""

    staging: Staging
    use_case: UseCase
    run_date: date
    past: Past

    @property
    def standing(self) -> Standing:
        """The same, as expectations need it."""
        target_date = self.run_date + timedelta(days=self.use_case.dates.horizon_days)
        return Standing(self.use_case, self.run_date, target_date - timedelta(days=lookback_days(self.use_case)))


Check = Callable[[Morning], list[CheckResult]]
"""A check may look at every table that its stage and the stages before it have made."""


def _expectations(stage: Stage, morning: Morning) -> list[CheckResult]:
    """First of a stage: what they leave out, no later check sees."""
    return expectation_results(morning.staging, morning.standing, stage)


CHECKS: Mapping[Stage, tuple[Check, ...]] = {
    Stage.RECEIVED: (partial(_expectations, Stage.RECEIVED),),
    Stage.CLEANED: (partial(_expectations, Stage.CLEANED),),
    Stage.JOINED: (),
    Stage.FEATURES: (partial(_expectations, Stage.FEATURES),),
}
"""The checks of each stage, in the order in which a person would ask."""


def inspect(stage: Stage, morning: Morning) -> Evidence:
    """What is to be said of a stage that has just been made."""
    return Evidence(results=tuple(result for check in CHECKS[stage] for result in check(morning)))


def together(parts: Iterable[Evidence]) -> Evidence:
    """The evidence of several stages as one."""
    held = tuple(parts)
    return Evidence(
        tuple(result for part in held for result in part.results),
        tuple(snapshot for part in held for snapshot in part.snapshots),
        tuple(volume for part in held for volume in part.volumes),
    )
