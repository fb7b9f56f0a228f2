"""Expectations in the daily job: what Great Expectations says, what becomes of failing rows, and that nothing is lost."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from domain.check_result import Outcome
from domain.finding import Severity
from domain.use_case.expectations import Expectation
from intake.expectations.answers import answers, make_lines
from intake.expectations.apart import judge_apart
from intake.expectations.judge import Asked, judge
from intake.expectations.looked_at import LookedAt
from intake.staging import Staging
from tests.intake.conftest import RUN, Bench, Row
from tests.intake.expecting import BETWEEN, NOT_NULL, Shop, asked, checked, expected

TYPES: list[tuple[str, dict[str, object]]] = [
    (BETWEEN, {"min_value": -1, "max_value": 2}),
    (BETWEEN, {"min_value": 0, "strict_min": True, "mostly": 0.6}),
    ("expect_column_values_to_be_in_set", {"value_set": [1, 2.5]}),
    ("expect_column_values_to_not_be_in_set", {"value_set": [1]}),
    (NOT_NULL, {"mostly": 0.8}),
    (NOT_NULL, {}),
    ("expect_column_values_to_be_null", {"mostly": 0.1}),
]
TEXT_TYPES: list[tuple[str, dict[str, object]]] = [
    ("expect_column_values_to_match_regex", {"regex": "^[ab]"}),
    ("expect_column_values_to_not_match_regex", {"regex": "x", "mostly": 0.9}),
    ("expect_column_value_lengths_to_be_between", {"min_value": 1, "max_value": 2}),
    ("expect_column_values_to_be_in_set", {"value_set": ["a", "ab"]}),
    (NOT_NULL, {"mostly": 0.5}),
]


@pytest.mark.parametrize("seed", range(4))
def test_asking_about_each_value_once_says_what_asking_about_all_rows_says(staging: Staging, seed: int) -> None:
    chance = random.Random(seed)
    count = chance.choice([1, 7, 60])
    numbers = [chance.choice([None, -3.0, 0.0, 1.0, 2.5, 7.0, float("nan")]) for _ in range(count)]
    texts = [chance.choice([None, "a", "ab", "x", "", "longer"]) for _ in range(count)]
    table = pa.table(
        {"_line": range(2, count + 2), "n": pa.array(numbers, pa.float64()), "t": pa.array(texts, pa.string())}
    )
    staging.connection.register("given", table)
    staging.run("CREATE TABLE clean_s AS SELECT *, NULL::DATE AS _day FROM given")
    looked = LookedAt("clean_s", "_line", "SELECT * FROM clean_s", {"n": "n", "t": "t"})
    each = [Expectation(type=kind, kwargs={"column": "n", **kwargs}) for kind, kwargs in TYPES]
    each += [Expectation(type=kind, kwargs={"column": "t", **kwargs}) for kind, kwargs in TEXT_TYPES]

    make_lines(staging)
    found = answers(staging, looked, dict(enumerate(each)), judge)

    said = judge(table, [Asked(one.type, one.kwargs) for one in each])
    for place, whole in enumerate(said):
        lines = {row[0] for row in staging.rows(f"SELECT line FROM expectation_lines WHERE place = {place}")}
        about = (each[place].type, seed)
        assert (found[place].success, found[place].considered, lines) == (
            whole.success,
            whole.considered,
            set(whole.failing),
        ), about


def test_every_expectation_gives_a_result_passed_ones_too(
    shop: Shop, bench: Bench, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][-1]["sold"] = -5
    bench.write(tables)
    results, kept, _ = checked(bench, asked(
        shop,
        expected(BETWEEN, column="sold", min_value=0),
        expected(NOT_NULL, column="sold", severity="critical"),
        expected("expect_table_row_count_to_be_between", min_value=1000, severity="critical"),
        expected("expect_column_mean_to_be_between", None, column="mean", min_value=1, severity="info"),
    ))  # fmt: skip

    assert [result.outcome for result in results] == [Outcome.WARNED, Outcome.PASSED, Outcome.FAILED, Outcome.PASSED]
    wrong = results[0]
    assert (wrong.count, wrong.of, wrong.column, wrong.action, wrong.detail["recent"]) == (1, 240, "sold", "none", 1)
    assert results[2].detail["observed"] == 240
    (row,) = kept["failing_rows"]
    assert (row["line"], row["day"], row["found"], row["action"]) == (241, RUN - timedelta(days=1), "-5", "none")
    assert '"product":"Rye bread"' in str(row["row"])


def test_an_old_failure_is_told_and_no_warning(shop: Shop, bench: Bench, tables: dict[str, list[Row]]) -> None:
    tables["sales"][0]["sold"] = -5
    bench.write(tables)

    ((old,), kept, _) = checked(bench, asked(shop, expected(BETWEEN, column="sold", min_value=0, severity="critical")))

    assert (old.outcome, old.severity, old.count) == (Outcome.WARNED, Severity.INFO, 1)
    assert len(kept["failing_rows"]) == 1


def test_what_could_not_be_asked_is_never_passed(shop: Shop, bench: Bench, tables: dict[str, list[Row]]) -> None:
    bench.write(tables)
    wrong = {"column": "product", "min_value": 3}
    results, _, _ = checked(bench, asked(
        shop,
        expected(BETWEEN, **wrong, severity="critical"),
        expected(BETWEEN, **wrong, severity="info"),
        expected("expect_column_values_to_be_in_set", column="sold", value_set=7),
        expected("expect_column_values_to_match_regex", column="product", regex="("),
    ))  # fmt: skip

    assert [result.outcome for result in results] == [
        Outcome.FAILED,
        Outcome.NOT_APPLICABLE,
        Outcome.FAILED,
        Outcome.FAILED,
    ]
    assert all(result.detail["why"] for result in results)


def test_nothing_looked_at_is_not_passed(shop: Shop, bench: Bench, tables: dict[str, list[Row]]) -> None:
    tables["weather"] = [row for row in tables["weather"] if row["date"] == RUN - timedelta(days=1)]
    bench.write(tables)

    ((result,), _, _) = checked(bench, asked(shop, expected(BETWEEN, "weather", column="temperature", min_value=0)))

    assert (result.outcome, result.detail["why"]) == (Outcome.NOT_APPLICABLE, "no rows")


def test_only_the_newest_days_are_looked_at(shop: Shop, bench: Bench, tables: dict[str, list[Row]]) -> None:
    tables["sales"][0]["sold"] = -5
    bench.write(tables)

    ((result,), _, _) = checked(bench, asked(shop, expected(BETWEEN, column="sold", min_value=0, days=3)))

    assert (result.outcome, result.of) == (Outcome.PASSED, 12)


def test_a_day_that_is_not_known_yet_is_not_looked_at_as_received(
    shop: Shop, bench: Bench, tables: dict[str, list[Row]]
) -> None:
    tables["sales"] += [{**row, "date": RUN + timedelta(days=1), "sold": "?"} for row in tables["sales"][-4:]]
    bench.write(tables)
    numbers = expected("expect_column_values_to_match_regex", column="sold", regex="^[0-9]+$", stage="received")

    ((result,), _, _) = checked(bench, asked(shop, numbers))

    assert (result.outcome, result.of) == (Outcome.PASSED, 240)


def test_another_process_says_the_same(tmp_path: Path) -> None:
    table = pa.table(
        {"_line": [4, 2, 9], "n": pa.array([1.0, None, -3.0]), "d": pa.array([RUN, None, RUN], pa.date32())}
    )
    asks = [
        Asked(BETWEEN, {"column": "n", "min_value": 0}),
        Asked(BETWEEN, {"column": "d", "max_value": "2024-01-01"}),
        Asked("expect_column_mean_to_be_between", {"column": "n", "min_value": 0}),
        Asked(BETWEEN, {"column": "gone", "min_value": 0}),
    ]
    with judge_apart(tmp_path) as other:
        twice = [other(table, asks), other(table.slice(0, 1), asks[:1])]

    here = [replace(said, failing=tuple(map(int, said.failing))) for said in judge(table, asks)]
    assert [replace(said, failing=tuple(said.failing)) for said in twice[0]] == here
    assert [said.success for said in here] == [False, False, False, None]
    assert here[0].failing == (9,)
    assert twice[1][0].success


def test_a_source_that_only_a_check_needs_is_read(shop: Shop, bench: Bench, tables: dict[str, list[Row]]) -> None:
    tables["returns"] = [{"product": "Bun", "share": 0.1}, {"product": "Rye bread", "share": 1.7}]
    bench.write(tables)
    source = {"path": "returns.csv", "keys": ["product"], "columns": {"share": "number"}}

    ((result,), _, _) = checked(
        bench, asked(shop, expected(BETWEEN, "returns", column="share", max_value=1), sources={"returns": source})
    )

    assert (result.count, result.examples[0]["before"], result.examples[0]["keys"]) == (
        1,
        "1.7",
        {"product": "Rye bread"},
    )
