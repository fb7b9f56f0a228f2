"""A number of a column that left its normal range, followed through the stages and the days to where it began."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from domain.normal_range import Normal
from domain.stage import Stage, StageSnapshot

TARGET = "target."
"""Stands for the target where features are listed; no feature is named so, because names have no dot."""

Measure = Literal["mean", "typical", "missing", "top", "rows"]
"""What is compared: the mean, the typical value (`domain.stage.ColumnStatistics.typical`), the share of missing values, the
share of the most frequent value, the number of rows."""

MEASURES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True)
class Reading:
    """One number of a column on one morning; value and normal are None where there is none.

    Attributes:
        strange: it is, to the digit, what another column has from which it never came before.
    """

    run_date: date
    day: date
    value: float | None
    normal: Normal | None
    strange: bool = False

    @property
    def moved(self) -> bool:
        """Whether it lies outside what was normal before, or comes from elsewhere."""
        if self.value is None or self.normal is None:
            return False
        return self.strange or not self.normal.holds(self.value)


@dataclass(frozen=True)
class StageLine:
    """The readings of one measure at one stage, oldest first."""

    stage: Stage
    table: str
    column: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Jump:
    """Where a jump began.

    Attributes:
        name: the feature, or the target.
        first: the stage at which it is seen first.
        since: its reading on the first morning of the jump, at that stage.
        now: its reading on the morning that was asked about.
        strength: how far it is out, in robust standard deviations.
    """

    name: str
    measure: Measure
    first: StageLine
    since: Reading
    now: Reading
    strength: float


@dataclass(frozen=True)
class Trace:
    """What all stages say of a feature: one line per stage for each measure, and the jump, if there is one."""

    name: str
    lines: Mapping[Measure, tuple[StageLine, ...]]
    jump: Jump | None = None

    @property
    def judged(self) -> bool:
        """Whether there was enough of a past to compare with."""
        return any(
            reading.normal is not None
            for lines in self.lines.values()
            for line in lines
            for reading in line.readings[-1:]
        )


@dataclass(frozen=True)
class TracedMorning:
    """What the stages of a morning say.

    Attributes:
        snapshots: of this morning and the weeks before.
        traces: of every traced column, what is furthest out first.
        jump: the one to look at: the earliest stage that moved.
    """

    snapshots: tuple[StageSnapshot, ...]
    traces: tuple[Trace, ...]
    jump: Jump | None
