"""The shipped use case file fits the files that the recipe writes, column by column."""

from datetime import date, timedelta

import pytest

from domain.use_case import UseCase
from domain.use_case.consistency import earliest_lag
from domain.use_case.file import read_use_case
from intake.synthetic.bakery import CALENDAR_AHEAD_DAYS, PLAN_AHEAD_DAYS, WEATHER_LATE_DAYS
from intake.synthetic.recipe import BAKERY_RECIPE


@pytest.fixture(scope="module")
def use_case() -> UseCase:
    return read_use_case(BAKERY_RECIPE.with_name("use_case.yaml"))


def test_it_is_labelled_as_made_up(use_case: UseCase):
    assert use_case.synthetic
    assert "demo" in use_case.title


def test_every_source_is_a_file_that_is_written(use_case: UseCase, written):
    paths = {name: source.path for name, source in use_case.sources.items()}
    assert paths == {path.stem: f"${{VOUCH_HOME}}/demo/bakery/{path.name}" for path in written.folder.iterdir()}


def test_every_column_it_names_is_in_the_file(use_case: UseCase, written):
    columns = {name: set(getattr(written, name)[0]) for name in use_case.sources}
    for name, source in use_case.sources.items():
        assert {source.date, *source.keys} <= columns[name]
    assert use_case.target.column in columns[use_case.target.source]
    assert use_case.closed is not None
    assert use_case.closed.column in columns[use_case.closed.source]
    for feature in use_case.features.values():
        if feature.column is not None:
            assert feature.column.name in columns[feature.column.source]
    for name, clean in use_case.clean.items():
        assert {*clean.aliases, *clean.impossible, *clean.units} <= columns[name]


def test_the_files_reach_as_far_as_the_stated_delays_promise(use_case: UseCase):
    delays = {name: source.available_after_days for name, source in use_case.sources.items()}
    assert delays["weather"] == WEATHER_LATE_DAYS
    assert delays["plan"] == -PLAN_AHEAD_DAYS == -use_case.dates.horizon_days
    assert delays["calendar"] >= -CALENDAR_AHEAD_DAYS
    assert delays["sales"] == use_case.target.available_after_days == 1


def test_every_input_of_tomorrow_is_in_the_files_of_this_morning(use_case: UseCase, written):
    target = written.today + timedelta(days=use_case.dates.horizon_days)
    dates = {name: {row["date"] for row in getattr(written, name)} for name in use_case.sources}
    for feature in use_case.features.values():
        if feature.column is not None:
            assert (target - timedelta(days=feature.column.lag_days)).isoformat() in dates[feature.column.source]
            least = earliest_lag(use_case, feature)
            assert least is not None
            assert feature.column.lag_days >= least


def test_the_aliases_undo_every_planted_spelling_and_no_value_is_left_unexplained(use_case: UseCase, written):
    names = {product.name for product in written.recipe.products}
    aliases = {wrong: right for right, ways in use_case.clean["sales"].aliases["product"].items() for wrong in ways}
    found = {row["product"] for row in written.sales} - names
    assert found == {"rye  bread", "RYE BREAD", "Rye-bread"}
    assert {aliases[name] for name in found} == {"Rye bread"}


def test_inputs_lie_in_the_allowed_ranges_and_flags_have_words(use_case: UseCase, written):
    for name, feature in use_case.features.items():
        if feature.column is None:
            continue
        values = {row[feature.column.name] for row in getattr(written, feature.column.source)}
        assert feature.range is not None, name
        assert all(feature.range[0] <= float(value) <= feature.range[1] for value in values), name
        if feature.values:
            assert values == set(feature.values)


def test_a_day_with_few_open_stores_still_passes_for_a_batch(use_case: UseCase, written):
    holiday = date(2026, 5, 14).isoformat()
    open_stores = {row["store"] for row in written.calendar if row["date"] == holiday and row["closed"] == "0"}
    rows = [row for row in written.plan if row["date"] == holiday and row["store"] in open_stores]
    assert open_stores == {"Harbour"}
    assert len(rows) >= use_case.checks.rows_at_least


def test_people_can_give_the_reasons_that_the_demo_is_about(use_case: UseCase):
    assert list(use_case.reviews.reasons) == [
        "school_closed",
        "event",
        "delivery",
        "local_knowledge",
        "data_wrong",
        "other",
    ]
