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
    medians = staging.rows(
        "SELECT " + ", ".join(f"median({name('x_' + f)}), count({name('x_' + f)})" for f in asked) + " FROM prepared"
    )[0]
    results = []
    for place, feature in enumerate(asked):
        found, rows = medians[2 * place], int(str(medians[2 * place + 1]))
        if found is None:
            continue
        low, high = training[feature][0], training[feature][-1]
        margin = max(BEYOND * (high - low), LEAST_PAST * max(abs(low), abs(high)))
        value = float(str(found))
        warned = not low - margin <= value <= high + margin
        detail = {"found": _short(value), "min": _short(low), "max": _short(high), "against": "training"}
        outcome, count = (Outcome.WARNED, rows) if warned else (Outcome.PASSED, 0)
        results.append(CheckResult(CODE, outcome, severity, Stage.FEATURES, BATCH, feature, count, rows, detail=detail))
    return results


def _short(value: float) -> float:
    return float(f"{value:.4g}")
