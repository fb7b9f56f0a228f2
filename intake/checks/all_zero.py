"""A column, or a segment of it, that is nothing but zeros on a day on which it never was."""

import math
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.panel import Floats, Panel, Places, segment_keys
from intake.checks.repeated_days import CHANCE
from intake.checks.volume import LEAST_DAYS, MOST_SEGMENTS

CODE: Final = "all_zero"

MOSTLY = 0.5
"""A column that is zero on more of its same weekdays says nothing by being zero (rain, promotions)."""


def all_zero(use_case: UseCase, panel: Panel, column: str, values: Floats) -> CheckResult | None:
    """Whether every value of a column is zero today; None where its past is too short or it is mostly zero.

    Its detail holds the `segments` concerned ("" for all) and how often zero is usual (`expected`).
    """
    # Who is closed sells nothing; some write that down as nought.
    values = np.where(panel.closed, np.nan, values)
    same = panel.same_weekday
    before, today = values[:, same], values[:, -1]
    rows = int(np.isfinite(today).sum())
    if not rows or int(np.isfinite(before).any(axis=0).sum()) < LEAST_DAYS:
        return None
    usual = (float((before == 0).sum()) + 0.5) / (float(np.isfinite(before).sum()) + 1)
    if usual > MOSTLY:
        return None
    segments = [("", np.zeros(len(today), dtype=np.int64), 0)]
    for keys in segment_keys(use_case, panel.keys):
        named, index = panel.groups(keys)
        if 1 < len(named) <= MOST_SEGMENTS:
            segments += [(segment, index, at) for at, segment in enumerate(named)]
    found = [(segment, index == at) for segment, index, at in segments if _zero(today, before, (index, at))]
    severity = use_case.checks.watches.severity(CODE)
    if not found:
        return CheckResult(CODE, Outcome.PASSED, severity, Stage.CLEANED, panel.source, column, of=rows)
    told = found[:1] if found[0][0] == "" else found
    count = int((np.any([member for _, member in told], axis=0) & (today == 0)).sum())
    return CheckResult(
        CODE,
        Outcome.WARNED,
        severity,
        Stage.CLEANED,
        panel.source,
        column,
        count=count,
        of=rows,
        detail={
            "date": panel.day.isoformat(),
            "segments": [segment for segment, _ in told],
            "expected": round(usual, 4),
        },
    )


def _zero(today: Floats, before: Floats, segment: tuple[Places, int]) -> bool:
    """Whether a segment is nothing but zeros, and that is no chance."""
    index, at = segment
    member = (index == at) & np.isfinite(today)
    if not member.any() or (today[member] != 0).any():
        return False
    held = before[member]
    known = int(np.isfinite(held).sum())
    usual = (float((held == 0).sum()) + 0.5) / (known + 1)
    return known >= LEAST_DAYS and usual <= MOSTLY and int(member.sum()) * math.log(usual) < math.log(CHANCE)
