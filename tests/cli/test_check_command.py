"""`vouch check`: every check with its outcome, the failing rows, and exit codes that a scheduler can use."""

import json
from datetime import timedelta
from pathlib import Path

from tests.cli.answers import DAY
from tests.cli.conftest import Vouch
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

CHECKS = "checks: {rows_at_least: 1, history_days_at_least: 30"


def expect(shop: Shop, severity: str) -> None:
    price = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "price", "min_value": 0},
        "source": "plan",
    }
    mean = {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "price", "min_value": 0}}
    shop.redefine(CHECKS, f"{CHECKS}, expectations: {json.dumps([{**price, 'severity': severity}, mean])}")
    day = (MORNING + timedelta(days=1)).isoformat()
    shop.correct("price", "-9", date=day, store="North", product="Brot")


def test_it_prints_each_check_with_its_outcome_and_its_rows(shop: Shop, vouch: Vouch, tmp_path: Path) -> None:
    expect(shop, "critical")
    file = tmp_path / "rows.csv"

    answer = vouch("check", "shop", *DAY, "--failing", str(file), on=shop)

    assert answer.code == 1
    assert "FAIL  cleaned   “price” should be at least 0; 1 of" in answer.out
    assert "ok    features  The average of “Price” should be at least 0." in answer.out
    assert "“-9”, Sat 2 May" in answer.out
    assert "data: held, 1 reason" in answer.out
    assert f"1 failing row written to {file}." in answer.out
    assert file.is_file()


def test_only_what_holds_the_run_is_called_fail(shop: Shop, vouch: Vouch) -> None:
    price = {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "price", "min_value": 1000}}
    unasked = {**price, "type": "expect_column_values_to_match_regex", "kwargs": {"column": "product", "regex": "("}}
    listed = json.dumps([{**each, "severity": "warning"} for each in (price, unasked)])
    shop.redefine(CHECKS, f"{CHECKS}, expectations: {listed}")
    warned = vouch("check", "shop", *DAY, on=shop)
    assert (warned.code, "FAIL" in warned.out, warned.out.count("WARN  features")) == (0, False, 2)

    shop.edit("sales", lambda rows: [{**row, "sold": "many"} for row in rows])
    held = vouch("check", "shop", *DAY, on=shop)
    assert held.code == 1
    assert "FAIL            " in held.out
    assert "critical:" not in held.out


def test_a_source_that_is_not_there_is_named_with_its_place(shop: Shop, vouch: Vouch) -> None:
    place = shop.folder / "sales.csv"
    place.unlink()
    for command in ("check", "daily"):
        said = vouch(command, "shop", *DAY, on=shop)
        assert said.code == 1
        assert "There is nothing where the use case file says that it is." in said.out
        assert f"Looked for at {place}" in said.out


def test_warnings_pass_and_json_says_everything(shop: Shop, vouch: Vouch) -> None:
    expect(shop, "warning")

    answer = vouch("check", "shop", *DAY, "--json", on=shop)

    assert (answer.code, answer.json["verdict"], answer.json["rows"]) == (0, "passed with warnings", 6)
    checks = [check for check in answer.json["checks"] if check["code"] == "expectation"]
    assert [(check["outcome"], check["count"], check["stage"]) for check in checks] == [
        ("warned", 1, "cleaned"),
        ("passed", 0, "features"),
    ]
    assert checks[0]["examples"][0]["before"] == "-9"
    assert vouch("runs", "shop", "--json", on=shop).json["runs"] == []


def test_a_broken_suite_is_told_with_file_and_line(shop: Shop, vouch: Vouch) -> None:
    shop.redefine(CHECKS, f"{CHECKS}, suites: [{{file: plan.json, source: plan}}]")
    (shop.folder / "plan.json").write_text('{\n "expectations": [\n', encoding="utf-8")

    answer = vouch("check", "shop", *DAY, on=shop)

    assert answer.code == 2
    assert "plan.json" in answer.err
    assert "line 3" in answer.err.lower()


def test_rows_go_to_a_csv_file_only(shop: Shop, vouch: Vouch) -> None:
    assert vouch("check", "shop", "--failing", "rows.xlsx", on=shop).code == 2


def test_data_docs_are_pages_about_the_checked_rows_and_come_without_noise(
    shop: Shop, vouch: Vouch, tmp_path: Path
) -> None:
    expect(shop, "warning")

    answer = vouch("check", "shop", *DAY, "--data-docs", str(tmp_path / "docs"), on=shop)

    assert answer.code == 0
    assert "Calculating" not in answer.err
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "docs").rglob("*.html")]
    assert any("plan as cleaned" in page for page in pages)
    assert any("features of the batch" in page for page in pages)


def test_a_suite_that_names_a_column_which_is_not_there_is_named_with_the_columns_that_are(
    shop: Shop, vouch: Vouch
) -> None:
    shop.redefine(CHECKS, f"{CHECKS}, suites: [{{file: plan.json, source: plan}}]")
    asked = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "pricee"}}
    (shop.folder / "plan.json").write_text(json.dumps({"name": "plan", "expectations": [asked]}), encoding="utf-8")

    answer = vouch("check", "shop", *DAY, on=shop)

    assert answer.code == 1
    assert "The source plan could not be read (pricee (plan.json))." in answer.out
    assert "Found: date, " in answer.out
    assert "price" in answer.out.partition("Found: ")[2]
