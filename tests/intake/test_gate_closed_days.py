"""The gate on closed days: nothing to predict and nothing wrong, or one store closed and the others not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.finding import Severity, Verdict
from domain.use_case import UseCase

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


def test_a_day_on_which_all_is_closed_passes_without_a_row(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    for row in planned["calendar"]:
        row["closed"] = int(row["date"] == DAY)
    bench.write(planned)
    outcome = bench.batch(planned_shop())
    assert (outcome.rows, outcome.verdict) == ([], Verdict.PASSED)
    assert outcome.finding("all_closed").count == 4
    assert outcome.finding("closed_rows").action == "left out"
    planned["plan"] = planned["plan"][-1:]
    bench.write(planned)
    assert bench.batch(planned_shop()).finding("all_closed").count == 0


def by_store(tables: dict[str, list[Row]], closed: Callable[[date, str], bool]) -> list[Row]:
    days = [row["date"] for row in tables["calendar"]]
    return [{"date": day, "store": s, "closed": int(closed(day, s))} for day in days for s in ("North", "South")]


def test_rows_of_a_closed_store_are_left_out_and_listed(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    planned["calendar"] = by_store(planned, lambda day, store: day == DAY and store == "South")
    bench.write(planned)
    outcome = bench.batch(planned_shop(sources={"calendar": {"keys": ["store"]}}))
    assert {row["store"] for row in outcome.rows} == {"North"}
    found = outcome.finding("closed_rows")
    assert (found.count, found.severity, found.source) == (2, Severity.INFO, "plan")
    assert {e["line"] for e in found.examples} == {4, 5}


def test_closed_entities_that_no_source_names_are_counted(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["calendar"] = by_store(tables, lambda day, store: day == DAY and store == "South")
    bench.write(tables)
    outcome = bench.batch(shop(sources={"calendar": {"keys": ["store"]}}))
    assert outcome.finding("closed_rows").count == 2


def test_every_store_closed_is_a_closed_day_even_without_a_plan(
    planned_shop: Callable[..., UseCase], bench: Any, planned: dict[str, list[Row]]
) -> None:
    planned["calendar"] = by_store(planned, lambda day, store: day == DAY)
    planned["plan"] = planned["plan"][-1:]
    bench.write(planned)
    outcome = bench.batch(planned_shop(sources={"calendar": {"keys": ["store"]}}))
    assert "all_closed" in outcome.codes()
    assert outcome.verdict is Verdict.PASSED


@pytest.mark.parametrize(("closed_stores", "late"), [({"North"}, True), ({"North", "South"}, False)])
def test_one_closed_store_does_not_excuse_a_late_delivery(
    closed_stores: set[str], late: bool, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    yesterday = RUN - timedelta(days=1)
    tables["calendar"] = by_store(tables, lambda day, store: day == yesterday and store in closed_stores)
    tables["sales"] = [r for r in tables["sales"] if r["date"] < yesterday]
    bench.write(tables)
    codes = bench.batch(shop(sources={"calendar": {"keys": ["store"]}})).codes()
    assert ("source_late" in codes) == late
    assert ("day_missing_in_history" in codes) == late
