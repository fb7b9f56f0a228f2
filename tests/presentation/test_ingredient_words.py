"""An ingredient in words and in its waterfall: what is shown adds up, and every unit is the ingredient's."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.explanation import Adjustment
from domain.ingredient import IngredientPrediction, IngredientRow, Part
from domain.use_case import UseCase
from presentation.charts.ingredient_waterfall import as_prediction
from presentation.charts.step import OTHERS, group_name
from presentation.charts.waterfall import waterfall_steps
from presentation.words.ingredients import (
    ingredient_title,
    needed_sentence,
    order_text,
    packs_text,
    part_texts,
    shares,
)

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def cooking(grouped):
    recipes = {
        "key": "product",
        "ingredients": {
            "tomato": {"label": "Tomatoes", "unit": "kg"},
            "flour": {"label": "Flour", "unit": "kg", "pack": {"size": "5 kg"}},
        },
        "products": {"Soup": {"tomato": "0.3 kg", "flour": "10 g"}},
    }
    return UseCase.model_validate({**grouped.model_dump(mode="json"), "recipes": recipes})


def row_of(name="tomato", needed=42.0, value=None, low=30.0, high=55.0):
    return IngredientRow(0, name, ("North",), needed if value is None else value, needed, low, high, 38.0)


def ingredient(row, base, effects, adjustments=()):
    return IngredientPrediction("20261120-abc", DAY, row, base, tuple(effects.items()), adjustments, ())


def parts_of(*amounts):
    return tuple(Part(at, ("North", f"P{at}"), f"P{at}", 1.0, amount, amount) for at, amount in enumerate(amounts))


def written(text):
    return Decimal(text.split(" ")[0].replace("−", "-").replace("±", "").replace("\u202f", ""))


def test_an_ingredient_is_told_as_people_say_it(cooking):
    row = row_of()
    assert str(ingredient_title(cooking, row.name, row.entity)) == "Tomatoes, North"
    assert needed_sentence(cooking, row) == "42.0 kg of tomatoes"
    assert part_texts(cooking, row, parts_of(18.0, 15.0, 9.0)) == ("18.0 P0", "15.0 P1", "9.0 P2")


def test_whole_packs_are_exact_and_counted(cooking):
    row = row_of("flour", 42.3, 45.0)
    assert order_text(cooking, row) == "45 kg"
    assert order_text(cooking, row, 50.0) == "50 kg"
    assert packs_text(row, 5.0) == "9 packs"
    assert packs_text(row_of("flour", 3.0, 5.0), 5.0) == "1 pack"


@given(amounts=st.lists(st.floats(0, 1e4), min_size=1, max_size=12), digit=st.sampled_from([1, 10, 100]))
def test_shares_are_whole_and_add_up_and_none_is_off_by_a_digit(amounts, digit):
    total = round(sum(amounts) * digit)
    found = shares(total, amounts)
    if sum(amounts):
        assert sum(found) == total
        assert all(abs(share - total * amount / sum(amounts)) < 1 for share, amount in zip(found, amounts, strict=True))
    else:
        assert found == [0] * len(amounts)


@given(amounts=st.lists(st.floats(0.001, 500), min_size=1, max_size=9))
def test_the_parts_add_up_to_what_is_shown_of_the_whole(cooking, amounts):
    row = row_of(needed=sum(amounts))
    shown = sum(written(text) for text in part_texts(cooking, row, parts_of(*amounts)))
    assert shown == written(needed_sentence(cooking, row))


NAMES = ("last_week", "mean", "open_days", "weekday", "month", "holiday_tomorrow", "temperature", "store")


@settings(max_examples=40)
@given(
    base=st.floats(0, 300),
    effects=st.lists(st.floats(-40, 40), min_size=len(NAMES), max_size=len(NAMES)),
    whole=st.floats(-1, 1),
    pack=st.sampled_from([None, 0.0, 2.5]),
)
def test_the_rows_of_the_waterfall_add_up_in_the_unit_of_the_ingredient(cooking, base, effects, whole, pack):
    needed = base + sum(effects) + whole
    row = row_of("flour" if pack is not None else "tomato", needed, needed + (pack or 0.0))
    made = ingredient(row, base, dict(zip(NAMES, effects, strict=True)), (Adjustment("whole", whole),))
    assert made.gap() < 1e-9
    own = as_prediction(cooking, made, 3, None if pack is None else 5.0)
    everything = frozenset({OTHERS, *map(group_name, cooking.groups)})
    for opened in (frozenset(), everything):
        steps = [step for step in waterfall_steps(own.use_case, own.prediction, opened) if step.level == 0]
        assert steps[0].text.endswith("kg")
        assert steps[-1].text.endswith("kg")
        assert sum(written(step.text) for step in steps[:-1]) == written(steps[-1].text)
    labels = [step.label for step in steps]
    assert ("Whole packs of 5 kg" in labels) == bool(pack)
    assert "loaves" not in " ".join(step.hover for step in steps if step.kind == "effect")


def test_a_feature_says_over_how_many_products_it_was_summed(cooking):
    made = ingredient(row_of(needed=50.0), 40.0, {"store": 6.0, "temperature": 4.0})
    for count, words in ((1, "in 1 product"), (7, "over 7 products")):
        own = as_prediction(cooking, made, count, None)
        steps = waterfall_steps(own.use_case, own.prediction)
        assert [step.note for step in steps if step.features == ("store",)] == [words]


def test_products_that_exist_only_whole_are_a_step_in_their_own_unit(cooking):
    made = ingredient(row_of(needed=50.5), 40.0, {"store": 10.0}, (Adjustment("whole", 0.5),))
    own = as_prediction(cooking, made, 2, None)
    (rule,) = [step for step in waterfall_steps(own.use_case, own.prediction) if step.kind == "rule"]
    assert (rule.label, rule.text) == ("Products in whole loaves", "+0.5")
