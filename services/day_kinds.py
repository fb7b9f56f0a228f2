"""What kind of day a number is about, by what the calendar of the use case closes: days are compared with days of their kind."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from domain.stage import BATCH, Stage, StageSnapshot
from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from domain.use_case.feature import Rolling
from intake.columns import cleaned_name
from services.lineage import Step

TENTHS = 10
"""Days are of one kind when the same tenth of all places is closed: a store of fifty that is rebuilt makes no other day."""

SHUT = 0.5
"""A neighbouring day counts when more than this is closed: people buy for two. A single closed store moves nobody."""

LONG_WINDOW = 10
"""In a mean of so many days or more a closed day weighs a tenth or less."""


@dataclass(frozen=True)
class DayKinds:
    """How much is closed on each day that the snapshots know of."""

    use_case: UseCase
    closed: Mapping[date, float]
    by_weekday: Mapping[int, float]

    def share(self, day: date) -> float:
        """The share of places closed on a day; of a day that no snapshot knows, what is usual for its weekday."""
        return self.closed.get(day, self.by_weekday.get(day.weekday(), 0.0))

    def of_rows(self, step: Step, day: date) -> Hashable:
        """The kind of a day for how many rows a step has."""
        closed = self.use_case.closed
        if closed is None:
            return ()
        if step.table != BATCH:
            keys = set(self.use_case.sources[step.table].keys)
            if step.table == closed.source or not set(self.use_case.sources[closed.source].keys) <= keys:
                return ()
        return self._tenth(day)

    def of(self, step: Step, name: str, day: date) -> Hashable:
        """The kind of a day for what a step shows of a feature, or of the target.

        The rows of the target also depend on whether the days beside it are closed; those of a feature built from the
        target on the day predicted, and on the days that it was built from.
        """
        rows = self.of_rows(step, day)
        if rows == ():
            return ()
        if step.table != BATCH:
            return self._sold(day) if step.table == self.use_case.target.source else rows
        feature = self.use_case.features[name]
        if feature.lag is not None:
            return rows, self._sold(day - timedelta(days=feature.lag.days))
        if feature.rolling is not None:
            return rows, self._window(day, feature.rolling)
        return rows

    def _tenth(self, *days: date) -> int:
        return round(TENTHS * sum(map(self.share, days)) / len(days))

    def _sold(self, day: date) -> Hashable:
        before, after = (self.share(day + timedelta(days=step)) > SHUT for step in (-1, 1))
        return self._tenth(day), before, after

    def _beside(self, day: date) -> bool:
        return any(self.share(day + timedelta(days=step)) > SHUT for step in (-1, 1))

    def _window(self, day: date, rolling: Rolling) -> Hashable:
        last = day - timedelta(days=rolling.lag_days)
        days = [last - timedelta(days=back) for back in range(rolling.window_days)]
        if rolling.same_weekday:
            days = [used for used in days if used.weekday() == day.weekday()]
        return (self._tenth(*days), sum(map(self._beside, days))) if len(days) < LONG_WINDOW else None


def day_kinds(use_case: UseCase, snapshots: Iterable[StageSnapshot]) -> DayKinds:
    """What the snapshots of the calendar say."""
    if use_case.closed is None:
        return DayKinds(use_case, {}, {})
    place, value = use_case.closed, use_case.closed.value
    column = cleaned_name(needed_columns(use_case, place.source), place.column, Kind.TEXT)
    found: dict[date, float] = {}
    for snapshot in snapshots:
        held = snapshot.column(column) if (snapshot.stage, snapshot.table) == (Stage.CLEANED, place.source) else None
        if held is not None and held.count and snapshot.day is not None:
            found[snapshot.day] = dict(held.top).get(value, 0) / held.count
    weekdays: dict[int, list[float]] = {}
    for day, share in found.items():
        weekdays.setdefault(day.weekday(), []).append(share)
    return DayKinds(use_case, found, {weekday: median(shares) for weekday, shares in weekdays.items()})
