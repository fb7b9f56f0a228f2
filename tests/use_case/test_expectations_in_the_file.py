"""Expectations and suites in the use case file: what cannot be asked is refused with file and line."""

import json
from pathlib import Path

import pytest

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from domain.use_case.expectations import asked_expectations
from domain.use_case.file import read_use_case

SHOP = """\
name: shop
title: Shop
keys: [product]
target: {source: sales, column: sold, label: Sold}
sources:
  sales: {path: sales.csv, date: date, keys: [product], rename: {Preis: price}, columns: {price: number}}
  products: {path: products.csv, keys: [product]}
batch: {seen_within_days: 14}
features:
  product: {label: Product, key: product}
  last_week: {label: Last week, lag: {days: 7}}
checks:
"""
FIRST = SHOP.count("\n") + 2
"""The line of the first expectation."""

BETWEEN = "expect_column_values_to_be_between"


def read(folder: Path, text: str) -> UseCase:
    path = folder / "use_case.yaml"
    path.write_text(SHOP + text, encoding="utf-8")
    return read_use_case(path)


def fault(folder: Path, text: str) -> tuple[Path, FilePlace]:
    with pytest.raises(UseCaseFileError) as caught:
        read(folder, text)
    (place,) = caught.value.places
    return caught.value.path, place


# (an expectation, key, found, allowed)
FAULTS = {
    "a name that does not exist": (
        {"type": "expect_column_values_to_be_betwen", "kwargs": {"column": "sold"}, "source": "sales"},
        "type", "expect_column_values_to_be_betwen", f"did you mean `{BETWEEN}`?"),
    "an argument that does not exist": (
        {"type": BETWEEN, "kwargs": {"column": "sold", "minimum": 0, "max_value": 1}, "source": "sales"},
        "kwargs.minimum", "the argument `minimum`", "min_value, max_value"),
    "an argument that is missing": (
        {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "product"}},
        "kwargs", "no `value_set`", "needs it"),
    "no limit at all": (
        {"type": BETWEEN, "kwargs": {"column": "sold"}, "source": "sales"},
        "kwargs", "neither `min_value` nor `max_value`", "at least one of them"),
    "a share above one": (
        {"type": BETWEEN, "kwargs": {"column": "sold", "min_value": 0, "mostly": 95}, "source": "sales"},
        "kwargs.mostly", "95", "from 0 to 1"),
    "a column that is not read": (
        {"type": BETWEEN, "kwargs": {"column": "cost", "min_value": 0}, "source": "sales"},
        "kwargs.column", "cost", "`sources.sales.columns` makes another read"),
    "a feature that does not exist": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}},
        "kwargs.column", "price", "a feature or a key: product, last_week, day"),
    "a source that does not exist": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}, "source": "shops"},
        "source", "shops", "one of sales, products"),
    "a stage without a source": (
        {"type": BETWEEN, "kwargs": {"column": "last_week", "min_value": 0}, "stage": "cleaned"},
        "stage", "cleaned", "the name of a `source`"),
    "features of a source": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}, "source": "sales", "stage": "features"},
        "stage", "features", "without `source`"),
    "numbers in what is still text": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}, "source": "sales", "stage": "received"},
        "stage", "received", "everything in price is text"),
    "days of a source without dates": (
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "product"}, "source": "products", "days": 7},
        "days", "7", "products has no dates"),
    "leaving out rows of a whole column": (
        {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "price", "min_value": 0}, "source": "sales",
         "failing_rows": "quarantine"},
        "failing_rows", "quarantine", "no row fails it"),
    "leaving out what other rows decide": (
        {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "price"}, "source": "sales",
         "failing_rows": "quarantine"},
        "failing_rows", "quarantine", "training could not leave out the same"),
    "leaving out only for some days": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}, "source": "sales", "days": 7,
         "failing_rows": "quarantine"},
        "days", "7", "left out tomorrow"),
    "what only a database can answer": (
        {"type": "expect_column_values_to_match_like_pattern", "kwargs": {"column": "product", "like_pattern": "B%"}},
        "type", "expect_column_values_to_match_like_pattern", "needs no database"),
    "all columns of a file": (
        {"type": "expect_table_column_count_to_equal", "kwargs": {"value": 4}, "source": "sales"},
        "type", "expect_table_column_count_to_equal", "reads only the columns that it needs"),
    "a severity that does not exist": (
        {"type": BETWEEN, "kwargs": {"column": "price", "min_value": 0}, "source": "sales", "severity": "fatal"},
        "severity", "fatal", "one of info, warning, critical"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_what_cannot_be_asked_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    expectation, key, found, allowed = FAULTS[case]
    right = {"type": BETWEEN, "kwargs": {"column": "sold", "min_value": 0}, "source": "sales"}
    text = f"  expectations:\n    - {json.dumps(right)}\n    - {json.dumps(expectation)}\n"

    path, place = fault(tmp_path, text)

    assert path.name == "use_case.yaml"
    assert (place.line, place.key) == (FIRST + 1, f"checks.expectations.1.{key}")
    assert found in place.found
    assert allowed in place.allowed


def suite(folder: Path, expectations: object, **more: object) -> str:
    content = json.dumps({"name": "sales", "expectations": expectations, **more}, indent=1)
    (folder / "sales.json").write_text(content, encoding="utf-8")
    return "  suites:\n    - {file: sales.json, source: sales}\n"


OLD = {
    "expectation_type": "expect_column_values_to_not_be_null",
    "kwargs": {"column": "Artikel", "result_format": "BASIC"},
    "meta": {"by": "Ana"},
}
NEW = {"type": BETWEEN, "kwargs": {"column": "Preis", "min_value": 0.5}, "severity": "critical", "id": "7", "meta": {}}  # fmt: skip


def test_suites_of_old_and_new_versions_work_as_they_are(tmp_path: Path) -> None:
    use_case = read(tmp_path, suite(tmp_path, [OLD, NEW], meta={"great_expectations_version": "0.18"}))

    old, new = asked_expectations(use_case)

    assert (old.type, old.severity, old.meta, old.looks_at) == (
        OLD["expectation_type"],
        "warning",
        {"by": "Ana"},
        "cleaned",
    )
    assert (new.type, new.severity, new.kwargs) == (BETWEEN, "critical", NEW["kwargs"])
    assert UseCase.model_validate_json(json.dumps(use_case.model_dump(mode="json"))) == use_case


def test_columns_of_a_suite_are_read_as_what_it_compares_them_with(tmp_path: Path) -> None:
    stock = {"type": BETWEEN, "kwargs": {"column": "stock", "min_value": 0}}
    read_columns = needed_columns(read(tmp_path, suite(tmp_path, [OLD, NEW, stock])), "sales")

    assert read_columns["Artikel"] == (Kind.TEXT,)
    assert read_columns["stock"] == (Kind.NUMBER,)
    assert "Preis" not in read_columns


def test_leaving_out_concerns_only_the_checks_of_a_suite_that_judge_single_rows(tmp_path: Path) -> None:
    unique = {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "price"}}
    text = suite(tmp_path, [OLD, unique]).replace("source: sales}", "source: sales, failing_rows: quarantine}")

    assert [each.failing_rows for each in asked_expectations(read(tmp_path, text))] == ["quarantine", "pass_on"]


def test_an_unknown_expectation_of_a_suite_is_named_with_its_line_there(tmp_path: Path) -> None:
    wrong = {"type": "expect_column_values_to_be_nul", "kwargs": {"column": "sold"}}
    text = suite(tmp_path, [OLD, wrong], meta={"expectations": []})

    path, place = fault(tmp_path, text)

    lines = (tmp_path / "sales.json").read_text(encoding="utf-8").splitlines()
    assert path.name == "sales.json"
    assert "to_be_nul" in "".join(lines[place.line - 1 : place.line + 1])
    assert "did you mean `expect_column_values_to_be_null`?" in place.allowed


BROKEN = {
    "a comma too many": ('{\n "expectations": [\n ,]}', 3),
    "no suite": ("[1, 2]", 1),
    "an expectation that is none": ('{"expectations": [\n "price is right"]}', 2),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_suite_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    content, line = BROKEN[case]
    text = suite(tmp_path, [])
    (tmp_path / "sales.json").write_text(content, encoding="utf-8")

    path, place = fault(tmp_path, text)

    assert (path.name, place.line) == ("sales.json", line)


def test_a_suite_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path, place = fault(tmp_path, "  suites:\n    - {file: suites/gone.json, source: sales}\n")

    assert (path.name, place.found) == ("gone.json", "no such file")


def test_a_suite_of_features_must_name_features(tmp_path: Path) -> None:
    wrong = {"type": BETWEEN, "kwargs": {"column": "last_weak", "min_value": 0}}
    right = {"type": BETWEEN, "kwargs": {"column": "last_week", "min_value": 0}}
    text = suite(tmp_path, [right, wrong]).replace(", source: sales", "")

    path, place = fault(tmp_path, text)

    assert (path.name, place.found) == ("sales.json", "last_weak")
    assert place.line > 3


def test_expectations_beside_a_file_are_refused(tmp_path: Path) -> None:
    _, place = fault(tmp_path, suite(tmp_path, [OLD]).replace("source: sales}", "source: sales, expectations: []}"))

    assert place.key == "checks.suites.0.expectations"
    assert place.line == FIRST


def test_a_date_in_yaml_is_the_text_that_a_suite_would_have(tmp_path: Path) -> None:
    text = (
        f"  expectations:\n    - {{type: {BETWEEN}, kwargs: {{column: date, min_value: 2024-01-01}}, source: sales}}\n"
    )

    (expectation,) = asked_expectations(read(tmp_path, text))

    assert expectation.kwargs["min_value"] == "2024-01-01"
