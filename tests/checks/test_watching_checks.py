"""The checks that compare a source's new day with its own past: what they see, what they leave alone, what they say."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.check_result import Outcome
from domain.evidence import Past
from domain.finding import Severity
from domain.volume import CLOSED, WHOLE, Volume
from tests.checks.conftest import PRODUCTS, RUN, STORES, USE_CASE, Ask, set_all, tables, use_case, without, yesterday

NEW = RUN - timedelta(days=1)
FEW = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


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


def test_a_day_that_the_calendar_closes_is_noted_beside_its_rows(ask: Ask) -> None:
    made = tables()
    shut, open_in_one = NEW - timedelta(days=7), NEW - timedelta(days=14)
    set_all([row for row in made["calendar"] if row["date"] == shut], closed=1)
    set_all([row for row in made["calendar"] if (row["date"], row["store"]) == (open_in_one, "North")], closed=1)
    noted = {v.day for v in ask(made).volumes if v.segment == CLOSED}
    assert shut in noted
    assert open_in_one not in noted, "one closed store does not hide a lost delivery"


@pytest.mark.parametrize("run", [date(2028, 3, 1), date(2028, 2, 29), date(2026, 3, 30), date(2026, 10, 26)])
def test_leap_days_and_changes_of_the_clock_are_days_like_others(ask: Ask, run: date) -> None:
    assert ask(tables(3, run), run=run).told == set()


# --- names and freshness ------------------------------------------------------------------------------------------


def test_a_misspelt_name_is_told_with_the_one_it_is_like(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["kind"] == "bread"], kind="braed")
    found = ask(made).one("new_category", column="kind")
    assert (found.outcome, found.count, found.detail["values"]) == (Outcome.WARNED, 15, ["braed"])
    assert (found.detail["near"], found.detail["gone"]) == ([["bread", 80]], ["bread"])


def test_a_name_like_no_other_beside_all_others_is_told_and_no_warning(ask: Ask) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["product"] == "p9"], kind="stollen")
    found = ask(made).one("new_category", column="kind")
    assert (found.severity, found.detail["values"], found.detail["gone"]) == (Severity.INFO, ["stollen"], [])


@pytest.mark.parametrize(("planned", "outcome"), [(True, Outcome.PASSED), (False, Outcome.WARNED)])
def test_a_product_that_the_plan_announced_is_no_news_in_the_sales(ask: Ask, planned: bool, outcome: Outcome) -> None:
    made = tables()
    set_all([row for row in yesterday(made) if row["product"] == "p9"], product="pretzel")
    plan = {"path": "plan.csv", "date": "date", "keys": ["store", "product"], "available_after_days": -1}
    made["plan"] = [{key: row[key] for key in ("date", "store", "product")} for row in made["sales"]]
    if not planned:
        set_all([row for row in made["plan"] if row["product"] == "pretzel"], product="p9")
    case = use_case(sources={**USE_CASE["sources"], "plan": plan}, batch={"source": "plan"})
    assert ask(made, case).one("new_category", column="product").outcome is outcome


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


def test_what_is_sold_on_few_days_of_the_week_is_not_called_gone(ask: Ask) -> None:
    made = tables()
    set_all((row for row in made["sales"] if row["product"] == "p9"), product="Croissant")
    made["sales"] = [row for row in made["sales"] if row["product"] != "p8" or row["date"].weekday() >= 4]  # type: ignore[attr-defined]
    set_all((row for row in yesterday(made) if row["product"] == "Croissant"), product="Croissants")
    found = ask(made).one("new_category", column="product")
    assert found.outcome is Outcome.WARNED
    assert (found.detail["values"], found.detail["gone"]) == (["Croissants"], ["Croissant"])
