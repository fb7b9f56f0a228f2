"""Intervals and tests that take the day as the unit of chance: what happens on one day happens to all its predictions.

Days are drawn with replacement (cluster bootstrap: Davison & Hinkley 1997, *Bootstrap Methods and their Application*,
section 3.8). With few days percentile intervals are too narrow; they are widened as Hesterberg (2015), "What Teachers
Should Know About the Bootstrap", *The American Statistician* 69(4), section 5.4 ("expanded percentile interval"), so
that a mean of few days never looks as sure as one of many. `make bench ARGS=value-added` measures what they hold.
"""

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from domain.value_added import Interval

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

CONFIDENCE = 0.95
"""What the issue asks the intervals to hold."""

RESAMPLES = 2_000
"""Efron & Tibshirani (1993), section 14.3: for the ends of a 95 % interval about 1,000 to 2,000."""

FLIPS = 9_999
"""With this many the smallest p-value is 0.0001, far below what Benjamini and Hochberg ask of a hundred groups."""

SEED = 20_110_105
"""Of resamples and flips: the same data show the same intervals on every visit."""

_NORMAL = NormalDist()


def ratio_intervals(days: Places, groups: Places, count: int, over: Floats, under: Floats) -> list[Interval | None]:
    """For each group the ratio sum(over) / sum(under) with its interval.

    Args:
        days: shape (n,), the day of each case as a number from 0.
        groups: shape (n,), its group as a number from 0; a negative one does not count.
        count: number of groups.
        over: shape (n,).
        under: shape (n,); with ones the ratio is a mean.

    Returns:
        One per group; None where `under` adds up to 0 or all cases are from one day.
    """
    counted = groups >= 0
    days, groups, over, under = days[counted], groups[counted], over[counted], under[counted]
    if not count or not len(days):
        return [None] * count
    kinds = int(days.max()) + 1
    sums = np.array([_day_sums(days, groups, (kinds, count), part) for part in (over, under)])
    present = _day_sums(days, groups, (kinds, count), np.ones(len(days))) > 0
    drawn = _drawn_days(kinds) @ np.concatenate([sums[0], sums[1]], axis=1)
    tops, bottoms = drawn[:, :count], drawn[:, count:]
    return [
        _interval(sums[0, :, g].sum(), sums[1, :, g].sum(), (tops[:, g], bottoms[:, g]), int(present[:, g].sum()))
        for g in range(count)
    ]


def _day_sums(days: Places, groups: Places, shape: tuple[int, int], values: Floats) -> Floats:
    sums = np.zeros(shape)
    np.add.at(sums, (days, groups), values)
    return sums


def _drawn_days(kinds: int) -> Floats:
    """How often each day was drawn in each resample, shape (RESAMPLES, kinds)."""
    chance = np.random.default_rng(SEED)
    return chance.multinomial(kinds, np.full(kinds, 1.0 / kinds), size=RESAMPLES).astype(np.float64)


def _interval(over: float, under: float, drawn: tuple[Floats, Floats], days: int) -> Interval | None:
    if under == 0 or days < 2:
        return None
    top, bottom = drawn
    ratios = top[bottom != 0] / bottom[bottom != 0]
    tail = expanded_tail(days)
    low, high = np.quantile(ratios, [tail, 1 - tail])
    return Interval(float(over / under), float(low), float(high))


def expanded_tail(days: int) -> float:
    """The share that is cut off at each end: Phi(-sqrt(n / (n - 1)) * t) with Student's t of n - 1 degrees of freedom."""
    return _NORMAL.cdf(-math.sqrt(days / (days - 1)) * student_quantile(1 - (1 - CONFIDENCE) / 2, days - 1))


def student_quantile(probability: float, degrees: int) -> float:
    """Student's quantile by its expansion about the normal one (Abramowitz & Stegun 26.7.5): to 0.01 from 5 degrees on."""
    z, n = _NORMAL.inv_cdf(probability), degrees
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160
    return z + first / n + second / n**2 + third / n**3 + fourth / n**4


def sign_test(days: Places, groups: Places, count: int, signs: Floats) -> Floats:
    """For each group the chance of so many wins if a win were as likely as a loss; days flip as a whole.

    A randomisation test of the sum of signs (Good 2005, *Permutation, Parametric and Bootstrap Tests of Hypotheses*,
    section 3.2), with the day as its unit because wins of one day hang together. With one case a day it is the sign test.

    Args:
        days: as `ratio_intervals`.
        groups: as `ratio_intervals`.
        count: number of groups.
        signs: shape (n,), 1 for a win, -1 for a loss, 0 for neither.

    Returns:
        One-sided p-values, shape (count,); 1.0 for a group without a case.
    """
    counted = groups >= 0
    if not count or not counted.any():
        return np.ones(count)
    kinds = int(days[counted].max()) + 1
    sums = _day_sums(days[counted], groups[counted], (kinds, count), signs[counted])
    chance = np.random.default_rng(SEED)
    flips = chance.integers(0, 2, size=(FLIPS, kinds)).astype(np.float64) * 2 - 1
    as_large = (flips @ sums >= sums.sum(axis=0)).sum(axis=0)
    return np.asarray((1 + as_large) / (1 + FLIPS), dtype=np.float64)
