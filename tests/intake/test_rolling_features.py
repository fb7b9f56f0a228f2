"""Lags and rolling statistics of the target against a direct computation with pandas."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.use_case import UseCase

RUN = date(2024, 5, 15)

Row = dict[str, Any]

STATISTICS = ("mean", "median", "min", "max", "std", "count")


def feature(**origin: object) -> dict[str, object]:
    return {"label": "Feature", **origin}


def direct(sales: pd.DataFrame, rolling: dict[str, Any], entity: Row, day: date) -> float | None:
    """A rolling statistic, straight from its definition."""
    by = rolling.get("by", ["store", "product"])
    mine = sales[(sales[by] == pd.Series(entity)[by]).all(axis=1)] if by else sales
    series = mine.groupby("date")["sold"].sum()
    newest = day - timedelta(days=rolling["lag_days"])
    oldest = newest - timedelta(days=rolling["window_days"] - 1)
    inside = series[(series.index >= oldest) & (series.index <= newest)]
    if rolling.get("same_weekday"):
        inside = inside[[d.weekday() == day.weekday() for d in inside.index]]
    value = getattr(inside, rolling["statistic"])()
    return None if pd.isna(value) else float(value)


@pytest.fixture
def gaps(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The shop with missing days for single entities and for all, fractions, and a day without value."""
    rng = np.random.default_rng(3)
    lost = {RUN - timedelta(days=back) for back in (3, 9, 17)}
    tables["sales"] = [r for r in tables["sales"] if r["date"] not in lost and rng.random() > 0.15]
    for row in tables["sales"]:
        row["sold"] = round(float(row["sold"]) + rng.random() * 3, 2)
    tables["sales"][-3]["sold"] = None
    return tables


@pytest.mark.parametrize("by", [None, [], ["store"], ["product"], ["product", "store"]])
@pytest.mark.parametrize("same_weekday", [False, True])
def test_every_rolling_statistic_is_what_pandas_computes(
    by: list[str] | None, same_weekday: bool, shop: Callable[..., UseCase], bench: Any, gaps: dict[str, list[Row]]
) -> None:
    windows = {
        f"{statistic}_{window}": {
            "statistic": statistic,
            "window_days": window,
            "lag_days": lag,
            "same_weekday": same_weekday,
        }
        | ({} if by is None else {"by": by})
        for statistic in STATISTICS
        for window, lag in ((1, 2), (7, 2), (28, 7), (30, 3))
    }
    bench.write(gaps)
    use_case = shop(features={n: feature(rolling=rolling) for n, rolling in windows.items()})
    sales = pd.DataFrame(gaps["sales"]).dropna()
    rows = bench.batch(use_case).rows
    assert len(rows) == 4
    for row in rows:
        for n, rolling in windows.items():
            expected = direct(sales, rolling, row, RUN + timedelta(days=1))
            assert row[f"x_{n}"] == (None if expected is None else pytest.approx(expected, rel=1e-10, abs=1e-10)), n


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    days=st.lists(st.tuples(st.integers(1, 40), st.floats(-1e6, 1e6)), min_size=1, unique_by=lambda pair: pair[0]),
    window=st.integers(1, 40),
    lag=st.integers(2, 20),
    statistic=st.sampled_from(STATISTICS),
    same_weekday=st.booleans(),
)
def test_a_rolling_statistic_of_any_series_is_what_pandas_computes(
    days: list[tuple[int, float]],
    window: int,
    lag: int,
    statistic: str,
    same_weekday: bool,
    shop: Callable[..., UseCase],
    new_bench: Callable[[], Any],
) -> None:
    rolling = {"statistic": statistic, "window_days": window, "lag_days": lag, "same_weekday": same_weekday}
    rows = [{"date": RUN - timedelta(days=back), "store": "N", "product": "B", "sold": value} for back, value in days]
    bench = new_bench()
    bench.write({"sales": rows})
    features = {"temperature": None, "last_week": None, "mean": feature(rolling=rolling)}
    row = bench.batch(shop(closed=None, batch={"seen_within_days": 50}, features=features)).rows[0]
    expected = direct(pd.DataFrame(rows), rolling, row, RUN + timedelta(days=1))
    # Pandas adds in another order; a spread near zero is what is left of large numbers.
    assert row["x_mean"] == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-3))


@pytest.mark.parametrize("days", [2, 3, 7, 9, 400])
def test_a_lag_is_the_actual_of_that_day_or_missing(
    days: int, shop: Callable[..., UseCase], bench: Any, gaps: dict[str, list[Row]]
) -> None:
    bench.write(gaps)
    outcome = bench.batch(shop(features={"lag": feature(lag={"days": days})}))
    day = RUN + timedelta(days=1 - days)
    known = {(r["store"], r["product"]): r["sold"] for r in gaps["sales"] if r["date"] == day}
    assert {(r["store"], r["product"]): r["x_lag"] for r in outcome.rows if r["x_lag"] is not None} == {
        entity: value for entity, value in known.items() if value is not None
    }
