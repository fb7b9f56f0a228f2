"""The numbers of a column on the mornings of a stage, as its snapshots hold them, and what they vary by at least."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from domain.jump import Measure
from domain.stage import QUANTILES, ColumnStatistics, Stage, StageSnapshot
from domain.use_case import UseCase
from services.day_kinds import DayKinds
from services.lineage import Step

LEAST_MEAN = 0.01
"""A mean is never taken to vary by less than this share of itself: smaller changes alter no prediction that is read in three digits."""

LEAST_SHARE = 0.01
"""A share of rows is never taken to vary by less, nor by less than one row; the mean of a column of yes and no is one."""

ROW_AT_MOST = 0.05
"""Of fewer than twenty rows one would be so much of them that nothing was out any more: four spreads are a fifth then."""

LEAST_ROWS = 0.02
"""A number of rows is never taken to vary by less than this share of itself, nor by less than one row."""

LIKE_DAYS = 3
"""Rows that were as many on one of the last so many days of the same weekday and kind are no other rows; one accident is outvoted."""

LEAST_DIFFERENT = 4
"""Of fewer different values the mean says all: no value is typical of a few."""

_LOW, _HIGH = QUANTILES.index(0.05), QUANTILES.index(0.95)


@dataclass(frozen=True)
class Taken:
    """A column on one morning at one stage.

    Attributes:
        day: that the rows are about; rows: how many there are.
        column: None where the stage does not have it.
        new_rows: the share of the rows that came or went, against the nearest of the last `LIKE_DAYS` days like this one.
        before: the column on that day; None without one.
    """

    run_date: date
    day: date
    rows: int
    column: ColumnStatistics | None
    new_rows: float
    before: ColumnStatistics | None

    def value(self, measure: Measure) -> float | None:
        """The number; a typical value as its logarithm, on which its days vary alike."""
        if measure == "rows":
            return float(self.rows)
        if self.column is None or not self.rows:
            return None
        if measure == "missing":
            return self.column.missing_share
        if measure == "mean":
            return self.column.mean
        if measure == "typical":
            typical = self.column.typical if self.column.distinct >= LEAST_DIFFERENT else None
            return None if typical is None else math.log1p(typical)
        return self.column.top[0][1] / self.column.count if self.column.top and self.column.type == "text" else None

    def room(self, measure: Measure) -> float:
        """How far rows that came or went can move the number by themselves: another plan is no jump of what it plans."""
        if measure == "rows" or self.column is None or not self.new_rows:
            return 0.0
        value = self.value(measure)
        if measure in ("missing", "top") or value is None:
            return self.new_rows
        quantiles = [held.quantiles for held in (self.column, self.before) if held is not None and held.quantiles]
        ends = [end for held in quantiles for end in (held[_LOW], held[_HIGH])]
        if measure == "typical":
            ends = [math.log1p(max(end, 0.0)) for end in ends]
        return self.new_rows * max(abs(end - value) for end in ends)


History = Mapping[tuple[Stage, str, date], StageSnapshot]


def history_of(snapshots: Sequence[StageSnapshot], steps: Sequence[Step]) -> History:
    """The snapshots by stage, table and day; for tables without dates and the batch by morning."""
    by_morning = {(step.stage, step.table) for step in steps if step.lag_days is None}
    found = dict[tuple[Stage, str, date], StageSnapshot]()
    for snapshot in sorted(snapshots, key=lambda taken: taken.run_date):
        place = (snapshot.stage, snapshot.table)
        day = snapshot.run_date if place in by_morning or snapshot.day is None else snapshot.day
        found[(*place, day)] = snapshot
    return found


def taken_along(
    use_case: UseCase, step: Step, known: tuple[History, Sequence[date]], kinds: DayKinds
) -> tuple[Taken, ...]:
    """A step on all mornings that have a snapshot of it, oldest first.

    Args:
        use_case: says which day a step is about on a morning.
        step: the column at its stage.
        known: the snapshots, and the mornings.
        kinds: which days are alike.
    """
    history, mornings = known
    taken, alike = list[Taken](), dict[Hashable, list[Taken]]()
    for run_date in mornings:
        day = step.day(use_case, run_date)
        snapshot = history.get((step.stage, step.table, run_date if step.lag_days is None else day))
        if snapshot is not None:
            before = alike.setdefault((day.weekday(), kinds.of_rows(step, day)), [])
            rows = snapshot.rows
            nearest = min(before[-LIKE_DAYS:], key=lambda one: abs(rows - one.rows), default=None)
            new_rows = abs(rows - nearest.rows) / max(rows, 1) if nearest else 0.0
            last = nearest.column if nearest else None
            taken.append(Taken(run_date, day, rows, snapshot.column(step.column), new_rows, last))
            before.append(taken[-1])
    return tuple(taken)


def least_spread(measure: Measure, taken: Sequence[Taken]) -> float:
    """What a measure varies by at least; of yes and no their binomial standard error."""
    held = _held(taken)
    if measure == "rows":
        return max(1.0, LEAST_ROWS * median([one.rows for one in taken] or [0]))
    if measure == "typical":
        return LEAST_MEAN
    means = [abs(column.mean) for column in held if column.mean is not None]
    share = max(LEAST_SHARE, min(1 / max(median([one.rows for one in taken] or [1]), 1), ROW_AT_MOST))
    if measure in ("missing", "top") or not means:
        return share
    if is_share(taken):
        return max(share, median((column.std or 0.0) / math.sqrt(column.count) for column in held))
    return max(LEAST_MEAN * median(means), 1e-9)


def is_share(taken: Sequence[Taken]) -> bool:
    """Whether a column of numbers is nothing but yes and no."""
    held = _held(taken)
    return bool(held) and all(
        column.type == "number" and column.distinct <= 2 and {column.quantiles[0], column.quantiles[-1]} <= {0.0, 1.0}
        for column in held
    )


def says_the_day(taken: Sequence[Taken]) -> bool:
    """Whether a column is one yes or no, or one name, for all rows of each day: a holiday is no jump."""
    held = _held(taken)
    return bool(held) and all(
        column.distinct <= 1 and (column.type != "number" or set(column.quantiles) <= {0.0, 1.0}) for column in held
    )


def _held(taken: Sequence[Taken]) -> list[ColumnStatistics]:
    return [one.column for one in taken if one.column is not None and one.column.count]
