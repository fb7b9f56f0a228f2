"""The range of an ingredient holds what it states, where summed ranges of products hold far more or far less."""

from typing import Any

import numpy as np
import pytest

from domain.use_case import UseCase
from domain.use_case.definition import Range
from models.calibration import calibrate
from models.ingredient_ranges import calibrate_ingredients, held_out_needs
from models.ranges import RangeModel
from models.rolling import HeldOut

PRODUCTS = tuple(f"P{number}" for number in range(8))
EACH = np.array([0.4, 0.4, 0.3, 0.3, 0.2, 0.2, 0.1, 1.5])
"""Kilograms of flour; the last one is the heavy one that comes into season late."""

LEVEL = np.array([40.0, 60.0, 30.0, 80.0, 50.0, 20.0, 90.0, 30.0])


@pytest.fixture(scope="module")
def use_case(make_use_case: Any) -> UseCase:
    recipes = {
        "key": "product",
        "ingredients": {"flour": {"label": "Flour", "unit": "kg"}, "nuts": {"label": "Nuts", "unit": "g"}},
        "products": {
            product: {"flour": f"{each} kg", **({"nuts": "30 g"} if product == PRODUCTS[-1] else {})}
            for product, each in zip(PRODUCTS, EACH, strict=True)
        },
    }
    made = make_use_case(target={"min": 0.0})
    return UseCase.model_validate({**made.model_dump(mode="json"), "recipes": recipes})


def days_of_sales(rng: np.random.Generator, days: int, products: int, together: float) -> HeldOut:
    """Predictions and actuals; `together` is the share of the error that all products of a day have in common."""
    level = LEVEL[:products]
    predicted = level * rng.uniform(0.7, 1.3, (days, products))
    own, common = rng.normal(size=(days, products)), rng.normal(size=(days, 1))
    error = (np.sqrt(1 - together) * own + np.sqrt(together) * common) * 1.5 * np.sqrt(predicted)
    n = days * products
    day = np.repeat(np.arange(days), products)
    names = np.array([f'["{PRODUCTS[at]}"]' for at in np.tile(np.arange(products), days)], dtype=object)
    actual = np.maximum(predicted + error, 0.0)
    folds = day * 4 // days
    return HeldOut(np.arange(n), folds, predicted.ravel(), actual.ravel(), names, day.astype("datetime64[D]"))


def product_range(use_case: UseCase, held_out: HeldOut) -> RangeModel:
    return calibrate(use_case.target, Range(), held_out, "stall")


def coverage(use_case: UseCase, past: HeldOut, new: HeldOut, name: str = "flour") -> tuple[float, float]:
    """How often the ingredient's range holds new days, and how often the sum of the products' ranges would."""
    products = product_range(use_case, past)
    ranges, _ = calibrate_ingredients(use_case, past, products)
    assert ranges is not None
    rows = held_out_needs(use_case, new, products)[name]
    low, high = ranges.bounds(name, rows.predicted, rows.spread, rows.groups.tolist())
    bounds = [
        held_out_needs(use_case, _as(new, bound), products)[name].predicted
        for bound in products.bounds(new.predicted, new.entities)
    ]
    own = (rows.actual >= low) & (rows.actual <= high)
    summed = (rows.actual >= bounds[0]) & (rows.actual <= bounds[1])
    return float(own.mean()), float(summed.mean())


def _as(held_out: HeldOut, predicted: Any) -> HeldOut:
    return HeldOut(held_out.rows, held_out.folds, predicted, held_out.actual, held_out.entities, held_out.days)


@pytest.mark.parametrize("together", [0.0, 0.5, 0.95])
def test_the_range_holds_what_it_states_however_much_the_products_err_together(
    use_case: UseCase, together: float
) -> None:
    rng = np.random.default_rng(1)
    worlds = [(days_of_sales(rng, 300, 8, together), days_of_sales(rng, 1000, 8, together)) for _ in range(8)]
    own, summed = np.mean([coverage(use_case, *world) for world in worlds], axis=0)
    # The coverage of one calibration has a standard deviation of sqrt(0.16 / 300) = 0.023; of eight, 0.008.
    assert own == pytest.approx(0.8, abs=0.025)
    if together < 0.9:
        assert summed > own + 0.08, "summing would have been right, so this test shows nothing"


def test_the_range_follows_a_heavy_product_that_comes_into_season(use_case: UseCase) -> None:
    rng = np.random.default_rng(2)
    worlds = [(days_of_sales(rng, 300, 7, 0.2), days_of_sales(rng, 1000, 8, 0.2)) for _ in range(8)]
    own = np.mean([coverage(use_case, *world)[0] for world in worlds])
    assert own == pytest.approx(0.8, abs=0.05)


def test_an_ingredient_that_nothing_needed_yet_has_the_range_of_all(use_case: UseCase) -> None:
    rng = np.random.default_rng(3)
    past = days_of_sales(rng, 400, 7, 0.0)
    ranges, metrics = calibrate_ingredients(use_case, past, product_range(use_case, past))
    assert ranges is not None
    assert set(ranges.ingredients) == {"flour"}
    assert {item["ingredient"]: item["n"] for item in metrics["ingredients"]} == {"flour": 400, "nuts": 0}  # type: ignore[attr-defined]
    low, high = ranges.bounds("nuts", np.array([900.0]), np.array([200.0]), ["[]"])
    assert low[0] == pytest.approx(900 + 200 * ranges.overall.low)
    assert 0 < low[0] < 900 < high[0]


def test_the_measured_coverage_is_that_of_other_folds(use_case: UseCase) -> None:
    past = days_of_sales(np.random.default_rng(4), 400, 8, 0.3)
    _, metrics = calibrate_ingredients(use_case, past, product_range(use_case, past))
    flour = next(item for item in metrics["ingredients"] if item["ingredient"] == "flour")  # type: ignore[attr-defined]
    assert flour["coverage"] == pytest.approx(0.8, abs=0.06)
    assert flour["n"] == 400


def test_no_bound_is_below_nothing_and_the_range_holds_what_is_needed(use_case: UseCase) -> None:
    past = days_of_sales(np.random.default_rng(5), 200, 8, 0.0)
    ranges, _ = calibrate_ingredients(use_case, past, product_range(use_case, past))
    assert ranges is not None
    needed = np.array([0.0, 1.0, 500.0])
    low, high = ranges.bounds("flour", needed, np.array([50.0, 50.0, 0.0]), ["[]"] * 3)
    assert (low >= 0).all()
    assert (low <= needed).all()
    assert (needed <= high).all()


def test_without_recipes_there_is_nothing_to_calibrate(make_use_case: Any) -> None:
    past = days_of_sales(np.random.default_rng(6), 60, 3, 0.0)
    assert calibrate_ingredients(make_use_case(), past, None) == (None, {})
