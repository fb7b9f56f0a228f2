"""Rows in quarantine: gone from all that follows, the same in training, and every one of them counted."""

import random

import pytest

from domain.check_result import Outcome
from domain.evidence import NO_PAST
from domain.finding import Severity
from intake.prepare import Standpoint, prepare_batch
from intake.staging import open_staging
from tests.intake.conftest import RUN, Bench, Row
from tests.intake.expecting import BETWEEN, Shop, asked, checked, expected

QUARANTINE = (
    expected("expect_column_values_to_match_regex", column="product", regex="^[A-Z]", stage="received", failing_rows="quarantine"),
    expected(BETWEEN, column="sold", min_value=0, failing_rows="quarantine", mostly=0.5),
    expected(BETWEEN, column="sold", min_value=-4, failing_rows="quarantine"),
    expected("expect_column_values_to_be_in_set", None, column="store", value_set=["North"], failing_rows="quarantine"),
)  # fmt: skip


def dirty(tables: dict[str, list[Row]], seed: int) -> None:
    """Rows that fail, at random places: some a name, some a number, some both, some twice, some without a number."""
    chance = random.Random(seed)
    for row in chance.sample(tables["sales"], 25):
        row.update(
            chance.choice([{"product": "bun"}, {"sold": -2}, {"sold": -9}, {"product": "?", "sold": -9}, {"sold": "n"}])
        )
    tables["sales"] += [dict(row) for row in chance.sample(tables["sales"], 5)]


@pytest.mark.parametrize("seed", range(3))
def test_every_row_is_used_left_out_or_dropped_and_counted(
    shop: Shop, bench: Bench, tables: dict[str, list[Row]], seed: int
) -> None:
    dirty(tables, seed)
    bench.write(tables)
    use_case = asked(shop, *QUARANTINE[:3], clean={"sales": {"duplicates": "last"}})
    with open_staging(bench.folder / "staging") as staging:
        standpoint = Standpoint(bench.origin(), RUN, NO_PAST)
        batch = prepare_batch(staging, use_case, standpoint, lambda step: None)
        used = staging.count("SELECT count(*) FROM clean_sales")
        dropped = staging.count(
            "SELECT count(DISTINCT line) FROM changes WHERE source = 'sales' AND action = 'dropped'"
        )
        listed = staging.count("SELECT count(DISTINCT line) FROM failing_rows WHERE action = 'left out'")
    told = sum(int(str(result.detail["left_out"])) for result in batch.evidence.results if result.code == "expectation")

    assert told == listed > 0
    assert len(tables["sales"]) == used + listed + dropped


def test_training_and_a_row_built_anew_leave_out_the_same_rows(
    shop: Shop, bench: Bench, tables: dict[str, list[Row]]
) -> None:
    dirty(tables, 7)
    bench.write(tables)
    use_case = asked(shop, *QUARANTINE, clean={"sales": {"duplicates": "last"}})

    results, kept, inspected = checked(bench, use_case)
    rebuilt = bench.batch(use_case)
    past = bench.past(use_case)

    assert rebuilt.content_hash == inspected
    assert [row["_row"] for row in kept["prepared"]] == list(range(len(rebuilt.rows)))
    assert {row["store"] for row in rebuilt.rows} == {"North"} == set(past.column("store").to_pylist())
    known = {
        (row["_day"], row["product"])
        for row in kept["clean_sales"]
        if row["store"] == "North" and row["sold"] is not None
    }
    assert set(zip(past.column("day").to_pylist(), past.column("product").to_pylist(), strict=True)) == known
    assert min(past.column("_target").to_pylist()) >= 0
    (batch_result,) = [result for result in results if result.table == "batch"]
    assert batch_result.action == "left out"


def test_rows_that_are_left_out_are_told_even_where_so_many_may_fail(
    shop: Shop, bench: Bench, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][-1]["sold"] = -5
    bench.write(tables)

    ((result,), _, _) = checked(bench, asked(shop, QUARANTINE[1]))

    assert (result.outcome, result.severity, result.detail["left_out"]) == (Outcome.WARNED, Severity.INFO, 1)
