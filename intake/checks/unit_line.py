"""Temperatures that came in the other unit: on the line between degrees Celsius and Fahrenheit."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.use_case import UseCase
from intake.checks.levels import Levels
from intake.checks.panel import Floats, Places

LEAST_ROWS = 4
"""A group of fewer rows is judged row by row."""

MOST_OF_THEM = 0.8
"""Share of a group's rows that must be nearer to the other unit than to what is usual (as domain.unit_suspicion)."""

CLEAR = 4.0
"""The middle of a group must be so many spreads from "as usual": those of its earlier days, or the error of today's."""

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


def line_slips(held: Levels, places: Places, segment: str) -> Iterator[Slip]:
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


def is_temperature(use_case: UseCase, column: str) -> bool:
    """Whether a column is a temperature: by the unit of a feature that shows it, or by its name."""
    units = {f.unit or "" for f in use_case.features.values() if f.column is not None and f.column.name == column}
    return any("°" in unit for unit in units) or "temp" in column.lower()
