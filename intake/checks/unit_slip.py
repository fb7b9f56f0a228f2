"""Values in another unit: a whole column, a group of it, or single rows, shifted by a known factor or from Celsius to Fahrenheit."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.unit_suspicion import UNIT_FACTORS
from domain.use_case import UseCase
from intake.checks.levels import Levels
from intake.checks.missing_values import rows_told
from intake.checks.panel import Flags, Floats, Panel, Places, segment_keys
from intake.checks.volume import MOST_SEGMENTS

CODE: Final = "unit_slip"

NEAR = 0.14
"""How far the middle of a group's logarithms may be from the factor's: 15 %, for a day is seldom exactly usual."""

FAR_OFF = 0.8
"""Where days vary much the middle may be further off, up to a factor of 2.2: a busy day in tenfold is twenty times the
usual, and nothing lies between 10 and 100 to confuse it with."""

CLEAR = 4.0
"""The middle of a group must be so many spreads from "as usual": those of its earlier days, or the error of today's."""

CLEAR_OF_DEMAND = 6.0
"""The same for the factors that demand could come near to (2.54 and 0.4536): one in a thousand million by chance."""

LEAST_SLIP = math.log(1.8)
"""Nothing nearer to "as usual" is looked at: the smallest factor is 2.2."""

LEAST_SPREAD = 0.03
"""No group is taken to be steadier than three percent from day to day."""

ROW_CLEAR, ROW_CLEAR_OF_DEMAND = 7.0, 14.0
"""A single row must be so many of its entity's own spreads from "as usual"; a feast may bring 2.5 times the sales."""

ROW_NEAR, ROW_NEAR_OF_DEMAND = 0.45, 0.1
"""A single row may be further from 10, 100 and 1000: exp(0.45) is 57 %, what a day of one product may be off anyway."""

LEAST_ROWS, LEAST_ROWS_OF_DEMAND = 4, 8
"""A group of fewer rows is judged row by row; a feast may double one product in four stores, hardly eight series alike."""

MOST_OF_THEM = 0.8
"""Share of a group's rows that must be nearer to the factor than to what is usual (as domain.unit_suspicion)."""

SURE_FACTORS = 5.0
"""Demand doubles and halves; it does not become five times as much everywhere. Factors below need more evidence."""

FAHRENHEIT = (1.8, 32.0)
"""F = 1.8 C + 32."""

COLDEST, HOTTEST = -40.0, 55.0
"""Temperatures that are weather, in degrees Celsius."""

LINE_NEAR, LINE_NEAR_ALONE = 0.5, 0.25
"""On the line a value must be nearer to its place than this share of the way that it has come from the usual."""

FREEZING = 20.0
"""A series that was below this lately was not in Fahrenheit: that would be -7 degrees Celsius."""


@dataclass(frozen=True)
class Slip:
    """What seems to have happened, and to which entities (`places`)."""

    places: Places
    segment: str
    factor: float | None
    fahrenheit: bool = False
    multiply: float = 1.0
    add: float = 0.0


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
    yield from _of_rows(use_case, column, held, everybody)


def _of_group(use_case: UseCase, where: tuple[str, str], held: Levels, places: Places) -> Iterator[Slip]:
    column, segment = where
    if len(places) >= LEAST_ROWS:
        factor = _group_factor(held, places)
        if factor is not None:
            yield Slip(places, segment, factor, multiply=1 / factor)
    if len(places) >= LEAST_ROWS or (len(places) and not segment and is_temperature(use_case, column)):
        yield from _line(held, places, segment)


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
        certain = abs(middle) >= (CLEAR if sure else CLEAR_OF_DEMAND) * spread
        certain &= sure or (len(both) >= LEAST_ROWS_OF_DEMAND and not _counts(held, both))
        near = min(max(NEAR, 3 * spread), FAR_OFF) if sure else NEAR
        if abs(middle - goal) <= near and nearer >= MOST_OF_THEM and certain:
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


def _counts(held: Levels, places: Places) -> bool:
    """Whether values are whole numbers still: pieces have no inches, and what was converted would have fractions."""
    today = held.today[places]
    return bool((today == np.round(today)).all())


def _sure(factor: float) -> bool:
    """Whether demand could not come near to a factor."""
    return max(factor, 1 / factor) >= SURE_FACTORS


def _line(held: Levels, places: Places, segment: str) -> Iterator[Slip]:
    """Celsius that came as Fahrenheit, and the other way round."""
    multiply, add = FAHRENHEIT
    today, usual = held.today[places], held.middle[places]
    alone = len(places) < LEAST_ROWS
    far = np.abs(held.score[places]) >= CLEAR
    if float(np.mean(far)) < MOST_OF_THEM:
        return
    lines = ((multiply * usual + add, True), ((usual - add) / multiply, False))
    for expected, fahrenheit in lines:
        celsius = usual if fahrenheit else expected
        weather = (celsius > COLDEST) & (celsius < HOTTEST)
        if alone and not fahrenheit:
            weather &= (np.sign(held.low) * held.low**2 if held.rooted else held.low)[places] >= FREEZING
        on = np.abs(today - expected) < (LINE_NEAR_ALONE if alone else LINE_NEAR) * np.abs(today - usual)
        if float(np.mean(far & on & weather)) >= MOST_OF_THEM and _fits_line(held, places, expected):
            fix = (1 / multiply, -add / multiply) if fahrenheit else (multiply, add)
            yield Slip(places, segment, None, fahrenheit, *fix)


def _fits_line(held: Levels, places: Places, expected: Floats) -> bool:
    """Whether the line explains the values of several entities better than any factor does; of one it must do."""
    if len(places) < LEAST_ROWS:
        return True
    today, usual = held.today[places], held.middle[places]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = today / usual
    factor = float(np.median(ratio[np.isfinite(ratio)])) if np.isfinite(ratio).any() else 1.0
    off_line, off_factor = np.abs(today - expected), np.abs(today - factor * usual)
    return float(np.median(off_line)) < 0.5 * float(np.median(off_factor))


def _of_rows(use_case: UseCase, column: str, held: Levels, places: Places) -> Iterator[Slip]:
    positive = places[(held.today[places] > 0) & (held.middle[places] > 0)]
    logs = np.log(held.today[positive] / held.middle[positive])
    spreads = np.maximum(np.nan_to_num(held.log_spread[positive], nan=np.inf), 0.02)
    off = np.minimum(np.abs(logs) / spreads, np.abs(held.score[positive]))
    if is_temperature(use_case, column):
        return
    near = {
        factor: (off >= (ROW_CLEAR if _sure(factor) else ROW_CLEAR_OF_DEMAND))
        & (_sure(factor) or not _counts(held, positive))
        & (np.abs(logs - math.log(factor)) <= (ROW_NEAR if _sure(factor) else ROW_NEAR_OF_DEMAND))
        for factor in UNIT_FACTORS
    }
    for factor, rows in sorted(near.items(), key=lambda pair: -int(pair[1].sum())):
        if rows.any():
            yield Slip(positive[rows], "", factor, multiply=1 / factor)


def is_temperature(use_case: UseCase, column: str) -> bool:
    """Whether a column is a temperature: by the unit of a feature that shows it, or by its name."""
    units = {f.unit or "" for f in use_case.features.values() if f.column is not None and f.column.name == column}
    return any("°" in unit for unit in units) or "temp" in column.lower()
