"""The range in which a daily number normally lies: robust, by weekday where it has a weekly rhythm, around the last value where it wanders."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

DAYS_AT_LEAST = 8
"""Fewer days before say nothing about what is normal: a week, and one day to see it repeated."""

SPREADS = 4.0
"""How many robust standard deviations from the middle are normal: 1 in 16,000 days of a bell curve lies outside, so that
thirty columns of four numbers raise about three false alarms a year (Iglewicz and Hoaglin, 1993, advise 3.5 for one series)."""

MAD_TO_DEVIATION = 1.4826
"""A bell curve's standard deviation is so many median absolute deviations."""

MEAN_TO_DEVIATION = 1.2533
"""A bell curve's standard deviation is so many mean absolute deviations."""

RHYTHM = 0.7
"""There is a weekly rhythm, or a number wanders like the weather, when knowing the weekday, or the last value, takes the spread
below this share of what it is without."""

LARGE = 0.9
"""The share of days that a rhythm or a wandering has to explain; a seventh of them is one weekday."""

SAME_WEEKDAYS_AT_LEAST = 4
"""Days of each weekday before a rhythm is looked for: the usual value of a prediction takes four, too."""


SEEN = 3
"""What lay as far out on so many of the days before is no jump: once is chance, twice a coincidence."""


@dataclass(frozen=True)
class Normal:
    """What is normal for one day: the middle, the band around it, and one robust standard deviation."""

    low: float
    middle: float
    high: float
    spread: float

    def holds(self, value: float) -> bool:
        """Whether a value is normal."""
        return self.low <= value <= self.high

    def distance(self, value: float) -> float:
        """How many robust standard deviations a value is from the middle."""
        return abs(value - self.middle) / self.spread if self.spread else 0.0 if value == self.middle else float("inf")


def normal_range(past: Sequence[tuple[date, float]], day: date, least_spread: float) -> Normal | None:
    """What is normal for a day, from earlier days; None where there are too few.

    Args:
        past: days with their values, in any order.
        day: the day to say it for.
        least_spread: a robust standard deviation is never taken for less, so that a number which has always been the
            same does not make noise of its first decimal.
    """
    if len(past) < DAYS_AT_LEAST:
        return None
    values = [value for _, value in past]
    level = median(values)
    plain = [value - level for value in values]
    # A weekly rhythm goes first: seen from one day to the next, five of seven days look as if nothing ever changed.
    middle, left = _weekly(past, day)
    if left and _size(left) < RHYTHM * _size(plain):
        seen = [value for known, value in past if known.weekday() == day.weekday()]
        return _around(middle, max(_deviation(left), least_spread), seen)
    middle, left = _wandering(past, day)
    if _size(left) < RHYTHM * _size(plain):
        return _around(middle, max(_deviation(left), least_spread), ())
    return _around(level, max(_deviation(plain), least_spread), values)


def _around(middle: float, spread: float, seen: Sequence[float]) -> Normal:
    """The band, as wide as what was `SEEN` at least so often: a holiday that comes every month is no news."""
    reach = SPREADS * spread
    low, high = middle - reach, middle + reach
    if len(seen) >= SEEN:
        ordered = sorted(seen)
        low, high = min(low, ordered[SEEN - 1]), max(high, ordered[-SEEN])
    return Normal(low, middle, high, spread)


def _weekly(past: Sequence[tuple[date, float]], day: date) -> tuple[float, list[float]]:
    """The middle of the day's weekday, and what is left of each day without its weekday's; nothing with too few days."""
    by_weekday = _weekdays(past)
    if by_weekday is None or day.weekday() not in by_weekday:
        return 0.0, []
    middles = {weekday: median(found) for weekday, found in by_weekday.items()}
    return middles[day.weekday()], [value - middles[known.weekday()] for known, value in past]


def _wandering(past: Sequence[tuple[date, float]], day: date) -> tuple[float, list[float]]:
    """The last value, and how far such a number wandered in the time that has gone since: the root of the days."""
    ordered = sorted(past)
    newest, last = ordered[-1]
    since = math.sqrt(max((day - newest).days, 1))
    return last, [
        since * (after - before) / math.sqrt(max((later - earlier).days, 1))
        for (earlier, before), (later, after) in pairwise(ordered)
    ]


def _size(differences: Sequence[float]) -> float:
    """How large nine in ten of the differences are at most: one weekday of seven counts, a single odd day does not."""
    ordered = sorted(map(abs, differences))
    return ordered[int(LARGE * (len(ordered) - 1))]


def _deviation(differences: Sequence[float]) -> float:
    """From the median of the absolute deviations; where most are nought (rain), from their mean (Iglewicz and Hoaglin, 1993)."""
    sizes = [abs(value) for value in differences]
    return MAD_TO_DEVIATION * median(sizes) or MEAN_TO_DEVIATION * math.fsum(sizes) / len(sizes)


def _weekdays(past: Sequence[tuple[date, float]]) -> Mapping[int, list[float]] | None:
    """The values of each weekday that occurs; None where one of them has too few days."""
    found: dict[int, list[float]] = {}
    for day, value in past:
        found.setdefault(day.weekday(), []).append(value)
    return found if min(map(len, found.values())) >= SAME_WEEKDAYS_AT_LEAST else None
