"""A back-test says what the daily job would have said: the same models, the same features, the same numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.entity import entity_text
from domain.errors import TooLittleDataError
from services.backtest import Replay, backtest
from services.promote_version import promote_version
from services.train_version import train_version
from tests.services.made_up_shop import DEFINITIONS, MORNING, days, read_table, write_shop
from tests.services.shop import Shop, open_stores

DAYS, RETRAIN = 6, 3
LAST = MORNING - timedelta(days=1)
"""The newest actual that is known on the morning of the back-test."""


@dataclass(frozen=True)
class Forecast:
    """One prediction of the daily job with what became of it."""

    day: date
    entity: str
    actual: float
    predicted: float
    low: float
    high: float


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    root = tmp_path_factory.mktemp("replayed")
    write_shop(root / "use_cases" / "shop", DEFINITIONS["identity"])
    opened = Shop(open_stores(root))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def replayed(shop: Shop) -> dict[str, Any]:
    return dict(backtest(shop.deps, shop.loaded, Replay(MORNING, DAYS, RETRAIN)))


@pytest.fixture(scope="module")
def lived(shop: Shop) -> list[Forecast]:
    """The same days lived through: train on the morning of each block's first run, then a run every morning."""
    sold = {(r["date"], r["store"], r["product"]): float(r["sold"]) for r in read_table(shop.folder / "sales.csv")}
    forecasts = []
    for number, first in enumerate(days(LAST - timedelta(days=DAYS - 1), LAST), start=0):
        run_date = first - timedelta(days=1)
        if number % RETRAIN == 0:
            version = train_version(shop.deps, shop.loaded, run_date)
            promote_version(shop.deps, shop.loaded, version.number, "a new block", "test")
        run = shop.published(run_date)
        for row in shop.deps.predictions.page_in_order(run, 0, run.row_count):
            assert row.low is not None
            assert row.high is not None
            actual = sold[(first.isoformat(), *row.entity)]
            forecasts.append(Forecast(first, entity_text(row.entity), actual, row.value, row.low, row.high))
    return forecasts


def column(forecasts: list[Forecast], name: str) -> np.ndarray:
    return np.array([getattr(forecast, name) for forecast in forecasts], dtype=float)


def test_the_errors_are_those_of_the_runs_that_would_have_been_published(
    replayed: dict[str, Any], lived: list[Forecast]
) -> None:
    actual, predicted = column(lived, "actual"), column(lived, "predicted")
    assert len(lived) == DAYS * 6
    assert replayed["n"] == len(lived)
    assert replayed["mae"] == pytest.approx(np.abs(actual - predicted).mean(), rel=1e-9)
    assert replayed["wape"] == pytest.approx(np.abs(actual - predicted).sum() / actual.sum(), rel=1e-9)
    assert replayed["bias"] == pytest.approx((predicted - actual).mean(), rel=1e-9, abs=1e-12)


def test_the_coverage_is_that_of_the_published_ranges(replayed: dict[str, Any], lived: list[Forecast]) -> None:
    actual = column(lived, "actual")
    inside = (actual >= column(lived, "low")) & (actual <= column(lived, "high"))
    assert replayed["coverage"] == pytest.approx(inside.mean())
    assert replayed["nominal"] == 0.8


def test_every_entity_has_its_own_numbers(replayed: dict[str, Any], lived: list[Forecast]) -> None:
    assert [item["entity"] for item in replayed["by_entity"]] == sorted({forecast.entity for forecast in lived})
    for item in replayed["by_entity"]:
        own = [forecast for forecast in lived if forecast.entity == item["entity"]]
        assert item["n"] == DAYS
        assert item["mae"] == pytest.approx(np.abs(column(own, "actual") - column(own, "predicted")).mean(), rel=1e-9)


def test_last_weeks_same_weekday_is_the_baseline_it_says(
    shop: Shop, replayed: dict[str, Any], lived: list[Forecast]
) -> None:
    sold = {
        (r["date"], entity_text((r["store"], r["product"]))): float(r["sold"])
        for r in read_table(shop.folder / "sales.csv")
    }
    naive = np.array([sold[((f.day - timedelta(days=7)).isoformat(), f.entity)] for f in lived])
    actual = column(lived, "actual")
    wape = np.abs(actual - naive).sum() / actual.sum()
    assert any(rule["wape"] == pytest.approx(wape, rel=1e-9) for rule in replayed["baselines"].values())
    assert all(
        rule["model_wape"] == pytest.approx(replayed["wape"], rel=1e-9)
        for rule in replayed["baselines"].values()
        if rule["n"] == len(lived)
    )


def test_the_answer_says_what_was_replayed(replayed: dict[str, Any]) -> None:
    assert (replayed["use_case"], replayed["days"], replayed["retrain_days"]) == ("shop", DAYS, RETRAIN)
    assert (replayed["first"], replayed["last"]) == ((LAST - timedelta(days=DAYS - 1)).isoformat(), LAST.isoformat())


def test_a_back_test_writes_nothing(shop: Shop) -> None:
    def written() -> dict[Path, float]:
        return {
            path: path.stat().st_mtime
            for path in shop.deps.home.rglob("*")
            if path.is_file() and "sqlite" not in path.name
        }

    before, states = written(), shop.run_states()
    backtest(shop.deps, shop.loaded, Replay(MORNING, 2, 2))
    assert (written(), shop.run_states()) == (before, states)


def test_actuals_after_the_morning_are_not_looked_at(shop: Shop, replayed: dict[str, Any]) -> None:
    shop.edit("sales", lambda rows: [r | {"sold": "400"} if r["date"] >= MORNING.isoformat() else r for r in rows])
    assert backtest(shop.deps, shop.loaded, Replay(MORNING, DAYS, RETRAIN)) == replayed


def test_too_many_days_are_refused(shop: Shop) -> None:
    with pytest.raises(TooLittleDataError) as caught:
        backtest(shop.deps, shop.loaded, Replay(MORNING, 110))
    assert caught.value.days_needed > caught.value.days_found


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_classes_are_replayed_beside_the_base_rate(kind: str, tmp_path: Path) -> None:
    write_shop(tmp_path / "use_cases" / "shop", DEFINITIONS[kind])
    classes = Shop(open_stores(tmp_path))
    found: dict[str, Any] = dict(backtest(classes.deps, classes.loaded, Replay(MORNING, DAYS, RETRAIN)))
    classes.close()
    assert found["n"] > 0
    assert 0 <= found["accuracy"] <= 1
    assert set(found["baselines"]["base_rate"]) == {"n", "log_loss", "accuracy", "brier"}
