"""Where the days of training lay: the daily median of each feature, as quantiles. What a batch is compared with."""

from collections.abc import Mapping

import numpy as np

from domain.stage import QUANTILES
from models.table import Days, FeatureTable

DayMedians = Mapping[str, tuple[float, ...]]
"""Feature of numbers -> quantiles (`domain.stage.QUANTILES`) of the medians of its days."""


def day_medians(table: FeatureTable, days: Days) -> DayMedians:
    """The profile of a training table.

    The day is the unit: the rows of a day share weather and season, and a batch is one day. Features without a value
    are left out.

    Args:
        table: n rows.
        days: shape (n,), the day of each row.
    """
    order = np.argsort(days, kind="stable")
    _, starts = np.unique(days[order], return_index=True)
    profile = {}
    for name in table.names:
        if table.kind(name) == "number":
            values = np.asarray(table.columns.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)[order]
            held = [part[np.isfinite(part)] for part in np.split(values, starts[1:])]
            medians = [float(np.median(part)) for part in held if len(part)]
            if medians:
                profile[name] = tuple(float(value) for value in np.quantile(medians, QUANTILES))
    return profile
