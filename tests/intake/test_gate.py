"""Each gate check with the severity and the verdict that it leads to."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.finding import Severity, Verdict
from domain.use_case import UseCase
from presentation.words.finding_rows import finding_examples
from presentation.words.findings import finding_sentence

RUN = date(2024, 5, 15)

DAY = RUN + timedelta(days=1)

Row = dict[str, Any]

PLAN = {"path": "plan.csv", "date": "date", "keys": ["store", "product"], "available_after_days": -1}


@pytest.fixture
def planned(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The shop with a plan that names what is to be predicted."""
    entities = [(store, product) for store in ("North", "South") for product in ("Bun", "Rye bread")]
    tables["plan"] = [{"date": DAY, "store": s, "product": p, "price": 2.5} for s, p in entities]
    tables["plan"].append({**tables["plan"][0], "date": RUN})
    return tables


@pytest.fixture
def planned_shop(shop: Callable[..., UseCase]) -> Callable[..., UseCase]:
    def build(**change: Any) -> UseCase:
        sources = {"plan": PLAN, **change.pop("sources", {})}
        return shop(sources=sources, batch={"source": "plan", "seen_within_days": None}, **change)

    return build


def test_a_batch_as_it_should_be_passes_with_nothing_but_counts(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    bench.write(planned)
    outcome = bench.batch(planned_shop())
    assert outcome.verdict is Verdict.PASSED
    assert [(f.code, f.severity) for f in outcome.findings] == [("source_rows", Severity.INFO)] * 4
    assert outcome.through == RUN - timedelta(days=1)


def test_a_day_without_rows_is_held(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    planned["plan"] = planned["plan"][-1:]
    bench.write(planned)
    outcome = bench.batch(planned_shop())
    assert outcome.verdict is Verdict.HELD
    found = outcome.finding("no_rows")
    assert (found.severity, found.source, found.detail) == (Severity.CRITICAL, "plan", {"date": DAY.isoformat()})


@pytest.mark.parametrize(("needed", "held"), [(4, False), (5, True)])
def test_fewer_rows_than_the_least_number_are_held(
    needed: int, held: bool, planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    bench.write(planned)
    outcome = bench.batch(planned_shop(checks={"rows_at_least": needed}))
    assert ("rows_too_few" in outcome.codes()) == held == (outcome.verdict is Verdict.HELD)
    if held:
        assert outcome.finding("rows_too_few").detail == {"found": 4, "needed": 5}


@pytest.mark.parametrize(("needed", "held"), [(60, False), (61, True)])
def test_a_short_history_is_held(
    needed: int, held: bool, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    outcome = bench.batch(shop(checks={"history_days_at_least": needed}))
    assert ("history_too_short" in outcome.codes()) == held
    if held:
        assert outcome.finding("history_too_short").detail == {"found": 60, "needed": 61}
        assert outcome.finding("history_too_short").severity is Severity.CRITICAL


def test_days_missing_in_the_last_four_weeks_are_named(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    lost = [RUN - timedelta(days=back) for back in (29, 28, 5)]
    tables["sales"] = [r for r in tables["sales"] if r["date"] not in lost]
    bench.write(tables)
    found = bench.batch(shop()).finding("day_missing_in_history")
    assert found.detail["days"] == [str(lost[1]), str(lost[2])]
    assert (found.severity, found.count) == (Severity.WARNING, 2)


def test_days_that_only_lack_usable_values_are_not_called_days_without_rows(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    unread, absent = RUN - timedelta(days=1), RUN - timedelta(days=5)
    tables["sales"] = [r for r in tables["sales"] if r["date"] != absent]
    for row in tables["sales"]:
        row["sold"] = "45;5" if row["date"] == unread else row["sold"]
    bench.write(tables)
    found = bench.batch(shop()).finding("day_missing_in_history")
    assert found.detail == {"days": [str(absent)], "unusable": [str(unread)]}
    assert finding_sentence(found) == (
        "Days without any row in sales: Fri 10 May. Days whose rows in sales have no “sold” that can be used: Tue 14 May."
    )
    assert "without any row" not in finding_sentence(replace(found, detail={"days": [], "unusable": [str(unread)]}))


def test_a_weekday_that_never_has_a_row_is_no_lost_day(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"] = [row for row in tables["sales"] if row["date"].weekday() != 5]
    bench.write(tables)
    assert "day_missing_in_history" not in bench.batch(shop()).codes()


def test_a_late_source_is_a_warning_with_both_days(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    expected = RUN - timedelta(days=3)
    tables["weather"] = [
        r for r in tables["weather"] if r["date"] < expected - timedelta(days=1) or r["date"] > expected
    ]
    bench.write(tables)
    found = bench.batch(shop()).finding("source_late")
    assert (found.source, found.severity, found.count) == ("weather", Severity.WARNING, 2)
    assert found.detail == {"expected": str(expected), "found": str(expected - timedelta(days=2))}


def test_a_source_that_begins_only_after_the_morning_is_a_warning(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["weather"] = [r for r in tables["weather"] if r["date"] > RUN - timedelta(days=3)]
    bench.write(tables)
    outcome = bench.batch(shop())
    assert outcome.finding("source_empty_for_day").severity is Severity.WARNING
    assert outcome.finding("feature_all_missing", "temperature").severity is Severity.WARNING
    assert outcome.verdict is Verdict.WARNINGS


def test_duplicates_hold_where_nothing_says_which_row_counts(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"].append({**tables["sales"][-1], "sold": 1})
    bench.write(tables)
    outcome = bench.batch(shop())
    assert outcome.verdict is Verdict.HELD
    assert outcome.finding("duplicates_hold").count == 1
    assert outcome.finding("duplicates_hold").severity is Severity.CRITICAL


def test_dates_in_another_format_are_held_and_shown(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"] = [{**r, "date": f"{r['date']:%d.%m.%Y}"} for r in tables["sales"]]
    bench.write(tables)
    outcome = bench.batch(shop())
    found = outcome.finding("too_many_bad_values", "date")
    assert outcome.verdict is Verdict.HELD
    assert (found.severity, found.detail["code"], found.detail["share"]) == (Severity.CRITICAL, "not_a_date", 1.0)
    assert found.detail["values"] == ["16.03.2024"] * 4 + ["17.03.2024"]


@pytest.mark.parametrize("bad", [11, 13])
def test_more_bad_values_than_allowed_hold_the_run(
    bad: int, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    for row in tables["sales"][:bad]:
        row["sold"] = "closed?"
    bench.write(tables)
    outcome = bench.batch(shop())
    assert (
        ("too_many_bad_values" in outcome.codes())
        == (bad > 0.05 * len(tables["sales"]))
        == (outcome.verdict is Verdict.HELD)
    )


def test_half_a_file_without_keys_is_held(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    for row in tables["sales"][::2]:
        row["store"] = ""
    bench.write(tables)
    found = bench.batch(shop(checks={"bad_values_at_most": 0.4})).finding("too_many_bad_values")
    assert (found.detail["code"], found.detail["share"], found.column) == ("key_missing", 0.5, "store")


def test_missing_values_of_a_feature_are_a_warning_with_their_share(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    for row in planned["plan"][:3]:
        row["price"] = None
    planned["plan"][3]["price"] = 60
    bench.write(planned)
    price = {"label": "Price", "column": {"source": "plan", "name": "price"}, "range": [0, 50]}
    outcome = bench.batch(planned_shop(features={"price": price}))
    assert outcome.finding("feature_missing", "price").detail == {"share": 0.75}
    assert outcome.finding("feature_missing", "price").severity is Severity.WARNING
    outside = outcome.finding("out_of_range", "price")
    assert (outside.severity, outside.count, outside.detail) == (Severity.WARNING, 1, {"min": 0.0, "max": 50.0})
    assert outside.examples == ({"before": 60.0, "keys": {"store": "South", "product": "Rye bread"}},)
    assert finding_examples(outside) == ("South · Rye bread: “60”",)
    assert bench.batch(planned_shop(features={"price": price}, checks={"missing_at_most": 0.75})).codes() == {
        "out_of_range"
    }


def test_findings_can_be_stored_as_json(shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]) -> None:
    tables["sales"][-1].update(sold="many", store=" North ")
    tables["weather"] = tables["weather"][:-9]
    bench.write(tables)
    for found in bench.batch(shop()).findings:
        stored = json.loads(json.dumps([dict(found.detail), [dict(e) for e in found.examples]]))
        assert stored == [dict(found.detail), [dict(e) for e in found.examples]]
