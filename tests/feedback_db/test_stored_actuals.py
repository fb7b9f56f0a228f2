"""Actuals: late, sometimes corrected, never overwritten; a hundred thousand of them in seconds."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.actual import Actual
from domain.errors import NotFoundError
from domain.outcome import Period
from feedback_db import actuals as actuals_module
from feedback_db.actuals import ActualsReceipt
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork

Undone = Callable[[str], AbstractContextManager[UnitOfWork]]
DAY = date(2026, 11, 20)
RYE, OAT = ("North", "Rye bread"), ("Nörth “x”", "Oat bread 🥣")


def test_a_correction_is_a_further_revision(db: FeedbackDb, now: datetime) -> None:
    later = now + timedelta(days=3)
    with db.write() as work:
        assert work.actuals.record("bakery", [(RYE, DAY, 46.0, None), (OAT, DAY, 0.1, "few")], now) == ActualsReceipt(
            2, 0, 0
        )
    with db.write() as work:
        again = [(RYE, DAY, 47.5, None), (OAT, DAY, 0.1, "few"), (RYE, DAY + timedelta(1), 3.0, None)]
        assert work.actuals.record("bakery", again, later) == ActualsReceipt(1, 1, 1)
        assert work.actuals.record("bakery", [(OAT, DAY, 0.1, "many")], later) == ActualsReceipt(0, 1, 0)
    first, corrected = Actual(RYE, DAY, 46.0, 1, now), Actual(RYE, DAY, 47.5, 2, later)
    with db.read() as work:
        assert work.actuals.history("bakery", RYE, DAY) == (first, corrected)
        assert work.actuals.latest("bakery", DAY) == {RYE: corrected, OAT: Actual(OAT, DAY, 0.1, 2, later, "many")}
        assert work.actuals.latest("bakery", DAY - timedelta(1)) == {}
        assert work.actuals.latest("other", DAY) == {}


def test_a_value_that_goes_back_to_what_it_was_is_a_revision_too(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        receipts = [work.actuals.record("bakery", [(RYE, DAY, value, None)], now) for value in (1.0, 2.0, 1.0, 1.0)]
        history = work.actuals.history("bakery", RYE, DAY)
    assert receipts[2:] == [ActualsReceipt(0, 1, 0), ActualsReceipt(0, 0, 1)]
    assert [(actual.revision, actual.value) for actual in history] == [(1, 1.0), (2, 2.0), (3, 1.0)]


def test_nothing_handed_in_is_nothing_stored(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        assert work.actuals.record("bakery", [], now) == ActualsReceipt(0, 0, 0)


def test_actuals_of_an_unknown_use_case_are_refused(db: FeedbackDb, now: datetime) -> None:
    with pytest.raises(NotFoundError) as refused, db.write() as work:
        work.actuals.record("bakry", [(RYE, DAY, 1.0, None)], now)
    assert refused.value.known == ("bakery",)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_refused_with_everything_beside_it(
    db: FeedbackDb, now: datetime, value: float
) -> None:
    with pytest.raises(ValueError, match="Rye bread"), db.write() as work:
        work.actuals.record("bakery", [(OAT, DAY, 1.0, None), (RYE, DAY, value, None)], now)
    with db.read() as work:
        assert work.actuals.latest("bakery", DAY) == {}


def test_a_hundred_thousand_actuals_take_seconds(db: FeedbackDb, now: datetime) -> None:
    items = [
        (("North", f"product {number}"), DAY - timedelta(days=day), float(number + day), None)
        for number in range(500)
        for day in range(200)
    ]
    began = time.monotonic()
    with db.write() as work:
        assert work.actuals.record("bakery", items, now) == ActualsReceipt(100_000, 0, 0)
    with db.write() as work:
        items[777] = (*items[777][:2], -1.0, None)
        assert work.actuals.record("bakery", items, now) == ActualsReceipt(0, 1, 99_999)
    assert time.monotonic() - began < 20
    with db.read() as work:
        assert len(work.actuals.latest("bakery", DAY)) == 500
        assert [actual.value for actual in work.actuals.history("bakery", *items[777][:2])] == [180.0, -1.0]


entities = st.sampled_from([RYE, OAT, ("South", "Bun")])
days = st.integers(0, 3).map(lambda offset: DAY + timedelta(days=offset))
values = st.sampled_from([0.0, 1.0, 2.5])
items = st.tuples(entities, days, values, st.sampled_from([None, "yes"]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.lists(items, max_size=12), max_size=4), at_once=st.integers(1, 5))
def test_the_revisions_are_the_changes_in_the_order_of_arrival(
    sqlite_url: str,
    undone: Undone,
    now: datetime,
    calls: list[list[tuple[tuple[str, ...], date, float, str | None]]],
    at_once: int,
) -> None:
    expected: dict[tuple[tuple[str, ...], date], list[tuple[float, str | None]]] = {}
    with pytest.MonkeyPatch.context() as patch, undone(sqlite_url) as work:
        patch.setattr(actuals_module, "ROWS_AT_ONCE", at_once)
        for call in calls:
            receipt = work.actuals.record("bakery", iter(call), now)
            assert receipt.new + receipt.revised + receipt.unchanged == len(call)
            for entity, day, value, label in call:
                revisions = expected.setdefault((entity, day), [])
                if revisions[-1:] != [(value, label)]:
                    revisions.append((value, label))
        for (entity, day), revisions in expected.items():
            history = work.actuals.history("bakery", entity, day)
            assert [(actual.value, actual.label) for actual in history] == revisions
            assert [actual.revision for actual in history] == list(range(1, len(revisions) + 1))
            assert work.actuals.latest("bakery", day)[entity] == history[-1]


def test_the_most_frequent_class_is_that_of_the_latest_revisions(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        said = ["few", "many", "few", "many", "none"]
        days = [DAY + timedelta(at) for at in range(len(said))]
        work.actuals.record("bakery", [(RYE, day, 1.0, label) for day, label in zip(days, said, strict=True)], now)
    week = Period(DAY, days[-1])
    with db.read() as work:
        assert work.outcomes.most_frequent("bakery", week) == "few"  # As many as of the other: the first by name.
        assert work.outcomes.most_frequent("bakery", Period(days[-1], days[-1])) == "none"
        assert work.outcomes.most_frequent("other", week) is None
    with db.write() as work:
        work.actuals.record("bakery", [(RYE, DAY, 1.0, "many"), (OAT, DAY, 46.0, None)], now)
    with db.read() as work:
        assert work.outcomes.most_frequent("bakery", week) == "many"
