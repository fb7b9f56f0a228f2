"""A column whose values lie elsewhere than on the same weekdays before: PSI and Wasserstein, a day against other days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.false_discoveries import benjamini_hochberg
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.normal_volume import USED_DAYS
from intake.checks.panel import PAST_DAYS, Flags, Floats, Panel, Places, closed_entities

CODE: Final = "distribution_shift"

LEAST_ROWS = 20
"""Fewer rows of a day have no distribution: of 20 the quartiles are known to about a third of their distance."""

MOST_ROWS = 2_000
"""Of more entities every so-and-so-many-th is looked at: the quantiles of 2,000 are known to a hundredth."""

LEAST_DAYS = 6
"""Earlier days with that many rows, so that it is known how far one day lies from the others anyway."""

PSI = 0.25
"""A population stability index from here on is a large shift (Siddiqi 2006, Credit Risk Scorecards)."""

EFFECT = 0.5
"""Wasserstein distance in interquartile ranges: a third of a standard deviation of normal values."""

BEYOND_DAYS = 1.5
"""The distance must be so many times the largest of an earlier day: a day is the unit, not its rows, for the rows of a
day rise and fall together. This respects the season: the earlier days are the last same weekdays."""

FALSE_DISCOVERIES = 0.01
"""Rate of Benjamini and Hochberg over the columns of a source."""

GRID = np.linspace(0.025, 0.975, 20)
"""Quantiles compared; the tails are left to the check of outlying values."""


@dataclass(frozen=True)
class Shift:
    """How far a column's day lies from earlier ones.

    Attributes:
        distance: Wasserstein, in interquartile ranges of the earlier days; usual: the largest of an earlier day.
        psi: population stability index over the deciles of the earlier days.
        p_value: of the Kolmogorov-Smirnov distance, of the day from all earlier ones.
    """

    distance: float
    usual: float
    psi: float
    p_value: float
    found: float
    expected: float
    rows: int

    @property
    def large(self) -> bool:
        """Whether it matters, and is no usual day."""
        return self.distance >= max(EFFECT, BEYOND_DAYS * self.usual) and self.psi >= PSI


def alike_days(use_case: UseCase, panel: Panel) -> Places:
    """Earlier days with the weekday of the new one that lie beside closed days as it does: before a holiday people buy for two."""
    shape = (panel.first + timedelta(days=1), len(panel.entities))
    after = _shut(closed_entities(panel.staging, use_case, panel.source, shape))
    before = np.concatenate([[False], _shut(panel.closed)[:-1]])
    same = panel.same_weekday
    return np.asarray(same[(after[same] == after[PAST_DAYS]) & (before[same] == before[PAST_DAYS])])


def _shut(closed: Flags) -> Flags:
    """Days on which most entities are closed."""
    return np.asarray(2 * closed.sum(axis=0) > len(closed))


def measure_shift(days: Places, values: Floats) -> Shift | None:
    """The shift of a column on the new day against earlier ones (`alike_days`); None where too few of them have enough rows."""
    values = values[:: -(-len(values) // MOST_ROWS)] if len(values) else values
    today = _held(values[:, -1])
    before = [held for day in days if len(held := _held(values[:, day])) >= LEAST_ROWS][-USED_DAYS:]
    if len(today) < LEAST_ROWS or len(before) < LEAST_DAYS:
        return None
    together = np.concatenate(before)
    width = float(np.subtract(*np.quantile(together, [0.75, 0.25])))
    if width <= 0:
        return None
    curves = np.stack([np.quantile(day, GRID) for day in before])
    centre = np.median(curves, axis=0)
    own = float(np.mean(np.abs(np.quantile(today, GRID) - centre))) / width
    usual = [float(np.mean(np.abs(curve - centre))) / width for curve in curves]
    return Shift(
        own,
        max(usual),
        _psi(today, together),
        _ks_p_value(today, together),
        float(f"{np.median(today):.4g}"),
        float(f"{np.median(together):.4g}"),
        len(today),
    )


def distribution_shift(use_case: UseCase, panel: Panel, shifts: Mapping[str, Shift | None]) -> list[CheckResult]:
    """A result for each column of a source; one with too few rows on a day is not applicable.

    The detail holds found and expected (medians), distance, psi and p_value.
    """
    severity = use_case.checks.watches.severity(CODE)
    measured = {column: shift for column, shift in shifts.items() if shift is not None}
    stands = benjamini_hochberg([shift.p_value for shift in measured.values()], FALSE_DISCOVERIES)
    significant = dict(zip(measured, stands, strict=True))
    results = []
    for column, shift in shifts.items():
        if shift is None:
            why = {"why": "few rows", "needed": LEAST_ROWS}
            results.append(
                CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.CLEANED, panel.source, column, detail=why)
            )
            continue
        warned = shift.large and significant[column]
        detail = {
            "date": panel.day.isoformat(),
            "found": shift.found,
            "expected": shift.expected,
            "distance": round(shift.distance, 3),
            "psi": round(shift.psi, 3),
            "p_value": float(f"{shift.p_value:.3g}"),
            "against": "same weekdays",
        }
        outcome = Outcome.WARNED if warned else Outcome.PASSED
        count = shift.rows if warned else 0
        results.append(
            CheckResult(CODE, outcome, severity, Stage.CLEANED, panel.source, column, count, shift.rows, detail=detail)
        )
    return results


def _held(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values)])


def _psi(today: Floats, before: Floats) -> float:
    """Population stability index over the deciles of the earlier values, half a row added to each part."""
    edges = np.unique(np.quantile(before, np.linspace(0.1, 0.9, 9)))
    parts = len(edges) + 1
    now = np.bincount(np.searchsorted(edges, today, side="left"), minlength=parts) + 0.5
    then = np.bincount(np.searchsorted(edges, before, side="left"), minlength=parts) + 0.5
    p, q = now / now.sum(), then / then.sum()
    return float(np.sum((p - q) * np.log(p / q)))


def _ks_p_value(today: Floats, before: Floats) -> float:
    """Asymptotic p-value of the two-sample Kolmogorov-Smirnov distance (Smirnov 1948, first terms of the series)."""
    grid = np.concatenate([today, before])
    ours = np.searchsorted(np.sort(today), grid, side="right") / len(today)
    theirs = np.searchsorted(np.sort(before), grid, side="right") / len(before)
    distance = float(np.max(np.abs(ours - theirs)))
    size = np.sqrt(len(today) * len(before) / (len(today) + len(before)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    if scaled < 0.3:
        return 1.0
    terms = np.arange(1, 101)
    series = 2 * float(np.sum((-1.0) ** (terms - 1) * np.exp(-2 * (terms * scaled) ** 2)))
    return min(max(series, 0.0), 1.0)
