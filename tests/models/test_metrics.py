"""Metrics equal their definitions, and say nothing where there is nothing to say."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics import Forecasts, class_metrics, regression_metrics

AMOUNT = st.floats(-1e6, 1e6)
MAYBE = st.one_of(AMOUNT, st.just(math.nan))
ROWS = st.lists(st.tuples(MAYBE, MAYBE, MAYBE, st.sampled_from("abc")), min_size=1, max_size=25)


def forecasts_of(rows: Any) -> Forecasts:
    actual, predicted, naive, entities = zip(*rows, strict=True)
    middle = np.array(predicted)
    return Forecasts(
        np.array(actual),
        middle,
        np.array(entities, dtype=object),
        middle - 2,
        middle + 3,
        0.8,
        {"naive": np.array(naive)},
    )


def direct(pairs: list[tuple[float, float]]) -> dict[str, float | int | None]:
    if not pairs:
        return {"n": 0, "mae": None, "wape": None, "bias": None}
    total = math.fsum(abs(actual) for actual, _ in pairs)
    error = math.fsum(abs(predicted - actual) for actual, predicted in pairs)
    wape = error / total if total > 0 else math.inf
    bias = math.fsum(predicted - actual for actual, predicted in pairs) / len(pairs)
    return {"n": len(pairs), "mae": error / len(pairs), "wape": wape if wape < math.inf else None, "bias": bias}


def assert_same(found: Any, expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        if value is None or isinstance(value, int):
            assert found[name] == value
        else:
            assert found[name] == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(rows=ROWS)
def test_the_numbers_are_those_of_the_definition_on_complete_rows(rows: Any) -> None:
    found: Any = regression_metrics(forecasts_of(rows))
    complete = [row for row in rows if not (math.isnan(row[0]) or math.isnan(row[1]))]
    assert_same(found, direct([row[:2] for row in complete]))
    inside = [row[1] - 2 <= row[0] <= row[1] + 3 for row in complete]
    assert found["coverage"] == (pytest.approx(sum(inside) / len(inside)) if inside else None)
    assert found["nominal"] == 0.8
    for entry in found["by_entity"]:
        assert_same(entry, direct([row[:2] for row in complete if row[3] == entry["entity"]]))
    assert [entry["entity"] for entry in found["by_entity"]] == sorted({row[3] for row in rows})


@given(rows=ROWS)
def test_a_baseline_and_the_model_are_compared_on_the_same_rows(rows: Any) -> None:
    found: Any = regression_metrics(forecasts_of(rows))["baselines"]
    common = [row for row in rows if not any(math.isnan(value) for value in row[:3])]
    assert_same(found["naive"], direct([(row[0], row[2]) for row in common]))
    model = direct([row[:2] for row in common])
    assert_same(found["naive"], {"model_mae": model["mae"], "model_wape": model["wape"]})


@given(rows=ROWS)
def test_metrics_are_plain_json(rows: Any) -> None:
    found = regression_metrics(forecasts_of(rows))
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_order_of_the_rows_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    rows = [
        (a, p, n, e)
        for a, p, n, e in zip(rng.poisson(5, 50), rng.random(50), rng.random(50), "abcde" * 10, strict=True)
    ]
    one: Any = regression_metrics(forecasts_of(rows))
    other: Any = regression_metrics(forecasts_of(rows[::-1]))
    assert one["mae"] == pytest.approx(other["mae"])
    assert [entry["n"] for entry in one["by_entity"]] == [entry["n"] for entry in other["by_entity"]]


def test_a_wape_without_anything_sold_is_none() -> None:
    found = regression_metrics(Forecasts(np.zeros(3), np.ones(3), np.array(["a"] * 3, dtype=object)))
    assert (found["mae"], found["wape"], found["coverage"], found["nominal"]) == (1.0, None, None, None)


def test_a_wape_that_no_number_holds_is_none() -> None:
    found = regression_metrics(Forecasts(np.array([5e-324]), np.ones(1), np.array(["a"], dtype=object)))
    assert found["wape"] is None


def test_an_actual_on_a_bound_is_covered() -> None:
    actual = np.array([1.0, 3.0, 0.999, 3.001])
    forecasts = Forecasts(
        actual, np.full(4, 2.0), np.array(["a"] * 4, dtype=object), np.full(4, 1.0), np.full(4, 3.0), 0.8
    )
    assert regression_metrics(forecasts)["coverage"] == 0.5


def test_class_scores_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import accuracy_score, log_loss

    rng = np.random.default_rng(1)
    actual = rng.integers(0, 3, 200)
    probabilities = rng.dirichlet(np.ones(3), 200)
    rate = np.array([0.2, 0.5, 0.3])
    found: Any = class_metrics(actual, probabilities, rate)
    assert found["log_loss"] == pytest.approx(log_loss(actual, probabilities, labels=[0, 1, 2]))
    assert found["accuracy"] == accuracy_score(actual, probabilities.argmax(axis=1))
    one_hot = np.eye(3)[actual]
    assert found["brier"] == pytest.approx(((probabilities - one_hot) ** 2).sum(axis=1).mean())
    base = found["baselines"]["base_rate"]
    assert base["log_loss"] == pytest.approx(log_loss(actual, np.tile(rate, (200, 1)), labels=[0, 1, 2]))
    assert base["accuracy"] == (actual == 1).mean()


def test_a_certain_mistake_costs_much_but_not_infinitely() -> None:
    found: Any = class_metrics(np.array([0]), np.array([[0.0, 1.0]]), np.array([0.5, 0.5]))
    assert found["log_loss"] == pytest.approx(-math.log(1e-15))
    assert found["brier"] == 2


def test_no_row_has_no_score() -> None:
    found = class_metrics(np.zeros(0, dtype=np.intp), np.zeros((0, 2)), np.array([0.5, 0.5]))
    assert (found["n"], found["log_loss"]) == (0, None)
