"""Unusual inputs are flagged, each in its row and feature, and usual ones are not."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from models.encoding import encode
from models.inputs import flag_inputs
from models.table import FeatureTable


@pytest.fixture(scope="module")
def full(make_use_case: Any, make_data: Any, make_fitted: Any) -> Any:
    return make_fitted(make_use_case(), make_data())


def changed(fitted: Any, name: str, row: int, value: Any) -> FeatureTable:
    table = fitted.data.features.columns.slice(0, 10)
    values = table.column(name).to_pylist()
    values[row] = value
    place = table.column_names.index(name)
    return FeatureTable(
        fitted.data.features.names, table.set_column(place, name, pa.array(values, table.schema.field(name).type))
    )


def marked(fitted: Any, table: FeatureTable) -> dict[str, list[tuple[int, str]]]:
    flags = flag_inputs(table, fitted.facts)
    names = [fact.name for fact in fitted.facts]
    return {
        kind: [(int(row), names[place]) for row, place in zip(*np.nonzero(getattr(flags, kind)), strict=True)]
        for kind in ("unseen", "outside", "missing")
    }


def test_no_training_row_is_unusual(full: Any) -> None:
    assert marked(full, full.data.features) == {"unseen": [], "outside": [], "missing": []}


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("sky", "sandstorm", "unseen"),
        ("product", "", "unseen"),
        ("temperature", 1e6, "outside"),
        ("temperature", -1e6, "outside"),
        ("last_week", np.inf, "outside"),
        ("last_week", -np.inf, "outside"),
        ("last_week", None, "missing"),
        ("last_week", np.nan, "missing"),
        ("product", None, "missing"),
    ],
)
def test_one_unusual_value_is_one_flag(full: Any, name: str, value: Any, kind: str) -> None:
    found = marked(full, changed(full, name, 3, value))
    assert found == {"unseen": [], "outside": [], "missing": [], kind: [(3, name)]}


@pytest.mark.parametrize(("name", "value"), [("sky", None), ("temperature", None), ("day_number", 1e6)])
def test_usual_gaps_and_new_days_are_no_news(full: Any, name: str, value: Any) -> None:
    assert marked(full, changed(full, name, 3, value)) == {"unseen": [], "outside": [], "missing": []}


def test_the_extremes_of_training_are_inside(full: Any) -> None:
    fact = full.facts[2]
    for value in (fact.minimum, fact.maximum):
        assert marked(full, changed(full, "temperature", 0, value))["outside"] == []
    assert marked(full, changed(full, "temperature", 0, np.nextafter(fact.maximum, np.inf)))["outside"] == [
        (0, "temperature")
    ]


def test_a_matrix_that_is_there_already_gives_the_same_flags(full: Any) -> None:
    table = changed(full, "temperature", 5, 1e6)
    plain, given_matrix = flag_inputs(table, full.facts), flag_inputs(table, full.facts, encode(table, full.facts))
    for kind in ("unseen", "outside", "missing"):
        np.testing.assert_array_equal(getattr(plain, kind), getattr(given_matrix, kind))


def test_a_feature_that_training_never_had_has_no_range_and_may_be_missing(
    make_use_case: Any, make_data: Any, make_fitted: Any
) -> None:
    data = make_data()
    place = data.features.names.index("last_week")
    empty = pa.array([None] * data.features.row_count, pa.float64())
    table = FeatureTable(data.features.names, data.features.columns.set_column(place, "last_week", empty))
    fitted = make_fitted(make_use_case(), type(data)(table, data.target, data.days, data.entities))
    assert marked(fitted, table) == {"unseen": [], "outside": [], "missing": []}
    assert marked(fitted, changed(fitted, "last_week", 0, 5.0))["outside"] == []
