"""The range in which a daily number normally lies: robust, by weekday where it has a weekly rhythm, around the last value where it wanders."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

DAYS_AT_LEAST = 8
"""Fewer days before say nothing about what is normal: a week, and one day to see it repeated."""

SPREADS = 4.0
"""How many robust standard deviations from the middle are normal: 1 in 16,000 days of a bell curve lies outside, so that
a hundred numbers looked at on a morning raise about two false alarms a year (Bonferroni; Iglewicz and Hoaglin, 1993,
advise 3.5 for one series)."""

MAD_EFFICIENCY = 0.37
"""A median absolute deviation of n days is known as well as a standard deviation of 0.37 n days (Rousseeuw and Croux, 1993)."""

WIDENED_AT_MOST = 1.5
"""Few days widen the range by no more than this: in the first weeks a false mark does less harm than a tenfold price unseen."""

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
"""Days alike (of a weekday, of a kind) before their middle is known: the usual value of a prediction takes four, too."""

SEEN = 3
"""What lay as far out on so many of the days before is no jump: once is chance, twice a coincidence."""

LATELY = 7
"""The level of the last days is the median of so many: each weekday once."""

OFTEN = 0.1
"""What is nought on half of the days, and not on this share of them, comes in amounts with a long tail (rain)."""

LONG_TAIL = 3.0
"""Such an amount is out only beyond so many times the largest but one, as for the gate check of outlying values."""

Past = Sequence[tuple[date, float]]


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
        """How many robust standard deviations a value is from the middle: `SPREADS` at the edge of its side."""
        reach = self.middle - self.low if value < self.middle else self.high - self.middle
        return SPREADS * abs(value - self.middle) / reach if reach else 0.0 if value == self.middle else math.inf


def normal_range(
    past: Past, day: date, least_spread: float, kinds: Mapping[date, Hashable] | None = None
) -> Normal | None:
    """What is normal for a day, from earlier days; None where there are too few, or too few like this one.

    Args:
        past: days with their values, in any order.
        day: the day to say it for.
        least_spread: a robust standard deviation is never taken for less, so that a number which has always been the
            same does not make noise of its first decimal.
        kinds: what kind of day each is: a day is compared only with days of its kind, while how far days lie from the
            middle of their kind is learned from all of them. A day that is not named is of the kind None.
    """
    if len(past) < DAYS_AT_LEAST:
        return None
    kind = (kinds or {}).get
    first = past[0][1]
    if all(value == first for _, value in past):
        alike = [value for known, value in past if kind(known) == kind(day)]
        return _around(_Expected(first, alike and [0.0], ()), least_spread)
    level = _grouped(past, kind, kind(day))
    if _comes_in_amounts(level.seen):
        return _around(level, least_spread)
    # A weekly rhythm goes first: seen from one day to the next, five of seven days look as if nothing ever changed.
    weekly = _grouped(past, lambda known: (known.weekday(), kind(known)), (day.weekday(), kind(day)))
    known_week, limit = _know_the_week(past), RHYTHM * _size(level.errors)
    lately = _steadier(weekly, _lately(weekly))
    if known_week and _size(weekly.errors) < limit:
        return _around(lately, least_spread)
    wandering = _wandering([(known, value) for known, value in past if kind(known) == kind(day)], day)
    nearest = _steadier(wandering, lately) if known_week else wandering
    return _around(nearest if _size(nearest.errors) < limit else level, least_spread)


def _know_the_week(past: Past) -> bool:
    """Whether there are enough of each weekday that occurs to tell a rhythm."""
    return min(Counter(known.weekday() for known, _ in past).values()) >= SAME_WEEKDAYS_AT_LEAST


@dataclass(frozen=True)
class _Expected:
    """What to expect of the day (None: no day like it), how far off that was on other days, and what days like it had."""

    middle: float | None
    errors: Sequence[float]
    seen: Sequence[float]


def _grouped(past: Past, group: Callable[[date], Hashable], wanted: Hashable) -> _Expected:
    """The middle of the days of a group, and how far each day is from the middle of the others of its own group, oldest first."""
    groups: dict[Hashable, list[tuple[float, date]]] = {}
    for known, value in past:
        groups.setdefault(group(known), []).append((value, known))
    enough = {key: sorted(days) for key, days in groups.items() if len(days) >= SAME_WEEKDAYS_AT_LEAST}
    errors = sorted(found for days in enough.values() for found in _left_out(days))
    seen = [value for value, _ in enough.get(wanted, [])]
    return _Expected(median(seen) if seen else None, [error for _, error in errors], seen)


def _left_out(ordered: Sequence[tuple[float, date]]) -> list[tuple[date, float]]:
    """Of days by their value: the day, and its value less the median of the others. A day does not vouch for itself."""
    half, even = (len(ordered) - 1) // 2, len(ordered) % 2
    errors = []
    for place, (value, known) in enumerate(ordered):
        upper = ordered[half + (place <= half)][0]
        lower = ordered[half - 1 + (place <= half - 1)][0] if even else upper
        errors.append((known, value - (lower + upper) / 2))
    return errors


def _lately(weekly: _Expected) -> _Expected:
    """The same with the level of the last days: how far they all lay from what is usual for their weekday."""
    errors = [
        error - median(weekly.errors[place - LATELY : place])
        for place, error in enumerate(weekly.errors)
        if place >= LATELY
    ]
    moved = None if weekly.middle is None or not errors else weekly.middle + median(weekly.errors[-LATELY:])
    return _Expected(moved, errors, ())


def _steadier(one: _Expected, other: _Expected) -> _Expected:
    return other if len(other.errors) >= DAYS_AT_LEAST and _size(other.errors) < _size(one.errors) else one


def _wandering(past: Past, day: date) -> _Expected:
    """The last value, and how far such a number wandered in the time that has gone since: the root of the days."""
    if len(past) < SAME_WEEKDAYS_AT_LEAST:
        return _Expected(None, (), ())
    ordered = sorted(past)
    newest, last = ordered[-1]
    since = math.sqrt(max((day - newest).days, 1))
    errors = [
        since * (after - before) / math.sqrt(max((later - earlier).days, 1))
        for (earlier, before), (later, after) in pairwise(ordered)
    ]
    return _Expected(last, errors, ())


def _around(expected: _Expected, least_spread: float) -> Normal | None:
    """The band, as wide as what was `SEEN` at least so often: a holiday that comes every month is no news."""
    if expected.middle is None or not expected.errors:
        return None
    found = _deviation(expected.errors) * widened(len(expected.errors)) / SPREADS
    worst = sorted(map(abs, expected.errors))[-SEEN:][0] if len(expected.errors) >= SEEN else 0.0
    spread = max(found, least_spread, worst / SPREADS)
    low, high = expected.middle - SPREADS * spread, expected.middle + SPREADS * spread
    ordered = sorted(expected.seen)
    if len(ordered) >= SEEN:
        low, high = min(low, ordered[SEEN - 1]), max(high, ordered[-SEEN])
    if _comes_in_amounts(ordered):
        high = max(high, LONG_TAIL * ordered[-2])
    return Normal(low, expected.middle, high, spread)


def _comes_in_amounts(values: Sequence[float]) -> bool:
    """Whether most days have nothing, and the others more or less of it: rain."""
    some = sum(map(bool, values))
    return bool(values) and min(values) >= 0 and OFTEN * len(values) <= some <= len(values) / 2


def widened(days: int) -> float:
    """The quantile that `SPREADS` is of a bell curve, of Student's t: a spread that few days tell is not well known.

    Abramowitz and Stegun (1964), 26.7.5, with `MAD_EFFICIENCY` of the days as degrees of freedom; at most
    `WIDENED_AT_MOST` times as much.
    """
    z, freedom = SPREADS, MAD_EFFICIENCY * days
    quantile = (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
    return min(quantile, WIDENED_AT_MOST * SPREADS)


def _size(differences: Sequence[float]) -> float:
    """How large nine in ten of the differences are at most: one weekday of seven counts, a single odd day does not."""
    ordered = sorted(map(abs, differences))
    return ordered[int(LARGE * (len(ordered) - 1))] if ordered else math.inf


def _deviation(differences: Sequence[float]) -> float:
    """From the median of the absolute deviations; where most are nought (rain), from their mean (Iglewicz and Hoaglin, 1993)."""
    sizes = [abs(value) for value in differences]
    return MAD_TO_DEVIATION * median(sizes) or MEAN_TO_DEVIATION * math.fsum(sizes) / len(sizes)
