"""The checks that look at what there is to learn from: sparse series, a feature that knows the answer, too little data."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.check_result import Outcome
from domain.use_case import UseCase
from intake.checks.sparse_series import sparse_series
from intake.checks.target_leak import explained_share, target_leak
from intake.checks.too_little_data import needed_days, too_little_data
from intake.staging import Staging, open_staging

FIRST = date(2024, 1, 1)


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staging]:
    with open_staging(tmp_path_factory.mktemp("staging")) as opened:
        yield opened


def shop(**change: object) -> UseCase:
    return UseCase.model_validate(
        {
            "name": "shop",
            "title": "Shop",
            "keys": ["store", "product"],
            "target": {"source": "sales", "column": "sold", "label": "Sold"},
            "sources": {"sales": {"path": "s.csv", "date": "date", "keys": ["store", "product"]}},
            "batch": {"seen_within_days": 7},
            "features": {
                "a": {"label": "A", "column": {"source": "sales", "name": "a", "lag_days": 1}},
                "b": {"label": "B", "column": {"source": "sales", "name": "b", "lag_days": 1}},
                "past": {"label": "Past", "lag": {"days": 1}},
            },
            **change,
        }
    )


def series(staging: Staging, days: dict[tuple[str, str], int]) -> None:
    staging.run("CREATE OR REPLACE TABLE history (day DATE, store VARCHAR, product VARCHAR, target DOUBLE)")
    rows = [
        (FIRST + timedelta(days=at), store, product, 1.0)
        for (store, product), count in days.items()
        for at in range(count)
    ]
    staging.connection.executemany("INSERT INTO history VALUES (?, ?, ?, ?)", rows)


def prepared(staging: Staging, a: np.ndarray, b: np.ndarray, past: np.ndarray, target: np.ndarray) -> None:
    staging.run(
        "CREATE OR REPLACE TABLE prepared (day DATE, store VARCHAR, product VARCHAR, x_a DOUBLE, x_b DOUBLE, x_past DOUBLE, _target DOUBLE)"
    )
    rows = [
        (FIRST + timedelta(days=at), "N", "p", *map(float, values))
        for at, values in enumerate(zip(a, b, past, target, strict=True))
    ]
    staging.connection.executemany("INSERT INTO prepared VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def test_products_sold_on_a_few_days_are_named_with_the_key_to_aggregate_to(staging: Staging) -> None:
    series(staging, {("N", "bun"): 30, ("N", "cake"): 3, ("S", "bun"): 30, ("S", "pie"): 9, ("S", "tart"): 10})
    found = sparse_series(staging, shop(), "history")
    assert (found.outcome, found.count, found.of) == (Outcome.WARNED, 2, 5)
    assert (found.detail["parent"], found.detail["parent_groups"]) == (["store"], 2)
    assert [example["entity"] for example in found.examples] == ["N · cake", "S · pie"]


def test_entities_with_days_enough_are_not_sparse(staging: Staging) -> None:
    series(staging, {("N", "bun"): 10, ("S", "bun"): 11})
    assert sparse_series(staging, shop(), "history").outcome is Outcome.PASSED


def test_a_single_series_has_no_parent(staging: Staging) -> None:
    alone = shop(keys=[], sources={"sales": {"path": "s.csv", "date": "date"}})
    assert sparse_series(staging, alone, "history").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("change", [lambda t: t * 2.54, lambda t: np.round(t / 10), lambda t: -t, lambda t: t**3])
def test_a_feature_that_is_the_target_in_other_dress_is_a_leak(staging: Staging, change) -> None:  # type: ignore[no-untyped-def]
    chance = np.random.default_rng(1)
    target = chance.gamma(3, 100, 400)
    prepared(staging, change(target), chance.normal(size=400), target + chance.normal(0, 150, 400), target)
    (found,) = target_leak(staging, shop())
    assert (found.outcome, found.column) == (Outcome.WARNED, "a")


def test_features_that_add_up_to_the_target_are_named_together(staging: Staging) -> None:
    chance = np.random.default_rng(2)
    casual, registered = chance.gamma(3, 30, 400), chance.gamma(3, 100, 400)
    prepared(staging, casual, registered, chance.normal(size=400), casual + registered)
    (found,) = target_leak(staging, shop())
    assert (found.outcome, found.detail["features"]) == (Outcome.WARNED, ["a", "b"])


def test_honest_features_are_no_leak_and_the_past_itself_never_is(staging: Staging) -> None:
    chance = np.random.default_rng(3)
    target = chance.gamma(3, 100, 400)
    prepared(staging, target + chance.normal(0, 60, 400), chance.normal(size=400), target, target)
    (found,) = target_leak(staging, shop())
    assert found.outcome is Outcome.PASSED


def test_too_few_rows_say_nothing_of_a_leak(staging: Staging) -> None:
    target = np.arange(40.0)
    prepared(staging, target, target, target, target)
    assert [found.outcome for found in target_leak(staging, shop())] == [Outcome.NOT_APPLICABLE]


@given(st.integers(0, 1000), st.integers(60, 300))
def test_what_a_feature_explains_is_a_share_and_the_same_in_any_order(seed: int, rows: int) -> None:
    chance = np.random.default_rng(seed)
    x, y = chance.normal(size=rows), chance.normal(size=rows)
    order = chance.permutation(rows)
    share = explained_share(x, y)
    assert 0 <= share < 0.6
    assert share == pytest.approx(explained_share(x[order], y[order]))
    assert explained_share(y, y) >= 0.98


@pytest.mark.parametrize(
    ("days", "outcome"), [(300, Outcome.PASSED), (200, Outcome.WARNED), (100, Outcome.FAILED), (0, Outcome.FAILED)]
)
def test_data_is_enough_for_the_folds_or_said_to_be_too_little(staging: Staging, days: int, outcome: Outcome) -> None:
    values = np.arange(float(days))
    if days:
        prepared(staging, values, values, values, values)
    else:
        staging.run("DELETE FROM prepared")
    found = too_little_data(staging, shop())
    assert needed_days(shop()) == 6 * 28 + 91
    assert (found.outcome, found.detail["days"]) == (outcome, days)
    assert (found.detail["lacks"] == []) is (outcome is Outcome.PASSED)


def test_a_class_without_enough_cases_is_too_little(staging: Staging) -> None:
    values = np.arange(300.0)
    prepared(staging, values, values, values, (values < 20).astype(float))
    binary = shop(
        task="binary",
        target={"source": "sales", "column": "sold", "label": "Sold", "classes": {"no": "No", "yes": "Yes"}},
    )
    found = too_little_data(staging, binary)
    assert (found.outcome, found.detail["lacks"], found.detail["rarest"]) == (Outcome.WARNED, ["rarest"], 20)
