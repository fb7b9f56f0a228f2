"""The recipe is data: what is wrong with it is said, not guessed around."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.synthetic.recipe import BAKERY_RECIPE, Recipe, read_recipe


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    text = BAKERY_RECIPE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "recipe.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_shipped_recipe_has_four_stores_and_fifteen_products(recipe: Recipe):
    assert [store.name for store in recipe.stores] == ["North", "South", "West", "Harbour"]
    assert len({product.name for product in recipe.products}) == 15


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed: 7", "seed: 7\nsead: 7", "sead"),
        ("profile: cake, price: 2.90", "profile: pie, price: 2.90", "pie"),
        ("store: West, product: Spelt roll", "store: East, product: Spelt roll", "East"),
        ("product: Baguette, text", "product: Bagel, text", "Bagel"),
        ("stores: [North, South], weekdays", "stores: [Nord, South], weekdays", "Nord"),
        ("reason: event", "reason: feast", "feast"),
        ("wet_share: 0.38", "wet_share: 1.38", "wet_share"),
        ('from: "05-01"', 'from: "5-1"', "from"),
        ("kind: twice", "kind: thrice", "kind"),
    ],
)
def test_a_recipe_that_does_not_fit_together_is_refused(tmp_path, old, new, said):
    with pytest.raises(ValidationError, match=said):
        read_recipe(_changed(tmp_path, old, new))


def test_a_recipe_is_not_changed_after_reading(recipe: Recipe):
    with pytest.raises(ValidationError, match="frozen"):
        recipe.seed = 8
