"""Values in another unit: a whole column, a group of it, or single rows, shifted by a known factor or from Celsius to Fahrenheit."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.unit_suspicion import UNIT_FACTORS
from domain.use_case import UseCase
from intake.checks.levels import RARELY, Levels
from intake.checks.missing_values import rows_told
from intake.checks.panel import Flags, Floats, Panel, Places, segment_keys
from intake.checks.unit_line import CLEAR, LEAST_ROWS, MOST_OF_THEM, Slip, is_temperature, line_slips
from intake.checks.volume import MOST_SEGMENTS

CODE: Final = "unit_slip"

NEAR = 0.14
"""How far the middle of a group's logarithms may be from the factor's: 15 %, for a day is seldom exactly usual."""

FAR_OFF = 0.8
"""Where days vary much the middle may be further off, up to a factor of 2.2: a busy day in tenfold is twenty times the
usual, and nothing lies between 10 and 100 to confuse it with."""

CLEAR_OF_DEMAND = 6.0
"""The same for the factors that demand could come near to (2.54 and 0.4536): one in a thousand million by chance."""

CONVERTED_NEAR = 0.15
"""What was a whole number before is one again after the way back, up to what rounding may have left of it."""

LEAST_SLIP = math.log(1.8)
"""Nothing nearer to "as usual" is looked at: the smallest factor is 2.2."""

LEAST_SPREAD = 0.03
"""No group is taken to be steadier than three percent from day to day."""

MOST_OF_NEWCOMERS = 0.6
"""The same of those who come once, who differ more: a child in pounds weighs less than a grown-up in kilograms."""

ROW_CLEAR, ROW_CLEAR_OF_DEMAND = 7.0, 14.0
"""A single row must be so many of its entity's own spreads from "as usual"; a feast may bring 2.5 times the sales."""

ROW_NEAR, ROW_NEAR_OF_DEMAND = 0.45, 0.1
"""A single row may be further from 10, 100 and 1000: exp(0.45) is 57 %, what a day of one product may be off anyway."""

LEAST_ROWS_OF_DEMAND = 8
"""A group of fewer rows is judged row by row; a feast may double one product in four stores, hardly eight series alike."""

SURE_FACTORS = 5.0
"""Demand doubles and halves; it does not become five times as much everywhere. Factors below need more evidence."""


def unit_slip(use_case: UseCase, panel: Panel, column: str, held: Levels) -> tuple[CheckResult | None, Flags]:
    """Whether values of a column are in another unit today.

    Returns:
        The result (None where no entity has a level), and which entities it claims. Its detail holds `slip` ("factor",
        "fahrenheit" or "celsius"), `factor`, `segment` ("" for all), and the fix as `multiply` and `add`, for
        `clean.<source>.units.<column>`.
    """
    claimed = np.zeros(len(panel.entities), dtype=np.bool_)
    if not held.known.any():
        return None, claimed
    severity = use_case.checks.watches.severity(CODE)
    slip = next(_slips(use_case, panel, column, held), None)
    if slip is None:
        of = int(held.known.sum())
        return CheckResult(CODE, Outcome.PASSED, severity, Stage.CLEANED, panel.source, column, of=of), claimed
    claimed[slip.places] = True
    detail = {
        "date": panel.day.isoformat(),
        "slip": "factor" if slip.factor is not None else "fahrenheit" if slip.fahrenheit else "celsius",
        "factor": slip.factor,
        "segment": slip.segment,
        "multiply": round(slip.multiply, 8),
        "add": round(slip.add, 6),
        "found": _middle(held.today[slip.places]),
        "expected": _middle(held.middle[slip.places]),
    }
    values = np.column_stack([held.today])
    return (
        CheckResult(
            CODE,
            Outcome.WARNED,
            severity,
            Stage.CLEANED,
            panel.source,
            column,
            count=len(slip.places),
            of=int(held.known.sum()),
            detail=detail,
            examples=tuple(rows_told(panel, map(int, slip.places), values)),
        ),
        claimed,
    )


def _middle(values: Floats) -> float:
    return float(f"{float(np.median(values)):.4g}")


def _slips(use_case: UseCase, panel: Panel, column: str, held: Levels) -> Iterator[Slip]:
    """Slips in the order of their size: all rows, a segment, single rows."""
    everybody = np.flatnonzero(held.known)
    yield from _of_group(use_case, (column, ""), held, everybody)
    for keys in segment_keys(use_case, panel.keys):
        named, index = panel.groups(keys)
        if 1 < len(named) <= MOST_SEGMENTS:
            for at, segment in enumerate(named):
                yield from _of_group(use_case, (column, segment), held, everybody[index[everybody] == at])
    if held.pooled:
        yield from _of_newcomers(held, everybody)
    yield from _of_rows(use_case, column, held, everybody)


def _of_group(use_case: UseCase, where: tuple[str, str], held: Levels, places: Places) -> Iterator[Slip]:
    column, segment = where
    if len(places) >= LEAST_ROWS:
        factor = _group_factor(held, places)
        if factor is not None:
            yield Slip(places, segment, factor, multiply=1 / factor)
    if len(places) >= LEAST_ROWS or (len(places) and not segment and is_temperature(use_case, column)):
        yield from line_slips(held, places, segment)


def _group_factor(held: Levels, places: Places) -> float | None:
    both = places[(held.today[places] > 0) & (held.middle[places] > 0)]
    if len(both) < max(LEAST_ROWS, MOST_OF_THEM * len(places)):
        return None
    logs = np.log(held.today[both] / held.middle[both])
    middle = float(np.median(logs))
    if abs(middle) < LEAST_SLIP:
        return None
    spread = _spread_of_group(held, both, logs)
    for factor in sorted(UNIT_FACTORS, key=lambda factor: abs(middle - math.log(factor))):
        goal = math.log(factor)
        nearer = float(np.mean(np.abs(logs - goal) < np.abs(logs)))
        sure = _sure(factor)
        converted = not sure and _converted(held, both, factor)
        certain = abs(middle) >= (CLEAR if sure or converted else CLEAR_OF_DEMAND) * spread
        certain &= sure or converted or (len(both) >= LEAST_ROWS_OF_DEMAND and not _counts(held, both, factor))
        near = min(max(NEAR, 3 * spread), FAR_OFF) if sure or converted else NEAR
        if abs(middle - goal) <= near and nearer >= (MOST_OF_NEWCOMERS if held.pooled else MOST_OF_THEM) and certain:
            return factor
    return None


def _spread_of_group(held: Levels, places: Places, logs: Floats) -> float:
    """How far the middle of a group is off on an honest day: as its earlier days were, and as its rows differ today."""
    history = held.history[places]
    days = history[:, np.isfinite(history).sum(axis=0) >= max(LEAST_ROWS, len(places) / 2)]
    middles = np.nanmedian(days, axis=0) if days.shape[1] else np.zeros(1)
    between = 1.4826 * float(np.median(np.abs(middles - np.median(middles))))
    within = 1.4826 * float(np.median(np.abs(logs - np.median(logs)))) / math.sqrt(len(logs))
    return max(between, within, LEAST_SPREAD)


def _counts(held: Levels, places: Places, factor: float) -> bool:
    """Whether values are pieces, which have no inches: whole numbers that vary as demand does.

    Heights in whole inches become whole centimetres, but the same ones never vary so much; and who comes once is no demand.
    """
    today = held.today[places]
    if held.pooled or not len(today) or not (today == np.round(today)).all():
        return False
    return not float(np.median(held.log_spread[places])) * ROW_CLEAR_OF_DEMAND <= abs(math.log(factor))


def _converted(held: Levels, places: Places, factor: float) -> bool:
    """Whether whole numbers came with fractions today, and are whole again without the factor: no demand does that."""
    today = held.today[places]
    decimals = next((d for d in range(4) if np.allclose(today, np.round(today, d), rtol=0, atol=1e-9)), 4)
    rounding = 0.5 * 10.0**-decimals / factor + 5e-5 * np.abs(today / factor)
    if not held.whole or decimals == 0 or float(np.max(rounding)) > CONVERTED_NEAR:
        return False
    back = np.abs(today / factor - np.round(today / factor))
    return float(np.mean(back <= rounding)) >= MOST_OF_THEM


def _sure(factor: float) -> bool:
    """Whether demand could not come near to a factor."""
    return max(factor, 1 / factor) >= SURE_FACTORS


def _of_rows(use_case: UseCase, column: str, held: Levels, places: Places) -> Iterator[Slip]:
    positive = places[(held.today[places] > 0) & (held.middle[places] > 0)]
    logs = np.log(held.today[positive] / held.middle[positive])
    spreads = np.maximum(np.nan_to_num(held.log_spread[positive], nan=np.inf), 0.02)
    off = np.minimum(np.abs(logs) / spreads, np.abs(held.score[positive]))
    if is_temperature(use_case, column):
        return
    near = {
        factor: (off >= (ROW_CLEAR if _sure(factor) else ROW_CLEAR_OF_DEMAND))
        & (_sure(factor) or not _counts(held, positive, factor))
        & (np.abs(logs - math.log(factor)) <= (ROW_NEAR if _sure(factor) else ROW_NEAR_OF_DEMAND))
        for factor in UNIT_FACTORS
    }
    for factor, rows in sorted(near.items(), key=lambda pair: -int(pair[1].sum())):
        if rows.any():
            yield Slip(positive[rows], "", factor, multiply=1 / factor)


def _of_newcomers(held: Levels, places: Places) -> Iterator[Slip]:
    """Rows beyond nearly all who came before, of those who come once: together they lie where a factor brings the usual."""
    positive = places[(held.today[places] > 0) & (held.middle[places] > 0)]
    compared = np.sqrt(held.today[positive]) if held.rooted else held.today[positive]
    expected = RARELY * len(positive)
    for beyond in (compared < held.low[positive], compared > held.high[positive]):
        far = positive[beyond]
        if len(far) < LEAST_ROWS or len(far) < expected + CLEAR_OF_DEMAND * math.sqrt(max(expected, 1.0)):
            continue
        middle = float(np.median(np.log(held.today[far] / held.middle[far])))
        factor = min(UNIT_FACTORS, key=lambda factor: abs(middle - math.log(factor)))
        if abs(middle - math.log(factor)) <= NEAR:
            yield Slip(far, "", factor, multiply=1 / factor)
