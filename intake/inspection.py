"""Look at a stage when it is done: take its snapshot, and ask the checks that belong to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from domain.check_result import CheckResult
from domain.evidence import Evidence, Past
from domain.stage import Stage
from domain.use_case import UseCase
from domain.volume import Volume
from intake.checks.fresh_source import fresh_sources
from intake.checks.panel import make_panel
from intake.checks.training_shift import training_shift
from intake.checks.watch_sources import watch_source
from intake.columns import used_sources
from intake.expectations.ask import expectation_results
from intake.expectations.looked_at import Standing
from intake.features.build import lookback_days
from intake.snapshots import take_snapshots
from intake.staging import Staging
from intake.volumes import count_volumes


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


def _fresh(morning: Morning) -> list[CheckResult]:
    return [
        result
        for result in fresh_sources(morning.staging, morning.use_case, morning.run_date)
        if morning.use_case.checks.watches.asks("fresh_source", result.table)
    ]


def _watched(morning: Morning) -> list[CheckResult]:
    """Every check that learns from a source's own past."""
    results: list[CheckResult] = []
    for source in used_sources(morning.use_case):
        panel = make_panel(morning.staging, morning.use_case, source, morning.run_date)
        results += [] if panel is None else watch_source(morning.use_case, panel, morning.past)
    return results


def _shifted(morning: Morning) -> list[CheckResult]:
    return training_shift(morning.staging, morning.use_case, morning.past.training)


CHECKS: Mapping[Stage, tuple[Check, ...]] = {
    Stage.RECEIVED: (partial(_expectations, Stage.RECEIVED), _fresh),
    Stage.CLEANED: (partial(_expectations, Stage.CLEANED), _watched),
    Stage.JOINED: (),
    Stage.FEATURES: (partial(_expectations, Stage.FEATURES), _shifted),
}
"""The checks of each stage, in the order in which a person would ask."""


def inspect(stage: Stage, morning: Morning) -> Evidence:
    """What is to be said of a stage that has just been made."""
    results = tuple(result for check in CHECKS[stage] for result in check(morning))
    volumes: tuple[Volume, ...] = ()
    if stage is Stage.CLEANED:
        # Rows are counted as received; whose they are is known once their keys are cleaned.
        volumes = count_volumes(morning.staging, morning.use_case, morning.run_date, morning.past.volumes)
    snapshots = take_snapshots(morning.staging, morning.use_case, morning.run_date, stage)
    return Evidence(results, snapshots, volumes)


def together(parts: Iterable[Evidence]) -> Evidence:
    """The evidence of several stages as one."""
    held = tuple(parts)
    return Evidence(
        tuple(result for part in held for result in part.results),
        tuple(snapshot for part in held for snapshot in part.snapshots),
        tuple(volume for part in held for volume in part.volumes),
    )
