"""Recipes through all levels, and sums that add up as their products do."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.packs import packed
from domain.use_case.recipes import Ingredient, Pack, Recipes
from models.ingredients import IngredientSums, ProductRows
from models.recipes import resolve


def recipes(ingredients: dict[str, Any], products: dict[str, Any], **more: Any) -> Recipes:
    named = {name: {"label": name, "unit": "kg", **item} for name, item in ingredients.items()}
    return Recipes.model_validate({"key": "product", "ingredients": named, "products": products, **more})


def needs(made: Recipes, product: str) -> dict[str, float]:
    return dict(resolve(made).nonzero()[product])


# --- levels, yield and waste --------------------------------------------------------------------------------------


def test_an_amount_is_taken_in_the_unit_of_the_ingredient() -> None:
    made = recipes({"flour": {}, "milk": {"unit": "l"}}, {"Bread": {"flour": "400 g", "milk": "20 ml"}})
    assert needs(made, "Bread") == pytest.approx({"flour": 0.4, "milk": 0.02})


def test_yield_divides_and_waste_adds() -> None:
    made = recipes({"tomato": {"yield": 0.8, "waste": 0.05}}, {"Soup": {"tomato": "200 g"}})
    assert needs(made, "Soup") == pytest.approx({"tomato": 0.2 * 1.05 / 0.8})


def test_levels_multiply_and_losses_of_a_level_reach_what_it_is_made_from() -> None:
    made = recipes(
        {
            "flour": {"waste": 0.02},
            "starter": {"needs": {"flour": "0.5 kg"}, "makes": "1 kg", "waste": 0.1},
            "dough": {"needs": {"flour": "6 kg", "starter": "1 kg"}, "makes": "10 kg", "yield": 0.95, "listed": True},
        },
        {"Bread": {"dough": "0.9 kg", "flour": "10 g"}},
    )
    dough = 0.9 / 0.95
    starter = dough * 0.1 * 1.1
    assert needs(made, "Bread") == pytest.approx({"flour": (dough * 0.6 + starter * 0.5 + 0.01) * 1.02, "dough": dough})


def test_what_gives_no_amount_makes_one_of_its_unit() -> None:
    made = recipes({"apple": {}, "peeled": {"needs": {"apple": "1 kg"}, "yield": 0.75}}, {"Pie": {"peeled": "300 g"}})
    assert needs(made, "Pie") == pytest.approx({"apple": 0.4})


def test_a_product_without_a_recipe_needs_nothing_and_an_unknown_one_is_missing() -> None:
    resolved = resolve(recipes({"flour": {}}, {"Bread": {"flour": "400 g"}}, without=["Ice"]))
    products = np.array(["Ice", "Bread", "Ice"], dtype=object)
    np.testing.assert_allclose(resolved.of(products)[:, 0], [0.0, 0.4, 0.0])
    assert resolved.missing(products) == ()
    assert resolved.missing(np.array(["Bread", "Roll"], dtype=object)) == ("Roll",)
    with pytest.raises(ValueError, match="Roll"):
        resolved.of(np.array(["Roll"], dtype=object))


# --- packs --------------------------------------------------------------------------------------------------------


@given(
    needed=st.floats(-50, 1e5),
    size=st.sampled_from([0.1, 0.25, 1.0, 3.0, 25.0]),
    direction=st.sampled_from(["up", "down", "nearest"]),
)
def test_packs_are_whole_and_as_near_as_their_direction_lets_them(needed: float, size: float, direction: Any) -> None:
    ordered = packed(Pack(size="1 kg", direction=direction), size, np.array([needed]))[0]
    count = ordered / size
    slack = 1e-8 * max(abs(needed), size)
    assert count == pytest.approx(round(count), abs=1e-6)
    low, high = {"up": (0, size), "down": (-size, 0), "nearest": (-size / 2, size / 2)}[direction]
    assert low - slack <= ordered - needed <= high + slack


def test_a_sum_that_is_a_hair_above_whole_packs_needs_no_further_one() -> None:
    needed = np.array([0.1 + 0.2, 24.999999999999996, 50.00000000000001, 50.001])
    assert packed(Pack(size="25 kg"), 25.0, needed).tolist() == [25.0, 25.0, 50.0, 75.0]
    assert packed(Pack(size="100 g"), 0.1, needed)[0] == pytest.approx(0.3)


def test_without_a_pack_what_is_needed_is_ordered() -> None:
    assert packed(None, np.nan, np.array([0.123])).tolist() == [0.123]


# --- sums ---------------------------------------------------------------------------------------------------------

PRODUCTS = ("Bread", "Roll", "Soup", "Ice")
MADE = recipes(
    {"flour": {}, "butter": {"waste": 0.1}, "leek": {"yield": 0.7}, "dough": {"needs": {"flour": "0.7 kg"}}},
    {"Bread": {"dough": "1 kg"}, "Roll": {"dough": "60 g", "butter": "5 g"}, "Soup": {"leek": "90 g", "butter": "7 g"}},
    without=["Ice"],
)
DAY = date(2026, 5, 1)

ROW = st.tuples(
    st.sampled_from(PRODUCTS),
    st.sampled_from(["North", "South"]),
    st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4),
    st.floats(0, 100),
    st.lists(st.tuples(st.integers(0, 5), st.floats(0, 100)), max_size=4, unique_by=lambda item: item[0]),
)


def product_rows(rows: list[Any]) -> ProductRows:
    return ProductRows(
        np.array([row[0] for row in rows], dtype=object),
        [(row[1],) for row in rows],
        np.array([row[2] for row in rows]).reshape(-1, 4),
        np.array([row[3] for row in rows]),
        [tuple((DAY - timedelta(days=7 * week), value) for week, value in sorted(row[4])) for row in rows],
    )


def naive(rows: list[Any]) -> dict[tuple[str, str], tuple[list[float], float, dict[date, float]]]:
    """Row by row, as one would on paper: sums, spread, and the days on which every product was known."""
    amounts = resolve(MADE).nonzero()
    found = {}
    for store in ("North", "South"):
        for name in resolve(MADE).ingredients:
            own = [(amounts[row[0]][name], row) for row in rows if row[1] == store and name in amounts[row[0]]]
            if not own:
                continue
            sums = [sum(each * row[2][at] for each, row in own) for at in range(4)]
            spread = sum((each * row[3]) ** 2 for each, row in own) ** 0.5
            weeks = set.intersection(*({week for week, _ in row[4]} for _, row in own))
            past = {
                DAY - timedelta(days=7 * week): sum(each * dict(row[4])[week] for each, row in own) for week in weeks
            }
            found[store, name] = (sums, spread, past)
    return found


@settings(max_examples=60)
@given(rows=st.lists(ROW, max_size=12), cut=st.integers(0, 12))
def test_sums_are_those_on_paper_in_whatever_chunks_the_rows_come(rows: list[Any], cut: int) -> None:
    resolved = resolve(MADE)
    sums = IngredientSums(resolved)
    for part in (rows[:cut], rows[cut:]):
        if part:
            sums.add(product_rows(part))
    found, wanted = sums.rows(), naive(rows)
    names = [
        (group[0], resolved.ingredients[place]) for group, place in zip(found.groups, found.ingredients, strict=True)
    ]
    assert names == sorted(wanted, key=lambda item: (item[0], resolved.ingredients.index(item[1])))
    for at, name in enumerate(names):
        numbers, spread, past = wanted[name]
        size = sum(abs(value) for row in rows for value in row[2]) or 1.0
        np.testing.assert_allclose(found.numbers[at], numbers, rtol=1e-9, atol=1e-12 * size)
        assert found.spread[at] == pytest.approx(spread)
        assert dict(found.past[at]) == pytest.approx(past)


@given(rows=st.lists(ROW, min_size=1, max_size=10))
def test_an_ingredient_adds_up_because_its_products_do(rows: list[Any]) -> None:
    """The columns are base, two effects and their sum; recipe-weighted, the fourth is still the sum of the others."""
    for row in rows:
        row[2][3] = row[2][0] + row[2][1] + row[2][2]
    sums = IngredientSums(resolve(MADE))
    sums.add(product_rows(rows))
    found = sums.rows()
    size = sum(abs(value) for row in rows for value in row[2][:3])
    for numbers in found.numbers:
        assert abs(numbers[0] + numbers[1] + numbers[2] - numbers[3]) <= 1e-12 * max(size, 1e-300) * 10


def test_no_rows_give_no_ingredients() -> None:
    found = IngredientSums(resolve(MADE)).rows()
    assert (list(found.groups), found.numbers.shape[0], found.spread.shape) == ([], 0, (0,))


def test_words_have_no_say_in_what_is_resolved() -> None:
    plain = recipes({"flour": {}}, {"Bread": {"flour": "400 g"}})
    other = plain.model_copy(update={"ingredients": {"flour": Ingredient(label="Meal", unit="kg")}})
    np.testing.assert_array_equal(resolve(plain).amounts, resolve(other).amounts)
