"""A feature whose day lies beyond all days that the model learned from."""

from collections.abc import Mapping
from typing import Final

from domain.check_result import CheckResult, Outcome
from domain.stage import BATCH, Stage
from domain.use_case import UseCase
from intake.quoting import name
from intake.staging import Staging

CODE: Final = "distribution_shift"

BEYOND = 0.25
"""The median of the batch must lie so much of the training days' range (of their medians) outside of it. Training holds
a year or more, so seasons lie inside; what is a little outside is a warm day, not another world."""

MOST_VALUES = 1_000_000
"""A median is that of an even sample of so many values at most, 8 MB."""

LEAST_PAST = 0.05
"""A feature that hardly moved in training may move by so much of its level: prices rise."""


def training_shift(
    staging: Staging, use_case: UseCase, training: Mapping[str, tuple[float, ...]] | None
) -> list[CheckResult]:
    """A result for each feature of numbers, over the rows of `prepared`.

    Args:
        staging: holds the batch.
        use_case: names the features.
        training: quantiles of the daily medians in training; None for a model that was trained before they were kept.

    Returns:
        The detail holds found (the batch's median), min and max (of training's days), and against: "training".
    """
    severity = use_case.checks.watches.severity(CODE)
    if training is None:
        why = {"why": "an older model"}
        return [CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.FEATURES, BATCH, detail=why)]
    asked = [
        feature
        for feature, facts in use_case.features.items()
        if feature in training
        and facts.calendar is None
        and use_case.checks.watches.asks(CODE, facts.column.source if facts.column else use_case.target.source)
    ]
    if not asked:
        return []
    counts = staging.rows(f"SELECT {', '.join(f'count({_held(feature)})' for feature in asked)} FROM prepared")[0]
    results = []
    for feature, count_of in zip(asked, counts, strict=True):
        rows = int(str(count_of))
        if not rows:
            continue
        found = _median(staging, feature, rows)
        low, high = training[feature][0], training[feature][-1]
        margin = max(BEYOND * (high - low), LEAST_PAST * max(abs(low), abs(high)))
        value = float(str(found))
        warned = not low - margin <= value <= high + margin
        detail = {"found": _short(value), "min": _short(low), "max": _short(high), "against": "training"}
        outcome, count = (Outcome.WARNED, rows) if warned else (Outcome.PASSED, 0)
        results.append(CheckResult(CODE, outcome, severity, Stage.FEATURES, BATCH, feature, count, rows, detail=detail))
    return results


def _held(feature: str) -> str:
    return name(f"x_{feature}")


def _median(staging: Staging, feature: str, rows: int) -> object:
    """The median of a feature: by itself, because a median holds all the values that it is asked about in memory."""
    step = max(1, -(-rows // MOST_VALUES))
    column = _held(feature)
    found = staging.rows(
        f"SELECT median({column}) FROM prepared WHERE {column} IS NOT NULL AND hash(_row) % {step} = 0"
    )
    return found[0][0]


def _short(value: float) -> float:
    return float(f"{value:.4g}")
