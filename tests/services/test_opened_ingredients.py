"""An opened ingredient: its products, what people decided of them, what really happened; and the list it stands in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from domain.errors import NotFoundError
from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run, RunState
from prediction_store.frames import load_run
from prediction_store.ingredients import IngredientSelection, Order
from services.open_ingredient import open_ingredient
from services.page_ingredients import ingredient_at, page_ingredients, page_of_ingredient
from services.record_actuals import record_actuals
from services.record_review import GivenAnswer, record_review
from tests.services.kitchen import KITCHEN
from tests.services.made_up_shop import MORNING
from tests.services.outcomes import codes
from tests.services.shop import Shop, open_stores, prepare_template


def answered(kitchen: Shop, run: Run, product: str, store: str, value: str, *, may_decide: bool = True) -> float:
    """Somebody decides otherwise about a product; returns what the model said of it."""
    rows = load_run(kitchen.deps.predictions.folder / run.location)
    row = rows[(rows.key_product == product) & (rows.key_store == store)].iloc[0]
    person = kitchen.person("Ana" if may_decide else "Ben", may_decide=may_decide)
    about = prediction_id(run.id, int(row["row"]))
    given = GivenAnswer(f"{about}-{person.id}-{value}", about, person.id, Answer.DIFFERENT, own_value=value)
    record_review(kitchen.deps, given)
    return float(row["prediction"])


NORTH = IngredientSelection((("store", "North"),))


# --- opened -------------------------------------------------------------------------------------------------------


def test_the_parts_are_the_products_that_need_it_and_add_up(kitchen: Shop) -> None:
    run = kitchen.published()
    opened = open_ingredient(kitchen.deps, run, "flour", ("North",))
    assert [part.product for part in opened.parts] == ["Brot", 'Roll "XL"']
    assert sum(part.amount for part in opened.parts) == pytest.approx(opened.ingredient.row.needed)
    assert [part.decided for part in opened.parts] == [part.value for part in opened.parts]
    assert opened.decided is None
    for part in opened.parts:
        assert kitchen.deps.predictions.prediction(run, part.row).queue.entity == part.entity


def test_what_people_decided_of_products_is_what_they_decided_of_ingredients(kitchen: Shop) -> None:
    run = kitchen.published()
    before = open_ingredient(kitchen.deps, run, "flour", ("North",))
    predicted = answered(kitchen, run, "Brot", "North", "60")
    after = open_ingredient(kitchen.deps, run, "flour", ("North",))
    each = next(part.each for part in after.parts if part.product == "Brot")
    needed = before.ingredient.row.needed + each * (60 - predicted)

    assert after.ingredient == before.ingredient
    assert after.decided is not None
    assert after.decided.needed == pytest.approx(needed)
    assert after.decided.needed == pytest.approx(sum(part.decided_amount for part in after.parts))
    assert after.decided.value == 5 * np.ceil(needed / 5)
    page = page_ingredients(kitchen.deps, run, IngredientSelection())
    touched = {(row.name, row.entity) for row in page.rows if row.row in page.decided}
    assert touched == {("flour", ("North",)), ("dough", ("North",))}


def test_who_may_not_decide_changes_no_order(kitchen: Shop) -> None:
    run = kitchen.published()
    answered(kitchen, run, "Brot", "North", "60", may_decide=False)
    assert page_ingredients(kitchen.deps, run, IngredientSelection()).decided == {}


def test_what_was_really_needed_is_known_when_all_products_are(kitchen: Shop) -> None:
    run = kitchen.published()
    assert open_ingredient(kitchen.deps, run, "dough", ("North",)).actual is None
    later = Shop(replace(kitchen.deps, now=kitchen.at(48).deps.now))
    record_actuals(later.deps, later.loaded, MORNING + timedelta(days=2))
    opened = open_ingredient(kitchen.deps, run, "dough", ("North",))
    with kitchen.deps.feedback.read() as unit:
        known = unit.actuals.latest("shop", run.target_date)
    assert opened.actual == pytest.approx(sum(part.each * known[part.entity].value for part in opened.parts))


def test_an_ingredient_that_nobody_knows_is_not_found(kitchen: Shop) -> None:
    run = kitchen.published()
    for name, entity in (("gold", ("North",)), ("flour", ("East",)), ("flour", ()), ("flour", ("North", "Brot"))):
        with pytest.raises(NotFoundError):
            open_ingredient(kitchen.deps, run, name, entity)


# --- listed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["change", "amount", "name"])
def test_the_list_is_sorted_as_wanted_and_its_pages_have_every_row_once(kitchen: Shop, order: Order) -> None:
    run = kitchen.published()
    selection = IngredientSelection(order=order)
    pages = [page_ingredients(kitchen.deps, run, selection, number, 4) for number in (1, 2, 3)]
    assert pages[2] == pages[1], "a page past the end is the last one"
    rows = [row for page in pages[:2] for row in page.rows]
    assert sorted(row.row for row in rows) == list(range(6))
    key = {
        "change": lambda row: -abs(row.needed - row.usual) / row.usual,
        "amount": lambda row: -row.value,
        "name": lambda row: row.row,
    }[order]
    assert [row.row for row in rows] == [row.row for row in sorted(rows, key=lambda row: (key(row), row.row))]


def test_an_ingredient_is_found_by_its_label_and_its_keys(kitchen: Shop) -> None:
    run = kitchen.published()

    def found(search: str = "", **keys: str) -> set[tuple[str, str]]:
        selection = IngredientSelection(tuple(keys.items()), search)
        return {(row.name, row.entity[0]) for row in page_ingredients(kitchen.deps, run, selection).rows}

    assert found("flo") == {("flour", "North"), ("flour", "Süd")}
    assert found("FLOUR sü") == {("flour", "Süd")}
    assert found(store="North") == {("flour", "North"), ("butter", "North"), ("dough", "North")}
    assert found("gold") == set()


def test_a_day_on_which_all_is_closed_needs_nothing(kitchen: Shop) -> None:
    outcome = kitchen.daily(MORNING + timedelta(days=2))
    assert "all_closed" in codes(outcome)
    assert outcome.run.state is RunState.PUBLISHED
    assert kitchen.deps.predictions.ingredients(outcome.run, IngredientSelection(), 0, 10) == ((), 0)


# --- with business rules ------------------------------------------------------------------------------------------

RULES = """\
rules:
  trays:
    label: Trays of fifty
    when: {product: Brot}
    round_to: 50
  fair:
    label: A fair nearby
    when: {product: 'Roll "XL"'}
    multiply_by: 2
"""


def test_final_values_count_and_only_what_changes_what_will_happen_moves_the_range(
    kitchen: Shop, tmp_path: Path
) -> None:
    plain = kitchen.published()
    ruled = Shop(open_stores(prepare_template(tmp_path / "ruled", KITCHEN + RULES)))
    run = ruled.published()
    before = {row.name: row for row in kitchen.deps.predictions.ingredients(plain, NORTH, 0, 9)[0]}
    after = {row.name: row for row in ruled.deps.predictions.ingredients(run, NORTH, 0, 9)[0]}
    opened = open_ingredient(ruled.deps, run, "dough", ("North",))
    values = {part.product: part.value for part in opened.parts}
    assert values["Brot"] % 50 == 0
    assert after["dough"].needed == pytest.approx(sum(part.amount for part in opened.parts))
    assert {item.code for item in opened.ingredient.adjustments} >= {"trays", "fair"}
    assert opened.ingredient.gap() < 1e-6 * after["dough"].needed

    # Butter is in the rolls alone: twice the rolls need twice the butter, and so does the range.
    assert after["butter"].low == pytest.approx(2 * before["butter"].low, rel=0.05)
    assert after["butter"].high == pytest.approx(2 * before["butter"].high, rel=0.05)
    # Without the fair, the trays of the bread would leave the middle of the range of the dough where it was.
    moved = (after["dough"].low + after["dough"].high - before["dough"].low - before["dough"].high) / 2
    each = {part.product: part.each for part in opened.parts}
    fair = each['Roll "XL"'] * values['Roll "XL"'] / 2
    assert moved == pytest.approx(fair, rel=0.25)
    ruled.close()


def test_an_ingredient_is_found_on_its_page_and_beside_its_neighbours(kitchen: Shop) -> None:
    run = kitchen.published()
    every = IngredientSelection(order="name")
    rows, _ = kitchen.deps.predictions.ingredients(run, every, 0, 99)
    assert [ingredient_at(kitchen.deps, run, every, place) for place in range(len(rows))] == list(rows)
    assert ingredient_at(kitchen.deps, run, every, -1) is None
    assert ingredient_at(kitchen.deps, run, every, len(rows)) is None
    assert page_of_ingredient(kitchen.deps, run, every, rows[-1].name, rows[-1].entity) == 1
    assert page_of_ingredient(kitchen.deps, run, every, "gold", ("North",)) == 1
