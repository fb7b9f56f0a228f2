"""Today as ingredients: the switch, the list, an opened ingredient, a product and the way back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run
from prediction_store.ingredients_layout import INGREDIENTS
from services.record_review import GivenAnswer, record_review
from services.sign_in import sign_in_locally
from tests.pages.conftest import Visit
from tests.services.kitchen import kitchen_template
from tests.services.shop import Shop, copy_shop

__all__ = ["kitchen_template"]

Says = Callable[[AppTest], str]
FLOUR = '["flour","North"]'


@pytest.fixture
def shop(kitchen_template: Path, vouch_home: Path, tmp_path: Path) -> Iterator[Shop]:
    """The kitchen in the home that the dashboard opens, with Ana at the screen."""
    opened = copy_shop(kitchen_template, tmp_path / "kitchen")
    (tmp_path / "kitchen" / "home").rename(vouch_home)
    opened.close()
    from tests.services.shop import open_stores

    (tmp_path / "kitchen" / "home").symlink_to(vouch_home)
    again = Shop(open_stores(tmp_path / "kitchen"))
    sign_in_locally(again.deps, "Ana")
    yield again
    again.close()


@pytest.fixture
def day(shop: Shop) -> Run:
    return shop.published()


def buttons(at: AppTest) -> dict[str, str]:
    return {str(button.key): str(button.label) for button in at.button}


def parameters(at: AppTest) -> dict[str, str]:
    return {name: values[0] if isinstance(values, list) else values for name, values in at.query_params.items()}


def test_the_switch_turns_products_into_ingredients_and_back(visit: Visit, says: Says, day: Run) -> None:
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), show="all")
    assert at.segmented_control(key="of").value == "products"
    assert "Your answer" in says(at)

    at.segmented_control(key="of").set_value("ingredients").run()
    assert not at.exception
    assert parameters(at)["of"] == "ingredients"
    assert "Flour" in says(at)
    assert "Answers are given on products" in says(at)
    assert "Your answer" not in says(at)
    assert "prediction" not in parameters(at)

    at.segmented_control(key="of").set_value("products").run()
    assert "Your answer" in says(at)
    assert not {"of", "ingredient"} & set(parameters(at))


def test_an_opened_ingredient_says_what_it_is_made_for_and_how_sure(visit: Visit, says: Says, day: Run) -> None:
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients", ingredient=FLOUR)
    words = says(at)
    assert "kg of flour:" in words
    assert "kg needed, between" in words
    assert "on 8 of 10 days" in words
    assert "packs" in words
    parts = [label for key, label in buttons(at).items() if key.startswith("part")]
    assert len(parts) == 2
    assert parts[0].endswith("Brot")
    assert parts[1].endswith('Roll "XL"')


def test_a_part_opens_its_product_and_there_is_a_way_back(visit: Visit, says: Says, day: Run) -> None:
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients", ingredient=FLOUR)
    at.button(key=next(key for key in buttons(at) if key.startswith("part"))).click().run()
    assert not at.exception
    assert "Brot, North" in says(at)
    assert "Your answer" in says(at)
    assert parameters(at)["ingredient"] == FLOUR
    assert buttons(at)["way_back"] == "← Back to Flour, North"

    at.button(key="way_back").click().run()
    assert "kg of flour:" in says(at)
    assert "way_back" not in buttons(at)


def test_the_list_is_searched_filtered_and_stepped_through(visit: Visit, says: Says, day: Run) -> None:
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients", q="dough", store="North")
    assert _listed(at) == ["Open Dough, North: " + _amount(at)]
    at.text_input(key="q").set_value("").run()
    at.segmented_control(key="ingredient_order").set_value("name").run()
    assert [label.split(",")[0] for label in _listed(at)] == ["Open Flour", "Open Butter", "Open Dough"]
    at.button(key="next").click().run()
    assert "That was the last one" in at.toast[0].value
    at.button(key="previous").click().run()
    assert parameters(at)["ingredient"] == '["butter","North"]'
    at.button(key="next").click().run()
    assert parameters(at)["ingredient"] == '["dough","North"]'
    at.text_input(key="q").set_value("gold").run()
    assert "No ingredient fits" in says(at)


def _listed(at: AppTest) -> list[str]:
    return [label for key, label in buttons(at).items() if key.startswith("open") and key[4:].isdigit()]


def _amount(at: AppTest) -> str:
    return next(label for key, label in buttons(at).items() if key == "open0").partition(": ")[2]


def test_what_people_decided_stands_beside_it(visit: Visit, says: Says, shop: Shop, day: Run) -> None:
    row = next(row.row for row in shop.deps.predictions.page_in_order(day, 0, 10) if row.entity == ("North", "Brot"))
    about = prediction_id(day.id, row)
    person = shop.person("Ana")
    record_review(shop.deps, GivenAnswer("t", about, person.id, Answer.DIFFERENT, own_value="80"))
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients", ingredient=FLOUR)
    assert says(at).count("with your answers") >= 2


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("of", "spoons", "one of products, ingredients"),
        ("ingredient", "flour", "a name and keys"),
        ("ingredient", '["gold","North"]', "No such ingredient"),
        ("ingredient", '["flour"]', "No such ingredient"),
    ],
)
def test_a_link_that_cannot_be_meant_is_said(
    visit: Visit, says: Says, day: Run, parameter: str, value: str, said: str
) -> None:
    wanted = {"of": "ingredients", parameter: value}
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), **wanted)
    assert said in says(at)
    assert not at.exception


def test_an_ingredient_that_no_product_of_the_day_needs_is_said_beside_the_list(
    visit: Visit, says: Says, day: Run
) -> None:
    wanted = '["flour","East"]'
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients", ingredient=wanted)
    assert "Flour, East: no product of this day needs it" in says(at)
    assert "open0" in buttons(at)


def test_a_broken_file_of_ingredients_is_said_and_the_products_still_open(
    visit: Visit, says: Says, shop: Shop, day: Run
) -> None:
    (shop.deps.predictions.folder / day.location / INGREDIENTS).unlink()
    at = visit("today", use_case="shop", date=day.target_date.isoformat(), of="ingredients")
    assert "Stored predictions are gone" in says(at)
    at = visit("today", use_case="shop", date=day.target_date.isoformat())
    assert "Your answer" in says(at)


def test_without_recipes_there_is_no_switch(visit: Visit, says: Says, world: object, run: Run) -> None:
    at = visit("today", use_case="bakery", date=run.target_date.isoformat(), of="ingredients")
    assert not [item for item in at.segmented_control if item.key == "of"]
    assert "Your answer" in says(at)
