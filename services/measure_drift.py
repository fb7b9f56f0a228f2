"""How far each feature has shifted from its last weeks, and how much the model leans on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from domain.errors import NotFoundError, PredictionFileError
from domain.stage import BATCH, ColumnStatistics, Stage, StageSnapshot
from domain.use_case import UseCase
from services.choose_runs import choose_runs
from services.dependencies import Dependencies
from services.measure_importance import measure_importance

DAYS_AT_LEAST = 7
"""Mornings to compare with; fewer, and an ordinary Saturday is a shift."""

MOST_SHIFT = 10.0
"""Shifts are counted up to so many standard deviations: beyond, the model sees something it was never shown."""


@dataclass(frozen=True)
class Drift:
    """One feature.

    Attributes:
        shift: of a number, how many of its usual standard deviations its distribution lies away; of a category, the share
            of rows that would have to have another value; None where there is too little to compare.
        share: its part of what moves the predictions, 0 to 1; None where no run says so.
    """

    feature: str
    shift: float | None
    share: float | None

    @property
    def weight(self) -> float:
        """Importance times shift: what deserves a look first."""
        return (self.shift or 0.0) * (self.share if self.share is not None else 1.0)


def measure_drift(deps: Dependencies, use_case: UseCase, snapshots: Sequence[StageSnapshot], run_date: date, target_date: date) -> tuple[Drift, ...]:  # fmt: skip
    """Every feature that does not come from the date, by importance x shift, the largest first."""
    shares = _shares(deps, use_case.name, target_date)
    shots = sorted(
        (shot for shot in snapshots if shot.stage is Stage.FEATURES and shot.table == BATCH and shot.rows),
        key=lambda shot: shot.run_date,
    )
    now = next((shot for shot in shots if shot.run_date == run_date), None)
    before = [shot for shot in shots if shot.run_date < run_date]
    found = [
        Drift(name, _shift(now, before, name), shares.get(name))
        for name, feature in use_case.features.items()
        if feature.calendar is None
    ]
    return tuple(sorted(found, key=lambda drift: (-drift.weight, -(drift.share or 0.0))))


def _shares(deps: Dependencies, use_case: str, target_date: date) -> dict[str, float]:
    """The importance of the newest published run up to the day; empty where none has reasons."""
    try:
        period = choose_runs(deps, use_case, target_date, 1)
        importance = measure_importance(deps, period, grouped=False)
    except (NotFoundError, PredictionFileError):
        return {}
    total = sum(importance.totals.values())
    return {name: value / total for name, value in importance.totals.items()} if total else {}


def _shift(now: StageSnapshot | None, before: Sequence[StageSnapshot], name: str) -> float | None:
    current = now.column(name) if now is not None else None
    past = [column for shot in before if (column := shot.column(name)) is not None and column.count]
    if current is None or not current.count or len(past) < DAYS_AT_LEAST:
        return None
    return _of_numbers(current, past) if current.type == "number" else _of_names(current, past)


def _of_numbers(current: ColumnStatistics, past: Sequence[ColumnStatistics]) -> float:
    """The mean distance between quantiles (Wasserstein), in standard deviations of the pooled past.

    The pooled spread holds that of the rows and that of the days, so that an ordinary change of weather is none.
    """
    usual = [median(values) for values in zip(*(column.quantiles for column in past), strict=True)]
    distance = sum(abs(now - then) for now, then in zip(current.quantiles, usual, strict=True)) / len(usual)
    means = [column.mean or 0.0 for column in past]
    middle = sum(means) / len(means)
    within = sum((column.std or 0.0) ** 2 for column in past) / len(past)
    between = sum((mean - middle) ** 2 for mean in means) / len(means)
    spread = (within + between) ** 0.5
    return min(distance / spread, MOST_SHIFT) if spread else (MOST_SHIFT if distance else 0.0)


def _of_names(current: ColumnStatistics, past: Sequence[ColumnStatistics]) -> float:
    """Half the sum of the differences of shares (total variation)."""
    now = {value: rows / current.count for value, rows in current.top}
    total = sum(column.count for column in past)
    then = dict[str, float]()
    for column in past:
        for value, rows in column.top:
            then[value] = then.get(value, 0.0) + rows / total
    return sum(abs(now.get(value, 0.0) - then.get(value, 0.0)) for value in now.keys() | then.keys()) / 2
