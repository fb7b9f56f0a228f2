"""What a stage is compared with: days of its kind, what a changed plan explains, and small values as much as large ones."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pytest

from domain.jump import TARGET, Reading
from domain.stage import QUANTILES, ColumnStatistics, Stage, StageSnapshot
from domain.use_case import UseCase
from services.day_kinds import day_kinds
from services.lineage import lineage_of
from services.stage_lines import stage_lines
from services.trace_jump import trace

FIRST = date(2026, 3, 2)
"""A Monday."""

DAYS = tuple(FIRST + timedelta(days=place) for place in range(56))
TODAY = DAYS[-1]


def use_case() -> UseCase:
    return UseCase.model_validate(
        {
            "name": "shop",
            "title": "Shop",
            "keys": ["store"],
            "target": {"source": "sales", "column": "sold", "label": "Sold", "unit": "pieces"},
            "sources": {
                "sales": {"path": "sales.csv", "date": "date", "keys": ["store"], "available_after_days": 1},
                "calendar": {"path": "calendar.csv", "date": "date", "keys": ["store"], "available_after_days": -30},
            },
            "batch": {"source": "calendar"},
            "closed": {"source": "calendar", "column": "closed"},
            "features": {
                "store": {"label": "Store", "key": "store"},
                "week": {"label": "Last week", "lag": {"days": 7}},
            },
        }
    )


def numbers(column: str, values: Iterable[float]) -> ColumnStatistics:
    rows = sorted(values)
    mean = sum(rows) / len(rows)
    spread = (sum((value - mean) ** 2 for value in rows) / len(rows)) ** 0.5
    quantiles = tuple(rows[min(int(share * len(rows)), len(rows) - 1)] for share in QUANTILES)
    return ColumnStatistics(column, "number", len(rows), 0, mean, spread, quantiles, len(set(rows)))


def sales(day: date, values: Iterable[float]) -> list[StageSnapshot]:
    column = numbers("sold", values)
    morning = day + timedelta(days=1)
    return [
        StageSnapshot(morning, stage, "sales", day, column.count, (column,))
        for stage in (Stage.RECEIVED, Stage.CLEANED)
    ]


def calendar(closed: Mapping[date, int]) -> list[StageSnapshot]:
    """How many of ten stores are closed."""
    found = []
    for day in (*DAYS, TODAY + timedelta(days=1)):
        shut = closed.get(day, 0)
        top = tuple((value, rows) for value, rows in (("0", 10 - shut), ("1", shut)) if rows)
        column = ColumnStatistics("closed", "text", 10, 0, distinct=len(top), top=top)
        found.append(StageSnapshot(day, Stage.CLEANED, "calendar", day, 10, (column,)))
    return found


def wave(day: date, rows: int = 40) -> list[float]:
    """Small and large rows, all of them more on one day than on another."""
    factor = 1 + ((day.toordinal() * 7919) % 21 - 10) / 70
    return [factor * 12 * 1.05**place for place in range(rows)]


def received(snapshots: list[StageSnapshot], measure: str) -> Reading:
    lines = stage_lines(snapshots, use_case(), TARGET, TODAY + timedelta(days=1))
    return next(line for name, line in lines.items() if name == measure)[0].readings[-1]


def test_a_loss_on_every_row_is_seen_in_the_typical_value_that_the_mean_hides() -> None:
    shots = calendar({}) + [shot for day in DAYS[:-1] for shot in sales(day, wave(day))]
    lost = sales(TODAY, [max(value - 10, 0) for value in wave(TODAY)])
    assert not received([*shots, *lost], "mean").moved
    assert received([*shots, *lost], "typical").moved
    jump = trace([*shots, *lost], use_case(), TARGET, TODAY + timedelta(days=1)).jump
    assert jump is not None
    assert (jump.measure, jump.first.stage) == ("typical", Stage.RECEIVED)
    assert not received([*shots, *sales(TODAY, wave(TODAY))], "typical").moved


def test_a_holiday_like_no_day_before_is_out_only_far_from_all_days_and_one_like_others_is_known() -> None:
    few = [value / 4 for value in wave(TODAY)]
    shots = [shot for day in DAYS[:-1] for shot in sales(day, wave(day))]
    assert received([*calendar({}), *shots, *sales(TODAY, few)], "mean").moved
    holiday = calendar({TODAY: 8})
    assert received([*holiday, *shots, *sales(TODAY, few)], "rows").normal is None, "rows may be anything"
    assert not received([*holiday, *shots, *sales(TODAY, [value / 1.1 for value in wave(TODAY)])], "mean").moved
    assert received([*holiday, *shots, *sales(TODAY, [value / 20 for value in wave(TODAY)])], "mean").moved, (
        "far from all"
    )
    closed = dict.fromkeys((*DAYS[3:-1:9], TODAY), 8)
    known = [
        shot for day in DAYS[:-1] for shot in sales(day, [v / 4 for v in wave(day)] if day in closed else wave(day))
    ]
    reading = received([*calendar(closed), *known, *sales(TODAY, few)], "mean")
    assert reading.normal is not None
    assert not reading.moved
    assert received([*calendar(closed), *known, *sales(TODAY, [2 * value for value in wave(TODAY)])], "mean").moved


def test_rows_that_came_explain_what_they_can_and_no_more() -> None:
    steady = [20.0 + place for place in range(40)]
    shots = calendar({}) + [shot for day in DAYS[:-1] for shot in sales(day, steady)]
    new = [*steady, 90.0, 90.0, 90.0]
    assert not received([*shots, *sales(TODAY, new)], "mean").moved
    assert received([*shots, *sales(TODAY, [*steady[:-3], 90.0, 90.0, 90.0])], "mean").moved, (
        "as many rows, other values"
    )
    assert received([*shots, *sales(TODAY, [2 * value for value in new])], "mean").moved


def test_a_jump_that_has_lasted_for_a_week_is_what_is_compared_with() -> None:
    steady = [20.0 + place for place in range(40)]
    since = DAYS[-20]
    shots = calendar({}) + [
        shot for day in DAYS for shot in sales(day, [v * (2 if day >= since else 1) for v in steady])
    ]
    lines = stage_lines(shots, use_case(), TARGET, TODAY + timedelta(days=1))
    moved = [reading.day for reading in lines["mean"][0].readings if reading.moved]
    assert moved == [since + timedelta(days=place) for place in range(7)]


@pytest.mark.parametrize(("beside", "alike"), [(0, True), (3, True), (8, False)])
def test_a_day_beside_one_on_which_most_is_closed_is_another_day(beside: int, alike: bool) -> None:
    kinds = day_kinds(use_case(), calendar({DAYS[20]: beside}))
    step = lineage_of(use_case(), TARGET)[0]
    assert (kinds.of(step, TARGET, DAYS[19]) == kinds.of(step, TARGET, DAYS[10])) is alike
    assert (kinds.of(step, TARGET, DAYS[21]) == kinds.of(step, TARGET, DAYS[10])) is alike
