"""The checks that compare a source's new day with its own past: what they see, what they leave alone, what they say."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.check_result import Outcome
from domain.evidence import Past
from domain.finding import Severity
from domain.unit_suspicion import UNIT_FACTORS
from domain.volume import WHOLE, Volume
from tests.checks.conftest import PRODUCTS, RUN, STORES, Ask, Row, tables, use_case, yesterday

NEW = RUN - timedelta(days=1)
FEW = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def set_all(rows: list[Row] | object, **values: object) -> None:
    for row in rows:  # type: ignore[attr-defined]
        row.update(values)


def without(made: dict[str, list[Row]], table: str = "sales", **where: object) -> None:
    made[table] = [row for row in made[table] if any(row[key] != value for key, value in where.items())]


# --- honest days --------------------------------------------------------------------------------------------------


@FEW
@given(st.integers(0, 10_000))
def test_an_honest_day_passes_every_check_and_every_check_is_told(ask: Ask, seed: int) -> None:
    asked = ask(tables(seed))
    assert asked.told == set()
    codes = {result.code for result in asked.results}
    assert {"volume", "missing_values", "outlying_values", "unit_slip", "all_zero", "new_category"} <= codes
    assert {"frozen_feed", "doubled_day", "swapped_columns", "fresh_source", "distribution_shift"} <= codes


@FEW
@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_answer(ask: Ask, seed: int) -> None:
    chance = np.random.default_rng(seed)
    made = tables(5)
    for row in list(yesterday(made))[:8]:
        row["sold"] = int(str(row["sold"])) * 10
    first = ask(made)
    for rows in made.values():
        rows[:] = [rows[at] for at in chance.permutation(len(rows))]
    second = ask(made)

    def bare(asked):  # type: ignore[no-untyped-def]
        return [(r.code, r.table, r.column, r.outcome, r.count, r.of, r.detail) for r in asked.results]

    assert bare(first) == bare(second)
    assert first.volumes == second.volumes


# --- volume -------------------------------------------------------------------------------------------------------


def test_a_store_that_is_not_there_is_named(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW, store="North")
    found = ask(made).one("volume")
    assert (found.outcome, found.severity, found.count, found.of) == (Outcome.WARNED, Severity.WARNING, 10, 30)
    assert found.detail["segments"] == [{"segment": "store=North", "found": 0, "expected": 10}]


def test_a_store_that_is_closed_is_not_missed(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW, store="North")
    set_all([row for row in made["calendar"] if (row["date"], row["store"]) == (NEW, "North")], closed=1)
    assert ask(made).one("volume").outcome is Outcome.PASSED


def test_a_day_closed_for_all_is_not_applicable(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW)
    set_all([row for row in made["calendar"] if row["date"] == NEW], closed=1)
    found = ask(made).one("volume")
    assert (found.outcome, found.detail["why"]) == (Outcome.NOT_APPLICABLE, "closed")


def test_a_target_whose_feed_stopped_is_critical_unless_the_file_says_otherwise(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW)
    found = ask(made).one("volume")
    assert (found.outcome, found.severity, found.detail["kind"]) == (Outcome.FAILED, Severity.CRITICAL, "stopped")
    assert found.detail["last"] == (NEW - timedelta(days=1)).isoformat()
    calm = use_case(checks={"watch": {"volume": {"severity": "info"}}})
    assert ask(made, calm).one("volume").severity is Severity.INFO
    off = use_case(checks={"watch": {"volume": {"severity": "off"}}})
    assert ask(made, off).of("volume") == []


def test_other_feeds_that_stopped_are_left_to_the_check_of_lateness(ask: Ask) -> None:
    made = tables()
    without(made, "weather", date=RUN - timedelta(days=3))
    found = ask(made).one("volume", "weather")
    assert (found.outcome, found.detail["why"]) == (Outcome.NOT_APPLICABLE, "nothing came")


def test_a_product_that_went_for_good_is_told_once(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW, product="p3", store="North")
    without(made, date=NEW, product="p3", store="South")
    without(made, date=NEW, product="p3", store="West")
    assert ask(made).one("volume").detail["segments"] == [{"segment": "product=p3", "found": 0, "expected": 3}]
    for store in STORES:
        without(made, date=NEW - timedelta(days=1), product="p3", store=store)
    assert ask(made).one("volume").outcome is Outcome.PASSED


def test_a_new_source_has_no_normal_volume_yet(ask: Ask) -> None:
    made = tables(days=20)
    assert ask(made).one("volume").detail["why"] == "too few days"


def test_a_source_that_brings_only_its_new_day_is_compared_with_what_was_counted_before(ask: Ask) -> None:
    made = tables()
    made["sales"] = list(yesterday(made))[:9]
    past = Past(volumes=tuple(Volume("sales", WHOLE, NEW - timedelta(days=7 * week), 100) for week in range(9, 0, -1)))
    found = ask(made, past=past).one("volume")
    assert (found.outcome, found.detail["found"], found.detail["expected"]) == (Outcome.FAILED, 9, 100)


def test_the_segments_of_the_file_replace_the_single_keys(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW, store="North", product="p1")
    without(made, date=NEW, store="North", product="p2")
    asked = ask(made, use_case(segments=[["store", "product"]]))
    told = [item["segment"] for item in asked.one("volume").detail["segments"]]  # type: ignore[attr-defined]
    assert told == ["store=North · product=p1", "store=North · product=p2"]
    assert {volume.segment.count("=") for volume in asked.volumes if volume.source == "sales"} == {0, 2}


def test_volumes_are_counted_as_received_and_only_where_they_are_not_known(ask: Ask) -> None:
    made = tables()
    made["sales"] += [dict(row) for row in yesterday(made)]
    without(made, date=NEW - timedelta(days=3))
    volumes = {(v.segment, v.day): v.rows for v in ask(made).volumes if v.source == "sales"}
    assert volumes[WHOLE, NEW] == 60
    assert volumes["store=North", NEW] == 20
    assert volumes[WHOLE, NEW - timedelta(days=3)] == 0
    assert volumes[WHOLE, NEW - timedelta(days=91)] == 30
    known = tuple(Volume("sales", segment, day, 1) for segment, day in volumes)
    again = [v for v in ask(made, past=Past(volumes=known)).volumes if v.source == "sales"]
    assert {v.day for v in again} == {NEW}


@pytest.mark.parametrize("run", [date(2028, 3, 1), date(2028, 2, 29), date(2026, 3, 30), date(2026, 10, 26)])
def test_leap_days_and_changes_of_the_clock_are_days_like_others(ask: Ask, run: date) -> None:
    assert ask(tables(3, run), run=run).told == set()


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


# --- names and freshness ------------------------------------------------------------------------------------------


def test_a_misspelt_name_is_told_with_the_one_it_is_like(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["kind"] == "bread"], kind="braed")
    found = ask(made).one("new_category", column="kind")
    assert (found.outcome, found.count, found.detail["values"]) == (Outcome.WARNED, 15, ["braed"])
    assert (found.detail["near"], found.detail["gone"]) == ([["bread", 80]], ["bread"])


def test_a_name_of_a_season_ago_is_not_new(ask: Ask) -> None:
    made = tables(days=100)
    set_all([row for row in yesterday(made) if row["product"] == "p9"], kind="stollen")
    made["sales"] += [{**row, "date": NEW - timedelta(days=360), "kind": "stollen"} for row in yesterday(made)]
    assert ask(made).one("new_category", column="kind").outcome is Outcome.PASSED


def test_a_column_in_which_every_day_brings_new_names_is_not_asked(ask: Ask) -> None:
    made = tables()
    for at, row in enumerate(made["sales"]):
        row["kind"] = f"order {at // 7}"
    assert ask(made).of("new_category", column="kind") == []


@pytest.mark.parametrize(("days", "outcome"), [(0, Outcome.PASSED), (2, Outcome.WARNED)])
def test_weather_that_is_fresher_than_possible_is_a_leak(ask: Ask, days: int, outcome: Outcome) -> None:
    made = tables()
    last = made["weather"][-1]
    made["weather"] += [{**last, "date": last["date"] + timedelta(days=at + 1)} for at in range(days)]  # type: ignore[operator]
    found = ask(made).one("fresh_source", "weather")
    assert (found.outcome, found.count) == (outcome, days)
    assert ask(made).one("fresh_source").outcome is not Outcome.WARNED


def test_an_old_morning_with_newer_files_has_no_leak(ask: Ask) -> None:
    asked = ask(tables(), run=RUN - timedelta(days=5))
    assert [found.outcome for found in (*asked.of("fresh_source"), *asked.of("fresh_source", "weather"))] == [
        Outcome.NOT_APPLICABLE
    ] * 2
    assert asked.told == set()


def test_what_is_left_out_is_not_looked_at(ask: Ask) -> None:
    made = tables()
    for row in yesterday(made):
        row["price"] = float(str(row["price"])) * 100
    quiet = use_case(
        checks={
            "watch": {
                code: {"leave_out": ["sales.price"]} for code in ("unit_slip", "outlying_values", "distribution_shift")
            }
        }
    )
    assert ask(made, quiet).told == set()
    assert len(PRODUCTS) == 10
