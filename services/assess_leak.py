"""Does a feature know the answer? Columns that explain the target (almost) to the last digit, alone in any form or added up."""

from collections.abc import Mapping

import numpy as np

from domain.assessment import Fitness, Point, PointCode
from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import describe_features
from models.table import Floats, TrainingData

LEAK = 0.98
"""Share of the target's variance that no honest forecast reaches (the best honest feature explains 0.77 on the Stuttgart
data and 0.76 on the bike rentals; a copy or a change of unit explains 0.99 and more)."""

BEYOND_THE_PAST = 0.5
"""What a leak leaves unexplained is at most this share of what the best feature of the target's own past leaves: where
the past tells nearly everything, an honest feature may, too."""

BINS = 50
"""Values of a feature are taken together in so many groups of equal size."""

MOST_COLUMNS = 3
"""So many columns together are looked for; parts of a sum are two or three."""

LEAST_ROWS = 50
"""With fewer rows a high correlation is chance (Bonett & Wright 2000)."""

ROWS = 20_000
"""Looked at, spread evenly over the history."""


def leak(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Features taken from a source that explain the target too well; what is built from its own past may."""
    names, matrix, target = _numbers(use_case, data)
    own = [name for name in names if use_case.features[name].column is not None]
    if len(target) < LEAST_ROWS or not np.ptp(target) > 0 or not own:
        return []
    shares = {name: explained_share(matrix[:, names.index(name)], target) for name in names}
    past = max((share for name, share in shares.items() if name not in own), default=0.0)
    features, explained = _suspects(own, shares, matrix[:, [names.index(name) for name in own]], target)
    values: dict[str, object] = {"features": features, "explained": explained}
    if explained < LEAK or 1 - explained > BEYOND_THE_PAST * (1 - past):
        return [Point(PointCode.LEAK, Fitness.READY, "none", {"explained": explained})]
    work = "features:\n" + "".join(_work(use_case, name) for name in features)
    return [Point(PointCode.LEAK, Fitness.NOT_READY, "found", values, work)]


def _suspects(own: list[str], shares: Mapping[str, float], matrix: Floats, target: Floats) -> tuple[list[str], float]:
    """The features that explain most, and how much: all that know the answer alone, else the few that do together."""
    alone = [name for name in own if shares[name] >= LEAK]
    if alone:
        return alone, max(shares[name] for name in alone)
    whole = np.isfinite(matrix).all(axis=1)
    if np.count_nonzero(whole) < LEAST_ROWS or not np.ptp(target[whole]) > 0:
        return own[:0], max(shares[name] for name in own)
    chosen, together = _forward(matrix[whole], target[whole])
    return [own[place] for place in chosen], max(together, *(shares[name] for name in own))


def explained_share(values: Floats, target: Floats) -> float:
    """How much of the target's variance a feature explains alone, 0 to 1, whatever the form of the link.

    The better of the squared rank correlation and the adjusted share of `BINS` groups of equal size; rows without a
    value count as unexplained.
    """
    held = np.isfinite(values)
    x, y = values[held], target[held]
    if len(x) < LEAST_ROWS or not np.ptp(y) > 0 or not np.ptp(x) > 0:
        return 0.0
    ranks = float(np.corrcoef(_ranks(x), _ranks(y))[0, 1]) ** 2
    distinct, groups = np.unique(x, return_inverse=True)
    if len(distinct) > BINS:
        groups = np.minimum((_ranks(x) * BINS / len(x)).astype(np.int64), BINS - 1)
    counts = np.bincount(groups)
    means = np.bincount(groups, weights=y) / np.maximum(counts, 1)
    inside = float(np.sum((y - means[groups]) ** 2) / np.sum((y - y.mean()) ** 2))
    freedom = (len(y) - 1) / max(len(y) - int(np.count_nonzero(counts)), 1)
    return max(ranks, 1 - inside * freedom, 0.0) * float(held.mean())


def _ranks(values: Floats) -> Floats:
    """Ranks from 0, equal values sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray(((ends - counts + ends - 1) / 2)[inverse], dtype=np.float64)


def _work(use_case: UseCase, name: str) -> str:
    """The column as it is known when the day is over, from a source that says so."""
    column = use_case.features[name].column
    assert column is not None
    path, late = use_case.sources[column.source].path, use_case.target.available_after_days
    fitting = [
        s for s, source in use_case.sources.items() if source.path == path and source.available_after_days >= late
    ]
    source = (fitting or [column.source])[0]
    lag = max(use_case.sources[source].available_after_days, late) + use_case.dates.horizon_days
    known = "" if fitting else f"  # and sources.{source}.available_after_days: {late}"
    return f"  {name}:\n    column: {{source: {source}, name: {column.name}, lag_days: {lag}}}{known}\n"


def _numbers(use_case: UseCase, data: TrainingData) -> tuple[list[str], Floats, Floats]:
    """Features of numbers that are mostly there: those taken from a source, and those of the target's own past."""
    facts = [
        fact
        for fact in describe_features(use_case, data.features)
        if fact.kind == "number"
        and (use_case.features[fact.name].column is not None or use_case.features[fact.name].uses_target)
    ]
    step = max(1, len(data.target) // ROWS)
    matrix = encode(data.features, facts)[::step]
    useful = [place for place in range(len(facts)) if np.isfinite(matrix[:, place]).mean() > 0.5]
    return [facts[place].name for place in useful], matrix[:, useful], data.target[::step]


def _forward(matrix: Floats, target: Floats) -> tuple[list[int], float]:
    """The fewest columns (at most `MOST_COLUMNS`) whose weighted sum explains the target best, and the share explained."""
    varying = [place for place in range(matrix.shape[1]) if np.ptp(matrix[:, place]) > 0]
    chosen: list[int] = []
    best = 0.0
    for _ in range(min(MOST_COLUMNS, len(varying))):
        tried = {p: _explained(matrix[:, [*chosen, p]], target) for p in varying if p not in chosen}
        place = max(tried, key=lambda p: tried[p])
        chosen, best = [*chosen, place], tried[place]
        if best >= LEAK:
            break
    return chosen, best


def _explained(columns: Floats, target: Floats) -> float:
    """R squared of least squares with an intercept."""
    centred = columns - columns.mean(axis=0)
    wanted = target - target.mean()
    weights = np.linalg.lstsq(centred, wanted, rcond=None)[0]
    left = wanted - centred @ weights
    return float(1.0 - (left @ left) / (wanted @ wanted))
