"""The numbers of a column along stages and days, each against what is normal for a day of its kind.

A stage that usually leaves a number as the stage before had it is asked what it changed today, so that a slip of one
stage is not lost in the ups and downs of the days. Any other is compared with its own past.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

from domain.jump import MEASURES, Measure, Reading, StageLine
from domain.normal_range import DAYS_AT_LEAST, Normal, normal_range
from domain.stage import BATCH, Stage, StageSnapshot
from domain.use_case import UseCase
from services.day_kinds import DayKinds, day_kinds
from services.lineage import Step, lineage_of
from services.stage_values import Taken, history_of, is_share, least_spread, says_the_day, taken_along

SHOWN_MORNINGS = 30
"""Mornings for which a stage is judged: a month is what people remember. The days before them are only compared with."""

LASTING = 7
"""A jump that has lasted for a week was told on each of its mornings; from then on it is what is compared with."""

MOSTLY = 0.9
"""A stage that leaves a number as it was on so many mornings is asked what it changed; another is compared with its own past."""

WINDOWED = 1.5
"""How much wider the range of a statistic of many days is: it moves in steps, as odd days enter and leave its window. As
many times as the gate check of distributions wants a day beyond the oddest earlier one."""

SAME = 1e-6
"""What agrees so well is the same: stages add up their rows in different orders."""


@dataclass(frozen=True)
class _Series:
    """A measure at one stage.

    Attributes:
        before: the values of the stage before, by morning.
        unchanged: whether the stage usually leaves them as they are.
        strange: mornings on which it does, while usually it never does: the stage reads another column.
        windowed: whether it is a statistic of many days.
        closed: of the batch, the share of places that are closed on a day.
        own_kinds: which days are compared with which where the stage before has nothing to compare with.
    """

    measure: Measure
    taken: Sequence[Taken]
    before: Mapping[date, float | None]
    unchanged: bool
    strange: frozenset[date]
    windowed: bool
    closed: Mapping[date, float]
    own_kinds: Mapping[date, Hashable]

    def room(self, one: Taken) -> float:
        """How far the number can move although nothing is wrong: rows came or went, or the batch leaves closed places out."""
        if not self.unchanged:
            return one.room(self.measure)
        return self.closed.get(one.day, 0.0) * (self.before.get(one.run_date) or 0.0) if self.measure == "rows" else 0.0

    def base(self, run_date: date) -> float | None:
        """What the value of a morning is compared with: the stage before, or nothing."""
        return self.before.get(run_date) if self.unchanged else 0.0


@dataclass
class _Past:
    """What earlier mornings say of a measure at a stage.

    Attributes:
        least: it never varies by less.
        usual: what the stage made of the stage before (or its values themselves, where it is compared with itself).
        held: its values themselves.
    """

    least: float
    usual: list[tuple[date, float]] = field(default_factory=list)
    held: list[tuple[date, float]] = field(default_factory=list)


def stage_lines(
    snapshots: Sequence[StageSnapshot], use_case: UseCase, name: str, run_date: date
) -> Mapping[Measure, tuple[StageLine, ...]]:
    """The lines of a feature, or of the target, by measure.

    Args:
        snapshots: of the morning and of those before it.
        use_case: says where the feature comes from.
        name: of the feature, or `domain.jump.TARGET`.
        run_date: the morning.
    """
    steps, kinds = lineage_of(use_case, name), day_kinds(use_case, snapshots)
    mornings = sorted({snapshot.run_date for snapshot in snapshots if snapshot.run_date <= run_date})
    known = history_of(snapshots, steps), mornings
    along = [(step, taken_along(use_case, step, known, kinds)) for step in steps]
    return {measure: _lines(kinds, name, along, measure) for measure in MEASURES}


def _lines(
    kinds: DayKinds, name: str, along: Sequence[tuple[Step, Sequence[Taken]]], measure: Measure
) -> tuple[StageLine, ...]:
    lines, before = list[StageLine](), dict[date, float | None]()
    for step, taken in along:
        values = {one.run_date: one.value(measure) for one in taken}
        # A lag of the target is read by other rows than those that were received.
        passed_on = step.stage is not Stage.FEATURES or (lines and lines[-1].stage is Stage.JOINED)
        unchanged, strange = _relation(values, before) if passed_on else (False, frozenset())
        feature = kinds.use_case.features.get(name) if step.table == BATCH else None
        series = _Series(
            measure,
            taken,
            before,
            unchanged,
            strange if step.stage is Stage.JOINED else frozenset(),
            feature is not None and feature.rolling is not None and measure in ("mean", "typical"),
            kinds.closed if step.stage is Stage.JOINED else {},
            {one.day: kinds.of(step, name, one.day) for one in taken},
        )
        readings: list[Reading]
        if measure in ("mean", "typical", "top") and (says_the_day(taken) or _is_of_calendar(kinds, along, taken)):
            readings = [Reading(one.run_date, one.day, values[one.run_date], None) for one in taken]
        else:
            readings = _readings(series, _kinds_of(kinds, name, step, series))
        if unchanged:
            readings = [_following(reading, lines[-1]) for reading in readings]
        lines.append(StageLine(step.stage, step.table, step.column, tuple(readings[-SHOWN_MORNINGS:])))
        before = values
    if measure == "typical":
        lines = [replace(line, readings=tuple(map(_in_its_unit, line.readings))) for line in lines]
    return tuple(lines)


def _kinds_of(kinds: DayKinds, name: str, step: Step, series: _Series) -> Mapping[date, Hashable]:
    """Which days are compared with which; what cleaning changes does not depend on the day."""
    if series.unchanged and step.stage is Stage.CLEANED:
        return {}
    if series.measure == "rows" or series.unchanged:
        return {one.day: kinds.of_rows(step, one.day) for one in series.taken}
    return series.own_kinds


def _is_of_calendar(kinds: DayKinds, along: Sequence[tuple[Step, Sequence[Taken]]], taken: Sequence[Taken]) -> bool:
    """Whether it is a yes or no of the calendar that closes places: days are compared by it, it is not compared itself."""
    closed = kinds.use_case.closed
    return closed is not None and along[0][0].table == closed.source and is_share(taken)


def _relation(values: Mapping[date, float | None], before: Mapping[date, float | None]) -> tuple[bool, frozenset[date]]:
    """Whether a stage leaves a number as it was on nearly all mornings but the newest; if on hardly any, those on which it does."""
    both = {
        run_date: _agree(value, base)
        for run_date in sorted(values)
        if (value := values[run_date]) is not None and (base := before.get(run_date)) is not None
    }
    earlier = list(both.values())[:-1]
    if len(earlier) < DAYS_AT_LEAST:
        return bool(both) and all(both.values()), frozenset()
    hardly = sum(earlier) <= (1 - MOSTLY) * len(earlier)
    same = frozenset(run_date for run_date, agrees in both.items() if agrees)
    return sum(earlier) >= MOSTLY * len(earlier), same if hardly else frozenset()


def _agree(value: float, base: float) -> bool:
    return math.isclose(value, base, rel_tol=SAME, abs_tol=SAME)


def _readings(series: _Series, kinds: Mapping[date, Hashable]) -> list[Reading]:
    judged_from = len(series.taken) - SHOWN_MORNINGS
    readings, past, out = list[Reading](), _Past(least_spread(series.measure, series.taken)), list[tuple[date, float]]()
    for place, one in enumerate(series.taken):
        value, base = one.value(series.measure), series.base(one.run_date)
        normal = _normal(series, one, kinds, past) if place >= judged_from else None
        reading = Reading(one.run_date, one.day, value, normal, one.run_date in series.strange)
        readings.append(reading)
        if value is not None and not reading.moved:
            past.held.append((one.day, value))
        if value is None or base is None:
            continue
        out.append((one.day, 0.0 if _agree(value, base) else value - base))
        if not reading.moved:
            # A jump is not compared with itself while it lasts; once over, it is a part of what has been.
            past.usual, out = past.usual + out, []
        elif len(out) == LASTING:
            past.usual, out = out, []
    return readings


def _normal(series: _Series, one: Taken, kinds: Mapping[date, Hashable], past: _Past) -> Normal | None:
    """What is normal on a morning; None where there is nothing to compare with."""
    base = series.base(one.run_date)
    if base is None:
        # Nothing came for the stage to pass on: what it lacks now is compared with what it lacked before.
        return normal_range(past.held, one.day, past.least, series.own_kinds) if series.measure == "missing" else None
    strange = one.run_date in series.strange
    normal = normal_range(past.usual, one.day, past.least, {} if strange else kinds) or _of_no_kind(series, past.usual)
    if normal is None:
        return None
    normal = _shifted(normal, base)
    if series.windowed:
        normal = _wider(normal, (WINDOWED - 1) * (normal.high - normal.low) / 2)
    return _wider(normal, series.room(one))


def _of_no_kind(series: _Series, usual: Sequence[tuple[date, float]]) -> Normal | None:
    """A day like no other is out only where it lies further from all of them than they lie from each other.

    Only of a level this can be said: rows and missing values of a holiday may be anything.
    """
    if len(usual) < DAYS_AT_LEAST or series.unchanged or series.measure not in ("mean", "typical"):
        return None
    values = [value for _, value in usual]
    low, high = min(values), max(values)
    return Normal(2 * low - high, median(values), 2 * high - low, (high - low) / 2) if high > low else None


def _wider(normal: Normal, by: float) -> Normal:
    return replace(normal, low=normal.low - by, high=normal.high + by)


def _shifted(normal: Normal, by: float) -> Normal:
    return replace(normal, low=normal.low + by, middle=normal.middle + by, high=normal.high + by)


def _in_its_unit(reading: Reading) -> Reading:
    """A reading of logarithms as one of values."""
    normal = reading.normal
    if normal is not None:
        low, middle, high = (math.expm1(edge) for edge in (normal.low, normal.middle, normal.high))
        normal = Normal(low, middle, high, (1 + middle) * normal.spread)
    return replace(reading, value=None if reading.value is None else math.expm1(reading.value), normal=normal)


def _following(reading: Reading, line: StageLine) -> Reading:
    """Where the stage before is out, this one is compared with what it would have been otherwise."""
    earlier = next((held for held in line.readings if held.run_date == reading.run_date), None)
    if reading.normal is None or earlier is None or earlier.normal is None or not earlier.moved:
        return reading
    assert earlier.value is not None
    return replace(reading, normal=_shifted(earlier.normal, reading.normal.middle - earlier.value))
