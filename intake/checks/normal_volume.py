"""What number of rows is normal: from counts of events, or from who usually comes; closed days left aside."""

from dataclasses import dataclass

import numpy as np

from intake.checks.panel import PAST_DAYS, Flags, Floats, Panel, Places

USED_DAYS = 8
"""Normal is what the last so many open days of the same weekday were: two months follow the year and outvote an accident."""

WIDTH = 4.0
"""Robust standard deviations beyond which a volume is not normal: one in 16,000 by chance, so one in decades of mornings."""

SLACK = 0.02
"""A change of so much of the rows is nobody's alarm; single entities come and go."""

STEADY = 0.5
"""Entities come again where at least this share of the rows is of such that came on two same weekdays or more."""


@dataclass(frozen=True)
class Normal:
    """What is expected of a number of rows."""

    found: float
    expected: float
    limit: float

    @property
    def low(self) -> float:
        """The least that is normal."""
        return max(self.expected - self.limit, 0.0)

    @property
    def high(self) -> float:
        """The most that is normal."""
        return self.expected + self.limit

    @property
    def fits(self) -> bool:
        """Whether it is normal."""
        return self.low <= self.found <= self.high


def counted(found: float, before: Floats) -> Normal:
    """Of rows that are events: median and MAD, with at least the spread of a Poisson count."""
    middle = float(np.median(before))
    spread = 1.4826 * float(np.median(np.abs(before - middle)))
    return Normal(found, middle, WIDTH * max(spread, float(np.sqrt(max(middle, 1.0)))) + SLACK * middle)


def presence(panel: Panel, same: Places) -> Floats:
    """How often each entity came on these days, of those on which it was open; 0 where it never was open."""
    open_ = ~panel.closed[:, same]
    return np.asarray((panel.present[:, same] & open_).sum(axis=1) / np.maximum(open_.sum(axis=1), 1), dtype=np.float64)


def away_lately(panel: Panel) -> Flags:
    """Entities that already stayed away on the last day on which they were expected."""
    away = np.zeros(len(panel.entities), dtype=np.bool_)
    undecided = ~away
    for back in range(1, 8):
        day = PAST_DAYS - back
        earlier = np.arange(day % 7, day, 7, dtype=np.int64)[-USED_DAYS:]
        expected = undecided & (presence(panel, earlier) >= STEADY) & ~panel.closed[:, day]
        away |= expected & ~panel.present[:, day]
        undecided &= ~expected
    return away


def normals(found: Flags, expected: Floats, misses: Floats, index: Places, count: int) -> list[Normal]:
    """Per segment: binomial spread of who comes, and how far earlier days were off."""
    came = np.bincount(index, weights=found, minlength=count)
    awaited = np.bincount(index, weights=expected, minlength=count)
    chance = np.bincount(index, weights=expected * (1 - expected), minlength=count)
    off = np.stack([np.bincount(index, weights=misses[:, at], minlength=count) for at in range(misses.shape[1])])
    spread = 1.4826 * np.median(np.abs(off - np.median(off, axis=0)), axis=0)
    limits = WIDTH * np.sqrt(chance + spread**2) + SLACK * awaited + 0.5
    return [Normal(float(c), float(a), float(lim)) for c, a, lim in zip(came, awaited, limits, strict=True)]


def scaled(normal: Normal, factor: float) -> Normal:
    """The same of all entities, where a sample of them was looked at."""
    return Normal(normal.found * factor, normal.expected * factor, normal.limit * factor)
