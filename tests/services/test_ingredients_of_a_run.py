"""Products and ingredients of a run say the same, from the daily job to the opened ingredient."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.errors import NotFoundError, PredictionFileError, UseCaseFileError, VersionMismatchError
from domain.finding import Severity
from domain.run import RunState
from models.recipes import resolve
from prediction_store.frames import load_ingredients, load_run
from prediction_store.ingredients import IngredientSelection
from prediction_store.ingredients_layout import INGREDIENTS
from services.open_ingredient import open_ingredient
from services.page_ingredients import page_ingredients
from services.train_version import train_version
from tests.services.kitchen import RECIPES
from tests.services.made_up_shop import MORNING, STORES
from tests.services.outcomes import TARGET_DAY, finding
from tests.services.shop import Shop, copy_shop

# --- stored -------------------------------------------------------------------------------------------------------


def test_what_is_needed_is_the_recipe_weighted_sum_of_the_published_values(kitchen: Shop) -> None:
    run = kitchen.published()
    folder = kitchen.deps.predictions.folder / run.location
    rows, found = load_run(folder), load_ingredients(folder)
    resolved = resolve(kitchen.loaded.use_case.recipes)
    assert set(zip(found.key_store, found.ingredient, strict=True)) == {
        (store, name) for store in STORES for name in ("flour", "butter", "dough")
    }
    for store, name, needed in zip(found.key_store, found.ingredient, found.needed, strict=True):
        own = rows[rows.key_store == store]
        each = resolved.of(own.key_product.to_numpy(dtype=object))[:, resolved.ingredients.index(name)]
        assert needed == pytest.approx(float((each * own.prediction).sum()), rel=1e-12)


def test_every_ingredient_is_explained_by_the_sums_of_its_products(kitchen: Shop) -> None:
    run = kitchen.published()
    store, use_case = kitchen.deps.predictions, kitchen.loaded.use_case
    needs = store.needs(run)
    products = [store.prediction(run, row) for row in range(run.row_count)]
    for at in range(6):
        ingredient = store.ingredient(run, at)
        own = [
            (needs.amounts[item.queue.entity[1]].get(ingredient.row.name, 0.0), item.explanation)
            for item in products
            if item.queue.entity[0] == ingredient.row.entity[0]
        ]
        size = sum(each * (abs(e.base) + sum(abs(c.effect) for c in e.contributions)) for each, e in own)
        assert ingredient.gap() <= 1e-6 * size
        assert ingredient.base == pytest.approx(sum(each * e.base for each, e in own))
        for place, name in enumerate(use_case.features):
            wanted = sum(each * e.contributions[place].effect for each, e in own)
            assert dict(ingredient.effects)[name] == pytest.approx(wanted, abs=1e-6 * size)
        for code in use_case.adjustment_codes:
            wanted = sum(each * a.amount for each, e in own for a in e.adjustments if a.code == code)
            assert sum(a.amount for a in ingredient.adjustments if a.code == code) == pytest.approx(wanted, abs=1e-9)


def test_packs_are_a_further_step_and_move_no_range(kitchen: Shop) -> None:
    run = kitchen.published()
    rows, total = kitchen.deps.predictions.ingredients(run, IngredientSelection(), 0, 10)
    assert total == 6
    for row in rows:
        assert row.low <= row.needed <= row.high
        if row.name == "flour":
            assert row.value % 5 == 0
            assert 0 <= row.value - row.needed < 5
        else:
            assert row.value == row.needed


def test_the_usual_amount_is_the_median_of_the_last_comparable_days_of_the_same_products(kitchen: Shop) -> None:
    run = kitchen.published()
    ingredient = open_ingredient(kitchen.deps, run, "dough", ("North",)).ingredient
    assert len(ingredient.past) == 8
    assert all(past.day.weekday() == run.target_date.weekday() for past in ingredient.past)
    assert ingredient.row.usual == pytest.approx(np.median([past.value for past in ingredient.past[-4:]]))


def test_the_same_morning_gives_the_same_bytes(kitchen: Shop, kitchen_template: Path, tmp_path: Path) -> None:
    run = kitchen.published()
    kitchen.deps.predictions.verify(run)
    again = copy_shop(kitchen_template, tmp_path / "again")
    assert again.published().file_hash == run.file_hash
    again.close()


# --- never in disagreement ----------------------------------------------------------------------------------------


def test_a_run_whose_ingredients_disagree_with_its_products_is_held(
    kitchen: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.sum_ingredients import SummedIngredients

    right = SummedIngredients.columns

    def wrong(self: SummedIngredients, target_date: date) -> dict[str, pa.Array]:
        columns = dict(right(self, target_date))
        columns["needed"] = pa.array(columns["needed"].to_numpy() * 1.00001)
        return columns

    monkeypatch.setattr(SummedIngredients, "columns", wrong)
    outcome = kitchen.daily()
    assert outcome.run.state is RunState.HELD
    assert finding(outcome, "ingredients_disagree").severity is Severity.CRITICAL


@pytest.mark.parametrize("change", ["needed", "effect_price", "row gone"])
def test_the_check_finds_what_was_changed(kitchen: Shop, change: str) -> None:
    run = kitchen.published()
    store, use_case = kitchen.deps.predictions, kitchen.loaded.use_case
    assert store.ingredient_gap(run.location, use_case) < 1e-12
    path = store.folder / run.location / INGREDIENTS
    table = pq.ParquetFile(path).read()
    if change == "row gone":
        changed = table.slice(1)
    else:
        values = table.column(change).to_numpy() + 0.01
        changed = table.set_column(table.column_names.index(change), change, pa.array(values))
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)
    assert store.ingredient_gap(run.location, use_case) > 1e-6
    with pytest.raises(PredictionFileError):
        store.verify(run)


def test_a_missing_or_broken_file_is_said_and_the_predictions_still_open(kitchen: Shop) -> None:
    run = kitchen.published()
    path = kitchen.deps.predictions.folder / run.location / INGREDIENTS
    path.write_bytes(b"PAR1 no longer")
    with pytest.raises(PredictionFileError) as caught:
        page_ingredients(kitchen.deps, run, IngredientSelection())
    assert caught.value.fault == "unreadable"
    path.unlink()
    with pytest.raises(PredictionFileError) as caught:
        open_ingredient(kitchen.deps, run, "flour", ("North",))
    assert caught.value.fault == "missing"
    assert kitchen.deps.predictions.prediction(run, 0).queue.row == 0


def test_a_use_case_without_recipes_has_no_such_file(shop: Shop) -> None:
    run = shop.published()
    assert not (shop.deps.predictions.folder / run.location / INGREDIENTS).exists()
    with pytest.raises(NotFoundError):
        open_ingredient(shop.deps, run, "flour", ("North",))


# --- missing recipes, other recipes -------------------------------------------------------------------------------


def test_a_product_without_a_recipe_holds_the_run_with_file_and_line(kitchen: Shop) -> None:
    kitchen.edit("plan", lambda rows: [*rows, {**rows[-1], "date": TARGET_DAY.isoformat(), "product": "Stollen"}])
    outcome = kitchen.daily()
    assert outcome.run.state is RunState.HELD
    found = finding(outcome, "recipe_missing")
    line = kitchen.folder.joinpath("use_case.yaml").read_text(encoding="utf-8").splitlines().index("  products:") + 1
    assert (found.detail["values"], found.detail["line"], found.count) == (["Stollen"], line, 1)
    assert str(found.detail["file"]).endswith("use_case.yaml")

    kitchen.redefine("without: [Cake 50%]", "without: [Cake 50%, Stollen]")
    published = kitchen.daily()
    assert published.run.state is RunState.PUBLISHED
    assert published.run.row_count == 7


def test_training_asks_for_a_recipe_of_every_product_with_file_and_line(kitchen: Shop) -> None:
    kitchen.redefine("  without: [Cake 50%]\n", "")
    with pytest.raises(UseCaseFileError) as caught:
        train_version(kitchen.deps, kitchen.loaded, MORNING)
    (place,) = caught.value.places
    assert place.key == "recipes.products"
    assert place.line > 1
    assert "Cake 50%" in place.found
    assert "without" in place.allowed


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("dough: 120 g", "dough: 130 g", {'recipes.products.Roll "XL"'}),
        ("size: 5 kg", "size: 10 kg", {"recipes.ingredients.flour"}),
        ("waste: 0.1", "waste: 0.2", {'recipes.products.Roll "XL"'}),
        (", listed: true", "", {"recipes.ingredients.dough", "recipes.products.Brot", 'recipes.products.Roll "XL"'}),
        (RECIPES, "", {"recipes"}),
    ],
)
def test_other_numbers_are_refused_until_a_version_is_trained_with_them(
    kitchen: Shop, old: str, new: str, changed: set[str]
) -> None:
    kitchen.redefine(old, new)
    with pytest.raises(VersionMismatchError) as caught:
        kitchen.daily()
    assert set(caught.value.changed) == changed
    assert kitchen.run_states() == {}


def test_recipes_that_came_after_the_version_are_refused(shop: Shop) -> None:
    shop.redefine("reviews:", f"{RECIPES}reviews:")
    with pytest.raises(VersionMismatchError) as caught:
        shop.daily()
    assert caught.value.changed == ("recipes",)


def test_words_and_other_ways_to_write_the_same_amount_need_no_training(kitchen: Shop) -> None:
    kitchen.redefine("label: Flour", "label: Wheat flour")
    kitchen.redefine("dough: 120 g", "dough: 0.12 kg")
    kitchen.redefine("size: 5 kg", "size: 5000 g")
    run = kitchen.published()
    recipes = kitchen.deps.predictions.use_case(run).recipes
    assert recipes is not None
    assert recipes.ingredients["flour"].label == "Wheat flour"


def test_a_recipe_for_a_product_that_the_version_did_not_know_needs_no_training(kitchen: Shop) -> None:
    kitchen.redefine("  without:", "    Stollen: {dough: 700 g}\n  without:")
    kitchen.edit("plan", lambda rows: [*rows, {**rows[-1], "date": TARGET_DAY.isoformat(), "product": "Stollen"}])
    run = kitchen.published()
    opened = open_ingredient(kitchen.deps, run, "dough", (STORES[-1],))
    assert "Stollen" in [part.product for part in opened.parts]
