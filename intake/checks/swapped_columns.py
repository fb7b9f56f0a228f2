"""Two columns that changed places: each now holds what the other usually does."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.checks.levels import Levels, signed_root
from intake.checks.panel import Flags, Floats, Panel

CODE: Final = "swapped_columns"

FAR, NEAR = 4.0, 3.0
"""Robust spreads: each value is far from its own column and near to the other one."""

MOST_OF_THEM = 0.8
"""Share of the rows of which this must hold; the rest may have values that would fit both."""

LEAST_ROWS = 1
"""A row of which both values fit the other column, and neither its own, says enough by itself."""

LATELY_DAYS = 29
REPEATED = 5
"""A column whose values came five times each is a list of them (prices, flags): a value is in the list or not."""


def swapped_columns(
    use_case: UseCase, panel: Panel, columns: Mapping[str, tuple[Floats, Levels]], keys: Sequence[tuple[str, str]]
) -> tuple[CheckResult, Mapping[str, Flags]]:
    """Whether two columns of numbers, or two key columns, changed places on the new day.

    Args:
        use_case: holds the setting.
        panel: the source.
        columns: of each column of numbers its values and what is usual.
        keys: pairs of key columns that were found to be swapped.

    Returns:
        The result, whose detail holds `columns` (two names), and the rows claimed, by column.
    """
    severity = use_case.checks.watches.severity(CODE)
    none = np.zeros(len(panel.entities), dtype=np.bool_)
    claimed = dict.fromkeys(columns, none)
    lists = {column: _list_of(values) for column, (values, _) in columns.items()}
    for first, second in combinations(columns, 2):
        (own, first_levels), (other, second_levels) = columns[first], columns[second]
        rows = _swapped(first_levels, second_levels)
        one, two = lists[first], lists[second]
        if one is not None and two is not None:
            rows |= _listed((own[:, -1], one), (other[:, -1], two))
        known = np.isfinite(own[:, -1]) & np.isfinite(other[:, -1])
        if int(rows.sum()) >= max(MOST_OF_THEM * int(known.sum()), LEAST_ROWS):
            claimed |= {first: known, second: known}
            return _told(use_case, panel, [first, second], int(rows.sum())), claimed
    if keys:
        return _told(use_case, panel, list(keys[0]), int(panel.today.sum())), claimed
    of = int(panel.today.sum())
    if len(columns) < 2 and len(panel.keys) < 2:
        why = {"why": "a single column"}
        return CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.CLEANED, panel.source, detail=why), claimed
    return CheckResult(CODE, Outcome.PASSED, severity, Stage.CLEANED, panel.source, of=of), claimed


def _told(use_case: UseCase, panel: Panel, columns: list[str], rows: int) -> CheckResult:
    severity = use_case.checks.watches.severity(CODE)
    detail = {"date": panel.day.isoformat(), "columns": columns}
    return CheckResult(
        CODE, Outcome.WARNED, severity, Stage.CLEANED, panel.source, columns[0], rows, rows, detail=detail
    )


def _swapped(first: Levels, second: Levels) -> Flags:
    """Rows whose two values are far from their own levels and near to each other's."""
    known = first.known & second.known
    far = (np.abs(first.score) >= FAR) & (np.abs(second.score) >= FAR)
    return known & far & (_off(first.today, second) <= NEAR) & (_off(second.today, first) <= NEAR)


def _list_of(values: Floats) -> Floats | None:
    """The values that a column takes again and again; None where it takes others."""
    lately = values[:, -LATELY_DAYS:-1]
    lately = lately[np.isfinite(lately)]
    if not len(lately) or REPEATED * len(np.unique(lately)) > len(lately):
        return None
    past = values[:, :-1]
    kinds = np.unique(past[np.isfinite(past)])
    return kinds if REPEATED * len(kinds) <= past.size else None


def _listed(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Flags:
    """Rows whose two values are each in the other column's list of values, and neither in its own.

    Of two columns of yes and no, one may say yes for the first time in months: its "no" is in both lists.
    """
    (one, ones), (two, twos) = first, second
    return np.asarray(np.isin(one, twos) & np.isin(two, ones) & ~np.isin(one, ones) & ~np.isin(two, twos))


def _off(values: Floats, held: Levels) -> Floats:
    """How many spreads of another column some values are from its middle."""
    if not held.rooted:
        return np.asarray(np.abs(values - held.middle) / held.spread)
    return np.asarray(np.abs(signed_root(values) - np.sqrt(held.middle)) / held.spread)
