"""Does a feature know the answer? Columns that explain the target (almost) to the last digit, alone or added up."""

import numpy as np

from domain.assessment import Fitness, Point, PointCode
from domain.use_case import UseCase
from models.encoding import encode
from models.feature_facts import describe_features
from models.table import Floats, TrainingData

LEAK = 0.98
"""Share of the target's variance that no honest forecast reaches (the best honest feature explains 0.77 on the Stuttgart
data and 0.76 on the bike rentals; a copy or a change of unit explains 0.99 and more)."""

MOST_COLUMNS = 3
"""So many columns together are looked for; parts of a sum are two or three."""

LEAST_ROWS = 50
"""With fewer rows a high correlation is chance (Bonett & Wright 2000)."""

ROWS = 20_000
"""Looked at, spread evenly over the history."""


def leak(use_case: UseCase, data: TrainingData) -> list[Point]:
    """Features built from columns that explain the target too well; what is built from its own past may."""
    names, matrix, target = _numbers(use_case, data)
    if len(target) < LEAST_ROWS or not np.ptp(target) > 0 or not names:
        return []
    chosen, explained = _forward(matrix, target)
    if explained < LEAK:
        return [Point(PointCode.LEAK, Fitness.READY, "none", {"explained": explained})]
    features = [names[place] for place in chosen]
    work = "features:\n" + "".join(_work(use_case, name) for name in features)
    return [Point(PointCode.LEAK, Fitness.NOT_READY, "found", {"features": features, "explained": explained}, work)]


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
    """Columns of numbers without a gap in the rows that are looked at."""
    facts = [
        fact
        for fact in describe_features(use_case, data.features)
        if fact.kind == "number" and use_case.features[fact.name].column is not None
    ]
    step = max(1, len(data.target) // ROWS)
    matrix = encode(data.features, facts)[::step]
    target = data.target[::step]
    useful = [place for place in range(len(facts)) if np.isfinite(matrix[:, place]).mean() > 0.5]
    matrix = matrix[:, useful]
    whole = np.isfinite(matrix).all(axis=1)
    return [facts[place].name for place in useful], matrix[whole], target[whole]


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
