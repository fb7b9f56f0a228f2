"""A feature that knows the answer: it predicts the target alone, far better than anything of the target's own past."""

from typing import Final

import numpy as np
import numpy.typing as npt

from domain.check_result import CheckResult, Outcome
from domain.finding import Severity
from domain.stage import Stage
from domain.use_case import UseCase
from intake.quoting import name
from intake.staging import Staging

CODE: Final = "target_leak"

LEAK_FROM = 0.98
"""Share of the target's variance that one feature explains alone. The best honest feature explains 0.77 on Stuttgart and
0.76 on the bike data; a copy, a rounding or a change of unit explains 0.99 and more."""

BEYOND_THE_PAST = 0.5
"""What a leak leaves unexplained is at most this share of what the best feature of the target's own past leaves."""

SUM_FROM = 0.9999
"""Several features whose weighted sum explains this much add up to the target (casual + registered = rentals)."""

ROWS = 20_000
"""Looked at, spread evenly over the table: the standard error of a rank correlation is then below 0.01."""

LEAST_ROWS = 50
"""With fewer rows a high correlation is chance (Bonett & Wright 2000: 50 rows bound it to about 0.05)."""

BINS = 50
"""Values of a feature are taken together in so many groups of equal size."""

Floats = npt.NDArray[np.float64]


def target_leak(staging: Staging, use_case: UseCase, table: str = "prepared") -> list[CheckResult]:
    """Features of a training table that know the answer.

    Args:
        staging: holds the table.
        use_case: names the features.
        table: the quoted name of a table with `x_<feature>` and `_target`.

    Returns:
        One result per leaking feature (or group of features that add up to the target); else a single passed one.
        The detail holds `explained` (0 to 1), and `best_past` where a feature of the target's past is there.
    """
    severity = use_case.checks.watches.severity(CODE)
    numbers = _numbers(staging, use_case, table)
    target = numbers.pop("_target")
    if len(target) < LEAST_ROWS or not np.ptp(target) > 0:
        why = f"fewer than {LEAST_ROWS} rows" if len(target) < LEAST_ROWS else "the target is always the same"
        return [CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.FEATURES, "batch", detail={"why": why})]
    explained = {feature: explained_share(values, target) for feature, values in numbers.items()}
    past = max((explained[f] for f in numbers if use_case.features[f].uses_target), default=0.0)
    told = [
        _told(severity, feature, [feature], (share, past), len(target))
        for feature, share in explained.items()
        if share >= LEAK_FROM
        and 1 - share <= BEYOND_THE_PAST * (1 - past)
        and not use_case.features[feature].uses_target
    ]
    if not told:
        others = {f: values for f, values in numbers.items() if not use_case.features[f].uses_target}
        told = _sum(severity, others, target, past)
    passed = CheckResult(
        CODE, Outcome.PASSED, severity, Stage.FEATURES, "batch", of=len(numbers), detail={"rows": len(target)}
    )
    return told or [passed]


def explained_share(values: Floats, target: Floats) -> float:
    """How much of the target's variance a feature explains alone, 0 to 1, whatever the form of the link.

    The better of the squared rank correlation and the adjusted share of `BINS` groups of equal size.
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


def _numbers(staging: Staging, use_case: UseCase, table: str) -> dict[str, Floats]:
    """The features as numbers (a name becomes the rank of its mean target), and the target."""
    rows = staging.count(f"SELECT count(*) FROM {table}")
    step = max(-(-rows // ROWS), 1)
    columns = ", ".join(
        f"CAST(dense_rank() OVER (ORDER BY {name('x_' + feature)}) AS DOUBLE) AS {name(feature)}"
        if facts.is_category
        else f"CAST({name('x_' + feature)} AS DOUBLE) AS {name(feature)}"
        for feature, facts in use_case.features.items()
    )
    order = ", ".join(["day", *map(name, use_case.keys)])
    found = staging.table(
        f"SELECT {columns}, CAST(_target AS DOUBLE) AS _target FROM (SELECT *, row_number() OVER (ORDER BY {order}) AS _place FROM {table}) "
        f"WHERE _place % {step} = 0 AND _target IS NOT NULL"
    )
    return {
        column: np.asarray(found[column].to_numpy(zero_copy_only=False), dtype=np.float64)
        for column in found.column_names
    }


def _ranks(values: Floats) -> Floats:
    """Ranks from 0, equal values sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray(((ends - counts + ends - 1) / 2)[inverse], dtype=np.float64)


def _sum(severity: Severity, numbers: dict[str, Floats], target: Floats, past: float) -> list[CheckResult]:
    """Features that add up to the target: the weights of a least-squares fit say which."""
    names_ = [feature for feature, values in numbers.items() if np.isfinite(values).all() and np.ptp(values) > 0]
    if len(names_) < 2 or len(target) < 2 * len(names_) + LEAST_ROWS:
        return []
    matrix = np.column_stack([numbers[feature] - numbers[feature].mean() for feature in names_])
    matrix /= matrix.std(axis=0)
    centred = target - target.mean()
    weights = np.linalg.lstsq(matrix, centred, rcond=None)[0]
    share = 1 - float(np.sum((centred - matrix @ weights) ** 2) / np.sum(centred**2))
    if share < SUM_FROM:
        return []
    large = [f for f, weight in zip(names_, weights, strict=True) if abs(weight) > 0.05 * np.abs(weights).max()]
    return [_told(severity, None, large, (share, past), len(target))]


def _told(
    severity: Severity, column: str | None, features: list[str], shares: tuple[float, float], rows: int
) -> CheckResult:
    detail = {"features": features, "explained": round(shares[0], 4), "best_past": round(shares[1], 4)}
    return CheckResult(CODE, Outcome.WARNED, severity, Stage.FEATURES, "batch", column, rows, rows, detail=detail)
