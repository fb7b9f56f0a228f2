"""The volumes of a source, or of a segment of it, day by day, each with what was normal then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.normal_range import Normal

Side = Literal["fewer", "usual", "more", "unknown", "closed"]


@dataclass(frozen=True)
class VolumeDay:
    """Rows of a day; `normal` is None where too few days came before; `closed` is what the calendar says."""

    day: date
    rows: int
    normal: Normal | None
    closed: bool = False

    @property
    def side(self) -> Side:
        """Where the rows lie against the normal band of that day."""
        if self.normal is None:
            return "closed" if self.closed else "unknown"
        if self.normal.holds(self.rows):
            return "closed" if self.closed and not self.rows else "usual"
        if self.rows > self.normal.high:
            return "more"
        return "closed" if self.closed else "fewer"


@dataclass(frozen=True)
class VolumeSeries:
    """Days in order; days of which nothing is known are left out."""

    source: str
    segment: str
    days: tuple[VolumeDay, ...]


@dataclass(frozen=True)
class CountedRows:
    """The rows of a source, or of a segment of it, by day, as they were counted: nothing is judged yet."""

    source: str
    segment: str
    rows: Mapping[date, int]
    closed: frozenset[date]
