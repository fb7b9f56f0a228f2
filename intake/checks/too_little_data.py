"""Whether there is enough data for the task: rows for the features, days for the folds, cases of every class."""

from typing import Final

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.staging import Staging

CODE: Final = "too_little_data"

ROWS_PER_FEATURE = 10
"""Rows, and of classes cases of the rarest, for each feature (Peduzzi et al. 1996: ten events per variable)."""

LEARNED_SHARE = 0.5
"""Before the first fold there should be at least as many days as half of what the folds hold, and a year's quarter."""

LEAST_LEARNED_DAYS = 91
"""Thirteen of each weekday: enough for a robust usual value of each."""


def too_little_data(staging: Staging, use_case: UseCase, table: str = "prepared") -> CheckResult:
    """Whether a training table is large enough.

    Args:
        staging: holds the table.
        use_case: says how many features and folds there are.
        table: the quoted name of a table with `day` and `_target`.

    Returns:
        Its detail holds rows, days and rarest (cases of the rarest class) with `needed_<each>`, and `lacks`: which
        of them are too few. Failed where there is not even half of what is needed.
    """
    severity = use_case.checks.watches.severity(CODE)
    rows, days = staging.rows(f"SELECT count(*), count(DISTINCT day) FROM {table} WHERE _target IS NOT NULL")[0]
    found = {"rows": int(str(rows)), "days": int(str(days))}
    needed = {"rows": ROWS_PER_FEATURE * len(use_case.features), "days": needed_days(use_case)}
    if use_case.task != "regression":
        counted = staging.rows(f"SELECT count(*) FROM {table} WHERE _target IS NOT NULL GROUP BY _target")
        cases = [int(str(row[0])) for row in counted]
        found["rarest"] = min(cases) if len(cases) == len(use_case.target.classes) else 0
        needed["rarest"] = needed["rows"]
    lacks = [what for what, count in found.items() if count < needed[what]]
    hardly = any(found[what] < needed[what] / 2 for what in lacks)
    outcome = Outcome.PASSED if not lacks else Outcome.FAILED if hardly else Outcome.WARNED
    return CheckResult(
        CODE,
        outcome,
        severity,
        Stage.FEATURES,
        "batch",
        count=found["rows"],
        of=found["rows"],
        detail={**found, **{f"needed_{what}": count for what, count in needed.items()}, "lacks": lacks},
    )


def needed_days(use_case: UseCase) -> int:
    """Days of history that training and its folds need."""
    folds = use_case.range.folds * use_case.range.fold_days
    learned = max(int(LEARNED_SHARE * folds), LEAST_LEARNED_DAYS)
    return max(folds + learned, use_case.checks.history_days_at_least)
