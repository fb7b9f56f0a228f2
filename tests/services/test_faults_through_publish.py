"""Six faults planted in the shop's files, from the file to what is published, held and kept as evidence."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.check_result import CheckResult, Outcome
from domain.run import RunState
from domain.volume import WHOLE
from services.publish_run import RunOutcome
from tests.services.made_up_shop import MORNING, Row
from tests.services.outcomes import TARGET_DAY, codes, finding
from tests.services.shop import Shop

NEW = (MORNING - timedelta(days=1)).isoformat()
PLANNED = TARGET_DAY.isoformat()


def spoil(shop: Shop, table: str, change: Callable[[Row], Row | None], day: str = NEW) -> None:
    def edit(rows: list[Row]) -> list[Row]:
        changed = [change(row) if row["date"] == day else row for row in rows]
        return [row for row in changed if row is not None]

    shop.edit(table, edit)


def results(shop: Shop, outcome: RunOutcome, code: str) -> list[CheckResult]:
    with shop.deps.feedback.read() as unit:
        return [result for result in unit.gate.results(outcome.run.id) if result.code == code]


def test_a_feed_that_stopped_holds_the_run_and_is_said_once(shop: Shop) -> None:
    spoil(shop, "sales", lambda row: None)
    spoil(shop, "sales", lambda row: None, MORNING.isoformat())
    outcome = shop.daily()
    assert outcome.run.state is RunState.HELD
    assert finding(outcome, "volume").detail["kind"] == "stopped"
    assert "source_late" not in codes(outcome)


def test_a_store_missing_in_the_sales_is_a_warning_with_its_name(shop: Shop) -> None:
    spoil(shop, "sales", lambda row: None if row["store"] == "North" else row)
    outcome = shop.daily()
    assert outcome.run.state is RunState.PUBLISHED
    assert finding(outcome, "volume").detail["segments"] == [{"segment": "store=North", "found": 0, "expected": 3}]
    (kept,) = [result for result in results(shop, outcome, "volume") if result.table == "sales"]
    assert kept.outcome is Outcome.WARNED


def test_prices_in_cents_are_named_with_the_factor(shop: Shop) -> None:
    spoil(shop, "plan", lambda row: {**row, "price": f"{float(row['price']) * 100:.0f}"}, PLANNED)
    outcome = shop.daily()
    assert outcome.run.state is RunState.PUBLISHED
    assert (finding(outcome, "unit_slip").column, finding(outcome, "unit_slip").detail["factor"]) == ("price", 100)


def test_a_renamed_product_is_told_with_the_one_that_went(shop: Shop) -> None:
    spoil(shop, "sales", lambda row: {**row, "product": "Broot"} if row["product"] == "Brot" else row)
    outcome = shop.daily()
    told = finding(outcome, "new_category")
    assert (told.detail["near"], told.detail["gone"]) == ([["Brot", 89]], ["Brot"])


def test_prices_that_were_not_filled_in_are_missing(shop: Shop) -> None:
    spoil(shop, "plan", lambda row: {**row, "price": "" if row["store"] == "North" else row["price"]}, PLANNED)
    outcome = shop.daily()
    assert (finding(outcome, "missing_values").column, finding(outcome, "missing_values").count) == ("price", 3)


def test_a_plan_of_a_third_of_its_rows_is_implausible_and_held(shop: Shop) -> None:
    spoil(shop, "plan", lambda row: row if row["product"] == "Brot" else None, PLANNED)
    outcome = shop.daily()
    assert outcome.run.state is RunState.HELD
    assert finding(outcome, "volume").source == "plan"


@pytest.mark.parametrize("severity", ["off", "info"])
def test_what_the_file_says_of_a_check_counts(shop: Shop, severity: str) -> None:
    shop.redefine("rows_at_least: 1,", f"rows_at_least: 1, watch: {{volume: {{severity: {severity}}}}},")
    spoil(shop, "plan", lambda row: row if row["product"] == "Brot" else None, PLANNED)
    outcome = shop.daily()
    assert outcome.run.state is RunState.PUBLISHED
    assert ("volume" in codes(outcome)) is (severity == "info")


def test_volumes_are_kept_for_the_mornings_to_come(shop: Shop) -> None:
    run = shop.published()
    with shop.deps.feedback.read() as unit:
        volumes = unit.gate.volumes("shop", MORNING - timedelta(days=200), TARGET_DAY)
    rows = {(volume.source, volume.segment, volume.day): volume.rows for volume in volumes}
    assert rows["sales", WHOLE, MORNING - timedelta(days=1)] == 6
    assert rows["sales", "store=North", MORNING - timedelta(days=1)] == 3
    assert rows["plan", WHOLE, run.target_date] == 6


def test_a_feature_beyond_all_days_of_training_is_told(shop: Shop) -> None:
    # The weather of a day that no check of the source sees any more: four days ago.
    day = (TARGET_DAY - timedelta(days=4)).isoformat()
    spoil(shop, "weather", lambda row: {**row, "temperature": "44.0"}, day)
    outcome = shop.daily()
    told = [f for f in outcome.findings if f.code == "distribution_shift"]
    assert [(f.column, f.detail["against"], f.detail["found"]) for f in told] == [("temperature", "training", 44.0)]
    passed = [r for r in results(shop, outcome, "distribution_shift") if r.table == "batch"]
    assert {"price", "last_week", "temperature"} <= {r.column for r in passed}
