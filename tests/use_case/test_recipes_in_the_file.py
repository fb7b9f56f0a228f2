"""Recipes that cannot be meant are refused with file and line: cycles, unknown ingredients and units, mismatches."""

import re
from pathlib import Path

import pytest

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.file import line_of, read_use_case
from domain.use_case.recipe_units import DEFINITIONS, KNOWN, amount_in, is_known

SHOP = Path(__file__).with_name("right.yaml").read_text(encoding="utf-8")

RECIPES = """\
recipes:
  key: product
  ingredients:
    flour: {label: Flour, unit: kg, pack: {size: 25 kg}}
    water: {label: Water, unit: l, listed: false}
    starter: {label: Starter, unit: kg, needs: {flour: 500 g, water: 0.5 l}}
    dough:
      label: Dough
      unit: kg
      makes: 10 kg
      needs: {flour: 6 kg, starter: 1 lb}
      yield: 0.95
  products:
    Rye bread: {dough: 0.9 kg}
    Roll: {dough: 60 g, flour: 5 g}
  without: [Ice cream]
"""
FIRST = SHOP.count("\n") + 1
"""The line of `recipes:`."""


def read(tmp_path: Path, text: str) -> UseCase:
    path = tmp_path / "use_case.yaml"
    path.write_text(SHOP + text, encoding="utf-8")
    return read_use_case(path)


def places(tmp_path: Path, text: str) -> tuple[FilePlace, ...]:
    with pytest.raises(UseCaseFileError) as caught:
        read(tmp_path, text)
    return caught.value.places


# (what is replaced, by what, line behind `recipes:`, key, found, allowed)
FAULTS = {
    "a key that is none": ("key: product", "key: item", 1, "key", "item", "one of store, product|one of product"),
    "an unknown ingredient": ("{dough: 0.9 kg}", "{dugh: 0.9 kg}", 13, "products.Rye bread.dugh", "dugh", "one of flour, water, starter, dough"),
    "an unknown ingredient of an ingredient": ("flour: 6 kg", "meal: 6 kg", 10, "ingredients.dough.needs.meal", "meal", "one of flour"),
    "a cycle, by its names": ("{flour: 500 g, water: 0.5 l}", "{dough: 500 g, water: 0.5 l}", 10, "ingredients.dough.needs.starter", "starter > dough > starter", "not made from themselves"),
    "an ingredient made from itself": ("{flour: 500 g, water: 0.5 l}", "{starter: 0.1 kg, flour: 400 g, water: 0.5 l}", 5, "ingredients.starter.needs.starter", "starter > starter", "not made from themselves"),
    "a unit nobody knows": ("flour: 5 g", "flour: 5 gr", 14, "products.Roll.flour", "5 gr", r"did you mean `g`\?"),
    "a unit in capitals": ("unit: kg, pack", "unit: Kg, pack", 3, "ingredients.flour.unit", "Kg", r"did you mean `kg`\?"),
    "a unit of several": ("unit: kg, pack", "unit: kg*l, pack", 3, "ingredients.flour.unit", r"kg\*l", "one of g, kg"),
    "a weight for a volume": ("water: 0.5 l", "water: 500 g", 5, "ingredients.starter.needs.water", "500 g", "written in l, the unit of water"),
    "a volume for a weight": ("{dough: 0.9 kg}", "{dough: 0.9 l}", 13, "products.Rye bread.dough", "0.9 l", "written in kg, the unit of dough"),
    "a making of another kind": ("makes: 10 kg", "makes: 10 l", 9, "ingredients.dough.makes", "10 l", "written in kg, the unit of dough"),
    "a pack of another kind": ("size: 25 kg", "size: 25 pieces", 3, "ingredients.flour.pack.size", "25 pieces", "written in kg, the unit of flour"),
    "an amount without a unit": ("flour: 5 g", "flour: 5", 14, "products.Roll.flour", "5", "an amount above zero with its unit"),
    "an amount of nothing": ("flour: 5 g", "flour: 0 g", 14, "products.Roll.flour", "'0 g'", "an amount above zero"),
    "a yield above one": ("yield: 0.95", "yield: 1.2", 11, "ingredients.dough.yield", "1.2", "less than or equal to 1"),
    "a yield of nothing": ("yield: 0.95", "yield: 0", 11, "ingredients.dough.yield", "0", "greater than 0"),
    "a waste below nothing": ("yield: 0.95", "waste: -0.1", 11, "ingredients.dough.waste", "-0.1", "greater than or equal to 0"),
    "a misspelt key": ("yield: 0.95", "yeild: 0.95", 11, "ingredients.dough.yeild", "the key `yeild`", r"did you mean `yield`\?"),
    "an ingredient for nothing": ("listed: false}", "listed: false}\n    salt: {label: Salt, unit: g}", 5, "ingredients.salt", "nothing is made from", "needs"),
    "two of one label": ("label: Starter", "label: ' flour'", 5, "ingredients.starter.label", " flour", "flour has this one"),
    "a making of what is bought": ("unit: l, listed: false", "unit: l, makes: 1 l, listed: false", 4, "ingredients.water.makes", "1 l", "`needs` beside it"),
    "a product of nothing": ("{dough: 0.9 kg}", "{}", 13, "products.Rye bread", "nothing", "at least one ingredient"),
    "a product with and without": ("[Ice cream]", "[Roll]", 15, "without", "Roll", "that have no recipe"),
    "a product named twice": ("[Ice cream]", "[Ice cream, Ice cream]", 15, "without", "Ice cream, Ice cream", "every product once"),
    "nothing to show": ("unit: kg, pack: {size: 25 kg}", "unit: kg, listed: false", 2, "ingredients", "no ingredient to show", "without `listed: false`"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, line, key, found, allowed = FAULTS[name]
    assert old in RECIPES
    (place,) = places(tmp_path, RECIPES.replace(old, new))
    assert place.line == FIRST + line
    assert place.key == f"recipes.{key}"
    assert re.search(found, place.found), place.found
    assert re.search(allowed, place.allowed), place.allowed


def test_all_units_that_are_wrong_are_named_at_once(tmp_path: Path) -> None:
    found = places(tmp_path, RECIPES.replace("0.9 kg", "0.9 klo").replace("5 g}", "5 ml}").replace("6 kg", "6 kilo"))
    assert [place.line - FIRST for place in found] == [10, 13, 14]


def test_recipes_of_classes_are_refused(tmp_path: Path) -> None:
    text = SHOP.replace("keys:", "task: binary\nkeys:", 1).replace(
        "label: Sold", 'label: Sold\n  classes: {"0": "no", "1": "yes"}'
    )
    path = tmp_path / "use_case.yaml"
    path.write_text(text + RECIPES, encoding="utf-8")
    with pytest.raises(UseCaseFileError) as caught:
        read_use_case(path)
    assert any(place.key == "recipes" and "binary" in place.found for place in caught.value.places)


def test_recipes_come_back_from_what_is_stored_as_they_were(tmp_path: Path) -> None:
    use_case = read(tmp_path, RECIPES)
    assert UseCase.model_validate_json(use_case.model_dump_json()) == use_case
    assert use_case.recipes is not None
    assert use_case.recipes.ingredients["dough"].usable == 0.95
    assert [name for name, item in use_case.recipes.ingredients.items() if item.is_listed] == ["flour"]


def test_the_line_of_a_part_is_found_again(tmp_path: Path) -> None:
    read(tmp_path, RECIPES)
    assert line_of(tmp_path / "use_case.yaml", ("recipes", "products")) == FIRST + 12


@pytest.mark.parametrize(
    ("amount", "unit", "number"),
    [
        ("250 g", "kg", 0.25),
        ("250g", "kg", 0.25),
        ("1 lb", "g", 453.59237),
        ("16 oz", "lb", 1.0),
        ("33 cl", "l", 0.33),
        ("330 ml", "dl", 3.3),
        ("2 hl", "l", 200.0),
        ("0.5 t", "kg", 500.0),
        ("3 dozen", "pieces", 36.0),
        ("1 piece", "pieces", 1.0),
        ("120 cm", "m", 1.2),
    ],
)
def test_an_amount_is_said_in_another_unit(amount: str, unit: str, number: float) -> None:
    assert amount_in(amount, unit) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize("unit", ["gr", "Kg", "ML", "cup", "pint", "kilos", "", "g l", "kg/m"])
def test_what_could_be_misunderstood_is_no_unit(unit: str) -> None:
    assert not is_known(unit)


def test_every_unit_that_is_suggested_is_known() -> None:
    assert all(is_known(unit) for unit in KNOWN)
    assert len(DEFINITIONS) > 10
