"""What follows what: the calendar as a whole, and features of the same cell; a date is read as intake reads it."""

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.use_case import CalendarFeature, Feature, UseCase
from domain.use_case.linked import as_kind_of, calendar_value, linked_features
from intake.features.origins import _CALENDAR

KINDS = tuple(CalendarFeature)


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        yield connection


@given(day=st.dates(date(1970, 1, 1), date(2100, 12, 31)), kind=st.sampled_from(KINDS))
def test_a_day_is_read_as_intake_reads_it(database, day, kind) -> None:
    (found,) = database.execute(f"SELECT {_CALENDAR[kind]} FROM (SELECT DATE '{day}' AS day) AS w").fetchone()
    assert calendar_value(kind, day) == found


def _use_case(**features: dict[str, object]) -> UseCase:
    return UseCase.model_validate(
        {
            "name": "stall",
            "title": "Stall",
            "keys": ["product"],
            "target": {"source": "rows", "column": "sold", "label": "Sold"},
            "sources": {"rows": {"path": "rows.csv", "date": "date", "keys": ["product"]}},
            "batch": {"seen_within_days": 30},
            "features": {name: {"label": name, **feature} for name, feature in features.items()},
        }
    )


def test_the_calendar_is_one_group_and_so_is_a_cell() -> None:
    column = {"source": "rows", "name": "price", "lag_days": 1}
    use_case = _use_case(
        product={"key": "product"},
        weekday={"calendar": "weekday"},
        price={"column": column},
        older={"column": {**column, "lag_days": 2}},
        month={"calendar": "month"},
        price_name={"type": "category", "column": column},
        week={"lag": {"days": 7}},
        mean={"rolling": {"window_days": 7, "lag_days": 1}},
        longer={"rolling": {"window_days": 14, "lag_days": 1}},
    )

    assert linked_features(use_case) == (
        ("weekday", "month"),
        ("price", "price_name"),
        ("older",),
        ("week",),
        ("mean",),
        ("longer",),
    )


def test_a_cell_is_a_name_for_one_and_an_amount_for_the_other() -> None:
    name = Feature.model_validate({"label": "a", "type": "category", "key": None, "lag": {"days": 1}})
    amount = Feature.model_validate({"label": "a", "lag": {"days": 1}})
    assert [as_kind_of(name, value) for value in (3.0, 2.5, "x", None)] == ["3", "2.5", "x", None]
    assert as_kind_of(name, 2.5, ("2.0", "2.50", "x")) == "2.50"
    assert [as_kind_of(amount, value) for value in ("3", "2.5", "x", 4.0, None)] == [3.0, 2.5, None, 4.0, None]
