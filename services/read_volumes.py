"""The volumes of every source and segment up to a day, and one of them against its own normal range."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median

from domain.normal_range import normal_range
from domain.stage import BATCH, Stage, StageSnapshot
from domain.use_case import UseCase
from domain.volume import CLOSED, WHOLE, Volume
from domain.volume_series import CountedRows, VolumeDay, VolumeSeries
from intake.checks.panel import new_day
from services.dependencies import Dependencies

SHOWN_WEEKS = 13
"""A quarter: enough to see a rhythm and a slow drift at a glance."""

COMPARED_DAYS = 91
"""Days before a day that say what is normal for it: thirteen of each weekday."""


def read_volumes(
    deps: Dependencies, use_case: UseCase, run_date: date, snapshots: Sequence[StageSnapshot]
) -> tuple[CountedRows, ...]:
    """What was counted of every source and segment; the whole source before its segments.

    Args:
        deps: stores.
        use_case: says up to which day each source is known on a morning; what later mornings counted is left out.
        run_date: the morning.
        snapshots: of the mornings up to this one: what a source had for the day that was read counts where no volume
            of that day was recorded.
    """
    since = run_date - timedelta(days=7 * SHOWN_WEEKS + COMPARED_DAYS)
    with deps.feedback.read() as unit:
        recorded = unit.gate.volumes(use_case.name, since, run_date + timedelta(days=use_case.dates.horizon_days))
    found = dict[tuple[str, str], dict[date, int]]()
    closed = dict[str, set[date]]()
    known = (volume for volume in recorded if volume.day <= _newest(use_case, volume.source, run_date))
    for volume in (*_seen(snapshots, run_date), *known):
        if volume.segment == CLOSED:
            closed.setdefault(volume.source, set()).add(volume.day)
        else:
            found.setdefault((volume.source, volume.segment), {})[volume.day] = volume.rows
    return tuple(
        CountedRows(source, segment, days, frozenset(closed.get(source, ())))
        for (source, segment), days in sorted(found.items())
    )


def _newest(use_case: UseCase, source: str, run_date: date) -> date:
    """The newest day of a source on a morning; of a source that the file names no more, the morning."""
    return new_day(use_case, source, run_date) if source in use_case.sources else run_date


def _seen(snapshots: Iterable[StageSnapshot], run_date: date) -> Iterable[Volume]:
    for snapshot in snapshots:
        counted = snapshot.stage is Stage.RECEIVED and snapshot.table != BATCH and snapshot.day is not None
        if counted and snapshot.day is not None and snapshot.run_date <= run_date:
            yield Volume(snapshot.table, WHOLE, snapshot.day, snapshot.rows)


def judge_volumes(counted: CountedRows) -> VolumeSeries:
    """The last `SHOWN_WEEKS` weeks of a series, each day with what was normal by the days before it."""
    held, closed = counted.rows, counted.closed
    rows = {**{day: 0 for day in closed if min(held) <= day <= max(held)}, **held}
    days = sorted(rows)
    first = days[-1] - timedelta(days=7 * SHOWN_WEEKS - 1)
    least = max(1.0, math.sqrt(median(held.values())))
    usual, shown = list[tuple[date, float]](), list[VolumeDay]()
    for day in days:
        near = [(known, count) for known, count in usual if (day - known).days <= COMPARED_DAYS]
        found = VolumeDay(day, rows[day], normal_range(near, day, least) if day >= first else None, day in closed)
        if day >= first:
            shown.append(found)
        if found.side in ("usual", "unknown"):
            usual.append((day, float(rows[day])))
    return VolumeSeries(counted.source, counted.segment, tuple(shown))
