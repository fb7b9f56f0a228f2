"""The named steps of preparing a batch, and the statistical snapshot that each of them leaves."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal

BATCH = "batch"
"""The table of the stages that no single source has: joined and features."""


class Stage(StrEnum):
    """A step of preparing a batch, in the order in which they are done."""

    RECEIVED = "received"
    CLEANED = "cleaned"
    JOINED = "joined"
    FEATURES = "features"


STAGES = tuple(Stage)

ColumnType = Literal["number", "text", "date"]

QUANTILES = (0.0, 0.01, 0.05, *(step / 20 for step in range(2, 19)), 0.95, 0.99, 1.0)
"""The quantiles that a snapshot keeps: every twentieth, and the ends closer by; enough to compare two distributions."""

TOP_VALUES = 20
"""The most frequent values that a snapshot keeps of a column of texts."""


@dataclass(frozen=True)
class ColumnStatistics:
    """A column of a table at one moment.

    Attributes:
        column: its name at this stage (of the batch: the name of the feature).
        type: what it holds here; as received, everything of a CSV file is text.
        count: rows with a value; missing: rows without one.
        mean, std: of numbers; None without a number.
        quantiles: of numbers, at `QUANTILES`; empty without a number.
        distinct: how many different values (approximate beyond some thousands).
        top: of texts and dates, the most frequent values with their rows, the most frequent first.
    """

    column: str
    type: ColumnType
    count: int
    missing: int
    mean: float | None = None
    std: float | None = None
    quantiles: tuple[float, ...] = ()
    distinct: int = 0
    top: tuple[tuple[str, int], ...] = ()

    @property
    def typical(self) -> float | None:
        """The geometric mean, of the values and one: what a row usually has, however large the largest are.

        Where ten are lost on every row, small and large, it falls by far more than it does from day to day, while the mean
        hides it behind the ups and downs of the large ones. Told by the quantiles; None where a value is below nought.
        """
        if not self.quantiles or self.quantiles[0] < 0:
            return None
        steps = [after - before for before, after in pairwise(QUANTILES)]
        heights = [math.log1p(value) for value in self.quantiles]
        area = math.fsum(step * (low + high) / 2 for step, (low, high) in zip(steps, pairwise(heights), strict=True))
        return math.expm1(area)

    @property
    def missing_share(self) -> float:
        """Share of rows without a value, 0 to 1; 0 without a row."""
        return self.missing / (self.count + self.missing) if self.count + self.missing else 0.0


@dataclass(frozen=True)
class StageSnapshot:
    """What a stage made of the rows that are new on a morning.

    Attributes:
        run_date: the morning.
        table: name of the source, or `BATCH`.
        day: the day whose rows were looked at; None for a source without dates, which is looked at as a whole.
        rows: how many there were.
    """

    run_date: date
    stage: Stage
    table: str
    day: date | None
    rows: int
    columns: tuple[ColumnStatistics, ...] = ()

    def column(self, name: str) -> ColumnStatistics | None:
        """The statistics of one column, if the stage has it."""
        return next((held for held in self.columns if held.column == name), None)
