"""Values that are far from everything their entity ever had, each row by itself."""

from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.levels import Levels
from intake.checks.missing_values import rows_told
from intake.checks.panel import Flags, Panel

CODE: Final = "outlying_values"

FAR = 8.0
"""Robust spreads. On 90 clean mornings of two development seeds of the bakery (about 4,500 sales each) no honest sale was
beyond; a tenfold value of twenty pieces is at 19 (their square roots are 9.7 apart, the spread of a count is 0.5)."""

BEYOND = 0.75
"""And so much of its own range beyond what the entity had in thirteen weeks, the one largest and smallest value aside:
rain is nought on most days, and its spread says little of a wet one."""


def outlying_values(use_case: UseCase, panel: Panel, column: str, held: Levels, claimed: Flags) -> CheckResult | None:
    """Whether single values are outlying; None where no entity has a level.

    Args:
        use_case: holds the setting.
        panel: the source.
        column: the column.
        held: what is usual.
        claimed: entities whose value another check has explained already.

    Returns:
        Its detail holds the worst `entity`, its `found` and `expected`; the examples name the rows, the worst first.
    """
    if not held.known.any():
        return None
    severity = use_case.checks.watches.severity(CODE)
    of = int(held.known.sum())
    score = np.abs(np.nan_to_num(held.score))
    far = (score >= FAR) & held.beyond(BEYOND) & ~claimed
    if not far.any():
        return CheckResult(CODE, Outcome.PASSED, severity, Stage.CLEANED, panel.source, column, of=of)
    places = [int(place) for place in np.argsort(-score, kind="stable") if far[place]]
    worst = places[0]
    return CheckResult(
        CODE,
        Outcome.WARNED,
        severity,
        Stage.CLEANED,
        panel.source,
        column,
        count=len(places),
        of=of,
        detail={
            "date": panel.day.isoformat(),
            "entity": panel.entity(worst),
            "found": float(held.today[worst]),
            "expected": float(f"{held.middle[worst]:.4g}"),
        },
        examples=tuple(rows_told(panel, places, held.today[:, None])),
    )
