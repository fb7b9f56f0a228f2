"""What somebody without a model would have said: the same weekday last week, the mean of the last four."""

import numpy as np
import numpy.typing as npt

from domain.use_case import UseCase
from models.table import Floats, TrainingData

WEEKDAYS = 7

LAST_WEEKDAYS = 4
"""As many comparable days as the usual value looks at (docs/glossary.md)."""


def naive_baselines(use_case: UseCase, data: TrainingData) -> dict[str, Floats]:
    """Naive predictions of every row from the actuals known on its morning, shape (n,), NaN where there is none.

    - same_weekday_last_week: the actual seven days before (the latest same weekday known then, where actuals come later).
    - mean_of_last_four_same_weekdays: the mean of the four latest known days of the same entity and weekday; days that
      are not in the data (closed ones) do not count.

    An entity has at most one row a day.
    """
    gap = use_case.dates.horizon_days + use_case.target.available_after_days
    day = data.days.astype("datetime64[D]").astype(np.int64)
    _, entity = np.unique(data.entities.astype(str), return_inverse=True)
    series = entity * WEEKDAYS + day % WEEKDAYS
    order = np.lexsort((day, series))
    last = np.full(len(day), np.nan)
    mean = np.full(len(day), np.nan)
    lag = -(-max(gap, 1) // WEEKDAYS) * WEEKDAYS
    for places in np.split(order, np.flatnonzero(np.diff(series[order])) + 1):
        last[places], mean[places] = _of_series(day[places], data.target[places], lag)
    return {"same_weekday_last_week": last, "mean_of_last_four_same_weekdays": mean}


def _of_series(day: npt.NDArray[np.int64], value: Floats, lag: int) -> tuple[Floats, Floats]:
    """Both baselines of one entity and weekday, days ascending."""
    known = np.searchsorted(day, day - lag, side="right")
    before = np.maximum(known - 1, 0)
    exact = (known > 0) & (day[before] == day - lag)
    totals = np.concatenate([[0.0], np.cumsum(value)])
    four = (totals[known] - totals[np.maximum(known - LAST_WEEKDAYS, 0)]) / LAST_WEEKDAYS
    return np.where(exact, value[before], np.nan), np.where(known >= LAST_WEEKDAYS, four, np.nan)
