"""Proposals are learned from the past, are valid where they are put, and the past that they were learned from passes them."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from domain.check_result import Outcome
from domain.use_case import UseCase
from intake.synthetic.bakery import write_bakery
from presentation.words.findings import result_sentence
from services.check_batch import Wanted, check_batch
from services.load_use_case import load_use_case
from services.near_spellings import near_spellings
from services.suggest_checks import suggest_checks, suggested_yaml
from tests.cli.conftest import Vouch, vouch
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

__all__ = ["vouch"]


def proposed(shop: Shop) -> dict:  # type: ignore[type-arg]
    text = suggested_yaml(shop.loaded.use_case, suggest_checks(shop.deps, shop.loaded, MORNING))
    return dict(YAML(typ="safe").load(text))


def expectations(shop: Shop) -> dict[tuple[str, str, str], dict]:  # type: ignore[type-arg]
    listed = proposed(shop)["checks"]["expectations"]
    assert {item["severity"] for item in listed} == {"warning"}
    return {(item["type"], item["source"], item["kwargs"]["column"]): item["kwargs"] for item in listed}


def test_the_clean_past_passes_what_is_proposed(shop: Shop) -> None:
    found = expectations(shop)
    with (shop.folder / "sales.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] < MORNING.isoformat()]
    sold = [float(row["sold"]) for row in rows if row["sold"]]
    between = found["expect_column_values_to_be_between", "sales", "sold"]
    assert between["min_value"] <= min(sold) <= max(sold) <= between["max_value"]
    assert between["max_value"] < 2 * max(sold)
    named = found["expect_column_values_to_be_in_set", "sales", "product"]
    assert set(named["value_set"]) == {row["product"] for row in rows}
    assert proposed(shop)["checks"]["rows_at_least"] == 4


def test_missing_values_seen_so_far_are_let_pass(shop: Shop) -> None:
    shop.edit(
        "weather",
        lambda rows: [{**row, "temperature": ""} if place % 10 == 0 else row for place, row in enumerate(rows)],
    )
    kwargs = expectations(shop)["expect_column_values_to_not_be_null", "weather", "temperature"]
    assert 0.7 < kwargs["mostly"] < 0.85


def test_a_rare_near_spelling_becomes_an_alias_and_no_value_of_its_own(shop: Shop) -> None:
    places = []

    def misspelt(rows):  # type: ignore[no-untyped-def]
        places.append(next(place for place, row in enumerate(rows) if place > 200 and row["product"] == "Cake 50%"))
        rows[places[0]]["product"] = "Cake 50 %"
        return rows

    shop.edit("sales", misspelt)
    whole = proposed(shop)
    assert whole["clean"]["sales"]["aliases"] == {"product": {"Cake 50%": ["Cake 50 %"]}}
    named = expectations(shop)["expect_column_values_to_be_in_set", "sales", "product"]
    assert "Cake 50 %" not in named["value_set"]


def test_a_column_in_another_unit_than_its_feature_says_gets_its_change_of_unit(shop: Shop) -> None:
    shop.redefine(
        "temperature: {label: Temperature, unit: °C,", "temperature: {label: Temperature, unit: °C, range: [-25, 42],"
    )
    shop.edit(
        "weather",
        lambda rows: [{**row, "temperature": str(float(row["temperature"] or 10) * 9 / 5 + 32)} for row in rows],
    )
    unit = proposed(shop)["clean"]["weather"]["units"]["temperature"]
    assert unit["multiply"] == pytest.approx(5 / 9)
    assert unit["add"] == pytest.approx(-160 / 9, abs=1e-5)


def test_a_column_that_is_read_as_text_and_as_a_number_is_asked_once(shop: Shop) -> None:
    """The calendar closes places by the words of a column that a feature reads as a number, as in the demo."""
    shop.redefine(
        "weekday: {label: Weekday, calendar: weekday}",
        "weekday: {label: Weekday, calendar: weekday}\n"
        "  shut: {label: Closed, range: [0, 1], column: {source: calendar, name: closed}}",
    )
    asked = [item for item in proposed(shop)["checks"]["expectations"] if item["kwargs"]["column"] == "closed"]
    assert [(item["type"], item["kwargs"].get("value_set")) for item in asked] == [
        ("expect_column_values_to_not_be_null", None),
        ("expect_column_values_to_be_in_set", ["0", "1"]),
    ]


def test_whole_numbers_get_whole_limits_and_flags_their_two_values(shop: Shop) -> None:
    shop.redefine("promotion: {label: Promotion, type: category,", "promotion: {label: Promotion,")
    shop.edit("plan", lambda rows: [{**row, "promotion": str(place % 2)} for place, row in enumerate(rows)])
    found = expectations(shop)
    between = found["expect_column_values_to_be_between", "sales", "sold"]
    assert {type(between[name]) for name in ("min_value", "max_value")} == {int}
    assert found["expect_column_values_to_be_in_set", "plan", "promotion"]["value_set"] == [0, 1]
    assert ("expect_column_values_to_be_between", "plan", "promotion") not in found


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's use case with 200 days of its data, read without what it knows of the home."""
    folder = tmp_path_factory.mktemp("bakery")
    write_bakery(folder, MORNING, first_day=MORNING - timedelta(days=200))
    text = Path("use_cases/bakery/use_case.yaml").read_text(encoding="utf-8")
    (folder / "use_case.yaml").write_text(text.replace("${VOUCH_HOME}/demo/bakery/", ""), encoding="utf-8")
    return folder / "use_case.yaml"


@pytest.mark.parametrize("demo", [False, True], ids=["the small shop", "the bakery"])
def test_every_proposal_is_asked_and_passes_on_the_data_that_it_came_from(demo: bool, shop: Shop, bakery: Path) -> None:
    loaded = load_use_case(shop.deps, str(bakery)) if demo else shop.loaded
    definition = YAML(typ="safe").load(loaded.path.read_text(encoding="utf-8"))
    own = len(loaded.use_case.checks.expectations)
    text = suggested_yaml(loaded.use_case, suggest_checks(shop.deps, loaded, MORNING))
    checks = YAML(typ="safe").load(text)["checks"]
    listed = checks.pop("expectations")
    definition["checks"] |= checks
    definition["checks"]["expectations"] = [*definition["checks"].get("expectations", []), *listed]
    changed = replace(loaded, use_case=UseCase.model_validate(definition))
    results = check_batch(shop.deps, changed, MORNING, Wanted()).results
    said = [result for result in results if result.code == "expectation"]
    assert len(said) == own + len(listed) > own
    assert {
        (result.outcome, result_sentence(result)) for result in said if result.outcome is not Outcome.PASSED
    } == set()
    assert len({str(item) for item in listed}) == len(listed), "nothing is proposed twice"


def test_what_is_proposed_for_cleaning_is_valid_in_the_file(shop: Shop, vouch: Vouch, tmp_path: Path) -> None:
    target = tmp_path / "proposal.yaml"
    said = vouch("check", "shop", "--suggest", "--date", MORNING.isoformat(), "--to", str(target), on=shop)
    assert (said.code, "Read them" in said.out) == (0, True)
    assert vouch("check", "shop", "--suggest", "--to", str(target), on=shop).code == 2, "nothing is overwritten"
    assert vouch("check", "shop", "--to", str(tmp_path / "new.yaml"), on=shop).code == 2, "only with --suggest"
    text = target.read_text(encoding="utf-8").partition("  expectations:\n")[0]
    assert "rows_at_least: 4" in text
    shop.redefine("checks: {rows_at_least: 1, history_days_at_least: 30}\n", text)
    assert vouch("check-config", "shop", on=shop).code == 0


# --- near spellings -----------------------------------------------------------------------------------------------


def test_only_rare_spellings_with_the_same_digits_are_taken_for_another() -> None:
    texts = {
        "Rye bread": 100,
        "Rye bred": 3,
        "Bread 500 g": 80,
        "Bread 600 g": 2,
        "Rolls": 50,
        "Bolls": 40,
        "Tea": 9,
        "Tee": 1,
    }
    assert near_spellings(texts) == {"Rye bread": ["Rye bred"]}


def test_two_names_as_frequent_as_each_other_are_two_names() -> None:
    assert near_spellings({"Pumpernickel": 100, "Pumpernikel": 60}) == {}
