"""The numbers of the swarm: the effects of the most important drivers on single predictions, one row for each driver."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.driver import Driver
from domain.points import Column, Floats, Points
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.entities import key_labels
from presentation.words.insights import driver_label, effect_scale
from presentation.words.quantities import signed

MOST_ROWS = 8
"""Rows of the swarm: each needs 44 px for its points to spread."""

COLUMNS = 120
"""Points of one such part of the width are set beside each other."""

STEP = 0.09
REACH = 0.4
"""Points beside each other are so far apart, and no further from the middle of their row, in rows."""


@dataclass(frozen=True)
class SwarmRow:
    """One driver.

    Attributes:
        effects: at each point, in the unit of the target.
        offset: of each point from the middle of the row, between −`REACH` and `REACH`.
        height: for a number, where its value stands among the values drawn, 0 the lowest and 1 the highest; NaN where
            it is missing, and for names and groups.
        named: whether values are names or a group's.
    """

    code: str
    label: str
    effects: Floats
    offset: Floats
    height: Floats
    named: bool


def swarm_table(use_case: UseCase, drivers: Sequence[Driver], points: Points) -> tuple[SwarmRow, ...]:
    """A row for each driver, in the order given."""
    everything = np.concatenate([points.effects[driver.code] for driver in drivers]) if drivers else np.zeros(1)
    low, high = float(everything.min(initial=0.0)), float(everything.max(initial=0.0))
    return tuple(
        SwarmRow(
            driver.code,
            driver_label(use_case, driver),
            points.effects[driver.code],
            _offsets(points.effects[driver.code], low, high),
            *_heights(points.values.get(driver.name) if driver.kind == "feature" else None, len(points)),
        )
        for driver in drivers
    )


def _offsets(effects: Floats, low: float, high: float) -> Floats:
    """Points of nearly the same effect are set beside each other, closer where there are many."""
    width = high - low or 1.0
    column = np.minimum(((effects - low) / width * COLUMNS).astype(np.intp), COLUMNS - 1)
    order = np.argsort(column, kind="stable")
    counts = np.bincount(column, minlength=COLUMNS)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    number = np.empty(len(effects))
    number[order] = np.arange(len(effects)) - starts[column[order]]
    middle = number - (counts[column] - 1) / 2
    step = np.minimum(STEP, 2 * REACH / np.maximum(counts, 1))
    return np.asarray(middle * step[column])


def _heights(values: Column | None, count: int) -> tuple[Floats, bool]:
    if values is None or values.dtype == object:
        return np.full(count, np.nan), True
    numbers = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(numbers)
    height = np.full(count, np.nan)
    _, place = np.unique(numbers[known], return_inverse=True)
    height[known] = place / max(int(place.max(initial=0)), 1)
    return height, False


def swarm_head() -> tuple[str, ...]:
    """The header of `swarm_rows`."""
    return text("Feature"), text("Lowest effect"), text("Median"), text("Highest effect")


def swarm_rows(use_case: UseCase, rows: Sequence[SwarmRow]) -> tuple[tuple[str, ...], ...]:
    """The rows in numbers."""
    scale = effect_scale(use_case, [float(np.abs(row.effects).max(initial=0.0)) for row in rows])
    return tuple(
        (row.label, *(signed(float(np.quantile(row.effects, q)), scale) for q in (0.0, 0.5, 1.0))) for row in rows
    )


def swarm_sentence(use_case: UseCase, rows: Sequence[SwarmRow]) -> str:
    """Which driver moves single predictions the furthest."""
    label, low, _, high = max(
        zip(swarm_rows(use_case, rows), rows, strict=True), key=lambda pair: float(np.ptp(pair[1].effects))
    )[0]
    return text(
        "“{feature}” reaches furthest: from {low} to {high} on single predictions.", feature=label, low=low, high=high
    )


def swarm_alt(use_case: UseCase, rows: Sequence[SwarmRow]) -> str:
    """The swarm in words."""
    listed = "; ".join(f"{label} {low} … {high}" for label, low, _, high in swarm_rows(use_case, rows))
    return text("Effects on single predictions, from the lowest to the highest: {listed}.", listed=listed)


def swarm_reading() -> str:
    """How to read it."""
    return text(
        "Each point is one prediction in each row: to the right the feature added to it, to the left it took off, and where points crowd, that effect is common. "
        "Orange means a high value of the feature, blue a low one, grey a name, a group or a missing value; click points to list their predictions."
    )


def swarm_points_head(drivers: Sequence[Driver], use_case: UseCase) -> tuple[str, ...]:
    """The header of `swarm_points_rows`."""
    return (
        text("Prediction"),
        *key_labels(use_case),
        text("Day"),
        *(driver_label(use_case, driver) for driver in drivers),
    )


def swarm_points_rows(drivers: Sequence[Driver], points: Points) -> tuple[tuple[str, ...], ...]:
    """Every prediction drawn with its effects, with plain numbers, for a file."""
    columns = [points.effects[driver.code].tolist() for driver in drivers]
    return tuple(
        (points.ids[at], *points.entities[at], points.days[at].isoformat(), *(repr(column[at]) for column in columns))
        for at in range(len(points))
    )
