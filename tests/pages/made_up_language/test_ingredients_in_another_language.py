"""No text of the ingredients escapes the catalogue: list, opened ingredient, a product and the way back."""

from typing import Any

import pytest

from domain.review import Answer
from tests.pages.made_up_language.greek_world import ENTITIES, NOW, GreekWorld
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.presentation.pseudo_locale import greek
from ui.ingredient_list import ORDER, ORDERS

UNITS = frozenset({"kg", "l"})
"""Units of recipes are data; they cannot be written in Greek letters, because the file must be understood."""

PRODUCTS = tuple(dict.fromkeys(product for _, product in ENTITIES))
RECIPES = {
    "key": "product",
    "ingredients": {
        "flour": {"label": greek("Flour"), "unit": "kg", "pack": {"size": "5 kg"}},
        "milk": {"label": greek("Milk"), "unit": "l"},
        "salt": {"label": greek("Salt"), "unit": "kg"},
    },
    "products": {
        product: {"flour": f"{40 + at} g", "milk": "2 ml", **({"salt": "1 g"} if at == 0 else {})}
        for at, product in enumerate(PRODUCTS)
    },
}


@pytest.fixture
def kitchen(bare_world: Any) -> GreekWorld:
    world = GreekWorld(bare_world, recipes=RECIPES)
    world.sign_in("Ana")
    return world


def test_the_list_and_the_opened_ingredient(visit: Any, kitchen: GreekWorld) -> None:
    run = kitchen.publish()
    ana = kitchen.sign_in("Ana")
    kitchen.world.answer(run, 0, ana, Answer.DIFFERENT, own_value="99")
    with kitchen.world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(entity, run.target_date, 40.0, None) for entity in ENTITIES], NOW)
    at = visit("today", of="ingredients")
    for order in ORDERS:
        at.segmented_control(key=ORDER).set_value(order).run()
        assert_nothing_escapes(at, UNITS)
    for row in range(6):
        at.button(key=f"open{row}").click().run()
        assert_nothing_escapes(at, UNITS)
    at.button(key="next").click().run()
    assert_nothing_escapes(at, UNITS)
    assert at.toast


def test_a_product_and_the_way_back(visit: Any, kitchen: GreekWorld) -> None:
    kitchen.publish()
    at = visit("today", of="ingredients")
    at.button(key=next(button.key for button in at.button if str(button.key).startswith("part"))).click().run()
    assert at.button(key="way_back")
    assert_nothing_escapes(at, UNITS)
    assert_nothing_escapes(visit("today"), UNITS)


@pytest.mark.parametrize(
    "link",
    [{"q": greek("gold")}, {"of": "spoons"}, {"ingredient": "flour"}, {"ingredient": '["gold","North"]'},
     {"ingredient": '["flour","North"]'}],
    ids=lambda link: next(iter(link.values())),
)  # fmt: skip
def test_what_cannot_be_shown(visit: Any, kitchen: GreekWorld, link: dict[str, str]) -> None:
    kitchen.publish()
    words = {"of", "products", "ingredients", "ingredient", "spoons", "flour", "gold", "North", "milk", "salt"}
    assert_nothing_escapes(visit("today", **{"of": "ingredients", **link}), UNITS | words)
