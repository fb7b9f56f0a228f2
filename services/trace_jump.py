"""Find the stage and the day at which a jump of a column began, by comparing snapshots along stages and days."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from domain.jump import MEASURES, Jump, Measure, Reading, StageLine, Trace
from domain.normal_range import normal_range
from domain.stage import STAGES, ColumnStatistics, Stage, StageSnapshot
from domain.use_case import UseCase
from services.dependencies import Dependencies
from services.lineage import Step, lineage_of, traced_columns
from services.recall_past import PAST_DAYS

SHOWN_MORNINGS = 30
"""Mornings for which a stage is judged: a month is what people remember. The days before them are only compared with."""

LEAST_MEAN = 0.01
"""A mean is never taken to vary by less than this share of itself: smaller changes alter no prediction that is read in three digits."""

LEAST_SHARE = 0.01
"""A share of rows is never taken to vary by less; the mean of a column of yes and no is one."""

_History = Mapping[tuple[Stage, str, date], StageSnapshot]


def trace_columns(deps: Dependencies, use_case: UseCase, run_date: date) -> tuple[Trace, ...]:
    """Every traced column on a morning, the one that is furthest out first; the others in the order of the file."""
    snapshots = recall_snapshots(deps, use_case.name, run_date)
    traces = [trace(snapshots, use_case, name, run_date) for name in traced_columns(use_case)]
    return tuple(sorted(traces, key=lambda found: -(found.jump.strength if found.jump else 0.0)))


def recall_snapshots(deps: Dependencies, use_case: str, run_date: date) -> tuple[StageSnapshot, ...]:
    """The snapshots of a morning and of the `PAST_DAYS` before it."""
    with deps.feedback.read() as unit:
        return unit.gate.snapshots(use_case, run_date - timedelta(days=PAST_DAYS), run_date + timedelta(days=1))


def first_stage(traces: Iterable[Trace]) -> Jump | None:
    """Of several jumps the one at the earliest stage; of these the one that is furthest out."""
    jumps = [found.jump for found in traces if found.jump is not None]
    return min(jumps, key=lambda jump: (STAGES.index(jump.first.stage), -jump.strength), default=None)


def trace(snapshots: Sequence[StageSnapshot], use_case: UseCase, name: str, run_date: date) -> Trace:
    """Follow one feature, or the target, through the stages.

    Args:
        snapshots: of the morning and of those before it.
        use_case: says where the feature comes from.
        name: of the feature, or `domain.jump.TARGET`.
        run_date: the morning.
    """
    steps = lineage_of(use_case, name)
    history = _by_day(snapshots, steps)
    mornings = sorted({snapshot.run_date for snapshot in snapshots if snapshot.run_date <= run_date})
    lines = {
        measure: tuple(_line(use_case, step, measure, (history, mornings)) for step in steps) for measure in MEASURES
    }
    return Trace(name, lines, _strongest(name, lines, run_date))


def _by_day(snapshots: Sequence[StageSnapshot], steps: Sequence[Step]) -> _History:
    """The snapshots by stage, table and day; for tables without dates and the batch by morning."""
    by_morning = {(step.stage, step.table) for step in steps if step.lag_days is None}
    found = dict[tuple[Stage, str, date], StageSnapshot]()
    for snapshot in sorted(snapshots, key=lambda taken: taken.run_date):
        place = (snapshot.stage, snapshot.table)
        day = snapshot.run_date if place in by_morning or snapshot.day is None else snapshot.day
        found[(*place, day)] = snapshot
    return found


def _line(use_case: UseCase, step: Step, measure: Measure, known: tuple[_History, Sequence[date]]) -> StageLine:
    history, mornings = known
    taken = list[tuple[date, date, StageSnapshot]]()
    for run_date in mornings:
        day = step.day(use_case, run_date)
        snapshot = history.get((step.stage, step.table, run_date if step.lag_days is None else day))
        if snapshot is not None:
            taken.append((run_date, day, snapshot))
    least = _least_spread(measure, [_statistics(snapshot, step) for _, _, snapshot in taken])
    flag = _is_flag([_statistics(snapshot, step) for _, _, snapshot in taken])
    readings, usual, out = list[Reading](), list[tuple[date, float]](), list[tuple[date, float]]()
    for place, (run_date, day, snapshot) in enumerate(taken):
        value = _value(snapshot, step, measure)
        judged = place >= len(taken) - SHOWN_MORNINGS and not (flag and measure in ("mean", "top"))
        reading = Reading(run_date, day, value, normal_range(usual, day, least) if judged else None)
        readings.append(reading)
        if value is not None and reading.moved:
            # A jump is not compared with itself while it lasts; once over, it is a part of what has been.
            out.append((day, value))
        elif value is not None:
            usual += [*out, (day, value)]
            out = []
    return StageLine(step.stage, step.table, step.column, tuple(readings[-SHOWN_MORNINGS:]))


def _statistics(snapshot: StageSnapshot, step: Step) -> ColumnStatistics | None:
    return snapshot.column(step.column)


def _value(snapshot: StageSnapshot, step: Step, measure: Measure) -> float | None:
    if measure == "rows":
        return float(snapshot.rows)
    column = snapshot.column(step.column)
    if column is None or not snapshot.rows:
        return None
    if measure == "missing":
        return column.missing_share
    if measure == "mean":
        return column.mean
    return column.top[0][1] / column.count if column.top and column.type == "text" else None


def _least_spread(measure: Measure, columns: Sequence[ColumnStatistics | None]) -> float:
    """What a measure varies by at least: of a mean its standard error, of a count its square root."""
    held = [column for column in columns if column is not None and column.count]
    if measure == "rows":
        return max(1.0, math.sqrt(median([column.count + column.missing for column in held] or [0])))
    if measure in ("missing", "top"):
        return LEAST_SHARE
    means = [(abs(column.mean), (column.std or 0.0) / math.sqrt(column.count)) for column in held if column.mean is not None]  # fmt: skip
    if not means:
        return LEAST_MEAN
    if all(column.distinct <= 2 and {*column.quantiles[:1], *column.quantiles[-1:]} <= {0.0, 1.0} for column in held):
        return LEAST_SHARE
    return max(LEAST_MEAN * median(size for size, _ in means), median(error for _, error in means), 1e-9)


def _is_flag(columns: Sequence[ColumnStatistics | None]) -> bool:
    """Whether a column is one yes or no, or one name, for all rows of each day: a holiday is no jump."""
    held = [column for column in columns if column is not None and column.count]
    return bool(held) and all(
        column.distinct <= 1 and (column.type != "number" or set(column.quantiles) <= {0.0, 1.0}) for column in held
    )


def _strongest(name: str, lines: Mapping[Measure, tuple[StageLine, ...]], run_date: date) -> Jump | None:
    jumps = [found for measure, along in lines.items() if (found := _jump(name, measure, along, run_date)) is not None]
    return max(jumps, key=lambda jump: jump.strength, default=None)


def _jump(name: str, measure: Measure, along: Sequence[StageLine], run_date: date) -> Jump | None:
    """The jump of one measure: the first stage that is out on this morning, and since when."""
    for line in along:
        now = line.readings[-1] if line.readings else None
        if now is None or now.run_date != run_date or not now.moved or now.normal is None or now.value is None:
            continue
        since = now
        for reading in reversed(line.readings):
            if not reading.moved:
                break
            since = reading
        return Jump(name, measure, line, since, now, now.normal.distance(now.value))
    return None


def moved_stages(found: Trace) -> frozenset[Stage]:
    """The stages at which the measure of the jump is out on the morning."""
    if found.jump is None:
        return frozenset()
    return frozenset(
        line.stage for line in found.lines[found.jump.measure] if line.readings and line.readings[-1].moved
    )
