"""Find what else the effect of a feature depends on: the question about another feature that parts the points best.

In the manner of shap's `approximate_interactions` (Lundberg et al. 2020): points are put into bins of the feature's own
value; what the effect still varies within a bin comes from other features. Here each candidate is a question with two
answers, because that can be drawn with two marks and said in words, and treats numbers, names and missing values alike:
is it this name, is it above this number, is it missing. Measured is the share of the variance within bins that goes with
the answer (R², corrected for the number of cells, as in an analysis of variance).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.points import Column, Floats, Split

ROWS_PER_BIN = 40
"""So many points on average show what varies within a bin; shap takes up to 50."""
MOST_BINS = 20

FEWEST_ROWS = 200
"""With fewer points some of the hundreds of questions fits by chance."""

LEAST_SHARE = 0.02
"""A question must have this share of the points on either side; two marks of which one is not seen tell nothing."""

LEAST_EXPLAINED = 0.05
"""Less than this of what varies cannot be seen in a picture."""

CHANCE = math.log(300 * 100)
"""A share must exceed what chance reaches in one of so many questions (the exponent): some three hundred questions are
asked for a picture, and in one of a hundred pictures chance may win. The bound is that of Laurent and Massart (2000) for
a chi-squared variable: it exceeds its k degrees of freedom by 2 √(k t) + 2 t with a probability of at most exp(−t)."""

THRESHOLDS = np.arange(0.1, 0.95, 0.1)
"""Quantiles at which a number is asked for."""

MOST_NAMES = 12
"""Names of a category that are asked for, the most frequent ones."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Left:
    """What the bins leave over: the bin of each point, its effect less the straight line of the bin, the sum of squares."""

    bins: npt.NDArray[np.intp]
    count: int
    rest: Floats
    squares: float


def find_split(own: Column, effect: Floats, others: Mapping[str, Column]) -> Split | None:
    """The best question about another feature; None where none explains enough, or the points are too few.

    Args:
        own: the feature's value at each point, shape (n,).
        effect: its effect there, shape (n,), finite.
        others: the other features at the same points.
    """
    if len(effect) < FEWEST_ROWS:
        return None
    left = _left_over(own, effect)
    if left.squares <= np.finfo(float).eps * len(effect) * float(np.square(effect).max()):
        return None
    best: Split | None = None
    for feature, column in others.items():
        for kind, value, yes in _questions(column):
            if min(yes.mean(), 1 - yes.mean()) < LEAST_SHARE:
                continue
            explained, chance = _explained(left, yes)
            if explained < max(LEAST_EXPLAINED, chance):
                continue
            if best is None or explained > best.explained:
                best = Split(feature, kind, value, yes, explained)  # type: ignore[arg-type]
    return best


def _bins(own: Column) -> npt.NDArray[np.intp]:
    """The bin of each point: as many points in each for numbers, one for each name; missing is a bin of its own."""
    if own.dtype == object:
        names = {name: place for place, name in enumerate(dict.fromkeys(own.tolist()))}
        return np.array([names[name] for name in own.tolist()], dtype=np.intp)
    known = own[~np.isnan(own)]
    wanted = min(max(len(known) // ROWS_PER_BIN, 1), MOST_BINS)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, wanted + 1)[1:-1])) if len(known) else np.empty(0)
    return np.where(np.isnan(own), len(edges) + 1, np.searchsorted(edges, own, side="left")).astype(np.intp)


def _left_over(own: Column, effect: Floats) -> _Left:
    _, numbered = np.unique(_bins(own), return_inverse=True)
    rest = _centred(numbered, effect)
    if own.dtype != object:
        # What the own value does within its bin must not be taken for what something does that goes along with it.
        place = _centred(numbered, np.nan_to_num(np.asarray(own, dtype=np.float64)))
        spread = np.bincount(numbered, np.square(place))
        slope = np.divide(np.bincount(numbered, place * rest), spread, out=np.zeros_like(spread), where=spread > 0)
        rest = rest - slope[numbered] * place
    return _Left(numbered, int(numbered.max()) + 1, rest, float(np.square(rest).sum()))


def _centred(bins: npt.NDArray[np.intp], values: Floats) -> Floats:
    return np.asarray(values - (np.bincount(bins, values) / np.bincount(bins))[bins])


def _questions(column: Column) -> Iterator[tuple[str, float | str | None, Flags]]:
    """Kind, value and answers, as in `Split`."""
    if column.dtype == object:
        yield from _about_names(column)
        return
    numbers = np.asarray(column, dtype=np.float64)
    known = numbers[~np.isnan(numbers)]
    different = np.unique(known)
    if len(different) <= MOST_NAMES:
        # Few different numbers are asked for one by one; of two, the answer to one is the answer to both.
        for number in different[1:] if len(different) == 2 else different:
            yield "is", float(number), numbers == number
    else:
        for threshold in np.unique(np.quantile(known, THRESHOLDS, method="lower")):
            yield "above", float(threshold), numbers > threshold
    yield "missing", None, np.isnan(numbers)


def _about_names(column: Column) -> Iterator[tuple[str, float | str | None, Flags]]:
    names, places = np.unique([name for name in column.tolist() if name is not None], return_counts=True)
    for name in names[np.argsort(-places, kind="stable")][:MOST_NAMES]:
        yield "is", str(name), np.asarray(column == name, dtype=bool)
    yield "missing", None, np.array([name is None for name in column.tolist()], dtype=bool)


def _explained(left: _Left, yes: Flags) -> tuple[float, float]:
    """The corrected share that goes with the answer, and what chance may reach."""
    cells = 2 * left.bins + yes
    counts = np.bincount(cells, minlength=2 * left.count)
    sums = np.bincount(cells, left.rest, 2 * left.count)
    filled = counts > 0
    between = float((np.square(sums[filled]) / counts[filled]).sum())
    points = len(left.rest)
    more = int(filled.sum()) - left.count
    free = points - int(filled.sum())
    if more <= 0 or free <= 0:
        return 0.0, 0.0
    unexplained = max(left.squares - between, 0.0) / free
    explained = 1.0 - unexplained * (points - left.count) / left.squares
    return explained, 2 * (math.sqrt(more * CHANCE) + CHANCE) / free
