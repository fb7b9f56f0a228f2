"""The small shop with recipes: two levels, a pack, a product that needs nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.made_up_shop import USE_CASE
from tests.services.shop import Shop, copy_shop, prepare_template

RECIPES = """\
recipes:
  key: product
  ingredients:
    flour: {label: Flour, unit: kg, pack: {size: 5 kg}}
    water: {label: Water, unit: l, listed: false}
    butter: {label: Butter, unit: kg, waste: 0.1}
    dough: {label: Dough, unit: kg, makes: 10 kg, needs: {flour: 6.2 kg, water: 3.8 l}, yield: 0.95, listed: true}
  products:
    Brot: {dough: 0.9 kg, flour: 20 g}
    'Roll "XL"': {dough: 120 g, butter: 10 g}
  without: [Cake 50%]
"""

KITCHEN = USE_CASE + RECIPES


@pytest.fixture(scope="session")
def kitchen_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with recipes and its champion, not to be changed."""
    return prepare_template(tmp_path_factory.mktemp("kitchen") / "template", KITCHEN)


@pytest.fixture
def kitchen(kitchen_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A shop with recipes and a champion, and no run."""
    opened = copy_shop(kitchen_template, tmp_path / "kitchen")
    yield opened
    opened.close()
