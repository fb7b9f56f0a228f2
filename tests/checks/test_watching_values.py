"""The checks that compare values of a new day with their own past: units, outliers, zeros, copies, swaps, shifts."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.check_result import Outcome
from domain.finding import Severity
from domain.unit_suspicion import UNIT_FACTORS
from presentation.words.findings import finding_sentence
from tests.checks.conftest import RUN, Ask, Row, set_all, tables, use_case, yesterday

NEW = RUN - timedelta(days=1)
FEW = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# --- values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", sorted(UNIT_FACTORS))
def test_a_column_in_another_unit_is_named_with_its_factor_and_fix(ask: Ask, factor: float) -> None:
    made = tables(2)
    for row in yesterday(made):
        row["price"] = float(str(row["price"])) * factor
    found = ask(made).one("unit_slip", column="price")
    assert (found.outcome, found.count, found.detail["segment"]) == (Outcome.WARNED, 30, "")
    assert found.detail["factor"] == pytest.approx(factor)
    assert found.detail["multiply"] == pytest.approx(1 / factor, abs=1e-6)


@FEW
@given(st.integers(0, 10_000))
def test_ten_times_the_sales_is_always_named_as_ten(ask: Ask, seed: int) -> None:
    made = tables(seed)
    for row in yesterday(made):
        row["sold"] = int(str(row["sold"])) * 10
    asked = ask(made)
    assert asked.one("unit_slip", column="sold").detail["factor"] == 10
    assert ("outlying_values", "sold") not in asked.told
    assert ("distribution_shift", "sold") not in asked.told


@pytest.mark.parametrize(("key", "value"), [("store", "South"), ("product", "p7")])
def test_a_segment_in_another_unit_is_told_with_its_rows(ask: Ask, key: str, value: str) -> None:
    made = tables(4)
    rows = [row for row in yesterday(made) if row[key] == value]
    for row in rows:
        row["price"] = float(str(row["price"])) * 100
    found = ask(made).one("unit_slip", column="price")
    assert (found.detail["factor"], found.count) == (100, len(rows))
    assert {str(e["entity"]) for e in found.examples} == {f"{r['store']} · {r['product']}" for r in rows}


def test_a_day_of_twice_the_demand_is_no_slip_of_the_unit(ask: Ask) -> None:
    made = tables(6)
    for row in yesterday(made):
        row["sold"] = round(int(str(row["sold"])) * 1.7)
    assert ask(made).one("unit_slip", column="sold").outcome is Outcome.PASSED


def test_degrees_fahrenheit_are_named_with_the_line_back(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made, "weather", 3):
        row["temperature"] = round(float(str(row["temperature"])) * 1.8 + 32, 1)
    found = ask(made).one("unit_slip", "weather", "temperature")
    assert (found.outcome, found.detail["slip"]) == (Outcome.WARNED, "fahrenheit")
    assert (found.detail["multiply"], found.detail["add"]) == pytest.approx((1 / 1.8, -32 / 1.8), abs=1e-5)


def test_a_value_that_the_entity_never_had_is_named(ask: Ask) -> None:
    made = tables()
    row = next(row for row in yesterday(made) if row["product"] == "p5")
    row["sold"] = 152
    asked = ask(made)
    found = asked.one("outlying_values", column="sold")
    assert (found.outcome, found.count, found.detail["entity"]) == (Outcome.WARNED, 1, "North · p5")
    assert found.examples[0]["before"] == 152
    assert asked.told == {("outlying_values", "sold")}


def test_missing_values_are_told_with_the_segment(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["store"] == "West"], price=None)
    found = ask(made).one("missing_values", column="price")
    assert (found.outcome, found.count, found.of) == (Outcome.WARNED, 10, 30)
    assert {"segment": "store=West", "found": 1.0, "expected": 0.0} in found.detail["segments"]  # type: ignore[operator]


def test_a_column_that_is_often_missing_may_be(ask: Ask) -> None:
    made = tables()
    for at, row in enumerate(made["sales"]):
        row["price"] = None if at % 3 == 0 else row["price"]
    assert ask(made).one("missing_values", column="price").outcome is Outcome.PASSED


@pytest.mark.parametrize("store", ["North", None])
def test_nothing_but_zeros_is_told_for_all_or_for_a_segment(ask: Ask, store: str | None) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if store in (None, row["store"])], sold=0)
    found = ask(made).one("all_zero", column="sold")
    assert (found.outcome, found.detail["segments"]) == (Outcome.WARNED, [f"store={store}"] if store else [""])


@pytest.mark.parametrize(("back", "code"), [(1, "frozen_feed"), (7, "doubled_day"), (16, "doubled_day")])
def test_a_day_with_the_values_of_another_is_told(ask: Ask, back: int, code: str) -> None:
    made = tables()
    other = NEW - timedelta(days=back)
    old = {(row["store"], row["product"]): row["sold"] for row in made["sales"] if row["date"] == other}
    for row in yesterday(made):
        row["sold"] = old[row["store"], row["product"]]
    asked = ask(made)
    assert asked.told == {(code, None)}
    if code == "doubled_day":
        assert asked.one(code).detail["other"] == other.isoformat()


def test_a_weather_feed_that_repeats_itself_is_told_after_some_days_and_not_at_once(ask: Ask) -> None:
    made = tables()
    days = sorted(made["weather"], key=lambda row: str(row["date"]))
    set_all(days[-2:], temperature=11.3, rain=2.2)
    assert ask(made).one("frozen_feed", "weather").outcome is Outcome.PASSED
    set_all(days[-6:], temperature=11.3, rain=2.2)
    assert ask(made).one("frozen_feed", "weather").outcome is Outcome.WARNED


def test_columns_that_changed_places_are_named(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["price"], row["offer"] = row["offer"], row["price"]
    asked = ask(made)
    assert asked.one("swapped_columns").detail["columns"] == ["price", "offer"]
    assert {code for code, _ in asked.told} == {"swapped_columns"}


def test_keys_that_changed_places_are_one_fault(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["store"], row["product"] = row["product"], row["store"]
    asked = ask(made)
    assert asked.one("swapped_columns").detail["columns"] == ["product", "store"]
    assert {code for code, _ in asked.told} == {"swapped_columns"}


def test_a_column_whose_values_moved_is_a_shift_of_its_distribution(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["price"] = float(str(row["price"])) + 4
    found = ask(made).one("distribution_shift", column="price")
    assert (found.outcome, found.detail["expected"], found.detail["found"]) == (Outcome.WARNED, 6.5, 10.5)


def test_before_a_holiday_a_day_is_compared_with_none_but_such_days(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["price"] = float(str(row["price"])) + 4
    set_all([row for row in made["calendar"] if row["date"] == RUN], closed=1)
    assert ask(made).one("distribution_shift", column="price").outcome is Outcome.NOT_APPLICABLE


def test_a_yes_after_months_of_no_is_not_swapped_with_another_yes_or_no(ask: Ask) -> None:
    made = tables()
    set_all(made["sales"], price=0)
    set_all(yesterday(made), price=1, offer=0)
    assert ask(made).one("swapped_columns").outcome is Outcome.PASSED


@pytest.mark.parametrize("factor", [2.54, 0.4536])
def test_pieces_that_come_with_fractions_are_converted_whatever_demand_does(ask: Ask, factor: float) -> None:
    made = tables()
    for row in yesterday(made):
        if row["store"] == "West":
            row["sold"] = round(int(str(row["sold"])) * factor, 3)
    found = ask(made).one("unit_slip", column="sold")
    assert (found.outcome, found.detail["segment"], found.count) == (Outcome.WARNED, "store=West", 10)
    assert found.detail["factor"] == pytest.approx(factor)


def test_two_and_a_half_times_the_pieces_are_a_feast(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["sold"] = round(int(str(row["sold"])) * 2.54)
    assert ask(made).one("unit_slip", column="sold").outcome is Outcome.PASSED


def test_noughts_of_a_closed_day_are_no_news(ask: Ask) -> None:
    made = tables()
    set_all(yesterday(made), sold=0)
    set_all([row for row in made["calendar"] if row["date"] == NEW], closed=1)
    assert ("all_zero", "sold") not in ask(made).told


SOLD_FROM_NOUGHT = use_case(clean={"sales": {"impossible": {"sold": {"min": 0, "then": "missing"}}}})
UNUSABLE = {"sold": '"45,5"'}, {"sold": -12}, {"sold": None}


@pytest.mark.parametrize("written", UNUSABLE, ids=["a decimal comma", "negative", "empty"])
def test_a_day_whose_actuals_cannot_be_used_is_held_like_a_feed_that_stopped(ask: Ask, written: Row) -> None:
    made = tables()
    set_all(yesterday(made), **written)
    found = ask(made, SOLD_FROM_NOUGHT).one("missing_values", column="sold")
    assert (found.outcome, found.severity, found.count, found.of) == (Outcome.FAILED, Severity.CRITICAL, 30, 30)
    assert found.finding is not None
    assert "“sold” cannot be used in 30 rows in sales of Wed 13 May (100 % of that day" in finding_sentence(
        found.finding
    )


def test_a_store_whose_actuals_are_impossible_is_told_for_the_day(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["store"] == "West"], sold=-3)
    found = ask(made, SOLD_FROM_NOUGHT).one("missing_values", column="sold")
    assert (found.outcome, found.severity, found.detail["lost"]) == (Outcome.WARNED, Severity.WARNING, 10)
    assert {"segment": "store=West", "found": 1.0, "expected": 0.0} in found.detail["segments"]  # type: ignore[operator]


def test_most_prices_of_a_day_that_are_no_numbers_hold_and_a_single_value_is_not_told_twice(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["store"] != "West"], price="closed?")
    assert ask(made).one("missing_values", column="price").outcome is Outcome.FAILED
    made = tables()
    next(yesterday(made))["sold"] = -3
    asked = ask(made, SOLD_FROM_NOUGHT)
    assert asked.one("missing_values", column="sold").outcome is Outcome.PASSED
    weather = tables()
    set_all(yesterday(weather, "weather", 3), temperature="closed?")
    assert ("missing_values", "temperature") not in ask(weather).told


def test_actuals_that_cannot_be_used_hold_without_a_past_to_compare_with(ask: Ask) -> None:
    made = tables(days=10)
    set_all(yesterday(made), sold="45;5")
    assert ask(made).one("missing_values", column="sold").outcome is Outcome.FAILED


def test_closed_stores_may_deliver_rows_without_actuals(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["store"] != "West"], sold=None)
    set_all([row for row in yesterday(made, "calendar") if row["store"] != "West"], closed=1)
    assert ("missing_values", "sold") not in ask(made).told
