"""A new day whose values were there before: the feed is frozen, or another day was delivered again under a new date."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.panel import PAST_DAYS, Floats, Panel

FROZEN, DOUBLED = "frozen_feed", "doubled_day"

CHANCE = 1e-5
"""How improbable a repetition must be: with ninety days compared on every morning, one false alarm in a century."""

SAME_SHARE = 0.95
"""Share of the values that must be the same; a correction of single rows does not hide a copy."""

LIVELY = 0.5
"""A column that is the same as the day before more often than this says nothing by being so (prices, flags)."""

LOOKED_DAYS, PERIOD, BY_ITSELF = 14, 28, 0.2
"""Where more than a fifth of the last two weeks' days had the values of a day of the four weeks before them, returning
is what the values do (a price list that changes in turns), and no fault."""

LEAST_PAIRS = 5
"""Pairs of earlier days that say how often values repeat by themselves."""


@dataclass(frozen=True)
class _Lively:
    """A column that changes from day to day, and how often it does not."""

    column: str
    values: Floats
    repeats: float


def repeated_days(use_case: UseCase, panel: Panel, columns: Mapping[str, Floats]) -> list[CheckResult]:
    """Whether the new day repeats an earlier one, over all columns of numbers that change by themselves.

    Returns:
        One result of `frozen_feed` (the detail holds `days` it is the same for) and one of `doubled_day` (the detail
        holds `other`, the day whose values it has).
    """
    lively = [found for column, values in columns.items() if (found := _lively(column, values)) is not None]
    if not lively or not panel.today.any():
        why = {"why": "no row" if lively else "nothing changes"}
        return [_result(use_case, panel, code, Outcome.NOT_APPLICABLE, why) for code in (FROZEN, DOUBLED)]
    before = [int(day) for day in np.flatnonzero(panel.present.any(axis=0)) if day < PAST_DAYS]
    run = _run(lively, [*before, PAST_DAYS])
    copied = None if run else _copied(lively, PAST_DAYS, before[:-1])
    if (run or copied is not None) and _repeats_by_itself(lively, before[: len(before) - run]):
        itself = {"why": "days repeat by themselves"}
        return [_result(use_case, panel, code, Outcome.NOT_APPLICABLE, itself) for code in (FROZEN, DOUBLED)]
    frozen = {"days": run, "columns": [found.column for found in lively]}
    other = {} if copied is None else {"other": (panel.first + timedelta(days=copied)).isoformat()}
    return [
        _result(use_case, panel, FROZEN, Outcome.WARNED if run else Outcome.PASSED, frozen),
        _result(use_case, panel, DOUBLED, Outcome.PASSED if copied is None else Outcome.WARNED, other),
    ]


def _copied(lively: Sequence[_Lively], day: int, earlier: Sequence[int]) -> int | None:
    """The newest of some earlier days whose values a day has, where that cannot be chance."""
    return next((at for at in reversed(earlier) if _repeats(lively, day, at) < math.log(CHANCE)), None)


def _repeats_by_itself(lively: Sequence[_Lively], days: Sequence[int]) -> bool:
    """Whether earlier days had the values of days before them, too: a plan that returns every fourth day."""
    looked = days[-LOOKED_DAYS:]
    repeated = sum(
        _copied(lively, day, [other for other in days if day - PERIOD <= other < day]) is not None for day in looked
    )
    return repeated > BY_ITSELF * len(looked)


def _result(use_case: UseCase, panel: Panel, code: str, outcome: Outcome, detail: Mapping[str, object]) -> CheckResult:
    severity = use_case.checks.watches.severity("frozen_feed" if code == FROZEN else "doubled_day")
    rows = int(panel.today.sum())
    count = rows if outcome is Outcome.WARNED else 0
    told = {"date": panel.day.isoformat(), **detail}
    return CheckResult(code, outcome, severity, Stage.CLEANED, panel.source, count=count, of=rows, detail=told)


def _lively(column: str, values: Floats) -> _Lively | None:
    """The column, where it has pairs of days enough to know that it changes."""
    past = values[:, :-1]
    both = np.isfinite(past[:, 1:]) & np.isfinite(past[:, :-1])
    equal = (past[:, 1:] == past[:, :-1]) & both
    pairs = int(both.sum())
    if int(both.any(axis=0).sum()) < LEAST_PAIRS:
        return None
    repeats = (int(equal.sum()) + 0.5) / (pairs + 1)
    return _Lively(column, values, repeats) if repeats < LIVELY else None


def _run(lively: Sequence[_Lively], days: Sequence[int]) -> int:
    """For how many days the newest values have been the same, where that cannot be chance; else 0."""
    total, sure = 0.0, 0
    for run, (newer, older) in enumerate(zip(reversed(days[1:]), reversed(days[:-1]), strict=True), start=1):
        step = _repeats(lively, newer, older)
        if step >= 0:
            break
        total += step
        if total < math.log(CHANCE):
            sure = run
    return sure


def _repeats(lively: Sequence[_Lively], newer: int, older: int) -> float:
    """The logarithm of the chance that so much of two days is the same; 0 where it is not."""
    log_chance, same, cells = 0.0, 0, 0
    for found in lively:
        both = np.isfinite(found.values[:, newer]) & np.isfinite(found.values[:, older])
        equal = both & (found.values[:, newer] == found.values[:, older])
        cells += int(both.sum())
        same += int(equal.sum())
        # A nought that comes again tells nothing: a feed of zeros is the matter of `all_zero`.
        log_chance += int((equal & (found.values[:, newer] != 0)).sum()) * math.log(found.repeats)
    return log_chance if cells and same >= SAME_SHARE * cells else 0.0
